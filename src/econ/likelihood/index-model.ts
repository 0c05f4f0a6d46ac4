/**
 * Finds the maximum of a likelihood whose rows depend on the regressors through one index x'b, and on a few further parameters, by Newton's
 * method in orthonormal coordinates of the regressors, where its steps depend neither on their units nor on their order.
 */
import { dot, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { scaledCholesky, solveCholesky } from '../linalg/matrix.ts';
import { householder, orthonormalColumns, type QR, solveR } from '../linalg/qr.ts';

/** Values over rows, at one point. */
export interface RowDerivatives {
  /** The log likelihood, summed. */
  readonly ll: number;
  /** dl/dη of each row. */
  readonly slope: Float64Array;
  /** −d²l/dη² of each row. */
  readonly curvature: Float64Array;
  /** For each further parameter a: dl/da, and −d²l/dη da. */
  readonly further: readonly { readonly slope: Float64Array; readonly cross: Float64Array }[];
  /** −Σ d²l/da da', row-major. */
  readonly furtherCurvature: readonly number[];
}

/** Arrays for rows whose likelihood l depends on one further parameter a, and what they amount to once they are filled. */
export function withFurther(n: number) {
  const array = (): Float64Array => new Float64Array(n);
  /** l, dl/dη, −d²l/dη², dl/da, −d²l/dη da and −d²l/da² of each row. */
  const rows = {
    values: array(),
    slope: array(),
    curvature: array(),
    own: array(),
    cross: array(),
    ownCurvature: array(),
  };
  const { values, slope, curvature, own, cross, ownCurvature } = rows;
  const derivatives = (): RowDerivatives => ({
    ll: sum(values),
    slope,
    curvature,
    further: [{ slope: own, cross }],
    furtherCurvature: [sum(ownCurvature)],
  });
  return { ...rows, derivatives };
}

/** A row's likelihood; null outside the parameter space. */
export type RowLikelihood = (index: Float64Array, further: readonly number[]) => RowDerivatives | null;

export interface IndexMaximum {
  /** One for each column. */
  readonly coefficients: Float64Array;
  readonly further: readonly number[];
  readonly ll: number;
  /** η = offset + Xb, length N. */
  readonly index: Float64Array;
  /** The inverse of the observed information of (b, a), (K+A)×(K+A), row-major. */
  readonly inverse: Float64Array;
  /** Scores of rows times the inverse: one column for each parameter, whose products are the middle and both sides of a sandwich. */
  readonly influence: readonly Float64Array[];
}

export interface IndexModel {
  /** K arrays of length N, none spanned by the others. */
  readonly columns: readonly Float64Array[];
  readonly offset: Float64Array | null;
  readonly likelihood: RowLikelihood;
  readonly start: { readonly index: Float64Array; readonly further: readonly number[] };
  /** Says why there is no maximum, by the point at which the iteration ended; null where nothing speaks against one. */
  readonly separated?: (index: Float64Array, further: readonly number[]) => Refusal | null;
}

const MOST_STEPS = 200;
const MOST_HALVINGS = 50;
/** Newton's decrement g'H⁻¹g at which the iteration ends, as a part of the size of the likelihood. */
const CONVERGED = 1e-25;
/** A decrement below this that no longer falls is rounding. */
const AT_ROUNDING = 1e-15;
/** An end below this, from which no step improves the likelihood, is as good as rounding lets it be. */
const NEAR_ROUNDING = 1e-10;

/**
 * Steps are halved until the likelihood does not fall. Refuses what `separated` says of the end, and (`no-convergence`) a likelihood of which
 * no maximum is found. O(N(K+A)²) a step.
 */
export function maximise(model: IndexModel): IndexMaximum {
  const { columns, start, separated = () => null } = model;
  const qr = householder(columns, start.index.length, () => 0);
  const basis = orthonormalColumns(qr);
  let at = pointAt(model, basis, startOf(model, basis));
  let last = Number.POSITIVE_INFINITY;
  for (let step = 0; step < MOST_STEPS && at !== null; step++) {
    const { gradient, information } = slopesOf(basis, at.rows);
    const factor = scaledCholesky(information, gradient.length);
    const change = factor === null ? ridged(information, gradient) : solveCholesky(factor, gradient);
    const decrement = Math.abs(dot(change, gradient));
    const scale = Math.max(1, Math.abs(at.rows.ll));
    const next = decrement <= CONVERGED * scale ? null : improved(model, basis, at, change);
    const isEnd = decrement <= CONVERGED * scale || (decrement <= AT_ROUNDING * scale && decrement > last / 4);
    if (isEnd || next === null) {
      const refusal = separated(at.index, at.further);
      if (refusal !== null) throw refusal;
      if (factor !== null && (isEnd || decrement <= NEAR_ROUNDING * scale)) return finished(qr, basis, at, factor);
      break;
    }
    last = decrement;
    at = next;
  }
  const message = `no maximum of the likelihood was found in ${MOST_STEPS} steps`;
  const hint = 'are some variables of extreme size, or nearly spanned by others? Rescale them, or leave some out';
  throw (at && separated(at.index, at.further)) ?? new Refusal('no-convergence', message, { param: 'terms', hint });
}

interface IndexPoint {
  /** Coordinates in the orthonormal basis. */
  readonly inside: Float64Array;
  readonly further: readonly number[];
  readonly index: Float64Array;
  readonly rows: RowDerivatives;
}

interface Parameters {
  readonly inside: Float64Array;
  readonly further: readonly number[];
}

/** The projection of the starting index on the regressors. */
function startOf({ start, offset }: IndexModel, basis: readonly Float64Array[]): Parameters {
  const target = offset === null ? start.index : start.index.map((value, i) => value - offset[i]!);
  return { inside: Float64Array.from(basis, (q) => dot(q, target)), further: start.further };
}

function pointAt(
  model: IndexModel,
  basis: readonly Float64Array[],
  { inside, further }: Parameters,
): IndexPoint | null {
  const n = model.start.index.length;
  const index = model.offset === null ? new Float64Array(n) : model.offset.slice();
  for (const [j, q] of basis.entries()) {
    const value = inside[j]!;
    for (let i = 0; i < n; i++) index[i] = index[i]! + value * q[i]!;
  }
  const rows = model.likelihood(index, further);
  return rows === null || !Number.isFinite(rows.ll) ? null : { inside, further, index, rows };
}

/** Gradient and observed information of (coordinates, further parameters). O(N(K+A)²). */
function slopesOf(basis: readonly Float64Array[], rows: RowDerivatives) {
  const k = basis.length;
  const a = rows.further.length;
  const size = k + a;
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  const set = (i: number, j: number, value: number): void => {
    information[i * size + j] = value;
    information[j * size + i] = value;
  };
  for (let i = 0; i < k; i++) {
    gradient[i] = dot(basis[i]!, rows.slope);
    const weighted = basis[i]!.map((value, row) => value * rows.curvature[row]!);
    for (let j = 0; j <= i; j++) set(i, j, dot(weighted, basis[j]!));
    for (let j = 0; j < a; j++) set(i, k + j, dot(basis[i]!, rows.further[j]!.cross));
  }
  for (let j = 0; j < a; j++) {
    gradient[k + j] = sum(rows.further[j]!.slope);
    for (let i = 0; i <= j; i++) set(k + i, k + j, rows.furtherCurvature[i * a + j]!);
  }
  return { gradient, information };
}

function improved(
  model: IndexModel,
  basis: readonly Float64Array[],
  from: IndexPoint,
  change: Float64Array,
): IndexPoint | null {
  const k = basis.length;
  const rounding = 1e-14 * Math.max(1, Math.abs(from.rows.ll));
  for (let halving = 0, share = 1; halving < MOST_HALVINGS; halving++, share /= 2) {
    const inside = from.inside.map((value, j) => value + share * change[j]!);
    const further = from.further.map((value, j) => value + share * change[k + j]!);
    const next = pointAt(model, basis, { inside, further });
    if (next !== null && next.rows.ll >= from.rows.ll - rounding) return next;
  }
  return null;
}

/** A step where the information is not positive definite: with enough added to its diagonal (Levenberg 1944). */
export function ridged(information: Float64Array, gradient: Float64Array): Float64Array {
  const size = gradient.length;
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, Math.abs(information[i * size + i]!));
  for (let ridge = 1e-6 * Math.max(largest, 1e-300); ; ridge *= 10) {
    const raised = information.slice();
    for (let i = 0; i < size; i++) raised[i * size + i] = raised[i * size + i]! + ridge;
    const factor = scaledCholesky(raised, size);
    if (factor !== null) return solveCholesky(factor, gradient);
    if (!Number.isFinite(ridge)) return gradient.slice().fill(0);
  }
}

type Cholesky = NonNullable<ReturnType<typeof scaledCholesky>>;

/** From the coordinates back to the columns: each list of K+A numbers in turn. */
function outward(qr: QR, inside: Float64Array): Float64Array {
  const k = qr.kept.length;
  const out = inside.slice();
  const solved = solveR(qr, inside);
  for (let j = 0; j < k; j++) out[j] = solved[j]! / qr.scale[j]!;
  return out;
}

function finished(qr: QR, basis: readonly Float64Array[], at: IndexPoint, factor: Cholesky): IndexMaximum {
  const k = basis.length;
  const { rows } = at;
  const size = k + rows.further.length;
  const n = at.index.length;
  const inverse = inverseOf(factor, size);
  const { half, whole } = turned(inverse, size, (inside) => outward(qr, inside));
  const influence = Array.from({ length: size }, (_, i) => {
    const own = new Float64Array(n);
    for (let j = 0; j < k; j++) {
      const weight = half[i * size + j]!;
      const q = basis[j]!;
      for (let row = 0; row < n; row++) own[row] = own[row]! + weight * q[row]! * rows.slope[row]!;
    }
    for (const [j, { slope }] of rows.further.entries()) {
      const weight = half[i * size + k + j]!;
      for (let row = 0; row < n; row++) own[row] = own[row]! + weight * slope[row]!;
    }
    return own;
  });
  const coefficients = outward(qr, at.inside).slice(0, k);
  return { coefficients, further: at.further, ll: rows.ll, index: at.index, inverse: whole, influence };
}

/**
 * Takes the inverse information H⁻¹ (size × size, row-major) from orthonormal coordinates to coefficients T θ, of which `outward` gives
 * one vector: `half` is T H⁻¹, by which scores become influences, and `whole` is T H⁻¹ T′, exactly symmetric.
 */
export function turned(
  inverse: Float64Array,
  size: number,
  outward: (inside: Float64Array) => Float64Array,
): { half: Float64Array; whole: Float64Array } {
  const half = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const column = outward(Float64Array.from({ length: size }, (_, i) => inverse[i * size + j]!));
    for (let i = 0; i < size; i++) half[i * size + j] = column[i]!;
  }
  const whole = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = outward(half.slice(i * size, (i + 1) * size));
    for (let j = 0; j <= i; j++) {
      whole[i * size + j] = row[j]!;
      whole[j * size + i] = row[j]!;
    }
  }
  return { half, whole };
}

/** A⁻¹ from the factor of the scaled matrix, row-major. */
export function inverseOf(factor: Cholesky, size: number): Float64Array {
  const out = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    unit.fill(0);
    unit[j] = 1;
    out.set(solveCholesky(factor, unit), j * size);
  }
  return out;
}
