/** One cell of Callaway and Sant'Anna: the effect on a cohort in a period, of changes beside those of controls, with its influence function. */
import { mean } from '../../../../src/base/number/sum.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { maximise } from '../../../../src/econ/likelihood/index-model.ts';
import { logistic } from '../../../../src/econ/likelihood/latents.ts';
import { separationAt } from '../../../../src/econ/likelihood/separation.ts';
import { leastSquares } from '../../../../src/econ/linalg/least-squares.ts';
import { householder, type QR, solveR, solveRTransposed } from '../../../../src/econ/linalg/qr.ts';

export interface CellComparison {
  /** Change of the outcome of n units. */
  readonly change: Float64Array;
  /** 1 treated, 0 control. */
  readonly treated: Float64Array;
  /** Covariates, without the constant. */
  readonly covariates: readonly Float64Array[];
  /** The weights of units, all above 0; null where all count alike. */
  readonly weights: Float64Array | null;
}

/** The cell with weights of mean 1, and those of the treated: w d. */
export interface Weighed extends CellComparison {
  readonly weights: Float64Array;
  readonly ofTreated: Float64Array;
}

export interface CellEstimate {
  readonly estimate: number;
  /** ψ of the n units, with mean 0. */
  readonly influence: Float64Array;
}

export type CellMethod = 'dr' | 'ipw' | 'reg';

/** An index beyond which treatment is as good as certain. */
const CERTAIN = 15;
/** Scores are capped here, and controls from `trimmed` on are left out, as in DRDID. */
const CAPPED = 1 - 1e-6;
const TRIMMED = 0.995;

/**
 * By outcome regression, inverse probability weights (Hájek) or both. Refuses sides with fewer units than coefficients, covariates of which one
 * is spanned by others, and separation. Weights enter every mean and both models, as in DRDID. O(nK²). Source: Sant'Anna & Zhao (2020, J. Econometrics
 * 219:101); DRDID 1.2.3.
 */
export function compareCell(comparison: CellComparison, method: CellMethod): CellEstimate {
  const { change, treated, covariates } = comparison;
  const n = change.length;
  const x = [new Float64Array(n).fill(1), ...covariates];
  const count = treated.reduce((sum, d) => sum + d, 0);
  if (count === 0) throw new Refusal('empty-cell', 'no treated unit');
  if (count === n) throw new Refusal('empty-cell', 'no control');
  if (covariates.length > 0 && Math.min(count, n - count) < x.length)
    throw new Refusal('empty-cell', `fewer units on a side than the ${x.length} coefficients`);
  const cell = weighed(comparison);
  if (covariates.length === 0 || method === 'reg') return byRegression(cell, x);
  return method === 'ipw' ? byWeights(cell, x) : doublyRobust(cell, x);
}

export function weighed(comparison: CellComparison): Weighed {
  const { treated, weights: raw } = comparison;
  const weights = raw === null ? new Float64Array(treated.length).fill(1) : overMean(raw);
  return { ...comparison, weights, ofTreated: treated.map((d, i) => d * weights[i]!) };
}

const overMean = (weights: Float64Array): Float64Array => {
  const centre = mean(weights);
  return weights.map((weight) => weight / centre);
};

/** The regression of the change on the covariates among controls, or the rows that `of` names; `qr` is of columns times the roots of weights. */
export function outcomeModel(
  { change, treated, weights }: Weighed,
  x: readonly Float64Array[],
  of: (i: number) => boolean = (i) => treated[i] === 0,
  who = 'controls',
) {
  const rows = [...treated.keys()].filter(of);
  const root = (i: number): number => Math.sqrt(weights[i]!);
  const columns = x.map((values) => Float64Array.from(rows, (i) => root(i) * values[i]!));
  const y = Float64Array.from(rows, (i) => root(i) * change[i]!);
  const tolerance = toleranceOf(x.map((values) => Float64Array.from(rows, (i) => values[i]!)));
  const { qr, coefficients } = leastSquares(columns, y, tolerance);
  if (qr.dropped.length > 0) throw new Refusal('empty-cell', `the covariates are collinear among ${who}`);
  const fitted = new Float64Array(change.length);
  for (const [j, values] of x.entries())
    for (let i = 0; i < fitted.length; i++) fitted[i] = fitted[i]! + coefficients[j]! * values[i]!;
  return { fitted, qr };
}

/** Gives what is left of a covariate, behind the constant, below which the others span it. */
function toleranceOf(columns: readonly Float64Array[]): (j: number) => number {
  const tolerance = columns.map((values, j) => 1e-9 * (j === 0 ? 1 : deviation(values)));
  return (j) => tolerance[j]!;
}

const deviation = (x: Float64Array): number => {
  const centre = mean(x);
  return Math.sqrt(x.reduce((sum, value) => sum + (value - centre) * (value - centre), 0)) || Math.abs(centre) || 1;
};

/** (X'X)⁻¹ v from the QR of X. */
export function solveProducts(qr: QR, v: Float64Array): Float64Array {
  const { scale } = qr;
  const inner = solveRTransposed(
    qr,
    v.map((value, j) => value / scale[j]!),
  );
  return solveR(qr, inner).map((value, j) => value / scale[j]!);
}

/** Σ w x over units, a number for each covariate. */
export const sums = (x: readonly Float64Array[], w: (i: number) => number): Float64Array =>
  Float64Array.from(x, (values) => {
    let total = 0;
    for (let i = 0; i < values.length; i++) total += w(i) * values[i]!;
    return total;
  });

export const product = (x: readonly Float64Array[], b: Float64Array, i: number): number => {
  let total = 0;
  for (let j = 0; j < x.length; j++) total += x[j]![i]! * b[j]!;
  return total;
};

export const average = (n: number, of: (i: number) => number): number => {
  let total = 0;
  for (let i = 0; i < n; i++) total += of(i);
  return total / n;
};

function byRegression(cell: Weighed, x: readonly Float64Array[]): CellEstimate {
  const { change, ofTreated, treated, weights } = cell;
  const n = change.length;
  const { fitted, qr } = outcomeModel(cell, x);
  const share = average(n, (i) => ofTreated[i]!);
  const eT = average(n, (i) => ofTreated[i]! * change[i]!) / share;
  const eC = average(n, (i) => ofTreated[i]! * fitted[i]!) / share;
  // (E[w(1−D)XX'])⁻¹ E[wD X]
  const direction = solveProducts(
    qr,
    sums(x, (i) => ofTreated[i]!),
  );
  const influence = Float64Array.from({ length: n }, (_, i) => {
    const own = ofTreated[i]! * (change[i]! - eT);
    const control = weights[i]! * (1 - treated[i]!);
    const model = ofTreated[i]! * (fitted[i]! - eC) + control * (change[i]! - fitted[i]!) * product(x, direction, i);
    return (own - model) / share;
  });
  return { estimate: eT - eC, influence };
}

/** The logit of treatment: weights of controls, and what the score of each unit adds along `v`. */
export function scoreModel({ treated, weights, ofTreated }: Weighed, x: readonly Float64Array[]) {
  const n = treated.length;
  if (householder(x, n, toleranceOf(x)).dropped.length > 0)
    throw new Refusal('empty-cell', 'the covariates are collinear');
  const share = average(n, (i) => ofTreated[i]!);
  const at = maximise({
    columns: x,
    offset: null,
    likelihood: (index) => logitRows(index, treated, weights),
    start: { index: new Float64Array(n).fill(Math.log(share / (1 - share))), further: [] },
    separated: (index) =>
      separationAt(index, x, treated, CERTAIN) === null
        ? null
        : new Refusal('separation', 'the covariates separate treated units from controls'),
  });
  const score = at.index.map(logistic);
  const weight = Float64Array.from(score, (p, i) => {
    if (treated[i] === 1 || p >= TRIMMED) return 0;
    const kept = Math.min(p, CAPPED);
    return (weights[i]! * kept) / (1 - kept);
  });
  const k = x.length;
  const along = (v: Float64Array): Float64Array => {
    const direction = new Float64Array(k);
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++) direction[a] = direction[a]! + at.inverse[a * k + b]! * v[b]!;
    return Float64Array.from(score, (p, i) => weights[i]! * (treated[i]! - p) * product(x, direction, i));
  };
  return { weight, along };
}

function logitRows(index: Float64Array, treated: Float64Array, weights: Float64Array) {
  const n = index.length;
  const slope = new Float64Array(n);
  const curvature = new Float64Array(n);
  let ll = 0;
  for (let i = 0; i < n; i++) {
    const z = index[i]!;
    const p = logistic(z);
    const signed = treated[i] === 1 ? z : -z;
    const weight = weights[i]!;
    ll += weight * (signed > 0 ? -Math.log1p(Math.exp(-signed)) : signed - Math.log1p(Math.exp(signed)));
    slope[i] = weight * (treated[i]! - p);
    curvature[i] = weight * (p * logistic(-z));
  }
  return { ll, slope, curvature, further: [], furtherCurvature: [] };
}

function byWeights(cell: Weighed, x: readonly Float64Array[]): CellEstimate {
  const { change, ofTreated } = cell;
  const n = change.length;
  const { weight, along } = scoreModel(cell, x);
  const share = average(n, (i) => ofTreated[i]!);
  const mass = average(n, (i) => weight[i]!);
  const eT = average(n, (i) => ofTreated[i]! * change[i]!) / share;
  const eC = average(n, (i) => weight[i]! * change[i]!) / mass;
  // R_i' E[…]: H⁻¹ of the mean is n times the inverse of the sum, and the sum over n is the mean
  const score = along(sums(x, (i) => weight[i]! * (change[i]! - eC)));
  const influence = Float64Array.from(
    { length: n },
    (_, i) => (ofTreated[i]! * (change[i]! - eT)) / share - (weight[i]! * (change[i]! - eC) + score[i]!) / mass,
  );
  return { estimate: eT - eC, influence };
}

function doublyRobust(cell: Weighed, x: readonly Float64Array[]): CellEstimate {
  const { change, ofTreated, treated, weights } = cell;
  const n = change.length;
  const { fitted, qr } = outcomeModel(cell, x);
  const { weight, along } = scoreModel(cell, x);
  const rest = change.map((value, i) => value - fitted[i]!);
  const share = average(n, (i) => ofTreated[i]!);
  const mass = average(n, (i) => weight[i]!);
  const eT = average(n, (i) => ofTreated[i]! * rest[i]!) / share;
  const eC = average(n, (i) => weight[i]! * rest[i]!) / mass;
  const towardsTreated = solveProducts(
    qr,
    sums(x, (i) => ofTreated[i]!),
  );
  const towardsWeighted = solveProducts(
    qr,
    sums(x, (i) => weight[i]!),
  );
  const score = along(sums(x, (i) => weight[i]! * (rest[i]! - eC)));
  const influence = Float64Array.from({ length: n }, (_, i) => {
    const model = weights[i]! * (1 - treated[i]!) * rest[i]!;
    const first = ofTreated[i]! * (rest[i]! - eT) - model * product(x, towardsTreated, i);
    const second = weight[i]! * (rest[i]! - eC) + score[i]! - model * product(x, towardsWeighted, i);
    return first / share - second / mass;
  });
  return { estimate: eT - eC, influence };
}
