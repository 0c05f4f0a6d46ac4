/** Bounds of the effect on rows whose outcome would be known in either arm (Lee 2009, Review of Economic Studies 76:1071). */
import { normal } from '../../../../src/econ/distributions/distributions.ts';

/** Two arms: their rows, and the known values of the outcome. */
export interface TwoArms {
  readonly treated: { readonly n: number; readonly values: readonly number[] };
  readonly control: { readonly n: number; readonly values: readonly number[] };
}

export interface LeeBounds {
  readonly lower: number;
  readonly upper: number;
  readonly lowerError: number;
  readonly upperError: number;
  /** Imbens and Manski's interval. */
  readonly confLow: number;
  readonly confHigh: number;
  /** The arm of which a share is cut off, and the share. */
  readonly trimmed: 'treated' | 'control';
  readonly trimShare: number;
  /** The mean from the first on, and the mean up to the second, are what the bounds compare. */
  readonly keepAbove: number;
  readonly keepBelow: number;
  readonly keptAbove: number;
  readonly keptBelow: number;
}

/** Both arms have known values. Equal values at a threshold stay together. O(n log n). */
export function leeBounds(arms: TwoArms): LeeBounds {
  const share = ({ n, values }: TwoArms['treated']): number => values.length / n;
  if (share(arms.treated) >= share(arms.control))
    return { ...trimmedTop(arms.treated, arms.control), trimmed: 'treated' };
  const turned = trimmedTop(arms.control, arms.treated);
  const { lower, upper, lowerError, upperError, confLow, confHigh } = turned;
  return {
    ...turned,
    ...{ lower: -upper, upper: -lower, lowerError: upperError, upperError: lowerError },
    ...{ confLow: -confHigh, confHigh: -confLow },
    trimmed: 'control',
  };
}

/** Bounds of the first arm's mean less the second's, whose values are known less often. */
function trimmedTop(more: TwoArms['treated'], less: TwoArms['treated']): Omit<LeeBounds, 'trimmed'> {
  const [q1, q0] = [more.values.length / more.n, less.values.length / less.n];
  const p = (q1 - q0) / q1;
  const sorted = [...more.values].sort((a, b) => a - b);
  const [keepAbove, keepBelow] = [quantile(sorted, p), quantile(sorted, 1 - p)];
  const above = sorted.filter((value) => value >= keepAbove);
  const below = sorted.filter((value) => value <= keepBelow);
  const base = moments(less.values);
  const errorOf = (kept: readonly number[], threshold: number): number => {
    const { mean, variance } = moments(kept);
    const n = more.n + less.n;
    const [seen, share] = [(more.values.length / n) * (1 - p), more.n / n];
    const gap = mean - threshold;
    // the variance of p over (1 − p)², whose sum of both arms' parts is of Proposition 3
    const ofShare = (1 - q1) / (share * q1) + (1 - q0) / ((1 - share) * q0);
    const own = variance / seen + (gap * gap * p) / seen + gap * gap * ofShare;
    return Math.sqrt((own + base.variance / (less.values.length / n)) / n);
  };
  const [lower, upper] = [moments(below).mean - base.mean, moments(above).mean - base.mean];
  const [lowerError, upperError] = [errorOf(below, keepBelow), errorOf(above, keepAbove)];
  const errors = { lower, upper, lowerError, upperError };
  return {
    ...errors,
    ...intervalOf(errors),
    ...{ trimShare: p, keepAbove, keepBelow, keptAbove: above.length, keptBelow: below.length },
  };
}

/** The interval of Imbens & Manski (2004, Econometrica 72:1845), which has the effect in 95 % of samples; the bounds themselves where these have no error. */
export function intervalOf({
  lower,
  upper,
  lowerError,
  upperError,
}: Pick<LeeBounds, 'lower' | 'upper' | 'lowerError' | 'upperError'>): Pick<LeeBounds, 'confLow' | 'confHigh'> {
  const most = Math.max(lowerError, upperError);
  const c = most === 0 ? 0 : imbensManski((upper - lower) / most);
  return { confLow: lower - c * lowerError, confHigh: upper + c * upperError };
}

/** The smallest value of which at least a share is no larger. */
function quantile(sorted: readonly number[], share: number): number {
  const at = Math.ceil(share * sorted.length - 1e-9) - 1;
  return sorted[Math.max(0, Math.min(sorted.length - 1, at))]!;
}

/** Mean, and variance with divisor n. */
function moments(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length };
}

/** Solves Φ(c + width) − Φ(−c) = .95 by halving: c lies between the quantiles of one side and of two. */
function imbensManski(width: number): number {
  let [low, high] = [0, 4];
  for (let i = 0; i < 200 && high - low > 1e-15; i++) {
    const middle = (low + high) / 2;
    if (normal.cdf(middle + width) - normal.cdf(-middle) < 0.95) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
