/** Tests of whether coefficients are equal in two groups: by the regression with everything interacted, and by stacked scores. */
import { Refusal } from '../../base/problem.ts';
import type { Data } from '../data.ts';
import { chiSquared, fisherF, twoSided } from '../distributions/distributions.ts';
import type { Stat } from '../fit.ts';
import { quadraticForm } from '../linalg/matrix.ts';
import type { Effect } from '../panel/effects.ts';
import { termName } from '../sample/terms.ts';
import { termOf } from '../spec.ts';
import { groupFactor } from '../vcov/finite-sample.ts';
import { referenceDistribution } from '../vcov/inference.ts';
import { clustersOf, conventional, countedParameters, meatOf } from './covariance.ts';
import { type ComparedGroup, groupOf } from './groups.ts';
import { preparedHalves } from './halves.ts';
import type { DifferenceSpec } from './spec.ts';

export interface DifferenceTest {
  readonly stdError: Stat;
  readonly statistic: Stat;
  readonly pValue: Stat;
}

export interface TermDifference extends DifferenceTest {
  readonly term: string;
  readonly difference: number;
}

export interface ChowTest extends DifferenceTest {
  /** null: the normal distribution. */
  readonly df: number | null;
  readonly kCounted: number;
  readonly nobs: number;
  /** All terms together, the constant too where it is estimated. */
  readonly joint: { readonly f: Stat; readonly df1: number; readonly df2: number | null; readonly pValue: Stat };
  readonly terms: readonly TermDifference[];
}

export interface SuestTest extends DifferenceTest {
  readonly chi2: Stat;
  /** Clusters of both groups, or their rows. */
  readonly groups: number;
  readonly joint: { readonly chi2: Stat; readonly df: number; readonly pValue: Stat };
  readonly terms: readonly TermDifference[];
}

export interface Comparison {
  readonly of: string;
  readonly group: string;
  readonly between: readonly [string, string];
  readonly groups: readonly { readonly level: string; readonly estimate: number; readonly nobs: number }[];
  readonly difference: number;
  readonly chow: ChowTest;
  readonly suest: SuestTest;
}

/**
 * The difference of a coefficient, first group less second. `chow` is the regression in which every regressor, the constant and every effect
 * is interacted with the group, so that coefficients are those of the groups' own regressions. Its covariance is the model's (iid, HC0, HC1,
 * clustered) over both groups, and its K counts both. `suest` stacks the scores and is always robust, with q = G/(G − 1), or N/(N − 1), and a
 * normal statistic (Weesie 1999, STB 52). A cluster may be in both groups, and then the covariance across them counts. Refuses a term that a group drops.
 */
export function compareGroups(spec: DifferenceSpec, data: Data): Comparison {
  const halves = preparedHalves(spec, data);
  const [a, b] = spec.between.map((level, i) => groupOf(spec, level, halves[i]!)) as [ComparedGroup, ComparedGroup];
  const of = termName(termOf(spec.of));
  for (const group of [a, b]) requireTerm(group, of, spec);
  const shared = a.names.filter((name) => b.names.includes(name));
  const differences = shared.map((name) => coefficient(a, name) - coefficient(b, name));
  const clusters = clustersOf(a, b);
  const robust = meatOf(shared, a, b, clusters);
  return {
    of,
    group: spec.group,
    between: spec.between,
    groups: [a, b].map((group) => ({ level: group.level, estimate: coefficient(group, of), nobs: group.nobs })),
    difference: differences[shared.indexOf(of)]!,
    chow: chowTest({ spec, a, b, of, shared, differences, clusters, robust }),
    suest: suestTest({ spec, a, b, of, shared, differences, clusters, robust }),
  };
}

interface Compared {
  readonly spec: DifferenceSpec;
  readonly a: ComparedGroup;
  readonly b: ComparedGroup;
  readonly of: string;
  readonly shared: readonly string[];
  readonly differences: readonly number[];
  readonly clusters: Effect | null;
  /** Robust covariance of the differences without a finite-sample factor, K×K. */
  readonly robust: Float64Array;
}

function chowTest({ spec, a, b, of, shared, differences, clusters, robust }: Compared): ChowTest {
  const { vcov, small } = spec.model;
  const nobs = a.nobs + b.nobs;
  const count = countedParameters(a, b, clusters);
  const isAsymptotic = small === 'asymptotic';
  const v =
    vcov.is === 'iid'
      ? conventional(shared, a, b, isAsymptotic ? nobs : nobs - count)
      : scaled(robust, isAsymptotic ? 1 : factorOf(vcov, nobs, count, clusters));
  const df = isAsymptotic ? null : clusters === null ? nobs - count : clusters.levels - 1;
  const terms = termTests(shared, differences, v, df);
  return {
    ...testOf(of, terms),
    df,
    kCounted: count,
    nobs,
    joint: jointF(v, differences, df),
    terms: terms.filter(({ term }) => term !== '_cons'),
  };
}

function suestTest({ a, b, of, shared, differences, clusters, robust }: Compared): SuestTest {
  const groups = clusters?.levels ?? a.nobs + b.nobs;
  const v = scaled(robust, groups / (groups - 1));
  const terms = termTests(shared, differences, v, null);
  const own = testOf(of, terms);
  const chi2 = typeof own.statistic === 'number' ? own.statistic * own.statistic : own.statistic;
  return { ...own, chi2, groups, joint: jointChi2(v, differences), terms };
}

const scaled = (v: Float64Array, by: number): Float64Array => v.map((value) => value * by);

const coefficient = ({ names, coefficients }: ComparedGroup, name: string): number =>
  coefficients[names.indexOf(name)]!;

function requireTerm({ names, level }: ComparedGroup, of: string, { group }: DifferenceSpec): void {
  if (names.includes(of)) return;
  const message = `\`${of}\` was dropped where \`${group}\` is \`${level}\`, so that there is no difference`;
  throw new Refusal('difference-dropped', message, { param: 'of' });
}

function factorOf(vcov: DifferenceSpec['model']['vcov'], nobs: number, count: number, clusters: Effect | null): number {
  if (clusters !== null) return groupFactor(clusters.levels, nobs, count);
  return vcov.is === 'hc' && vcov.type === 'HC0' ? 1 : nobs / (nobs - count);
}

/** `df` null: the normal distribution. */
function termTests(
  names: readonly string[],
  differences: readonly number[],
  v: Float64Array,
  df: number | null,
): TermDifference[] {
  return names.map((term, i) => {
    const variance = v[i * names.length + i]!;
    const difference = differences[i]!;
    const isUsable = variance > 0 && (df === null || df > 0);
    if (!isUsable) {
      const invalid: Stat = { invalid: variance > 0 ? 'no residual degrees of freedom' : 'the standard error is zero' };
      return { term, difference, stdError: invalid, statistic: invalid, pValue: invalid };
    }
    const stdError = Math.sqrt(variance);
    const statistic = difference / stdError;
    return { term, difference, stdError, statistic, pValue: twoSided(referenceDistribution(df), statistic) };
  });
}

function testOf(of: string, terms: readonly TermDifference[]): DifferenceTest {
  const { stdError, statistic, pValue } = terms.find(({ term }) => term === of)!;
  return { stdError, statistic, pValue };
}

const singular: Stat = { invalid: 'the covariance is singular' };

function jointF(v: Float64Array, differences: readonly number[], df: number | null): ChowTest['joint'] {
  const df1 = differences.length;
  const undefinedF = (why: Stat): ChowTest['joint'] => ({ f: why, df1, df2: df, pValue: why });
  if (df !== null && df < df1)
    return undefinedF({ invalid: `${df1} restrictions are more than ${df} degrees of freedom can test` });
  const wald = quadraticForm(v, Float64Array.from(differences));
  if (wald === null) return undefinedF(singular);
  const f = wald / df1;
  return { f, df1, df2: df, pValue: df === null ? chiSquared(df1).sf(wald) : fisherF(df1, df).sf(f) };
}

function jointChi2(v: Float64Array, differences: readonly number[]): SuestTest['joint'] {
  const df = differences.length;
  const chi2 = quadraticForm(v, Float64Array.from(differences));
  return chi2 === null ? { chi2: singular, df, pValue: singular } : { chi2, df, pValue: chiSquared(df).sf(chi2) };
}
