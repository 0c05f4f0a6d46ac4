/** Sums of outer products of moments z_i e_i by the covariance asked for, and the GMM criterion that weights by them. */
import { dot } from '../../base/number/sum.ts';
import type { Weights } from '../design.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { scaledCholesky } from '../linalg/matrix.ts';
import { type CovarianceInputs, driscollKraayLag } from '../vcov/covariance.ts';
import { meatClusters, meatDriscollKraay, meatHc, meatIid, perCopy } from '../vcov/meat.ts';
import { meatConley, meatNeweyWest, neweyWestLag } from '../vcov/neighbour-meat.ts';
import type { Coordinates } from './coordinates.ts';

export interface MomentContext extends Pick<CovarianceInputs, 'vcov' | 'clusters' | 'time' | 'neighbours'> {
  /** Absorbed effects as degrees of freedom (`dofminus`). */
  readonly absorbed: number;
  /** N of the statistics. */
  readonly nobs: number;
  readonly weights: Weights | undefined;
  /** Holds what moments and residuals are coordinates in; null where they are rows. */
  readonly coordinates: Coordinates | null;
}

/** True where moments are summed by groups of rows, which absorbed effects do not shrink. */
export const isGrouped = ({ vcov }: MomentContext): boolean => vcov.is === 'cluster' || vcov.is === 'dk';

/**
 * S = Σ (z e)(z e)' over rows, clusters or periods: a total, not divided by N; for `iid` e'e/(N − absorbed)·Z'Z, where the
 * columns `z` are orthonormal. L×L. O(NL²), less of coordinates.
 */
export function momentCovariance(z: readonly Float64Array[], e: Float64Array, context: MomentContext): Float64Array {
  const { vcov, clusters, time, absorbed, nobs, weights, coordinates } = context;
  if (coordinates !== null && vcov.is !== 'iid') return coordinates.meat(z, e);
  switch (vcov.is) {
    case 'iid':
      return meatIid(dot(e, e) / (nobs - absorbed), z.length);
    case 'hc':
      return meatHc(z, e, perCopy(weights));
    case 'cluster':
      return meatClusters(z, e, clusters);
    case 'dk':
      return meatDriscollKraay(z, e, time!.effect, time!.periods, driscollKraayLag(vcov, time!.effect.levels));
    case 'nw':
      return meatNeweyWest(z, e, context.neighbours, neweyWestLag(vcov, context.neighbours));
    case 'conley':
      return meatConley(z, e, context.neighbours, vcov);
    default:
      return vcov satisfies never;
  }
}

/**
 * min over b of (Z'y − Z'Xb)' S^−1 (Z'y − Z'Xb), or null where S is singular to working precision. `moments`: Z'y, and Z'x of each of K
 * columns, of which the first L count. O(L K² + L³).
 */
export function gmmCriterion(moments: readonly Float64Array[], s: Float64Array, l = moments[0]!.length): number | null {
  const factor = scaledCholesky(s, l);
  if (factor === null) return null;
  const whiten = (out: Float64Array): Float64Array => {
    for (let i = 0; i < out.length; i++) {
      let value = out[i]! / factor.scale[i]!;
      for (let m = 0; m < i; m++) value -= factor.lower[i * out.length + m]! * out[m]!;
      out[i] = value / factor.lower[i * out.length + i]!;
    }
    return out;
  };
  const [outcome, ...columns] = moments.map((each) => each.slice(0, l));
  const { residuals } = leastSquares(columns.map(whiten), whiten(outcome!), () => 0);
  return dot(residuals, residuals);
}

/** From totals to the J statistic: robust moments are averaged over N less the absorbed effects, grouped ones over N. */
export function criterionScale({ vcov, nobs, absorbed }: MomentContext): number {
  return vcov.is === 'cluster' || vcov.is === 'dk' || vcov.is === 'iid' ? 1 : (nobs - absorbed) / nobs;
}
