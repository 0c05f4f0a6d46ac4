/** Gives the weights with which residuals move the estimate of a contrast, from which its error is made for any outcome of the same rows. */
import { clustersOf, squaredWeights } from './cluster-root.ts';
import { clusterFactor, requireGrounds, rowScales } from './errors.ts';
import type { Projection } from './projection.ts';
import { Shares } from './satterthwaite.ts';
import { type ErrorName, isOfRows } from './spec.ts';

export interface Influence {
  /** The weight of each row's residual, of length N: the variance is the sum of squares of their products, summed by cluster where there are any. */
  readonly values: Float64Array;
  /** Degrees of freedom of the t test. */
  readonly df: number;
}

/** Influences of contrasts of the k kept coefficients, by the errors of `errorsBy`, which refuse the same. */
export function influencesOf(
  projection: Projection,
  contrasts: readonly Float64Array[],
  name: ErrorName,
): readonly Influence[] {
  requireGrounds(projection, name);
  if (name === 'CR2') return adjusted(projection, contrasts);
  const { nobs, rank, clusters } = projection;
  const directions = contrasts.map((contrast) => directionOf(projection, contrast));
  if (isOfRows(name)) {
    const scaled = rowScales(projection, name);
    return directions.map((z) => ({ values: scaled(z), df: nobs - rank }));
  }
  const factor = clusterFactor(projection, name);
  const { weights } = projection;
  return directions.map((z) => {
    const values = z.map((value, i) => value * factor * (weights?.[i] ?? 1));
    return { values, df: clusters!.levels.length - 1 };
  });
}

/** X(X'WX)^−1 c, of length N. */
function directionOf({ nobs, x, bread }: Projection, contrast: Float64Array): Float64Array {
  const k = x.length;
  const out = new Float64Array(nobs);
  for (let a = 0; a < k; a++) {
    let size = 0;
    for (let b = 0; b < k; b++) size += bread[a * k + b]! * contrast[b]!;
    if (size !== 0) for (let i = 0; i < nobs; i++) out[i] = out[i]! + size * x[a]![i]!;
  }
  return out;
}

function adjusted(projection: Projection, contrasts: readonly Float64Array[]): readonly Influence[] {
  const squares = projection.weights === null ? null : squaredWeights(projection);
  const clusters = clustersOf(projection, squares);
  const shares = new Shares(projection, clusters, squares, contrasts);
  return contrasts.map((_, s) => {
    const values = new Float64Array(projection.nobs);
    for (const [g, own] of shares.vectors(s).entries())
      for (const [i, row] of clusters[g]!.rows.entries()) values[row] = own[i]!;
    return { values, df: shares.df(s) };
  });
}

/** The variance of the contrast's estimate, by the residuals of an outcome. */
export function varianceBy({ values }: Influence, e: Float64Array, clusters: Projection['clusters']): number {
  let sum = 0;
  if (clusters === null) {
    for (let i = 0; i < e.length; i++) {
      const score = values[i]! * e[i]!;
      sum += score * score;
    }
    return sum;
  }
  const scores = new Float64Array(clusters.levels.length);
  for (let i = 0; i < e.length; i++) scores[clusters.codes[i]!]! += values[i]! * e[i]!;
  for (const score of scores) sum += score * score;
  return sum;
}
