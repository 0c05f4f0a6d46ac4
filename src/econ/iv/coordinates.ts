/**
 * Columns in an orthonormal basis of them all, of which an equation with instruments is made in place of its rows. Lengths, projections and
 * least squares are the same in both, and coordinates are as few as the columns.
 */
import { memoByIdentity } from '../../base/memo.ts';
import { dot, groupSums } from '../../base/number/sum.ts';
import { cell } from '../linalg/blocked-products.ts';
import { combine } from '../linalg/combine.ts';
import { correlatedCholesky } from '../linalg/normal-equations.ts';
import { orthonormalColumns, type QR, solveR } from '../linalg/qr.ts';
import type { Effect } from '../panel/effects.ts';
import { byUnit } from '../panel/rows-by-unit.ts';
import { panelProducts } from '../panel/unit-products.ts';
import { combinationsOf, crossProducts, meatIid } from '../vcov/meat.ts';
import type { RegressionByRows, RegressionBySums } from '../vcov/regression.ts';
import {
  clusterOf,
  groupsOf,
  MANY_ROWS,
  pooledProducts,
  type SumsRequest,
  varies,
  visitsRows,
} from '../vcov/regression-by-sums.ts';
import { type CentredRows, scoreSums, squaredScores } from '../vcov/row-meat.ts';
import { meatOfTurned } from '../vcov/score-meat.ts';

export interface Coordinates {
  /** The coordinates of a column that the design has; what else is given has coordinates already. */
  of(values: Float64Array): Float64Array;
  /** The coordinates of ones. */
  readonly ones: Float64Array;
  /** Σ (z e)(z e)' over rows or clusters of moments and residuals in coordinates, the latter with mean zero. L×L. */
  meat(z: readonly Float64Array[], e: Float64Array): Float64Array;
  /** A regression in coordinates with the middle of its covariance, as its report reads it. */
  reported(regression: RegressionByRows): RegressionBySums;
}

/**
 * null where rows are safer or as fast: few of them, weights, slopes by group, a covariance of neighbours, or columns that are not well
 * conditioned. R of the basis is Cholesky's of the columns' products, whose correlations have a condition of 1e3 at most
 * (`wellConditioned`), so that coordinates have lost three digits at most. The constant, to which centred columns are orthogonal, stands
 * first. `asked`: outcome and every regressor and instrument as terms. O(NP²) for P columns, then O(GP²) for residuals in G clusters, O(NP) where clusters
 * cut units, O(NP²) where rows count by themselves.
 */
export function coordinatesOf(asked: SumsRequest): Coordinates | null {
  const { design, effects, vcov, workspace } = asked;
  const given = [design.outcome, ...design.terms].map(({ values }) => values);
  if (design.nobs < MANY_ROWS || design.weights !== undefined) return null;
  if (effects.some(({ slopes }) => slopes !== undefined)) return null;
  if (effects.length === 0 && !design.constant) return null;
  if (vcov.is !== 'iid' && !visitsRows(asked)) return null;
  const moments = momentsOf(given, asked);
  const sizes = given.map((x) => workspace.recall('squares', [x], () => dot(x, x)));
  if (!varies(moments.total, sizes, design.nobs)) return null;
  const p = given.length;
  const products = Float64Array.from({ length: p * p }, (_, at) => {
    const [a, b] = [Math.floor(at / p), at % p];
    return moments.total[cell(Math.max(a, b), Math.min(a, b))]!;
  });
  const qr = correlatedCholesky(products, p, design.nobs);
  return qr && new ByProducts(asked, given, moments, qr);
}

/** Products of the columns, by clusters where those serve. */
interface Moments {
  readonly rows: CentredRows;
  readonly total: Float64Array;
  /** Products by cluster, and sums of each column where sums of residuals by cluster are needed. Null where scores want a pass over rows. */
  readonly byCluster: {
    readonly byGroup: readonly Float64Array[];
    readonly sums: readonly Float64Array[] | null;
  } | null;
}

function momentsOf(given: readonly Float64Array[], asked: SumsRequest): Moments {
  const { effects, constants, within, workspace } = asked;
  const [unit, ...others] = effects;
  if (unit === undefined || others.length > 0) {
    const columns = given.map(within);
    const cluster = unit === undefined ? null : clusterOf(asked);
    const { unit: all, means, sums, byGroup, total } = pooledProducts(columns, cluster, asked);
    const rows = { ...byUnit(columns, all, workspace), unit: all, means };
    return { rows, total, byCluster: cluster && { byGroup, sums: constants === 1 ? sums : null } };
  }
  const groups = groupsOf(asked, unit);
  const { means, byGroup, total } = panelProducts(given, unit, groups === 'rows' ? null : groups, workspace);
  for (const [j, values] of given.entries()) workspace.recall('unit means', [values, unit], () => means[j]!);
  const rows = { ...byUnit(given, unit, workspace), unit, means };
  return { rows, total, byCluster: groups === 'rows' || groups === null ? null : { byGroup, sums: null } };
}

/** Sums of scores of the constant, where it is reported, and of every column. */
interface Scores {
  readonly sums: readonly Float64Array[];
  readonly sign: 1 | -1;
}

class ByProducts implements Coordinates {
  readonly ones: Float64Array;
  readonly #asked: SumsRequest;
  readonly #moments: Moments;
  readonly #qr: QR;
  readonly #known = new Map<Float64Array, Float64Array>();
  readonly #scores = memoByIdentity((e: Float64Array) => this.#scoresOf(e));
  readonly #squares = memoByIdentity((e: Float64Array) => squaredScores(this.#scored(e))!);

  constructor(asked: SumsRequest, given: readonly Float64Array[], moments: Moments, qr: QR) {
    const { constants, design, effects } = asked;
    this.#asked = asked;
    this.#moments = moments;
    this.#qr = qr;
    const p = given.length;
    this.ones = new Float64Array(constants + p);
    if (constants === 1) this.ones[0] = Math.sqrt(design.nobs);
    for (const [j, values] of given.entries()) {
      const own = new Float64Array(constants + p);
      if (constants === 1 && effects.length === 0) own[0] = this.ones[0]! * moments.rows.means[j]![0]!;
      for (let i = 0; i <= j; i++) own[constants + i] = qr.r[j * p + i]! * qr.scale[j]!;
      this.#known.set(values, own);
    }
  }

  of(values: Float64Array): Float64Array {
    return this.#known.get(values) ?? values;
  }

  meat(z: readonly Float64Array[], e: Float64Array): Float64Array {
    const turns = z.map((own) => this.#weights(own));
    const { byCluster } = this.#moments;
    if (this.#asked.vcov.is === 'hc') return turned(this.#squares(e), turns);
    if (byCluster !== null) {
      const { constants } = this.#asked;
      const own = byCluster.sums === null ? turns.map((turn) => turn.slice(constants)) : turns;
      return meatOfTurned({ ...byCluster, weights: this.#weights(e).slice(constants), turns: own });
    }
    const meat = new Float64Array(z.length * z.length);
    for (const { sums, sign } of this.#scores(e)) {
      const own = turns.map((weights) => combine(sums, weights));
      const part = crossProducts(own, own);
      for (let at = 0; at < meat.length; at++) meat[at] = meat[at]! + sign * part[at]!;
    }
    return meat;
  }

  reported(regression: RegressionByRows): RegressionBySums {
    const { design, effects, terms, constants, fit, dropped, workspace } = regression;
    const k = fit.coefficients.length;
    const q = regression.scores ?? orthonormalColumns(fit.qr);
    const meat = this.#asked.vcov.is === 'iid' ? meatIid(1, k) : this.meat(q, fit.residuals);
    const solved = { design, effects, terms, constants, fit, dropped, workspace };
    return {
      by: 'sums',
      perfect: false,
      meat,
      ...solved,
      rss: () => regression.rss(),
      pooledRss: () => regression.pooledRss(),
      outcomeMean: () => regression.outcomeMean(),
      termMeans: () => regression.termMeans(),
      outcomeSquares: (about) => regression.outcomeSquares(about),
      panelStats: (sigmaE) => regression.panelStats(sigmaE),
    };
  }

  /** Gives the weights by which a vector is a sum of ones, where these are reported, and of the centred columns. */
  #weights(own: Float64Array): Float64Array {
    const { constants } = this.#asked;
    const ofColumns = solveR(this.#qr, own.slice(constants));
    const weights = new Float64Array(own.length);
    if (constants === 1) weights[0] = own[0]! / this.ones[0]!;
    for (let j = 0; j < ofColumns.length; j++) weights[constants + j] = ofColumns[j]! / this.#qr.scale[j]!;
    return weights;
  }

  #scored(e: Float64Array) {
    const { constants } = this.#asked;
    return { rows: this.#moments.rows, weights: this.#weights(e).slice(constants), constants, from: 0 } as const;
  }

  /** By the intersection of all cluster variables, which comes last, and from those sums by the others. */
  #scoresOf(e: Float64Array): readonly Scores[] {
    const combinations = combinationsOf(this.#asked.clusters);
    const finest = combinations.at(-1)!.effect;
    const [finestSums] = scoreSums(this.#scored(e), [finest]);
    return combinations.map(({ effect, sign }) => {
      if (effect === finest) return { sums: finestSums!, sign };
      const codes = levelsWithin(finest, effect);
      return { sums: finestSums!.map((own) => groupSums(own, codes, effect.levels)), sign };
    });
  }
}

/** The level of `outer` that holds each level of `inner`. */
function levelsWithin(inner: Effect, outer: Effect): Int32Array {
  const codes = new Int32Array(inner.levels);
  for (let i = 0; i < inner.codes.length; i++) codes[inner.codes[i]!] = outer.codes[i]!;
  return codes;
}

/** A'SA for the columns of A. */
function turned(s: Float64Array, a: readonly Float64Array[]): Float64Array {
  const k = a[0]!.length;
  const products = a.map((column) =>
    column.map((_, i) => {
      let value = 0;
      for (let j = 0; j < k; j++) value += s[i * k + j]! * column[j]!;
      return value;
    }),
  );
  return crossProducts(a, products);
}
