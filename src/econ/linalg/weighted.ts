/** Sums over weighted rows. Without weights each is the plain sum, to the bit. */
import { dot, mean, sum, sumSquaresAbout } from '../../base/number/sum.ts';
import type { Weights } from '../design.ts';

/** Columns as weighted least squares regresses them: times the square roots of the weights. */
export const scaled = (x: Float64Array, weights: Weights | undefined): Float64Array =>
  weights === undefined ? x : times(x, weights.roots);

/** Undoes `scaled`. */
export const unscaled = (x: Float64Array, weights: Weights | undefined): Float64Array =>
  weights === undefined ? x : x.map((value, i) => value / weights.roots[i]!);

function times(x: Float64Array, y: Float64Array): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < out.length; i++) out[i] = x[i]! * y[i]!;
  return out;
}

/** Σ w x / Σ w, by two passes as `mean`. */
export function weightedMean(x: Float64Array, weights: Weights | undefined): number {
  if (weights === undefined) return mean(x);
  const { values } = weights;
  const size = sum(values);
  const first = dot(values, x) / size;
  const left = x.map((value) => value - first);
  return first + dot(values, left) / size;
}

/** Σ w (x − centre)², `centre` being the mean, and what its rounding left is taken off. */
export function weightedSquaresAbout(x: Float64Array, centre: number, weights: Weights | undefined): number {
  if (weights === undefined) return sumSquaresAbout(x, centre);
  const { values, roots } = weights;
  const left = x.map((value) => value - centre);
  const excess = dot(values, left);
  const about = times(left, roots);
  return dot(about, about) - (excess * excess) / sum(values);
}

/** Σ w x². */
export function weightedSquares(x: Float64Array, weights: Weights | undefined): number {
  const own = scaled(x, weights);
  return dot(own, own);
}
