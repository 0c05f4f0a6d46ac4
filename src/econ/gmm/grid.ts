/** The panel filled to a grid of units and periods, and variables on it: NaN where there is no row or no value. */
import { Refusal } from '../../base/problem.ts';
import { datum, SOME_VARIABLE } from '../../base/value.ts';
import type { WholePanel } from '../design.ts';

/** Rows and columns of the matrix of a transformation grow with the periods. */
const MOST_PERIODS = 500;

export interface UnitPeriodGrid {
  /** Units with a row used. */
  readonly units: number;
  readonly periods: number;
  /** Position in the grid of every row of the data; −1 where its unit has no row used. */
  readonly places: Int32Array;
  /** Marks with 1 the cells of the grid that are rows used. */
  readonly used: Uint8Array;
  /** A variable of all rows at its places. */
  spread(values: Float64Array): Float64Array;
}

/**
 * The calendar from the first to the last period of the units that have a row used, every one of them (`tsfill, full`). Refuses times that
 * are no whole numbers and calendars of too many periods. O(units × periods).
 */
export function gridOf({ unit, time, rows }: WholePanel): UnitPeriodGrid {
  const isUsed = new Uint8Array(unit.levels.length);
  for (const row of rows) isUsed[unit.codes[row]!] = 1;
  const number = new Int32Array(unit.levels.length).fill(-1);
  let units = 0;
  for (let u = 0; u < number.length; u++) if (isUsed[u] === 1) number[u] = units++;
  const { first, last } = calendar(unit.codes, time, isUsed);
  const periods = last - first + 1;
  if (!(periods <= MOST_PERIODS)) {
    const message = `the panel’s time runs from ${datum(SOME_VARIABLE, first)} to ${datum(SOME_VARIABLE, last)}, over more than ${MOST_PERIODS} periods`;
    const hint = 'dynamic panels are short: is time counted in days? `types: {t: month}` counts in months';
    throw new Refusal('too-many-periods', message, { param: 'estimator', hint });
  }
  const places = new Int32Array(time.length).fill(-1);
  const used = new Uint8Array(units * periods);
  for (let row = 0; row < places.length; row++) {
    const u = unit.codes[row]! < 0 ? -1 : number[unit.codes[row]!]!;
    if (u >= 0) places[row] = u * periods + (time[row]! - first);
  }
  for (const row of rows) used[places[row]!] = 1;
  const spread = (values: Float64Array): Float64Array => {
    const out = new Float64Array(units * periods).fill(Number.NaN);
    for (let row = 0; row < places.length; row++) if (places[row]! >= 0) out[places[row]!] = values[row]!;
    return out;
  };
  return { units, periods, places, used, spread };
}

function calendar(codes: Int32Array, time: Float64Array, isUsed: Uint8Array): { first: number; last: number } {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < time.length; row++) {
    if (codes[row]! < 0 || isUsed[codes[row]!] !== 1) continue;
    if (!Number.isInteger(time[row]!)) {
      const message = `expected whole numbers as the panel’s time, got ${datum(SOME_VARIABLE, time[row]!)}`;
      throw new Refusal('bad-time', message, { param: 'estimator', hint: 'a lag is one unit of it: count periods' });
    }
    first = Math.min(first, time[row]!);
    last = Math.max(last, time[row]!);
  }
  return { first, last };
}
