/** Measures the balance of treated rows and controls, before and after weighting (pstest 4.2.2). */

import type { NamedColumn } from '../../../src/econ/design.ts';
import { studentT, twoSided } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';

export interface BalanceRow {
  readonly variable: string;
  readonly treated: number;
  readonly control: number;
  /** 100 (m1 − m0) / √((s1² + s0²)/2), in both rows of the unmatched samples. */
  readonly bias: Stat;
  readonly statistic: Stat;
  readonly pValue: Stat;
  /** s1²/s0², of variables of more than two values. */
  readonly varianceRatio: Stat;
  readonly treatedMatched: number;
  readonly controlMatched: number;
  readonly biasMatched: Stat;
  /** The reduction of |bias|, in percent. */
  readonly reduction: Stat;
  readonly statisticMatched: Stat;
  readonly pValueMatched: Stat;
  readonly varianceRatioMatched: Stat;
}

interface Moments {
  readonly weight: number;
  readonly mean: number;
  /** Σ w (x − mean)². */
  readonly squares: number;
}

function momentsOf(values: Float64Array, rows: readonly number[], weight: (row: number) => number): Moments {
  let total = 0;
  let sum = 0;
  for (const row of rows) {
    total += weight(row);
    sum += weight(row) * values[row]!;
  }
  const mean = sum / total;
  let squares = 0;
  for (const row of rows) squares += weight(row) * (values[row]! - mean) * (values[row]! - mean);
  return { weight: total, mean, squares };
}

const none: Stat = { invalid: 'no variation' };
const binary: Stat = { invalid: 'the variable has two values' };

/** Rows of treated and of controls; `weights` over all rows, 0 where unmatched. O(NK). */
export function balanceOf(
  columns: readonly NamedColumn[],
  treated: readonly number[],
  controls: readonly number[],
  weights: Float64Array,
): BalanceRow[] {
  const matched = (rows: readonly number[]): number[] => rows.filter((row) => weights[row]! > 0);
  const one = (): number => 1;
  const own = (row: number): number => weights[row]!;
  return columns.map(({ name, values }): BalanceRow => {
    const [t, c] = [momentsOf(values, treated, one), momentsOf(values, controls, one)];
    const [tm, cm] = [momentsOf(values, matched(treated), own), momentsOf(values, matched(controls), own)];
    const spread = Math.sqrt((t.squares / (t.weight - 1) + c.squares / (c.weight - 1)) / 2);
    const isBinary = new Set([...treated, ...controls].map((row) => values[row]!)).size <= 2;
    const bias = (a: Moments, b: Moments): Stat => (spread > 0 ? (100 * (a.mean - b.mean)) / spread : none);
    const [before, after] = [bias(t, c), bias(tm, cm)];
    const ratio = (a: Moments, b: Moments): Stat =>
      isBinary ? binary : b.squares > 0 ? a.squares / (a.weight - 1) / (b.squares / (b.weight - 1)) : none;
    const test = testOf(t, c);
    const testMatched = testOf(tm, cm);
    return {
      variable: name,
      treated: t.mean,
      control: c.mean,
      bias: before,
      statistic: test.statistic,
      pValue: test.pValue,
      varianceRatio: ratio(t, c),
      treatedMatched: tm.mean,
      controlMatched: cm.mean,
      biasMatched: after,
      reduction:
        typeof before === 'number' && typeof after === 'number' && before !== 0
          ? 100 * (1 - Math.abs(after) / Math.abs(before))
          : none,
      statisticMatched: testMatched.statistic,
      pValueMatched: testMatched.pValue,
      varianceRatioMatched: ratio(tm, cm),
    };
  });
}

/** The t test of a regression on treatment, weights being frequencies. */
function testOf(a: Moments, b: Moments): { statistic: Stat; pValue: Stat } {
  const df = a.weight + b.weight - 2;
  const variance = (a.squares + b.squares) / df;
  if (!(variance > 0) || !(df > 0)) return { statistic: none, pValue: none };
  const statistic = (a.mean - b.mean) / Math.sqrt(variance * (1 / a.weight + 1 / b.weight));
  return { statistic, pValue: twoSided(studentT(df), statistic) };
}

/** Mean and median of |bias| before and after. */
export function biasSummary(rows: readonly BalanceRow[]): {
  mean: readonly [Stat, Stat];
  median: readonly [Stat, Stat];
} {
  const sizes = (key: 'bias' | 'biasMatched'): number[] =>
    rows.flatMap((row) => (typeof row[key] === 'number' ? [Math.abs(row[key])] : [])).sort((a, b) => a - b);
  const mean = (of: number[]): Stat => (of.length === 0 ? none : of.reduce((sum, each) => sum + each, 0) / of.length);
  const median = (of: number[]): Stat =>
    of.length === 0 ? none : (of[Math.floor((of.length - 1) / 2)]! + of[Math.ceil((of.length - 1) / 2)]!) / 2;
  const [before, after] = [sizes('bias'), sizes('biasMatched')];
  return { mean: [mean(before), mean(after)], median: [median(before), median(after)] };
}
