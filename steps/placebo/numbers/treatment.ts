/** Finds the start of each unit's treatment, and assignments in which other units or dates are treated. */

import type { RandomStream } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { datum, SOME_VARIABLE } from '../../../src/base/value.ts';
import {
  arrangements,
  assigned,
  type Chunk,
  firstArrangement,
  nextArrangement,
  shuffled,
} from '../../../src/econ/draws/assignments.ts';
import type { Effect } from '../../../src/econ/panel/effects.ts';

export type Permute = 'units' | 'dates' | 'both';

/** A panel's rows, and where its treatment begins. */
export interface Treated {
  readonly unit: Effect;
  /** Names of the units, by their numbers. */
  readonly names: readonly string[];
  /** Periods that occur, ascending. */
  readonly periods: Float64Array;
  /** The period of every row, by its number. */
  readonly at: Int32Array;
  /** The number of the period in which each unit's treatment begins; one beyond the last where it is never treated. */
  readonly starts: Float64Array;
}

/** Reads the starts of a treatment of 0 and 1, `d`, that never ends. Refuses any other, and one that treats no unit. */
export function treatedOf(
  d: Float64Array,
  name: string,
  { unit, names, time }: Pick<Treated, 'unit' | 'names'> & { readonly time: Float64Array },
): Treated {
  const periods = Float64Array.from(new Set(time)).sort();
  const numbers = new Map(Array.from(periods, (period, j) => [period, j]));
  const at = Int32Array.from(time, (period) => numbers.get(period)!);
  const starts = new Float64Array(unit.levels).fill(periods.length);
  for (let row = 0; row < d.length; row++) {
    if (d[row] !== 0 && d[row] !== 1) {
      const message = `\`${name}\` is ${datum(name, d[row]!)} in a row used, and a placebo treatment is 0 or 1`;
      throw new Refusal('not-binary', message, { param: 'treatment' });
    }
    const g = unit.codes[row]!;
    if (d[row] === 1 && at[row]! < starts[g]!) starts[g] = at[row]!;
  }
  for (let row = 0; row < d.length; row++) {
    const g = unit.codes[row]!;
    if (d[row] === 1 || at[row]! < starts[g]!) continue;
    const message = `\`${name}\` is not absorbing: \`${datum(SOME_VARIABLE, names[g]!)}\` is treated from ${datum(SOME_VARIABLE, periods[starts[g]!]!)} and not in ${datum(SOME_VARIABLE, time[row]!)}`;
    throw new Refusal('not-absorbing', message, {
      param: 'treatment',
      hint: 'a placebo moves the dates from which units are treated',
    });
  }
  if (starts.every((start) => start === periods.length)) {
    throw new Refusal('none-treated', `\`${name}\` treats no unit in the rows used`, { param: 'treatment' });
  }
  return { unit, names, periods, at, starts };
}

/** The treatment that these starts stand for. */
export function treatmentOf({ unit, at }: Treated, starts: Float64Array, out: Float64Array): Float64Array {
  for (let row = 0; row < out.length; row++) out[row] = at[row]! >= starts[unit.codes[row]!]! ? 1 : 0;
  return out;
}

export interface TreatmentDraws {
  /** The number of all assignments. */
  readonly count: number;
  /** Is true where the actual assignment is among them. */
  readonly hasActual: boolean;
  /** Starts of each unit in a chunk of the draws: all assignments one after another where there are no more than draws. */
  of(chunk: Chunk, stream: (i: number) => RandomStream): Iterable<Float64Array>;
}

/**
 * `units`: the starts fall on other units, all of them alike. `dates`: the units that are treated all start in one period, any but the first. `both`: as many units as are
 * treated, and one such period, independently.
 */
export function assignmentsOf(treated: Treated, permute: Permute): TreatmentDraws {
  const { starts, periods } = treated;
  const never = periods.length;
  const dates = Int32Array.from({ length: never - 1 }, (_, j) => j + 1);
  const isTreated = starts.map((start) => (start < never ? 1 : 0));
  const [first] = starts.filter((start) => start < never);
  const isCommon = starts.every((start) => start === first || start === never);
  const hasActual = permute === 'units' || (isCommon && dates.includes(first!));
  if (permute === 'units') {
    return { count: arrangements(starts), hasActual, of: (chunk, stream) => assigned(starts, chunk, stream) };
  }
  const at = (labels: ArrayLike<number>, date: number): Float64Array =>
    Float64Array.from(labels, (label) => (label === 1 ? date : never));
  if (permute === 'dates') {
    return { count: dates.length, hasActual, of: (chunk, stream) => datesOf(chunk, stream) };
  }
  const count = arrangements(isTreated) * dates.length;
  return { count, hasActual, of: (chunk, stream) => (count <= chunk.draws ? listed(chunk) : random(chunk, stream)) };

  function datesOf({ from, to, draws }: Chunk, stream: (i: number) => RandomStream): Float64Array[] {
    if (dates.length > draws)
      return Array.from({ length: to - from }, (_, i) => at(isTreated, dates[stream(from + i).int(dates.length)]!));
    return Array.from(dates.subarray(from, to), (date) => at(isTreated, date));
  }

  function* random({ from, to }: Chunk, stream: (i: number) => RandomStream): Iterable<Float64Array> {
    for (let i = from; i < to; i++) {
      const own = stream(i);
      const labels = shuffled(isTreated, own);
      yield at(labels, dates[own.int(dates.length)]!);
    }
  }

  function* listed({ from, to }: Chunk): Iterable<Float64Array> {
    const labels = firstArrangement(isTreated);
    for (let i = 0; i < Math.min(to, count); i++) {
      if (i >= from) yield at(labels, dates[i % dates.length]!);
      if (i % dates.length === dates.length - 1) nextArrangement(labels);
    }
  }
}
