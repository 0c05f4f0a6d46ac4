/** Descriptive statistics as Stata's `summarize, detail` defines them (CONVENTIONS 5). */
import { mean as meanOf, sum, sumSquaresAbout } from '../../base/number/sum.ts';
import { percentileName } from '../../base/percentile-name.ts';
import { percentile, sortedValues } from '../distributions/percentile.ts';
import type { Stat } from '../fit.ts';
import { columnScale } from '../linalg/qr.ts';

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

/** Statistics of the values that are not missing (NaN); `percents` are further percentiles. O(N log N). */
export function describe(values: Float64Array, percents: readonly number[] = []): Description {
  let missing = 0;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) missing += 1;
  const missingShare: Stat = values.length === 0 ? { invalid: 'no rows' } : missing / values.length;
  return { ...ofValues(values, percents), missing, missingShare };
}

function ofValues(values: Float64Array, percents: readonly number[]): OfValues {
  const sorted = sortedValues(values);
  const n = sorted.length;
  if (n === 0) return { n, ...allInvalid('no values', percents) };
  const constant = sorted[0] === sorted[n - 1];
  // In units of a power of two near the largest value, which changes no bit and keeps powers from overflowing.
  const unit = columnScale(sorted);
  const scaled = new Float64Array(n);
  for (let i = 0; i < n; i++) scaled[i] = sorted[i]! / unit;
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
  // Loops over two arrays: seven of a million values each would be what takes the time.
  const z = new Float64Array(n);
  const powers = new Float64Array(n);
  for (let i = 0; i < n; i++) z[i] = values[i]! - centre;
  // what the rounding of the mean left: third and fourth powers do not average it out
  const rest = meanOf(z);
  for (let i = 0; i < n; i++) {
    const x = (z[i]! - rest) / scale;
    z[i] = x;
    powers[i] = x * x * x;
  }
  const skewness = sum(powers) / n;
  for (let i = 0; i < n; i++) {
    const square = z[i]! * z[i]!;
    powers[i] = square * square;
  }
  const kurtosis = sum(powers) / n;
  return { skewness: finite(skewness), kurtosis: finite(kurtosis) };
}

function finite(x: number): Stat {
  return Number.isFinite(x) ? x : { invalid: 'too large' };
}

function allInvalid(why: string, percents: readonly number[]): Omit<OfValues, 'n'> {
  const none: Stat = { invalid: why };
  const names = [...statistics, ...percents.map(percentileName)];
  return Object.fromEntries(names.map((name) => [name, none])) as Omit<OfValues, 'n'>;
}
