/** Coefficients of a linear regression in samples of clusters that are drawn again and again: what a draw needs is summed once. */
import { dot } from '../../base/number/sum.ts';
import { factored, orthonormal, scaled, solvedInPlace, takeOffAll } from '../linalg/orthogonal.ts';
import { type Effect, isNested } from '../panel/effects.ts';
import { withinBy } from '../panel/within.ts';
import { indicatorsOf, MOST_DUMMIES, productsOfDraws } from './products.ts';

export interface DrawnRegression {
  /** Linearly independent within the effects, length N each; of ones too where the constant is a coefficient of its own. */
  readonly terms: readonly Float64Array[];
  readonly outcome: Float64Array;
  readonly effects: readonly Effect[];
  /** The clusters that are drawn. Every row lies in one. */
  readonly clusters: Effect;
  /** Weights of the rows, above 0; null where all count alike. */
  readonly weights: { readonly values: Float64Array; readonly roots: Float64Array } | null;
}

/** A column that keeps less than this of its length beside the others is left to a regression by rows, which tells whether it is spanned. */
const LEAST_PIVOT = 1e-4;
const SPANNED = 1e-9;
const EXPLAINED = 1e-11;

/**
 * For the number of times that each cluster is drawn, the coefficients of the terms by (weighted) least squares; null where they may not be identified. A cluster
 * that is drawn twice has levels of its own of all effects that lie within clusters, so that a draw is a regression with weights of clusters within these
 * effects; levels of other effects are columns. Terms are made orthonormal over the rows as they are, and the outcome is what the terms leave of it, so
 * that a draw adds to the coefficients (Q'WQ)⁻¹Q'We. Returns null where other effects have too many levels. O(NP²), then O(GP² + P³) a draw with P columns
 * and G clusters.
 */
export function regressionDraws(of: DrawnRegression): ((times: Int32Array) => Float64Array | null) | null {
  const { effects, clusters, weights } = of;
  const inside = effects.filter((effect) => isNested(effect, clusters));
  const across = effects.filter((effect) => !inside.includes(effect));
  if (across.reduce((count, { levels }) => count + levels, 0) > MOST_DUMMIES) return null;
  const transform = withinBy(inside, weights?.values);
  const within = (x: Float64Array): Float64Array => {
    const left = transform(x);
    return weights === null ? left : left.map((value, i) => value * weights.roots[i]!);
  };
  const dummies = indicatorsOf(across);
  const sizes = dummies.map((x) => Math.sqrt(dot(x, x)));
  const basis = orthonormal(dummies.map(within), (j) => SPANNED * sizes[j]!);
  const { columns, r } = factored(basis, of.terms.map(within));
  const [first, k] = [basis.length, columns.length];
  const y = within(of.outcome).slice();
  const size = Math.sqrt(dot(y, y));
  const along = new Float64Array(first + k);
  const left = takeOffAll(y, [...basis, ...columns], along);
  const scale = left > EXPLAINED * size ? left : 0;
  const residual = scale === 0 ? y.fill(0) : scaled(y, scale);
  const factorOf = productsOfDraws([...basis, ...columns, residual], clusters);
  return (times) => {
    const factor = factorOf(times);
    const row = (j: number): number => ((first + j) * (first + j + 1)) / 2 + first;
    const own = new Float64Array(k);
    for (let j = k - 1; j >= 0; j--) {
      const pivot = factor[row(j) + j]!;
      if (!(pivot > LEAST_PIVOT)) return null;
      let value = scale * factor[row(k) + j]!;
      for (let i = j + 1; i < k; i++) value -= factor[row(i) + j]! * own[i]!;
      own[j] = value / pivot;
    }
    for (let j = 0; j < k; j++) own[j] = own[j]! + along[first + j]!;
    return solvedInPlace(r, own);
  };
}
