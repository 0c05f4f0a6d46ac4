/** Series of units, by the calendar: what unit-root tests are made on. */
import type { Effect } from '../../../../src/econ/panel/effects.ts';

/** The deterministic part assumed for each unit besides its first lag: nothing, an intercept, or an intercept and a linear trend. */
export const deterministicParts = ['none', 'intercept', 'trend'] as const;
export type Deterministic = (typeof deterministicParts)[number];

/** A unit's values in the order of time. */
export interface Series {
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Is true where each time is the one before plus 1. */
  readonly isWhole: boolean;
}

/**
 * Splits a column into the units' series, units without rows left out. `demean` subtracts the mean of each period before (Levin, Lin & Chu 2002,
 * section 2: a common effect of periods). O(N log N).
 */
export function seriesOf(
  values: Float64Array,
  unit: Pick<Effect, 'codes' | 'levels'>,
  time: Float64Array,
  demean: boolean,
): readonly Series[] {
  const used = demean ? withoutPeriodMeans(values, time) : values;
  const rows = Array.from({ length: unit.levels }, (): number[] => []);
  for (let i = 0; i < used.length; i++) rows[unit.codes[i]!]!.push(i);
  return rows
    .filter((own) => own.length > 0)
    .map((own) => {
      own.sort((a, b) => time[a]! - time[b]!);
      const times = Float64Array.from(own, (i) => time[i]!);
      return {
        times,
        values: Float64Array.from(own, (i) => used[i]!),
        isWhole: times.every((value, t) => t === 0 || value === times[t - 1]! + 1),
      };
    });
}

function withoutPeriodMeans(values: Float64Array, time: Float64Array): Float64Array {
  const rows = new Map<number, { total: number; count: number }>();
  for (let i = 0; i < values.length; i++) {
    const period = rows.get(time[i]!) ?? { total: 0, count: 0 };
    period.total += values[i]!;
    period.count += 1;
    rows.set(time[i]!, period);
  }
  return values.map((value, i) => {
    const { total, count } = rows.get(time[i]!)!;
    return value - total / count;
  });
}

/** The deterministic columns at given times. */
export function deterministicColumns(which: Deterministic, times: Float64Array): Float64Array[] {
  const constant = new Float64Array(times.length).fill(1);
  const first = times[0] ?? 0;
  if (which === 'none') return [];
  return which === 'intercept' ? [constant] : [constant, times.map((value) => value - first)];
}
