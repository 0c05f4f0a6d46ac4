/** Errors of coefficients by the design: of independent rows HC0 to HC3, of clusters CR0 to CR2. */
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import { fisherF } from '../../../src/econ/distributions/distributions.ts';
import { quadraticForm } from '../../../src/econ/linalg/matrix.ts';
import { symmetricEigen } from '../../../src/econ/linalg/symmetric-eigen.ts';
import { pick } from '../../../src/econ/sample/rows.ts';
import { clustersOf, dotOf, type ProjectionCluster, type SquaredWeights, squaredWeights } from './cluster-root.ts';
import { leverages, type Projection } from './projection.ts';
import { Shares } from './satterthwaite.ts';
import { type ErrorName, isOfRows, type RowErrorName } from './spec.ts';

export interface ArmsFTest {
  readonly f: number;
  readonly df1: number;
  readonly df2: number;
  readonly pValue: number;
}

export interface Errors {
  /** Covariance of the kept coefficients, k×k. */
  readonly vcov: Float64Array;
  /** Degrees of freedom of the t test of a contrast of k coefficients. */
  df(contrast: Float64Array): number;
  /** Wald's test that all contrasts are zero, with CR2 errors Hotelling's approximate T²; null where their covariance is singular. */
  joint(contrasts: readonly Float64Array[], coefficients: Float64Array): ArmsFTest | null;
}

/** Takes residuals of length N to the errors of their regression: one of several outcomes. Refuses errors that nothing is left for, and fewer clusters than terms. */
export function errorsBy(projection: Projection, name: ErrorName | 'iid'): (e: Float64Array) => Errors {
  requireGrounds(projection, name);
  const df = projection.nobs - projection.rank;
  if (name === 'iid') return (e) => plain(alike(projection, e), df);
  if (isOfRows(name)) {
    const scale = rowScales(projection, name);
    return (e) => plain(sandwichOfRows(projection, scale(e)), df);
  }
  if (name === 'CR2') return adjustedBy(projection);
  const factor = clusterFactor(projection, name);
  return (e) => {
    const sums = scoresOf(projection, e).map((score) => score.map((value) => value * factor));
    return plain(sandwich(projection, sums), projection.clusters!.levels.length - 1);
  };
}

/** Refuses errors that nothing is left for, and fewer clusters than terms. */
export function requireGrounds(projection: Projection, name: ErrorName | 'iid'): void {
  const { nobs, rank } = projection;
  if (nobs <= rank) {
    const message = `${nobs} rows have no residual beside ${rank} coefficients`;
    throw new Refusal('too-few-rows', message, { hint: 'leave out covariates, or strata of few rows' });
  }
  if (name !== 'iid' && !isOfRows(name)) requireClusters(projection);
}

/** Gives the factor of CR0 and CR1 on the scores of clusters. */
export function clusterFactor({ nobs, rank, clusters }: Projection, name: 'CR0' | 'CR1'): number {
  const count = clusters!.levels.length;
  return name === 'CR1' ? Math.sqrt((count / (count - 1)) * ((nobs - 1) / (nobs - rank))) : 1;
}

function requireClusters({ clusters, x, absorb }: Projection): void {
  const count = clusters!.levels.length;
  const terms = x.length + (absorb === null ? 0 : 1);
  if (count > terms) return;
  const message = `fewer clusters than terms: ${count} clusters for ${terms} terms, the constant among them`;
  throw new Refusal('few-clusters', message, {
    param: 'cluster',
    hint: 'leave out covariates, or take what the clusters are made of',
  });
}

/** Takes a value of each row times its weight and what the errors take its residual times. Refuses a row that has no residual. */
export function rowScales(projection: Projection, name: RowErrorName): (v: Float64Array) => Float64Array {
  const { nobs, rank, weights } = projection;
  const power = name === 'HC2' ? 1 : name === 'HC3' ? 2 : 0;
  const h = power === 0 ? null : leverages(projection);
  const alone = h?.findIndex((each) => 1 - each < nothingLeft) ?? -1;
  if (alone !== -1) throw withoutResidual(projection, alone, name);
  const factor = name === 'HC1' ? nobs / (nobs - rank) : 1;
  return (v) =>
    v.map((value, i) => {
      const share = h === null ? 1 : 1 - h[i]!;
      return (value * (weights?.[i] ?? 1) * Math.sqrt(factor)) / (power === 2 ? share : Math.sqrt(share));
    });
}

const nothingLeft = 1e-10;

/** Refuses a row that is fitted whatever its outcome is: alone in its stratum, or with a covariate of its own. */
function withoutResidual({ absorb }: Projection, row: number, name: string): Refusal {
  const level = absorb?.codes[row];
  const isAlone = level !== undefined && absorb!.codes.filter((each) => each === level).length === 1;
  const which = isAlone
    ? `a stratum has one row alone: \`${absorb!.name}\` ${datum(absorb!.name, absorb!.levels[level]!)}`
    : 'a row is fitted by a covariate of its own';
  return new Refusal('leverage-one', `${which}, so that its leverage is 1 and ${name} errors are not defined`, {
    param: 'errors',
    hint: isAlone
      ? '`strata_min: 1` leaves strata without rows of all arms out'
      : 'leave the covariate out, or write `vcov: HC1`',
  });
}

/** The covariance where all errors have one variance. */
function alike({ bread, weights, nobs, rank }: Projection, e: Float64Array): Float64Array {
  const rss = e.reduce((sum, value, i) => sum + (weights?.[i] ?? 1) * value * value, 0);
  return bread.map((value) => (value * rss) / (nobs - rank));
}

/** Errors whose tests all have these degrees of freedom. */
function plain(vcov: Float64Array, df: number): Errors {
  return {
    vcov,
    df: () => df,
    joint: (contrasts, coefficients) => {
      const wald = waldOf(contrasts, coefficients, vcov);
      return wald === null ? null : testOf(wald / contrasts.length, contrasts.length, df);
    },
  };
}

function testOf(f: number, df1: number, df2: number): ArmsFTest {
  return { f, df1, df2, pValue: fisherF(df1, df2).sf(f) };
}

/** CR2, with degrees of freedom by the working model of independent errors. */
function adjustedBy(projection: Projection): (e: Float64Array) => Errors {
  const squares: SquaredWeights | null = projection.weights === null ? null : squaredWeights(projection);
  const clusters = clustersOf(projection, squares);
  return (e) => {
    const scores = clusters.map((cluster) => scoreOf(cluster, cluster.adjusted(pick(e, cluster.rows))));
    const vcov = sandwich(projection, scores);
    return {
      vcov,
      df: (contrast) => new Shares(projection, clusters, squares, [contrast]).df(0),
      joint: (contrasts, coefficients) => {
        const wald = waldOf(contrasts, coefficients, vcov);
        if (wald === null) return null;
        const q = contrasts.length;
        const eta = hotelling(
          new Shares(projection, clusters, squares, standardised(contrasts, projection, clusters, squares)),
          q,
        );
        return testOf(((eta - q + 1) / (eta * q)) * wald, q, eta - q + 1);
      },
    };
  };
}

function hotelling(shares: Shares, q: number): number {
  let spread = 0;
  for (let s = 0; s < q; s++) for (let t = 0; t < q; t++) spread += shares.spread(s, t);
  return (q * (q + 1)) / spread;
}

/** Contrasts whose expected covariance under the working model is the identity: Ω^(−1/2) C. */
function standardised(
  contrasts: readonly Float64Array[],
  projection: Projection,
  clusters: readonly ProjectionCluster[],
  squares: SquaredWeights | null,
): Float64Array[] {
  const q = contrasts.length;
  const shares = new Shares(projection, clusters, squares, contrasts);
  const omega = new Float64Array(q * q);
  for (let s = 0; s < q; s++) for (let t = 0; t < q; t++) omega[s * q + t] = shares.expected(s, t);
  const { values, vectors } = symmetricEigen(omega, q);
  return contrasts.map((_, s) => {
    const out = new Float64Array(contrasts[0]!.length);
    for (let t = 0; t < q; t++) {
      let root = 0;
      for (const [j, value] of values.entries()) root += (vectors[j]![s]! * vectors[j]![t]!) / Math.sqrt(value);
      for (let a = 0; a < out.length; a++) out[a] = out[a]! + root * contrasts[t]![a]!;
    }
    return out;
  });
}

/** X_g'W_g v of one cluster. */
function scoreOf({ x, weights }: ProjectionCluster, v: Float64Array): Float64Array {
  const weighted = weights === null ? v : v.map((value, i) => value * weights[i]!);
  return Float64Array.from(x, (column) => dotOf(column, weighted));
}

/** Sums by cluster of x w e. */
function scoresOf({ x, weights, clusters }: Projection, e: Float64Array): Float64Array[] {
  const { codes, levels } = clusters!;
  const out = levels.map(() => new Float64Array(x.length));
  for (const [j, column] of x.entries()) {
    for (let i = 0; i < e.length; i++) {
      const sums = out[codes[i]!]!;
      sums[j] = sums[j]! + column[i]! * e[i]! * (weights?.[i] ?? 1);
    }
  }
  return out;
}

function sandwich({ bread, x }: Projection, scores: readonly Float64Array[]): Float64Array {
  const k = x.length;
  const out = new Float64Array(k * k);
  for (const score of scores) {
    const turned = new Float64Array(k);
    for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) turned[a] = turned[a]! + bread[a * k + b]! * score[b]!;
    for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) out[a * k + b] = out[a * k + b]! + turned[a]! * turned[b]!;
  }
  return out;
}

/** Gives the sandwich where each row is a score of its own. */
function sandwichOfRows({ bread, x, nobs }: Projection, scores: Float64Array): Float64Array {
  const k = x.length;
  const meat = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < nobs; i++) sum += x[a]![i]! * x[b]![i]! * scores[i]! * scores[i]!;
      meat[a * k + b] = sum;
      meat[b * k + a] = sum;
    }
  }
  const half = new Float64Array(k * k);
  const out = new Float64Array(k * k);
  for (let a = 0; a < k; a++)
    for (let m = 0; m < k; m++)
      for (let b = 0; b < k; b++) half[a * k + b] = half[a * k + b]! + bread[a * k + m]! * meat[m * k + b]!;
  for (let a = 0; a < k; a++)
    for (let m = 0; m < k; m++)
      for (let b = 0; b < k; b++) out[a * k + b] = out[a * k + b]! + half[a * k + m]! * bread[m * k + b]!;
  return out;
}

/** b'C'(C V C')^−1 C b; null where C V C' is singular. */
function waldOf(contrasts: readonly Float64Array[], b: Float64Array, vcov: Float64Array): number | null {
  const q = contrasts.length;
  const covariance = new Float64Array(q * q);
  for (let s = 0; s < q; s++)
    for (let t = 0; t < q; t++) covariance[s * q + t] = covarianceOf(contrasts[s]!, contrasts[t]!, vcov);
  return quadraticForm(
    covariance,
    Float64Array.from(contrasts, (contrast) => dotOf(contrast, b)),
  );
}

/** c'Vd */
export function covarianceOf(c: Float64Array, d: Float64Array, vcov: Float64Array): number {
  const k = c.length;
  let sum = 0;
  for (let a = 0; a < k; a++) if (c[a] !== 0) for (let b = 0; b < k; b++) sum += c[a]! * vcov[a * k + b]! * d[b]!;
  return sum;
}
