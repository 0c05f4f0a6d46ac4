/** Tests in small windows that as many rows lie below a cut-off as above it: exact binomial p values with probability ½ (Cattaneo, Jansson & Ma 2018, Stata Journal 18:234). */
import { incompleteBeta } from '../../../../src/econ/distributions/special-functions.ts';
import type { Sides } from '../bandwidths.ts';

export interface Window {
  /** Rows at most so far from the cut-off. */
  readonly width: number;
  readonly below: number;
  readonly above: number;
  readonly pValue: number;
}

const count = 10;
/** Rows that the first window has on each side at least. */
const fewest = 20;

/** Ten nested windows: multiples of the first, or evenly spaced up to `h` where these would go beyond it. */
export function binomialWindows(sides: Sides, h: number): readonly Window[] {
  const [left, right] = [sides[0].distances.map((d) => -d).reverse(), sides[1].distances];
  const nth = (distances: Float64Array): number => distances[Math.min(fewest, distances.length) - 1]!;
  const first = Math.max(nth(left), nth(right));
  const step = first >= h ? 0 : Math.min(first, (h - first) / (count - 1));
  const widths = step === 0 ? [first] : Array.from({ length: count }, (_, k) => first + k * step);
  return widths.map((width) => {
    const within = (distances: Float64Array): number => distances.filter((d) => d <= width).length;
    const [below, above] = [within(left), within(right)];
    return { width, below, above, pValue: evenSplit(below, above) };
  });
}

/** P of a split as uneven as this one or more, of fair coins. */
export function evenSplit(below: number, above: number): number {
  const [few, many] = [Math.min(below, above), Math.max(below, above)];
  if (few === many) return 1;
  // P(X ≤ few) of a binomial is a regularised incomplete beta function
  return Math.min(1, 2 * incompleteBeta(many, few + 1)(0.5, 0.5).lower);
}
