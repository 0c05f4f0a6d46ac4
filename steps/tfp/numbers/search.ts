/** Least squares of residuals that are no linear functions of their parameters. */

import { dot } from '../../../src/base/number/sum.ts';
import { scaledCholesky, solveCholesky } from '../../../src/econ/linalg/matrix.ts';

export interface Found {
  readonly values: Float64Array;
  /** Sum of squared residuals. */
  readonly criterion: number;
  readonly isSettled: boolean;
}

const MOST_STEPS = 200;
/** A step this small beside its parameter ends the search. */
const SETTLED = 1e-9;

/**
 * Minimises |r(b)|² from `start` by Levenberg–Marquardt steps with central differences (Nocedal & Wright 2006, Numerical Optimization, 10.3). `residuals` returns a
 * new array of fixed length.
 */
export function minimised(residuals: (b: Float64Array) => Float64Array, start: Float64Array): Found {
  const k = start.length;
  let values = start.slice();
  let r = residuals(values);
  let criterion = dot(r, r);
  let damping = 1e-4;
  for (let step = 0; step < MOST_STEPS; step++) {
    const slopes = Array.from({ length: k }, (_, j) => slope(residuals, values, j));
    const products = new Float64Array(k * k);
    const gradient = new Float64Array(k);
    for (let i = 0; i < k; i++) {
      gradient[i] = -dot(slopes[i]!, r);
      for (let j = 0; j < k; j++) products[i * k + j] = dot(slopes[i]!, slopes[j]!);
    }
    for (;;) {
      const damped = products.map((value, at) => (at % (k + 1) === 0 ? value * (1 + damping) : value));
      const factor = scaledCholesky(damped, k);
      const change = factor && solveCholesky(factor, gradient);
      const next = change && values.map((value, j) => value + change[j]!);
      const found = next && residuals(next);
      const reached = found ? dot(found, found) : Number.NaN;
      const isSmall = change?.every((value, j) => Math.abs(value) <= SETTLED * (1 + Math.abs(values[j]!))) === true;
      if (next && reached <= criterion) {
        values = next;
        r = found!;
        criterion = reached;
        damping = Math.max(damping / 10, 1e-12);
        if (isSmall) return { values, criterion, isSettled: true };
        break;
      }
      // rounding alone keeps a small step from being one down
      if (isSmall) return { values, criterion, isSettled: true };
      damping *= 10;
      if (damping > 1e12) return { values, criterion, isSettled: false };
    }
  }
  return { values, criterion, isSettled: false };
}

function slope(residuals: (b: Float64Array) => Float64Array, b: Float64Array, j: number): Float64Array {
  const size = 1e-5 * Math.max(1, Math.abs(b[j]!));
  const moved = (by: number): Float64Array => residuals(b.map((value, i) => (i === j ? value + by : value)));
  const [up, down] = [moved(size), moved(-size)];
  return up.map((value, i) => (value - down[i]!) / (2 * size));
}
