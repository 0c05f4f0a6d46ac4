/** Descriptive statistics as Stata's `summarize, detail` defines them (CONVENTIONS 5). */
import { binaryScale } from '../../base/number/power.ts';
import { blockLength, joined, mean as meanOf, sum, sumSquaresAbout } from '../../base/number/sum.ts';
import { percentileName } from '../../base/percentile-name.ts';
import { percentile, sortedValues } from '../distributions/percentile.ts';
import type { Stat } from '../fit.ts';

const statistics = [
  ...(['mean', 'sd', 'min', 'max', 'p1', 'p5', 'p10', 'p25', 'median', 'p75', 'p90', 'p95', 'p99'] as const),
  ...(['skewness', 'kurtosis'] as const),
] as const;

/** `sd` has the divisor n − 1; skewness is m₃ / m₂^1.5 and kurtosis m₄ / m₂², not in excess of 3, of moments with the divisor n. */
type OfValues = { readonly n: number } & Readonly<Record<(typeof statistics)[number], Stat>>;

/** Further percentiles stand besides, by their names. */
export type Description = OfValues & {
  /** Rows without a value, and their share of all. */
  readonly missing: number;
  readonly missingShare: Stat;
};

/** Values between it and its inverse are taken as they are: their squares neither overflow nor vanish. */
const leastUnit = 1e-60;

/** Statistics of the values that are not missing (NaN); `percents` are further percentiles. O(N log N). */
export function describe(values: Float64Array, percents: readonly number[] = []): Description {
  const sorted = sortedValues(values);
  const missing = values.length - sorted.length;
  const missingShare: Stat = values.length === 0 ? { invalid: 'no rows' } : missing / values.length;
  return { ...ofSorted(sorted, percents), missing, missingShare };
}

function ofSorted(sorted: Float64Array, percents: readonly number[]): OfValues {
  const n = sorted.length;
  if (n === 0) return { n, ...allInvalid('no values', percents) };
  const constant = sorted[0] === sorted[n - 1];
  // In units of a power of two near the largest value, which changes no bit and keeps powers from overflowing.
  const near = binaryScale(Math.max(Math.abs(sorted[0]!), Math.abs(sorted[n - 1]!)));
  const unit = near > leastUnit && near < 1 / leastUnit ? 1 : near;
  const scaled = unit === 1 ? sorted : sorted.map((value) => value / unit);
  const centre = constant ? scaled[0]! : meanOf(scaled);
  const spread = constant ? 0 : sumSquaresAbout(scaled, centre);
  return {
    n,
    mean: finite(centre * unit),
    sd: n < 2 ? { invalid: 'one value' } : finite(Math.sqrt(spread / (n - 1)) * unit),
    min: sorted[0]!,
    max: sorted[n - 1]!,
    p1: percentile(sorted, 1),
    p5: percentile(sorted, 5),
    p10: percentile(sorted, 10),
    p25: percentile(sorted, 25),
    median: percentile(sorted, 50),
    p75: percentile(sorted, 75),
    p90: percentile(sorted, 90),
    p95: percentile(sorted, 95),
    p99: percentile(sorted, 99),
    ...higherMoments(scaled, centre, spread),
    ...Object.fromEntries(percents.map((percent) => [percentileName(percent), percentile(sorted, percent)])),
  };
}

function higherMoments(
  values: Float64Array,
  centre: number,
  spread: number,
): Pick<Description, 'skewness' | 'kurtosis'> {
  if (spread === 0) return { skewness: { invalid: 'no variation' }, kurtosis: { invalid: 'no variation' } };
  const n = values.length;
  const scale = Math.sqrt(spread / n);
  const z = new Float64Array(n);
  const blocks = Math.ceil(n / blockLength);
  for (let block = 0; block < blocks; block++) subtract(values, centre, z, block * blockLength);
  // what the rounding of the mean left: third and fourth powers do not average it out
  const rest = meanOf(z);
  const cubes = new Float64Array(blockLength);
  const fourths = new Float64Array(blockLength);
  const sums = [new Float64Array(blocks), new Float64Array(blocks)] as const;
  for (let block = 0; block < blocks; block++) {
    const length = powersOf(z, block * blockLength, { rest, scale }, cubes, fourths);
    sums[0][block] = sum(cubes, 0, length);
    sums[1][block] = sum(fourths, 0, length);
  }
  const skewness = joined(sums[0]) / n;
  const kurtosis = joined(sums[1]) / n;
  return { skewness: finite(skewness), kurtosis: finite(kurtosis) };
}

/** `z` of a block, which is called so often that the compiler has it at once. */
function subtract(values: Float64Array, centre: number, z: Float64Array, from: number): void {
  const to = Math.min(values.length, from + blockLength);
  for (let i = from; i < to; i++) z[i] = values[i]! - centre;
}

/** Third and fourth powers of a block's standardised values; returns how many. */
function powersOf(
  z: Float64Array,
  from: number,
  { rest, scale }: { readonly rest: number; readonly scale: number },
  cubes: Float64Array,
  fourths: Float64Array,
): number {
  const length = Math.min(z.length - from, blockLength);
  for (let i = 0; i < length; i++) {
    const x = (z[from + i]! - rest) / scale;
    const square = x * x;
    cubes[i] = square * x;
    fourths[i] = square * square;
  }
  return length;
}

function finite(x: number): Stat {
  return Number.isFinite(x) ? x : { invalid: 'too large' };
}

function allInvalid(why: string, percents: readonly number[]): Omit<OfValues, 'n'> {
  const none: Stat = { invalid: why };
  const names = [...statistics, ...percents.map(percentileName)];
  return Object.fromEntries(names.map((name) => [name, none])) as Omit<OfValues, 'n'>;
}
