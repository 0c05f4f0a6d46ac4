/** Lasso with a loading for each regressor, by coordinate descent over cross-products (Friedman, Hastie & Tibshirani 2010, Journal of Statistical Software 33:1). */
import { dot } from '../../../../src/base/number/sum.ts';
import { Refusal } from '../../../../src/base/problem.ts';

/** Cross-products of p regressors with each other and with y, and y'y. */
export interface LassoProducts {
  /** X'X, p×p. */
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: number;
}

/** The most rounds over all coordinates, and the change in a fit, beside y, below which another round is none. */
const [rounds, settled] = [100_000, 1e-13];

export function lassoProducts(x: readonly Float64Array[], y: Float64Array): LassoProducts {
  const p = x.length;
  const xx = new Float64Array(p * p);
  for (let a = 0; a < p; a++)
    for (let b = 0; b <= a; b++) {
      xx[a * p + b] = dot(x[a]!, x[b]!);
      xx[b * p + a] = xx[a * p + b]!;
    }
  return { xx, xy: Float64Array.from(x, (column) => dot(column, y)), yy: dot(y, y) };
}

/**
 * The b that minimises |y − Xb|² + Σ penalties_j |b_j|, length p. No column of X is zero. At it 2x_j'(y − Xb) is penalties_j times the sign of b_j,
 * or no larger than penalties_j where b_j is 0. Refuses where it does not settle. O(p²) a round.
 */
export function lasso({ xx, xy, yy }: LassoProducts, penalties: Float64Array): Float64Array {
  const p = xy.length;
  const b = new Float64Array(p);
  // x_j'(y − Xb)
  const left = xy.slice();
  const small = settled * Math.sqrt(yy);
  for (let round = 0; round < rounds; round++) {
    let moved = 0;
    for (let j = 0; j < p; j++) {
      const own = xx[j * p + j]!;
      const alone = left[j]! + own * b[j]!;
      const size = Math.abs(alone) - penalties[j]! / 2;
      const next = size > 0 ? (Math.sign(alone) * size) / own : 0;
      const change = next - b[j]!;
      if (change === 0) continue;
      b[j] = next;
      for (let m = 0; m < p; m++) left[m] = left[m]! - xx[j * p + m]! * change;
      moved = Math.max(moved, Math.abs(change) * Math.sqrt(own));
    }
    if (moved <= small) return b;
  }
  throw new Refusal('no-convergence', `the lasso did not settle in ${rounds} rounds`, {
    param: 'candidates',
    hint: 'leave out candidates that others nearly span',
  });
}
