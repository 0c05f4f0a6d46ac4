/** Correlations with two-sided p-values from t = r √((n−2)/(1−r²)), as `pwcorr, sig` and `spearman` give them. */
import { dot } from '../../base/number/sum.ts';
import type { NamedColumn } from '../design.ts';
import { studentT, twoSided } from '../distributions/distributions.ts';
import type { Stat } from '../fit.ts';
import { completeRows, pick } from '../sample/rows.ts';
import { standardise } from './standardise.ts';

export type CorrelationMethod = 'pearson' | 'spearman';
/** `listwise`: rows where all variables have values; `pairwise`: where the two have. */
export type MissingRule = 'listwise' | 'pairwise';

export interface Correlations {
  readonly method: CorrelationMethod;
  readonly missing: MissingRule;
  readonly variables: readonly string[];
  /** k×k, symmetric */
  readonly correlation: readonly (readonly Stat[])[];
  /** k×k; the diagonal has none */
  readonly pValue: readonly (readonly Stat[])[];
  /** k×k: rows each pair used */
  readonly nobs: readonly (readonly number[])[];
}

interface PairCorrelation {
  readonly r: Stat;
  readonly p: Stat;
  readonly n: number;
}

/** `columns`: K arrays of one length, NaN missing. O(K² N log N). */
export function correlate(
  columns: readonly NamedColumn[],
  method: CorrelationMethod,
  missing: MissingRule,
): Correlations {
  const complete = missing === 'listwise' ? completeRows(columns.map((c) => c.values)) : null;
  const values = columns.map((c) => (complete === null ? c.values : pick(c.values, complete)));
  const pairs: PairCorrelation[][] = values.map(() => []);
  for (let i = 0; i < values.length; i++) {
    for (let j = 0; j <= i; j++) {
      const pair = correlatePair(values[i]!, values[j]!, method, i === j);
      pairs[i]![j] = pair;
      pairs[j]![i] = pair;
    }
  }
  return {
    method,
    missing,
    variables: columns.map((c) => c.name),
    correlation: pairs.map((row) => row.map((pair) => pair.r)),
    pValue: pairs.map((row) => row.map((pair) => pair.p)),
    nobs: pairs.map((row) => row.map((pair) => pair.n)),
  };
}

function correlatePair(a: Float64Array, b: Float64Array, method: CorrelationMethod, same: boolean): PairCorrelation {
  const rows = completeRows([a, b]);
  const n = rows.length;
  const rank = method === 'spearman' ? midRanks : (x: Float64Array) => x;
  const [x, y] = [standardise(rank(pick(a, rows))), standardise(rank(pick(b, rows)))];
  if (n < 2) return invalidPair(n === 0 ? 'no rows' : 'one row', n);
  if (x === null || y === null) return invalidPair('no variation', n);
  if (same) return { r: 1, p: { invalid: 'a variable with itself' }, n };
  const r = rounded(dot(x, y));
  if (n < 3) return { r, p: { invalid: 'two rows' }, n };
  // 1 − r² as (1−r)(1+r): nothing is lost near ±1.
  const rest = (1 - r) * (1 + r);
  const p = rest === 0 ? 0 : twoSided(studentT(n - 2), r * Math.sqrt((n - 2) / rest));
  return { r, p, n };
}

/** Within rounding of ±1 is ±1. */
function rounded(r: number): number {
  return 1 - Math.abs(r) < 8 * Number.EPSILON ? Math.sign(r) : r;
}

function invalidPair(why: string, n: number): PairCorrelation {
  return { r: { invalid: why }, p: { invalid: why }, n };
}

/** Ranks from 1, ties sharing their mean rank; no missing values. O(N log N). */
export function midRanks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}
