/** Tests of restrictions on coefficients, and combinations of them with their errors, after any estimator. */
import { Refusal } from '../../base/problem.ts';
import { familyOf } from '../../base/text/term-names.ts';
import { chiSquared, fisherF } from '../distributions/distributions.ts';
import type { Fit, LinearCombination, Stat, TestResult } from '../fit.ts';
import { quadraticForm } from '../linalg/matrix.ts';
import { householder } from '../linalg/qr.ts';
import type { CombinationSpec, ModelSpec, RestrictionSpec, TestSpec } from '../spec.ts';
import { estimateRow, referenceDistribution } from '../vcov/inference.ts';

/** A fit with the tests and combinations that its spec asks for. O(r²K) for r restrictions. */
export function withRestrictions(fit: Fit, { tests = [], lincom = [] }: Pick<ModelSpec, 'tests' | 'lincom'>): Fit {
  if (tests.length + lincom.length === 0) return fit;
  const own = tests.map((test) => restrictionTest(fit, test));
  const combined = lincom.map((combination) => combinationRow(fit, combination));
  const redundant = own.flatMap(({ name, redundant: count }) => (count === undefined ? [] : [{ name, count }]));
  const warnings = redundant.map(({ name, count }) => ({
    code: 'redundant-restriction',
    message:
      count > 1
        ? `${count} of the restrictions of the test \`${name}\` follow from the others and are left out`
        : `1 of the restrictions of the test \`${name}\` follows from the others and is left out`,
  }));
  return Object.freeze({
    ...fit,
    ...(combined.length === 0 ? {} : { lincom: combined }),
    tests: [...fit.tests, ...own],
    warnings: [...fit.warnings, ...warnings],
  });
}

/** Members of a fit that tests and combinations are made of. */
export type TestedFit = Pick<Fit, 'terms' | 'vcov' | 'vcovInfo' | 'dfResid' | 'nclusters' | 'dropped'>;

interface RestrictionTest extends TestResult {
  readonly redundant?: number;
}

/**
 * W = (Rb − q)'(RVR')⁻¹(Rb − q): F = W/r on (r, df) where inference is t, else W ~ χ²(r). Restrictions that follow from others are left out
 * and counted. Not defined with more restrictions than independent groups, or a singular RVR' (Stata [R] test).
 */
export function restrictionTest(fit: TestedFit, { name, of, restrictions }: TestSpec): RestrictionTest {
  const { terms, vcov, dfResid } = fit;
  const record = (statistic: Stat, pValue: Stat, df: readonly number[], more: object = {}): RestrictionTest => ({
    name,
    statistic,
    pValue,
    df,
    of,
    kind: 'restrictions',
    ...more,
  });
  const invalid = (why: string): RestrictionTest => record({ invalid: why }, { invalid: why }, []);
  const all = restrictions.flatMap((each) => rowsOf(fit, each));
  const gone = all.find((row) => typeof row === 'string');
  if (typeof gone === 'string') return invalid(gone);
  const rows = all as readonly RestrictionRow[];
  const kept = independent(rows);
  if (kept === null) return invalid('the restrictions contradict each other');
  const r = kept.length;
  if (r === 0) return invalid('no terms');
  const df = dfResid === null ? [r] : [r, dfResid];
  const groups = groupsOf(fit);
  const more = r < rows.length ? { redundant: rows.length - r } : {};
  const undefinedTest = (why: string): RestrictionTest => record({ invalid: why }, { invalid: why }, df, more);
  if (groups !== null && groups - 1 < r) {
    const [word, sign] = [fit.vcovInfo.type === 'DK' ? 'periods' : 'clusters', dfResid === null ? 'chi2' : 'F'];
    return undefinedTest(`${sign}(.): ${groups} ${word} cannot test ${r} restrictions`);
  }
  if (vcov.length === 0) return undefinedTest('the fit has no covariance');
  const gap = Float64Array.from(kept, ({ weights, value }) => sumOf(weights, (j) => terms[j]!.estimate) - value);
  const v = new Float64Array(r * r);
  for (const [a, { weights: left }] of kept.entries()) {
    for (const [b, { weights: right }] of kept.entries()) {
      v[a * r + b] = sumOf(left, (i) => sumOf(right, (j) => vcov[i]![j]!));
    }
  }
  const wald = quadraticForm(v, gap);
  if (wald === null) return undefinedTest('their covariance is singular');
  if (dfResid === null) return record(wald, chiSquared(r).sf(wald), df, more);
  return record(wald / r, fisherF(r, dfResid).sf(wald / r), df, more);
}

/** Independent groups of rows that the covariance rests on; null where it is of rows. */
function groupsOf({ vcovInfo, nclusters, dfResid }: TestedFit): number | null {
  if (vcovInfo.type === 'DK') return dfResid === null ? null : vcovInfo.periods!;
  return nclusters;
}

interface RestrictionRow {
  /** Weights by position of the term. */
  readonly weights: ReadonlyMap<number, number>;
  readonly value: number;
}

const sumOf = (weights: ReadonlyMap<number, number>, value: (at: number) => number): number => {
  let total = 0;
  for (const [at, weight] of weights) total += weight * value(at);
  return total;
};

/** One row, one for each level that was estimated of a factor, or why there is none. */
function rowsOf(fit: TestedFit, restriction: RestrictionSpec): readonly (RestrictionRow | string)[] {
  if ('family' in restriction) {
    const { family, value } = restriction;
    const own = [...fit.terms.keys()].filter((at) => familyOf(fit.terms[at]!.term) === family && isLevel(fit, at));
    return own.length > 0 ? own.map((at) => ({ weights: new Map([[at, 1]]), value })) : [`\`${family}\` was dropped`];
  }
  const weights = new Map<number, number>();
  for (const [name, weight] of restriction.weights) {
    const at = positionOf(fit, name);
    if (typeof at === 'string') return [at];
    weights.set(at, weight);
  }
  return [{ weights, value: restriction.value }];
}

const isLevel = ({ terms }: TestedFit, at: number): boolean => terms[at]!.term.includes('::');

function positionOf(fit: TestedFit, name: string, param = 'tests'): number | string {
  const at = fit.terms.findIndex(({ term }) => term === name);
  if (at >= 0) return at;
  if (fit.dropped.some(({ term }) => term === name)) return `\`${name}\` was dropped`;
  throw new Refusal('no-such-term', `\`${name}\` is no term of this regression`, {
    param,
    hint: `it has ${fit.terms
      .slice(0, 12)
      .map(({ term }) => `\`${term}\``)
      .join(', ')}`,
  });
}

/** The share of a row's length below which the remainder counts as zero, so that the row follows from earlier ones. */
const SPANNED = 1e-12;

/** Rows that do not follow from earlier ones; null where some contradict others. */
function independent(rows: readonly RestrictionRow[]): readonly RestrictionRow[] | null {
  const positions = [...new Set(rows.flatMap(({ weights }) => [...weights.keys()]))];
  const columns = rows.map(({ weights }) =>
    Float64Array.from([...positions, 0], (at, i) => (i < positions.length ? (weights.get(at) ?? 0) : 0)),
  );
  const whole = rows.map(({ value }, i) => {
    const column = columns[i]!.slice();
    column[positions.length] = value;
    return column;
  });
  const size = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  const kept = keptOf(columns, positions.length + 1, (j) => SPANNED * size(columns[j]!));
  const all = keptOf(whole, positions.length + 1, (j) => SPANNED * size(whole[j]!));
  return all.length > kept.length ? null : kept.map((j) => rows[j]!);
}

/** Chooses independent columns one after another, at most as many as there are rows. */
function keptOf(columns: readonly Float64Array[], rows: number, tolerance: (j: number) => number): readonly number[] {
  const length = Math.max(rows, columns.length);
  const padded = columns.map((column) => {
    const out = new Float64Array(length);
    out.set(column);
    return out;
  });
  return householder(padded, length, tolerance).kept;
}

/** Σ w b + constant with √(w'Vw), in the fit's own distribution (Stata's `lincom`). */
export function combinationRow(fit: TestedFit, { name, of, weights, constant }: CombinationSpec): LinearCombination {
  const places = positionsOf(fit, { name, terms: weights.map(([term]) => term), param: 'lincom' });
  const own = new Map(weights.map(([, weight], i) => [places[i]!, weight]));
  const estimate = sumOf(own, (j) => fit.terms[j]!.estimate) + constant;
  return combinedRow(fit, { name, of, estimate, weights: own });
}

interface Combined {
  readonly name: string;
  readonly terms: readonly string[];
  /** The key that asks for it. */
  readonly param: string;
}

/** The positions of terms that are combined. Throws Refusal where one was dropped. */
export function positionsOf(fit: TestedFit, { name, terms, param }: Combined): readonly number[] {
  return terms.map((term) => {
    const at = positionOf(fit, term, param);
    if (typeof at === 'number') return at;
    throw new Refusal('dropped-term', `\`${name}\` cannot be combined: ${at}`, {
      param,
      hint: 'leave the term out of the combination',
    });
  });
}

/** The row of a combination; `weights`: its derivatives by the coefficients, by position of the term. */
export function combinedRow(
  { vcov, dfResid }: TestedFit,
  asked: {
    readonly name: string;
    readonly of: string;
    readonly estimate: number;
    readonly weights: ReadonlyMap<number, number>;
  },
): LinearCombination {
  const { name, of, estimate, weights } = asked;
  const distribution = referenceDistribution(dfResid === null || dfResid > 0 ? dfResid : 1);
  const variance =
    vcov.length === 0
      ? null
      : Math.max(
          0,
          sumOf(weights, (i) => sumOf(weights, (j) => vcov[i]![j]!)),
        );
  const critical = distribution.upperQuantile(0.025);
  return { ...estimateRow(name, estimate, variance, 'the fit has no covariance', distribution, critical), of };
}
