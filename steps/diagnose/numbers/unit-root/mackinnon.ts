/** Distribution of Dickey–Fuller's t, by MacKinnon's response surfaces. */
import type { Deterministic } from './series.ts';

interface Surface {
  readonly small: readonly number[];
  readonly large: readonly number[];
  /** Up to here the small one. */
  readonly border: number;
  /** The statistics beyond which neither polynomial is a distribution function, so that p stays at its value there. */
  readonly range: readonly [number, number];
}

/** MacKinnon (1994, Journal of Business & Economic Statistics 12:167), tables 3 and 4, one variable, as Stata's `dfuller`. */
const surfaces: Readonly<Record<Deterministic, Surface>> = {
  none: {
    small: [0.6344, 1.2378, 0.032496],
    large: [0.4797, 0.93557, -0.06999, 0.033066],
    border: -1.04,
    // it rises for ever, and 1 − p is as good as 0 from here
    range: [-19.04, 9],
  },
  intercept: {
    small: [2.1659, 1.4412, 0.038269],
    large: [1.7339, 0.93202, -0.12745, -0.010368],
    border: -1.61,
    range: [-18.83, 2.74],
  },
  trend: {
    small: [3.2512, 1.6047, 0.049588],
    large: [2.5261, 0.61654, -0.37956, -0.060285],
    border: -2.89,
    range: [-16.18, 0.7],
  },
};

/** Φ⁻¹(p) of a statistic t. */
export function normalScore(t: number, which: Deterministic): number {
  const { small, large, border, range } = surfaces[which];
  const within = Math.min(Math.max(t, range[0]), range[1]);
  const coefficients = within <= border ? small : large;
  return coefficients.reduceRight((total, each) => total * within + each, 0);
}
