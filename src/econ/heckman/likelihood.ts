/** The likelihood of Heckman's selection model, and its maximum by Newton's method. */
import { dot, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { inverseMills, logCdf } from '../distributions/normal-parts.ts';
import { LOG_ROOT_TWO_PI } from '../distributions/special-functions.ts';
import { inverseOf, ridged, turned } from '../likelihood/index-model.ts';
import { scaledCholesky, solveCholesky } from '../linalg/matrix.ts';
import { householder, orthonormalColumns, type QR, solveR } from '../linalg/qr.ts';

export interface SelectionModel {
  /** Regressors of the outcome, the constant first, over the n₁ selected rows. */
  readonly x: readonly Float64Array[];
  /** Regressors of selection, the constant first, over all N rows. */
  readonly z: readonly Float64Array[];
  /** The outcome of the selected rows. */
  readonly y: Float64Array;
  /** Positions of the selected rows among all. */
  readonly selected: Int32Array;
  readonly start: SelectionParameters;
}

export interface SelectionParameters {
  readonly outcome: Float64Array;
  readonly selection: Float64Array;
  /** arctanh ρ */
  readonly athrho: number;
  readonly lnSigma: number;
}

export interface SelectionMaximum extends SelectionParameters {
  readonly ll: number;
  /** The inverse of the observed information of (outcome, selection, arctanh ρ, ln σ), row-major. */
  readonly inverse: Float64Array;
  /** Scores of the N rows times the inverse, a column for each parameter. */
  readonly influence: readonly Float64Array[];
}

/** ρ = tanh a, and √(1 − ρ²), which keeps its digits where ρ is near 1. */
export function correlation(a: number): { readonly rho: number; readonly root: number } {
  const e = Math.exp(-Math.abs(a));
  return { rho: (Math.sign(a) * (1 - e * e)) / (1 + e * e), root: (2 * e) / (1 + e * e) };
}

const MOST_STEPS = 200;
const MOST_HALVINGS = 40;

/**
 * Maximises Σ_selected [ln Φ((z'g + ρe)/√(1 − ρ²)) − e²/2 − ln σ − ln √2π] + Σ_others ln Φ(−z'g), e = (y − x'b)/σ, by Newton's method with the whole
 * Hessian in orthonormal coordinates of both lists of regressors. Steps are halved until the likelihood does not fall. Refuses (`no-convergence`) where no
 * maximum is found, as where ρ goes to 1. Source: Heckman (1979, Econometrica 47:153); Stata [R] heckman, methods and formulas. O(NK²) a step.
 */
export function maximumOf(model: SelectionModel): SelectionMaximum {
  const ofX = householder(model.x, model.y.length, () => 0);
  const ofZ = householder(model.z, model.z[0]!.length, () => 0);
  const bases = { x: orthonormalColumns(ofX), z: orthonormalColumns(ofZ) };
  const inside = Float64Array.from([
    ...bases.x.map((q) => dot(q, combined(model.x, model.start.outcome))),
    ...bases.z.map((q) => dot(q, combined(model.z, model.start.selection))),
    model.start.athrho,
    model.start.lnSigma,
  ]);
  let at: HeckmanPoint | null = pointAt(model, bases, inside);
  for (let step = 0; step < MOST_STEPS && at !== null; step++) {
    const { gradient, information } = slopesOf(model, bases, at);
    const factor = scaledCholesky(information, gradient.length);
    const change = factor === null ? ridged(information, gradient) : solveCholesky(factor, gradient);
    const decrement = Math.abs(dot(change, gradient));
    const next: HeckmanPoint | null = improved(model, bases, at, change);
    const scale = Math.max(1, Math.abs(at.ll));
    const isEnd = decrement <= 1e-24 * scale || (next === null && decrement <= 1e-12 * scale);
    if (isEnd && factor !== null) return finished(model, bases, [ofX, ofZ], at, inverseOf(factor, gradient.length));
    at = next;
  }
  const message = `no maximum of the likelihood was found in ${MOST_STEPS} steps`;
  const hint = 'is there a term of selection alone that moves it? Two steps, `method: twostep`, ask for less';
  throw new Refusal('no-convergence', message, { param: 'estimator', hint });
}

interface Bases {
  readonly x: readonly Float64Array[];
  readonly z: readonly Float64Array[];
}

/** A row's l and its derivatives: by the two indices η = x'b and ζ = z'g, arctanh ρ and ln σ, in this order. */
interface RowLikelihood {
  readonly value: number;
  readonly slopes: readonly number[];
  /** Upper triangle of −l″: ηη ηζ ηa ηs ζζ ζa ζs aa as ss. */
  readonly curves: readonly number[];
}

interface HeckmanPoint {
  readonly inside: Float64Array;
  readonly ll: number;
  /** One for each of all N rows; those not selected have ζ alone. */
  readonly rows: readonly RowLikelihood[];
}

function combined(columns: readonly Float64Array[], weights: ArrayLike<number>): Float64Array {
  const out = new Float64Array(columns[0]!.length);
  for (const [j, column] of columns.entries()) {
    const weight = weights[j]!;
    for (let i = 0; i < out.length; i++) out[i] = out[i]! + weight * column[i]!;
  }
  return out;
}

function pointAt({ y, selected }: SelectionModel, { x, z }: Bases, inside: Float64Array): HeckmanPoint | null {
  const kx = x.length;
  const eta = combined(x, inside.subarray(0, kx));
  const zeta = combined(z, inside.subarray(kx, kx + z.length));
  const a = inside[kx + z.length]!;
  const sigma = Math.exp(inside[kx + z.length + 1]!);
  if (!(sigma > 0) || !Number.isFinite(sigma) || Math.abs(a) > 15) return null;
  const rows: RowLikelihood[] = Array.from(zeta, notSelected);
  for (const [i, row] of selected.entries()) rows[row] = selectedRow((y[i]! - eta[i]!) / sigma, zeta[row]!, a, sigma);
  const ll = sum(Float64Array.from(rows, ({ value }) => value));
  return Number.isFinite(ll) ? { inside, ll, rows } : null;
}

function notSelected(zeta: number): RowLikelihood {
  const lambda = inverseMills(-zeta);
  const curve = Math.max(0, lambda * (lambda - zeta));
  return { value: logCdf(-zeta), slopes: [0, -lambda, 0, 0], curves: [0, 0, 0, 0, curve, 0, 0, 0, 0, 0] };
}

function selectedRow(e: number, zeta: number, a: number, sigma: number): RowLikelihood {
  const { rho, root } = correlation(a);
  const u = (zeta + rho * e) / root;
  const lambda = inverseMills(u);
  const delta = Math.max(0, lambda * (lambda + u));
  const byE = rho / root;
  const first = [-byE / sigma, 1 / root, root * e + rho * u, -byE * e];
  const [eEta, eS] = [-1 / sigma, -e];
  const slopes = [
    lambda * first[0]! - e * eEta,
    lambda * first[1]!,
    lambda * first[2]!,
    lambda * first[3]! - e * eS - 1,
  ];
  // second derivatives of u, and of e²/2, where they are not 0
  const curves = [
    delta * first[0]! * first[0]! + eEta * eEta,
    delta * first[0]! * first[1]!,
    delta * first[0]! * first[2]! + lambda / (root * sigma),
    delta * first[0]! * first[3]! - (lambda * byE) / sigma + eEta * eS + e / sigma,
    delta * first[1]! * first[1]!,
    delta * first[1]! * first[2]! - lambda * byE,
    delta * first[1]! * first[3]!,
    delta * first[2]! * first[2]! - lambda * u,
    delta * first[2]! * first[3]! + (lambda * e) / root,
    delta * first[3]! * first[3]! - lambda * byE * e + eS * eS + e * e,
  ];
  return { value: logCdf(u) - 0.5 * e * e - Math.log(sigma) - LOG_ROOT_TWO_PI, slopes, curves };
}

/** Gradient and observed information in the coordinates of the bases. */
function slopesOf({ selected }: SelectionModel, { x, z }: Bases, { rows }: HeckmanPoint) {
  const [kx, kz] = [x.length, z.length];
  const size = kx + kz + 2;
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  const set = (i: number, j: number, value: number): void => {
    information[i * size + j] = value;
    information[j * size + i] = value;
  };
  const all = (of: (row: RowLikelihood) => number): Float64Array => Float64Array.from(rows, of);
  const chosen = (of: (row: RowLikelihood) => number): Float64Array =>
    Float64Array.from(selected, (row) => of(rows[row]!));
  const zs = z.map((q) => Float64Array.from(selected, (row) => q[row]!));
  const times = (q: Float64Array, by: Float64Array): Float64Array => q.map((value, i) => value * by[i]!);
  const [eta, etaZeta, etaA, etaS] = [0, 1, 2, 3].map((at) => chosen(({ curves }) => curves[at]!)) as Float64Array[];
  const [zeta, zetaA, zetaS] = [4, 5, 6].map((at) => all(({ curves }) => curves[at]!)) as Float64Array[];
  const ofEta = chosen(({ slopes }) => slopes[0]!);
  const ofZeta = all(({ slopes }) => slopes[1]!);
  for (const [i, q] of x.entries()) {
    gradient[i] = dot(q, ofEta);
    const own = times(q, eta!);
    for (let j = 0; j <= i; j++) set(i, j, dot(own, x[j]!));
    const mixed = times(q, etaZeta!);
    for (let j = 0; j < kz; j++) set(i, kx + j, dot(mixed, zs[j]!));
    set(i, kx + kz, dot(q, etaA!));
    set(i, kx + kz + 1, dot(q, etaS!));
  }
  for (const [i, q] of z.entries()) {
    gradient[kx + i] = dot(q, ofZeta);
    const own = times(q, zeta!);
    for (let j = 0; j <= i; j++) set(kx + i, kx + j, dot(own, z[j]!));
    set(kx + i, kx + kz, dot(q, zetaA!));
    set(kx + i, kx + kz + 1, dot(q, zetaS!));
  }
  for (const at of [0, 1]) gradient[kx + kz + at] = sum(all(({ slopes }) => slopes[2 + at]!));
  set(kx + kz, kx + kz, sum(all(({ curves }) => curves[7]!)));
  set(kx + kz, kx + kz + 1, sum(all(({ curves }) => curves[8]!)));
  set(kx + kz + 1, kx + kz + 1, sum(all(({ curves }) => curves[9]!)));
  return { gradient, information };
}

function improved(model: SelectionModel, bases: Bases, from: HeckmanPoint, change: Float64Array): HeckmanPoint | null {
  for (let halving = 0, share = 1; halving < MOST_HALVINGS; halving++, share /= 2) {
    const next = pointAt(
      model,
      bases,
      from.inside.map((value, j) => value + share * change[j]!),
    );
    if (next !== null && next.ll > from.ll) return next;
  }
  return null;
}

/** From coordinates to coefficients: b = S⁻¹R⁻¹c for each list, and the two further parameters as they are. */
function finished(
  { selected }: SelectionModel,
  { x, z }: Bases,
  [ofX, ofZ]: readonly [QR, QR],
  at: HeckmanPoint,
  inverse: Float64Array,
): SelectionMaximum {
  const [kx, kz] = [x.length, z.length];
  const size = kx + kz + 2;
  const outward = (inside: Float64Array): Float64Array => {
    const out = inside.slice();
    const b = solveR(ofX, inside.slice(0, kx));
    const g = solveR(ofZ, inside.slice(kx, kx + kz));
    for (let j = 0; j < kx; j++) out[j] = b[j]! / ofX.scale[j]!;
    for (let j = 0; j < kz; j++) out[kx + j] = g[j]! / ofZ.scale[j]!;
    return out;
  };
  const { half, whole } = turned(inverse, size, outward);
  const influence = Array.from({ length: size }, (_, i) => {
    const weights = half.subarray(i * size, (i + 1) * size);
    const own = new Float64Array(at.rows.length);
    const byZeta = combined(z, weights.subarray(kx, kx + kz));
    for (const [row, { slopes }] of at.rows.entries()) {
      own[row] = byZeta[row]! * slopes[1]! + weights[kx + kz]! * slopes[2]! + weights[kx + kz + 1]! * slopes[3]!;
    }
    const byEta = combined(x, weights.subarray(0, kx));
    for (const [j, row] of selected.entries()) own[row] = own[row]! + byEta[j]! * at.rows[row]!.slopes[0]!;
    return own;
  });
  const found = outward(at.inside);
  return {
    outcome: found.slice(0, kx),
    selection: found.slice(kx, kx + kz),
    athrho: found[kx + kz]!,
    lnSigma: found[kx + kz + 1]!,
    ll: at.ll,
    inverse: whole,
    influence,
  };
}
