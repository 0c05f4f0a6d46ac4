/** Tells what keeps rows from the best: obstacle degrees of indicators (docs/methods.md, composite indices). */

import { extent } from '../../base/extremes.ts';
import type { Codes } from '../data.ts';
import type { Stat } from '../fit.ts';
import type { Scaled } from './index-weights.ts';

/** The obstacle of a dimension in a period: the mean over its rows. */
export interface PeriodObstacle {
  readonly time: string;
  readonly dimension: string;
  readonly obstacle: number;
}

export interface Obstacles {
  /** n × m by rows: w (1 − z) over its sum in the row, NaN in rows that lack nothing. */
  readonly degrees: Float64Array;
  /** Means over the rows that lack something, an indicator each. */
  readonly means: readonly Stat[];
}

/** z are n scaled values of each of m indicators, of which the best is the largest; weights sum to 1. O(n m). */
export function obstaclesOf(scaled: Scaled, weights: Float64Array, n: number): Obstacles {
  const m = scaled.length;
  const degrees = new Float64Array(n * m);
  if (weights.some((weight) => weight < 0)) {
    const none: Stat = { invalid: 'a weight is negative, so that more of the indicator is no gain' };
    return { degrees: degrees.fill(Number.NaN), means: scaled.map(() => none) };
  }
  scaled.forEach((z, j) => {
    if (z === null) return;
    const [, best] = extent(z);
    for (let i = 0; i < n; i++) degrees[i * m + j] = weights[j]! * (best - z[i]!);
  });
  const sums = new Float64Array(m);
  let rows = 0;
  for (let i = 0; i < n; i++) {
    const own = degrees.subarray(i * m, (i + 1) * m);
    const total = own.reduce((all, each) => all + each, 0);
    if (total > 0) rows++;
    for (let j = 0; j < m; j++) {
      own[j] = total > 0 ? own[j]! / total : Number.NaN;
      if (total > 0) sums[j] = sums[j]! + own[j]!;
    }
  }
  return {
    degrees,
    means: [...sums].map(
      (all): Stat => (rows === 0 ? { invalid: 'no row lacks anything of the best index' } : all / rows),
    ),
  };
}

/** Means over the rows of each period, of the indicators of each dimension together. `rows` are those of the degrees in the data. O(n m). */
export function obstaclesByPeriod(
  dimensions: readonly string[],
  parts: readonly { readonly rows: Int32Array; readonly degrees: Float64Array }[],
  { codes, levels }: Codes,
): PeriodObstacle[] {
  const m = dimensions.length;
  const names = [...new Set(dimensions)];
  const at = dimensions.map((dimension) => names.indexOf(dimension));
  const sums = names.map(() => new Float64Array(levels.length));
  const counts = new Int32Array(levels.length);
  for (const { rows, degrees } of parts) {
    rows.forEach((row, i) => {
      const code = codes[row]!;
      if (code < 0 || Number.isNaN(degrees[i * m]!)) return;
      counts[code]!++;
      for (let j = 0; j < m; j++) sums[at[j]!]![code] = sums[at[j]!]![code]! + degrees[i * m + j]!;
    });
  }
  return levels.flatMap((time, code) =>
    counts[code] === 0
      ? []
      : names.map((dimension, d) => ({ time, dimension, obstacle: sums[d]![code]! / counts[code]! })),
  );
}
