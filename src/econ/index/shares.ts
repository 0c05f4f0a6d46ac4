/** Computes the share of each dimension in a composite index, and in the distance of rows from the best. */
import { mean, sum } from '../../base/number/sum.ts';
import type { Codes } from '../data.ts';
import type { Stat } from '../fit.ts';
import type { Weighting } from './index-methods.ts';
import type { Scaled } from './index-weights.ts';
import type { Obstacles } from './obstacles.ts';
import type { IndexOptions, IndicatorSpec, PeriodRows } from './spec.ts';

export interface DimensionShare {
  readonly dimension: string;
  readonly indicators: number;
  /** Sum of its indicators' weights; by period, the mean over the rows used. */
  readonly weight: number;
  /** Part of the mean index that its indicators make. */
  readonly contribution: Stat;
  /** Sum of its indicators' obstacles. */
  readonly obstacle: Stat;
}

/** The contribution of a dimension to the mean index of a period. */
export interface PeriodShare {
  readonly time: string;
  readonly dimension: string;
  /** Over the dimensions these add up to the period's mean index. */
  readonly contribution: number;
}

/** In the order of their first indicators. */
export const dimensionsOf = (specs: readonly IndicatorSpec[]): string[] => [
  ...new Set(specs.map((spec) => spec.dimension)),
];

export function dimensionShares(
  specs: readonly IndicatorSpec[],
  groups: readonly PeriodRows[],
  scaled: readonly Scaled[],
  chosen: readonly Weighting[],
  obstacles: readonly Obstacles[],
  { method }: IndexOptions,
): DimensionShare[] {
  const nobs = sum(groups.map((group) => group.rows.length));
  const overRows = (of: (g: number, j: number) => number, members: readonly number[]): number =>
    sum(groups.map((group, g) => group.rows.length * sum(members.map((j) => of(g, j))))) / nobs;
  const made = (g: number, j: number): number => {
    const z = scaled[g]![j]!;
    return z === null ? 0 : chosen[g]!.weights[j]! * mean(z);
  };
  const every = specs.map((_, j) => j);
  const total = overRows(made, every);
  return dimensionsOf(specs).map((dimension): DimensionShare => {
    const members = every.filter((j) => specs[j]!.dimension === dimension);
    const contribution: Stat =
      method === 'topsis'
        ? { invalid: 'a TOPSIS index is no sum of its dimensions' }
        : total === 0
          ? { invalid: 'the mean of the index is zero' }
          : overRows(made, members) / total;
    return {
      dimension,
      indicators: members.length,
      // as the weights of its indicators are shown: means over periods
      weight: sum(groups.map((_, g) => sum(members.map((j) => chosen[g]!.weights[j]!)))) / groups.length,
      contribution,
      obstacle: sumOf(
        groups.map((_, g) => sumOf(members.map((j) => obstacles[g]!.means[j]!))),
        groups.length,
      ),
    };
  });
}

/** The sum over a number; the reason where one is not defined. */
function sumOf(values: readonly Stat[], over = 1): Stat {
  const reason = values.find((value) => typeof value !== 'number');
  return reason ?? sum(values as readonly number[]) / over;
}

/** Means of Σ wⱼ zᵢⱼ over the rows of each period and the indicators of each dimension. O(Nm). */
export function periodShares(
  specs: readonly IndicatorSpec[],
  groups: readonly PeriodRows[],
  scaled: readonly Scaled[],
  chosen: readonly Weighting[],
  { codes, levels }: Codes,
): PeriodShare[] {
  const dimensions = dimensionsOf(specs);
  const totals = dimensions.map(() => new Float64Array(levels.length));
  const counts = new Int32Array(levels.length);
  groups.forEach(({ rows }, g) => {
    for (const row of rows) if (codes[row]! >= 0) counts[codes[row]!]!++;
    specs.forEach(({ dimension }, j) => {
      const z = scaled[g]![j]!;
      const total = totals[dimensions.indexOf(dimension)]!;
      if (z === null) return;
      rows.forEach((row, i) => {
        const code = codes[row]!;
        if (code >= 0) total[code] = total[code]! + chosen[g]!.weights[j]! * z[i]!;
      });
    });
  });
  return levels.flatMap((time, code) =>
    counts[code] === 0
      ? []
      : dimensions.map((dimension, d) => ({ time, dimension, contribution: totals[d]![code]! / counts[code]! })),
  );
}
