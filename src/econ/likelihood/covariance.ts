/** The covariance of estimates that maximise a likelihood, in Stata's conventions: from the inverse information, or a sandwich of scores. */
import { type Design, observations, type VcovSpec } from '../design.ts';
import type { VcovInfo } from '../fit.ts';
import { isIndefinite } from '../linalg/positive-part.ts';
import type { Effect } from '../panel/effects.ts';
import { countClusters, fewestClusters } from '../vcov/few-clusters.ts';
import { meatClusters, meatHc, perCopy } from '../vcov/meat.ts';
import { type Mended, mend } from '../vcov/mended.ts';

export interface LikelihoodCovariance {
  /** In the order of the parameters, row-major. */
  readonly matrix: Float64Array;
  /** Marks parameters whose variance is rounding alone. */
  readonly cancelled: readonly boolean[];
  readonly info: VcovInfo;
  /** Independent groups less one, where the covariance rests on clusters. */
  readonly groupDf: number | null;
  readonly mended: Mended | null;
}

type DesignRows = Pick<Design, 'nobs' | 'weights'>;

/** The ingredients of a covariance. */
export interface Influences {
  /** The inverse of the information, row-major. */
  readonly inverse: Float64Array;
  /** Scores of rows times the inverse, a column for each parameter. */
  readonly influence: readonly Float64Array[];
}

/** A variance smaller than this part of the inverse information's is rounding: scores cancel in every cluster. */
const ROUNDING = 1e-20;

/**
 * The inverse information for `iid`; with the influences ψ = A s of rows Σ ψ ψ', times N/(N − 1) (`HC0` without), or of clusters, times
 * G/(G − 1); with two cluster variables those of both less that of their combination (Cameron, Gelbach & Miller 2011), and the smaller G.
 * Weights stand in the influences; with frequency weights rows are as many as those say. `says`: the distribution in words. O(NK²).
 */
export function likelihoodCovariance(
  { inverse, influence }: Influences,
  vcov: VcovSpec,
  clusters: readonly Effect[],
  rows: DesignRows,
  says = 'z',
): LikelihoodCovariance {
  const k = influence.length;
  if (vcov.is === 'iid') {
    const info: VcovInfo = { type: 'iid', text: 'iid', clusters: [], small: says };
    return { matrix: inverse, cancelled: new Array(k).fill(false), info, groupDf: null, mended: null };
  }
  const { middle, factor, info, groupDf } = middleOf(influence, vcov, clusters, rows, says);
  const whole = middle.map((value) => value * factor);
  const isMended = clusters.length > 1 && isIndefinite(inUnits(whole, inverse, k), k);
  const { matrix, mended } = mend(whole, k, 0, () => isMended);
  const cancelled = Array.from({ length: k }, (_, j) => {
    const own = j * k + j;
    return Math.abs(matrix[own]!) <= ROUNDING * inverse[own]!;
  });
  return { matrix, cancelled, info, groupDf, mended };
}

/** The covariance of a model in which the expected information, which R's `glm` takes, would give other errors. */
export const byObservedInformation = (found: LikelihoodCovariance): LikelihoodCovariance => ({
  ...found,
  info: { ...found.info, information: 'observed' },
});

/** The matrix with every parameter in units of its conventional standard error. */
const inUnits = (matrix: Float64Array, inverse: Float64Array, k: number): Float64Array =>
  matrix.map((value, at) => {
    const [i, j] = [Math.floor(at / k), at % k];
    return value / Math.sqrt(inverse[i * k + i]!) / Math.sqrt(inverse[j * k + j]!);
  });

interface Middle extends Pick<LikelihoodCovariance, 'info' | 'groupDf'> {
  readonly middle: Float64Array;
  readonly factor: number;
}

function middleOf(
  influence: readonly Float64Array[],
  vcov: VcovSpec,
  clusters: readonly Effect[],
  rows: DesignRows,
  says: string,
): Middle {
  const ones = new Float64Array(influence[0]?.length ?? 0).fill(1);
  if (vcov.is === 'hc') {
    const { type } = vcov;
    const nobs = observations(rows);
    const factor = type === 'HC0' ? 1 : nobs / (nobs - 1);
    const small = type === 'HC0' ? says : `N/(N − 1), ${says}`;
    const info: VcovInfo = { type, text: type, clusters: [], small };
    return { middle: meatHc(influence, ones, perCopy(rows.weights)), factor, info, groupDf: null };
  }
  if (vcov.is !== 'cluster') throw new Error(`a likelihood with ${vcov.is} errors`);
  const groups = fewestClusters(clusters);
  const info: VcovInfo = {
    ...countClusters(clusters),
    small: `G/(G − 1), ${says}`,
    text: `cluster(${vcov.by.join(' + ')})`,
    type: 'CRV1',
  };
  const middle = meatClusters(influence, ones, clusters);
  return { middle, factor: groups / (groups - 1), info, groupDf: groups - 1 };
}
