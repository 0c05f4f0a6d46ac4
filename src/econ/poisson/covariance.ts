/** The covariance of Poisson coefficients, in the conventions of Stata's `poisson`. */
import { type Design, observations, type VcovSpec } from '../design.ts';
import type { VcovInfo } from '../fit.ts';
import { trailing } from '../linalg/matrix.ts';
import { isIndefinite } from '../linalg/positive-part.ts';
import { orthonormalColumns } from '../linalg/qr.ts';
import type { Effect } from '../panel/effects.ts';
import { countClusters, fewestClusters } from '../vcov/few-clusters.ts';
import { meatClusters, meatIid, perCopy } from '../vcov/meat.ts';
import { type Mended, mend } from '../vcov/mended.ts';
import { sandwich } from '../vcov/sandwich.ts';
import { meatOfSquares } from '../vcov/score-meat.ts';
import type { PoissonMaximum } from './irls.ts';
import { weightedProducts } from './weighted-slopes.ts';

export interface PoissonCovariance {
  /** K×K in the order of the columns, row-major. */
  readonly matrix: Float64Array;
  /** Marks coefficients whose variance is rounding alone. */
  readonly cancelled: readonly boolean[];
  readonly info: VcovInfo;
  /** Independent groups less one, where the covariance rests on clusters. */
  readonly groupDf: number | null;
  readonly mended: Mended | null;
}

/** A variance smaller than this part of the information's is rounding: scores cancel in every cluster, or the outcome is fitted without error. */
const ROUNDING = 1e-20;

/**
 * The covariance. It is A = (X'diag(μ)X)^−1 where homoskedastic counts are assumed (`iid`), else A (Σ s s') A with the scores s = (y − μ) x of
 * rows, times N/(N − 1) (`HC0` without), or of clusters, times G/(G − 1); with two cluster variables, with the meats of both less that of
 * their combination (Cameron, Gelbach & Miller 2011) and the smaller G. Weights w stand in μ and in s; with frequency weights rows are as many as
 * those say. `apart`: 1 where the first column is the constant beside absorbed effects. O(NK²).
 */
export function poissonCovariance(
  at: PoissonMaximum,
  vcov: VcovSpec,
  clusters: readonly Effect[],
  rows: Pick<Design, 'nobs' | 'weights'>,
  apart: 0 | 1 = 0,
): PoissonCovariance {
  const k = at.coefficients.length;
  const information = sandwich(at.qr, meatIid(1, k), 1);
  if (vcov.is === 'iid') {
    const info: VcovInfo = { type: 'iid', text: 'iid', clusters: [], small: 'z' };
    return { matrix: information, cancelled: new Array(k).fill(false), info, groupDf: null, mended: null };
  }
  const { meat, factor, info, groupDf } = middleOf(at, vcov, clusters, rows);
  const { matrix, mended } = mend(
    sandwich(at.qr, meat, factor),
    k,
    apart,
    (from) => clusters.length > 1 && isIndefinite(trailing(meat, k, from), k - from),
  );
  const cancelled = Array.from({ length: k }, (_, j) => {
    const own = j * k + j;
    return Math.abs(matrix[own]!) <= ROUNDING * information[own]!;
  });
  return { matrix, cancelled, info, groupDf, mended };
}

interface Middle extends Pick<PoissonCovariance, 'info' | 'groupDf'> {
  readonly meat: Float64Array;
  readonly factor: number;
}

/** The middle of the sandwich: a row of Q and its residual give its score in orthonormal coordinates, R'^−1 x (y − μ). */
function middleOf(
  { qr, residuals, rows: own }: PoissonMaximum,
  vcov: VcovSpec,
  clusters: readonly Effect[],
  rows: Pick<Design, 'nobs' | 'weights'>,
): Middle {
  const columns = own ?? orthonormalColumns(qr);
  const inCoordinates = (meat: Float64Array): Float64Array => (own === undefined ? meat : meatOfSquares(qr, meat));
  if (vcov.is === 'hc') {
    const { type } = vcov;
    const nobs = observations(rows);
    const factor = type === 'HC0' ? 1 : nobs / (nobs - 1);
    const small = type === 'HC0' ? 'z' : 'N/(N − 1), z';
    const copies = perCopy(rows.weights);
    const squares = residuals.map((e, i) => (copies === null ? e * e : e * copies[i]! * (e * copies[i]!)));
    const meat = inCoordinates(weightedProducts(columns, squares));
    return { meat, factor, info: { type, text: type, clusters: [], small }, groupDf: null };
  }
  if (vcov.is !== 'cluster') throw new Error(`a Poisson regression with ${vcov.is} errors`);
  const groups = fewestClusters(clusters);
  const info: VcovInfo = {
    ...countClusters(clusters),
    small: 'G/(G − 1), z',
    text: `cluster(${vcov.by.join(' + ')})`,
    type: 'CRV1',
  };
  const meat = inCoordinates(meatClusters(columns, residuals, clusters));
  return { meat, factor: groups / (groups - 1), info, groupDf: groups - 1 };
}
