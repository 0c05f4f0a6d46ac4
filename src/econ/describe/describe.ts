/** Descriptive statistics as Stata's `summarize, detail` defines them (Stata [R] summarize). */
import { bytesOf, type KernelMemory, roomInTurn } from '../../base/kernels/memory.ts';
import { binaryScale } from '../../base/number/power.ts';
import { bytesToSort, leaveOutMissing, sortPlaced } from '../../base/number/sort-numbers.ts';
import { percentileName } from '../../base/text/percentile-name.ts';
import { percentile } from '../distributions/percentile.ts';
import type { Stat } from '../fit.ts';
import { bytesOfMoments, type Moments, momentsOf } from './moments.ts';

const statistics = [
  ...(['mean', 'sd', 'seMean', 'min', 'max', 'p1', 'p5', 'p10', 'p25', 'median', 'p75', 'p90', 'p95', 'p99'] as const),
  ...(['skewness', 'kurtosis'] as const),
] as const;

/** `sd` has the divisor n − 1. `seMean` is sd / √n, the standard error of the mean. Skewness is m₃ / m₂^1.5 and kurtosis m₄ / m₂², not in excess of 3, of moments with the divisor n. */
export type OfValues = { readonly n: number } & Readonly<Record<(typeof statistics)[number], Stat>>;

/** Further percentiles stand besides, by their names. */
export type Description = OfValues & {
  /** Rows without a value, and their share of all. */
  readonly missing: number;
  readonly missingShare: Stat;
};

/** Values between it and its inverse are taken as they are: their squares neither overflow nor vanish. */
const LEAST_UNIT = 1e-60;

const roomOf = roomInTurn();

/** Statistics of the values that are not missing (NaN); `percents` are further percentiles. O(N log N). */
export function describe(values: Float64Array, percents: readonly number[] = []): Description {
  const rows = values.length;
  const room = roomOf(bytesOf(8 * rows) + bytesToSort(rows) + bytesOfMoments(rows));
  const placed = room.float64(rows);
  placed.set(values);
  const sorted = leaveOutMissing(placed, room);
  sortPlaced(sorted, room);
  const found = ofOrdered(orderedIn(sorted, room), percents);
  return { ...found, ...absence(rows - sorted.length, rows) };
}

/** Counts the values that are missing, and gives their share. */
export const absence = (missing: number, rows: number): Pick<Description, 'missing' | 'missingShare'> => ({
  missing,
  missingShare: rows === 0 ? { invalid: 'no rows' } : missing / rows,
});

/** Values in order, by what their statistics are made of. */
export interface OrderedValues {
  readonly n: number;
  readonly min: number;
  readonly max: number;
  /** A percentile; asked for before the moments. */
  at(percent: number): number;
  /** Moments of the values over `unit`; asked for once, of values of which two differ. */
  moments(unit: number): Moments;
}

/** `sorted` is scaled in its place. */
const orderedIn = (sorted: Float64Array, room: KernelMemory): OrderedValues => ({
  n: sorted.length,
  min: sorted[0]!,
  max: sorted[sorted.length - 1]!,
  at: (percent) => percentile(sorted, percent),
  moments(unit) {
    if (unit !== 1) for (let i = 0; i < sorted.length; i++) sorted[i]! /= unit;
    return momentsOf(sorted, room);
  },
});

/** All statistics of ordered values; undefined ones say why. */
export function ofOrdered(values: OrderedValues, percents: readonly number[]): OfValues {
  const { n, min, max } = values;
  if (n === 0) return { n, ...allInvalid('no values', percents) };
  const at = (percent: number): number => values.at(percent);
  const percentiles = {
    p1: at(1),
    p5: at(5),
    p10: at(10),
    p25: at(25),
    median: at(50),
    p75: at(75),
    p90: at(90),
    p95: at(95),
    p99: at(99),
  };
  const further = Object.fromEntries(percents.map((percent) => [percentileName(percent), at(percent)]));
  // In units of a power of two near the largest value, which changes no bit and keeps powers from overflowing.
  const near = binaryScale(Math.max(Math.abs(min), Math.abs(max)));
  const unit = near > LEAST_UNIT && near < 1 / LEAST_UNIT ? 1 : near;
  const { mean, spread, skewness, kurtosis } =
    min === max ? { mean: min / unit, spread: 0, skewness: 0, kurtosis: 0 } : values.moments(unit);
  const shape = (moment: number): Stat => (spread === 0 ? { invalid: 'no variation' } : finite(moment));
  const sd = Math.sqrt(spread / (n - 1));
  const ofTwo = (value: number): Stat => (n < 2 ? { invalid: 'one value' } : finite(value * unit));
  return {
    n,
    mean: finite(mean * unit),
    sd: ofTwo(sd),
    seMean: ofTwo(sd / Math.sqrt(n)),
    min,
    max,
    ...percentiles,
    skewness: shape(skewness),
    kurtosis: shape(kurtosis),
    ...further,
  };
}

function finite(x: number): Stat {
  return Number.isFinite(x) ? x : { invalid: 'too large' };
}

function allInvalid(why: string, percents: readonly number[]): Omit<OfValues, 'n'> {
  const none: Stat = { invalid: why };
  const names = [...statistics, ...percents.map(percentileName)];
  return Object.fromEntries(names.map((name) => [name, none])) as Omit<OfValues, 'n'>;
}
