/** Tests of whether two models of one data set have the same coefficients: by stacked scores, and by Hausman's statistic. */
import { dot } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { quoted } from '../../../src/base/text/quoted.ts';
import type { Codes, Data } from '../../../src/econ/data.ts';
import { hausmanTest } from '../../../src/econ/difference/hausman.ts';
import { chiSquared, normal, twoSided } from '../../../src/econ/distributions/distributions.ts';
import { estimateOn, type Prepared, prepared } from '../../../src/econ/estimate.ts';
import type { FitModel, Predict } from '../../../src/econ/estimator.ts';
import type { Fit, Stat, Warning } from '../../../src/econ/fit.ts';
import { quadraticForm } from '../../../src/econ/linalg/matrix.ts';
import { isIndefinite, positivePart } from '../../../src/econ/linalg/positive-part.ts';
import { compact, type Effect, eachRow } from '../../../src/econ/panel/effects.ts';
import { RowsSeen } from '../../../src/econ/predict/place.ts';
import { composed, pickCodes, positions } from '../../../src/econ/sample/rows.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { combinationsOf } from '../../../src/econ/vcov/meat.ts';
import { notDefinite } from '../../../src/econ/vcov/mended.ts';
import type { EqualitySpec } from './spec.ts';

export interface Numerics {
  readonly fitModel: FitModel;
  /** Absent where only Hausman's statistic is asked for. */
  readonly predict?: Predict;
}

/** One model with what the tests are made of. */
interface Side {
  readonly spec: ModelSpec;
  /** With conventional errors. */
  readonly fit: Fit;
  /** Positions of the rows that it was estimated from, ascending. */
  readonly rows: Int32Array;
  /** Influence of each of these rows on each coefficient, by its term; empty without scores. */
  readonly influence: ReadonlyMap<string, Float64Array>;
  /** The variable whose levels are independent where rows are not. */
  readonly groups: string | null;
}

export interface EqualityRow {
  readonly variable: string;
  readonly first: number;
  readonly second: number;
  readonly difference: number;
  readonly stdError: Stat;
  readonly statistic?: Stat;
  readonly pValue?: Stat;
}

export interface Equality {
  readonly rows: readonly EqualityRow[];
  readonly stats: Readonly<Record<string, Stat>>;
  /** The variable whose levels are the groups that scores are summed over, or several; null for rows. */
  readonly clusters: string | readonly string[] | null;
  readonly warnings: readonly Warning[];
}

/**
 * The coefficients of the first model less those of the second. `suest`: the scores of both stacked, V = q Σ (ψ_a − ψ_b)(ψ_a − ψ_b)′ over the rows or
 * clusters of both, ψ the influence of all rows of a group on the coefficients and q = G/(G − 1) (Weesie 1999, STB 52; White 1994), z and χ². A row in both
 * models counts once, with both its influences. Over several variables V is that of each, less that of their intersections, and
 * so on, with q of the fewest levels (Cameron, Gelbach & Miller 2011). `hausman`: by the conventional covariances, the first model being consistent and the second efficient.
 */
export function compareModels(spec: EqualitySpec, data: Data, numerics: readonly [Numerics, Numerics]): Equality {
  const [a, b] = spec.models.map((model, i) => sideOf(model, data, numerics[i]!)) as [Side, Side];
  const names = namesOf(spec, a, b);
  const differences = names.map((name) => estimateIn(a, name) - estimateIn(b, name));
  const own = names.map((variable, i) => ({
    variable,
    first: estimateIn(a, variable),
    second: estimateIn(b, variable),
    difference: differences[i]!,
  }));
  const counts = countsOf(a, b, data.nrows);
  const hausman = spec.by.includes('hausman') ? hausmanTest(names, a.fit, b.fit) : undefined;
  const warnings: Warning[] = hausman?.isDefinite === false ? [indefinite] : [];
  const ofHausman =
    hausman === undefined ? {} : { hausmanChi2: hausman.chi2, hausmanDf: hausman.df, hausmanP: hausman.pValue };
  if (!spec.by.includes('suest')) {
    const rows = own.map((row, i) => ({ ...row, stdError: hausman!.differences[i]!.stdError }));
    return { rows, stats: { ...counts, ...ofHausman }, clusters: null, warnings };
  }
  const clusters = clustersOf(spec, a, b, data);
  const { v, count, isDefinite } = stacked(names, a, b, clusters, data);
  if (!isDefinite) warnings.push(mended);
  const rows = own.map((row, i) => ({ ...row, ...zOf(row.difference, v[i * names.length + i]!) }));
  const chi2 = isDefinite
    ? (quadraticForm(v, Float64Array.from(differences)) ?? { invalid: 'the covariance is singular' })
    : notDefinite;
  const df = names.length;
  const joint: Record<string, Stat> =
    count - 1 < df
      ? { chi2: tooFew(count, df), df, p: tooFew(count, df) }
      : { chi2, df, p: typeof chi2 === 'number' ? chiSquared(df).sf(chi2) : chi2 };
  const by = clusters.length > 1 ? clusters : (clusters[0] ?? null);
  return { rows, stats: { ...counts, groups: count, ...joint, ...ofHausman }, clusters: by, warnings };
}

const indefinite: Warning = {
  code: 'hausman-indefinite',
  message: 'Hausman’s test: the covariance of the first column less that of the second is not positive definite',
};

const mended: Warning = {
  code: 'vcov-mended',
  message:
    'the covariance of the differences was not positive semi-definite; its negative eigenvalues were set to zero',
};

/** The part of the variances of both sides below which that of a difference is rounding. */
const ROUNDING = 1e-20;

const tooFew = (groups: number, df: number): Stat => ({ invalid: `${groups} groups cannot test ${df} restrictions` });

function sideOf(spec: ModelSpec, data: Data, { fitModel, predict }: Numerics): Side {
  const ready = withConventional(prepared(spec, data));
  const fit = estimateOn(ready, ready.sample.spec, fitModel);
  const place = (rows: Int32Array | null): RowsSeen => {
    const kept = rows === null ? ready.rows : composed(ready.rows, rows);
    return new RowsSeen(ready.variables, ready.source.over(kept), kept, true);
  };
  if (predict === undefined) return { spec, fit, rows: ready.rows, influence: new Map(), groups: null };
  const predicting = predict({ sample: ready.sample, fit, place });
  const influence = new Map(predicting.influence!().map(({ name, values }) => [name, values]));
  return { spec, fit, rows: predicting.own.rows, influence, groups: predicting.groups ?? null };
}

/** The rows of a model's own errors, with conventional ones. */
const withConventional = (ready: Prepared): Prepared => ({
  ...ready,
  sample: {
    ...ready.sample,
    spec: { ...ready.sample.spec, vcov: { is: 'iid' } },
    clusters: [],
    time: null,
    unit: null,
    neighbours: null,
  },
});

const estimateIn = ({ fit }: Side, name: string): number => fit.terms.find(({ term }) => term === name)!.estimate;

/** The terms that are compared, in the order of the first model; without others named, the slopes that both have. */
function namesOf({ of, by, columns }: EqualitySpec, a: Side, b: Side): readonly string[] {
  const isIn = ({ fit, influence }: Side, name: string): boolean =>
    fit.terms.some(({ term }) => term === name) && (!by.includes('suest') || influence.has(name));
  const isSlope = (term: string): boolean => term !== '_cons' && !term.startsWith('/');
  const names = of ?? a.fit.terms.map(({ term }) => term).filter((term) => isSlope(term) && isIn(b, term));
  for (const [i, side] of [a, b].entries())
    for (const name of names) {
      if (isIn(side, name)) continue;
      const message = `\`${columns[i]}\` has no coefficient of \`${name}\` to compare`;
      throw new Refusal('no-such-term', message, { param: 'of', hint: 'it was dropped, or is no term of that column' });
    }
  if (names.length > 0) return names;
  throw new Refusal('no-shared-term', 'the columns share no term', {
    param: 'columns',
    hint: 'compare columns that have a regressor in common',
  });
}

/** Rows of both, of each, and those that are in both. */
function countsOf(a: Side, b: Side, nrows: number): Readonly<Record<string, number>> {
  const marks = new Uint8Array(nrows);
  for (const row of a.rows) marks[row] = 1;
  let overlap = 0;
  for (const row of b.rows) overlap += marks[row]!;
  const [nFirst, nSecond] = [a.rows.length, b.rows.length];
  return { n: nFirst + nSecond - overlap, nFirst, nSecond, overlap };
}

/** Σ over groups of the products of both models' influences, of opposite sign, times G/(G − 1); over each variable, less their intersections, and so on. */
function stacked(names: readonly string[], a: Side, b: Side, clusters: readonly string[], data: Data) {
  const used = new Uint8Array(data.nrows);
  for (const { rows } of [a, b]) for (const row of rows) used[row] = 1;
  const all = positions(used);
  const places = new Int32Array(data.nrows);
  all.forEach((row, at) => {
    places[row] = at;
  });
  const effects = clusters.map((name) => {
    const { codes, levels } = levelsOf(name, data);
    return compact({ name, codes: pickCodes(codes, all), levels });
  });
  const combinations = combinationsOf(effects.length === 0 ? [eachRow(all.length)] : effects);
  const count = Math.min(...combinations.slice(0, Math.max(1, effects.length)).map(({ effect }) => effect.levels));
  const factor = count / (count - 1);
  const k = names.length;
  const v = new Float64Array(k * k);
  for (const { effect, sign } of combinations) {
    const own = productsOf(gapsIn(names, a, b, effect, places));
    for (let i = 0; i < v.length; i++) v[i] = v[i]! + sign * factor * own[i]!;
  }
  const isDefinite = clusters.length < 2 || !isIndefinite(v, k);
  return { v: isDefinite ? v : positivePart(v, k), count, isDefinite };
}

/** The influence of each group on each coefficient of the first model less that on the second's. */
function gapsIn(
  names: readonly string[],
  a: Side,
  b: Side,
  { codes, levels }: Effect,
  places: Int32Array,
): readonly Float64Array[] {
  const sumsOf = ({ rows, influence }: Side, name: string): Float64Array => {
    const own = influence.get(name)!;
    const total = new Float64Array(levels);
    rows.forEach((row, i) => {
      const group = codes[places[row]!]!;
      total[group] = total[group]! + own[i]!;
    });
    return total;
  };
  return names.map((name) => {
    const [first, second] = [sumsOf(a, name), sumsOf(b, name)];
    const gaps = first.map((sum, g) => sum - second[g]!);
    // the same influences on both sides leave rounding alone
    if (dot(gaps, gaps) <= ROUNDING * (dot(first, first) + dot(second, second))) gaps.fill(0);
    return gaps;
  });
}

function productsOf(gaps: readonly Float64Array[]): Float64Array {
  const k = gaps.length;
  const products = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) products[i * k + j] = products[j * k + i] = dot(gaps[i]!, gaps[j]!);
  return products;
}

function zOf(difference: number, variance: number): Pick<EqualityRow, 'stdError' | 'statistic' | 'pValue'> {
  const stdError = Math.sqrt(variance);
  if (!(stdError > 0)) {
    const invalid: Stat = { invalid: 'the standard error is zero' };
    return { stdError: 0, statistic: invalid, pValue: invalid };
  }
  const statistic = difference / stdError;
  return { stdError, statistic, pValue: twoSided(normal, statistic) };
}

/** The variables to sum scores over: those asked for, those of both models, or the coarser one, within whose levels the other's lie; none for rows. */
function clustersOf(spec: EqualitySpec, a: Side, b: Side, data: Data): readonly string[] {
  const { cluster } = spec;
  const found = cluster === null ? ownClusters(a, b, data) : typeof cluster === 'string' ? [cluster] : cluster;
  for (const name of found) {
    const { codes } = levelsOf(name, data);
    const rows = [...a.rows, ...b.rows];
    const lacking = rows.filter((row) => codes[row]! < 0).length;
    if (lacking > 0) {
      const message = `\`${name}\` is missing in ${lacking} of the rows that the columns use`;
      throw new Refusal('missing-value', message, {
        param: 'cluster',
        hint: 'estimate both columns on rows that have it',
      });
    }
    if (rows.every((row) => codes[row] === codes[rows[0]!])) {
      const message = `scores are summed over at least two clusters, and \`${name}\` has one in the rows used`;
      throw new Refusal('one-cluster', message, { param: 'cluster', hint: 'sum over another variable' });
    }
    for (const [i, { rows, groups }] of [a, b].entries()) {
      if (groups === null || groups === name || isNested(groups, name, rows, data)) continue;
      const message = `rows of one \`${groups}\` are not independent in \`${spec.columns[i]}\`, and \`${name}\` cuts through them`;
      throw new Refusal('not-nested', message, { param: 'cluster', hint: `sum over \`${groups}\`, or wholes of it` });
    }
  }
  return found;
}

const levelsOf = (name: string, data: Data): Codes => new Variables(data).levels(name);

function ownClusters(a: Side, b: Side, data: Data): readonly string[] {
  const [first, second] = [a, b].map(({ spec: { vcov }, groups }) =>
    vcov.is === 'cluster' ? vcov.by : groups === null ? [] : [groups],
  ) as [readonly string[], readonly string[]];
  if (first.length === 0 || second.length === 0) return first.length === 0 ? second : first;
  if (first.length === second.length && first.every((name) => second.includes(name))) return first;
  const rows = [...a.rows, ...b.rows];
  const isIn = (inner: readonly string[], outer: readonly string[]): boolean =>
    inner.length === 1 && outer.length === 1 && isNested(inner[0]!, outer[0]!, rows, data);
  if (isIn(first, second)) return second;
  if (isIn(second, first)) return first;
  const [one, other] = [quoted(first), quoted(second)];
  const message = `the columns cluster by ${one} and ${other}, neither of which lies within the other`;
  throw new Refusal('unsupported', message, { param: 'cluster', hint: 'name the clusters of both: `cluster: a`' });
}

/** Tells whether rows of one level of `inner` never are of two levels of `outer`. */
function isNested(inner: string, outer: string, rows: Iterable<number>, data: Data): boolean {
  const [low, high] = [levelsOf(inner, data).codes, levelsOf(outer, data).codes];
  const found = new Map<number, number>();
  for (const row of rows) {
    const known = found.get(low[row]!);
    if (known !== undefined && known !== high[row]) return false;
    found.set(low[row]!, high[row]!);
  }
  return true;
}
