/** Whether one variable is the square of another, by its values. */
import { mean } from '../../base/number/sum.ts';
import { leastSquares } from '../linalg/least-squares.ts';

/** w = c + linear · x + square · x²; of the square itself `linear` is 0 and `square` 1. */
export interface Square {
  readonly linear: number;
  readonly square: number;
}

/** Share of the range of w by which w may differ from the square: data files hold squares rounded to what they print. */
const rounding = 1e-4;

/**
 * Reads w as a square of x in any unit and about any centre, `(x − 3)² / 100` as well as `x²`; undefined where it is none
 * within a ten-thousandth of its range. Both of length N, without missing values. O(N).
 */
export function squareOf(w: Float64Array, x: Float64Array): Square | undefined {
  const [low, high] = extent(w);
  const near = rounding * (high - low);
  if (w.every((value, i) => Math.abs(value - x[i]! * x[i]!) <= near)) return { linear: 0, square: 1 };
  const centre = mean(x);
  const [from, to] = extent(x);
  const half = (to - from) / 2;
  const t = x.map((value) => (value - centre) / half);
  const columns = [new Float64Array(x.length).fill(1), t, t.map((value) => value * value)];
  const { qr, coefficients, residuals } = leastSquares(columns, w, () => 1e-9);
  if (qr.dropped.length > 0 || !residuals.every((value) => Math.abs(value) <= near)) return undefined;
  const [, b1, b2] = coefficients as unknown as [number, number, number];
  if (!(Math.abs(b2) > near)) return undefined;
  return { linear: b1 / half - (2 * b2 * centre) / (half * half), square: b2 / (half * half) };
}

export function extent(values: Float64Array): [low: number, high: number] {
  let [low, high] = [values[0]!, values[0]!];
  for (const x of values) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return [low, high];
}
