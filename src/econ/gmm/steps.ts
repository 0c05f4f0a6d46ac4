/** One step of GMM, and the covariances of one and of two steps. */
import { dot, norm } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { applyQTransposed, householder, type QR, solveR } from '../linalg/qr.ts';
import { addMultiple } from '../vcov/score-meat.ts';
import { along, byGroup, type GroupMoments, momentsOf, sumsByGroup } from './moments.ts';
import type { Stack } from './stack.ts';
import type { Weight } from './weight.ts';

/** Z'X by regressor and Z'y. */
export interface InstrumentProducts {
  readonly zx: readonly Float64Array[];
  readonly zy: Float64Array;
}

export const productsOf = (stack: Stack): InstrumentProducts => ({
  zx: stack.x.map(({ values }) => momentsOf(stack, values)),
  zy: momentsOf(stack, stack.y),
});

/** An estimate by one weighting matrix A. */
export interface GmmStep {
  readonly weight: Weight;
  /** K */
  readonly b: Float64Array;
  /** (X'Z A Z'X)⁻¹, K×K row-major. */
  readonly v: Float64Array;
  /** V X'Z A by regressor, each of length J: b is its product with Z'y. */
  readonly vxza: readonly Float64Array[];
}

const SPANNED = 1e-9;

interface Whitened {
  readonly columns: readonly Float64Array[];
  readonly qr: QR;
  /** Q'w of the outcome's moments w. */
  readonly solved: Float64Array;
}

/** The moments whitened, and regressed on each other. Refuses regressors that the instruments do not tell apart. */
function whitened(weight: Weight, { zx, zy }: InstrumentProducts, names: readonly string[]): Whitened {
  const columns = zx.map((column) => weight.whiten(column));
  const rows = weight.kept.length;
  const sizes = columns.map(norm);
  const qr = householder(columns, rows, (k) => SPANNED * sizes[k]!);
  if (qr.dropped.length > 0) {
    const name = names[qr.dropped[0]!]!;
    const message = `the instruments do not identify \`${name}\`: they move it with the other regressors, or not at all`;
    const hint = 'instrument it, `gmm: [{of: [x]}]` or `iv: [{of: [x]}]`, or leave it out';
    throw new Refusal('not-identified', message, { param: 'estimator', hint });
  }
  const solved = weight.whiten(zy);
  applyQTransposed(qr, solved);
  return { columns, qr, solved };
}

/** The criterion v'A v of the estimate by a weighting matrix, with v its moments: what the whitened regressors leave. O(J²K). */
export function leastCriterion(weight: Weight, products: InstrumentProducts, names: readonly string[]): number {
  const { qr, solved } = whitened(weight, products, names);
  const k = qr.kept.length;
  return dot(solved, solved, k, k);
}

/** b = (X'ZAZ'X)⁻¹ X'ZA Z'y by QR of the whitened moments. Refuses regressors that the instruments do not tell apart. O(J²K). */
export function stepBy(weight: Weight, { zx, zy }: InstrumentProducts, names: readonly string[]): GmmStep {
  const { columns, qr, solved } = whitened(weight, { zx, zy }, names);
  const k = columns.length;
  const b = solveR(qr, solved).map((value, i) => value / qr.scale[i]!);
  // rows of R⁻¹ in the regressors' own units
  const inverse = Array.from({ length: k }, (_, i) => {
    const unit = new Float64Array(k);
    unit[i] = 1;
    return solveR(qr, unit).map((value, row) => value / qr.scale[row]!);
  });
  const v = new Float64Array(k * k);
  for (let p = 0; p < k; p++) {
    for (let q = 0; q < k; q++) {
      let total = 0;
      for (let i = 0; i < k; i++) total += inverse[i]![p]! * inverse[i]![q]!;
      v[p * k + q] = total;
    }
  }
  const azx = columns.map((column) => weight.unwhiten(column));
  const vxza = Array.from({ length: k }, (_, p) => {
    const out = new Float64Array(zy.length);
    for (let q = 0; q < k; q++) {
      const factor = v[p * k + q]!;
      addMultiple(out, azx[q]!, factor);
    }
    return out;
  });
  return { weight, b, v, vxza };
}

export function residualsOf({ x, y }: Pick<Stack, 'x' | 'y'>, b: Float64Array): Float64Array {
  const e = y.slice();
  for (let k = 0; k < x.length; k++) addMultiple(e, x[k]!.values, -b[k]!);
  return e;
}

/** v'A v. */
export function criterion(weight: Weight, moments: Float64Array): number {
  const w = weight.whiten(moments);
  return dot(w, w);
}

/** V X'Z A m of every group's moments: how much each moves the estimate. A row of all groups for each of K coefficients. */
function influences({ vxza }: GmmStep, moments: GroupMoments): Float64Array[] {
  return vxza.map((row) => alongMoments(row, moments));
}

/** Each group's moments along a vector of J. */
function alongMoments(a: Float64Array, { groups, of }: GroupMoments): Float64Array {
  const out = new Float64Array(groups);
  for (let c = 0; c < a.length; c++) if (a[c] !== 0) addMultiple(out, of[c]!, a[c]!);
  return out;
}

/** Σ a b' over the groups, times `factor`: K×K row-major. */
function crossProducts(a: readonly Float64Array[], b: readonly Float64Array[], factor: number): Float64Array {
  const k = a.length;
  const out = new Float64Array(k * k);
  for (let p = 0; p < k; p++) for (let q = 0; q < k; q++) out[p * k + q] = factor * dot(a[p]!, b[q]!);
  return out;
}

/** Σ ψ ψ' with ψ = V X'Z A m of every group's moments: the covariance of one step that is robust within groups. K×K, times `factor`. */
export function robustCovariance(step: GmmStep, moments: GroupMoments, factor: number): Float64Array {
  const psi = influences(step, moments);
  return crossProducts(psi, psi, factor);
}

export interface TwoSteps {
  /** Moments Z_g'e₁ of the groups, and the group of every row. */
  readonly moments: GroupMoments;
  readonly codes: Int32Array;
  readonly factor: number;
  /** The robust covariance of the first step. */
  readonly v1: Float64Array;
}

/**
 * Windmeijer's (2005, J. Econometrics 126:25) covariance of the second step: V₂ + D V₁ D' + D V₂ + V₂ D', where D is how b₂ moves with the
 * residuals that A₂ is made of. `ze2`: Z'e₂. K×K.
 */
export function windmeijer(stack: Stack, step: GmmStep, ze2: Float64Array, first: TwoSteps): Float64Array {
  const { x } = stack;
  const k = x.length;
  const a = step.weight.unwhiten(step.weight.whiten(ze2));
  const { moments, codes, factor } = first;
  // Σ_g (e₁'Z a) Z'X: each row by what its group has along a
  const sizesOfGroups = alongMoments(a, moments);
  const zx = x.map(({ values }) => momentsOf(stack, byGroup(values, codes, sizesOfGroups)));
  // Σ_g Z'e₁ (a'Z'X)
  const sizes = along(stack, a);
  const slopes = x.map(({ values }) => sumsByGroup(values, sizes, codes, moments.groups));
  const moved = crossProducts(influences(step, moments), slopes, factor);
  const dk = crossProducts(step.vxza, zx, factor);
  for (let i = 0; i < dk.length; i++) dk[i] = dk[i]! + moved[i]!;
  const dv2 = times(dk, step.v, k);
  const dv1d = times(times(dk, first.v1, k), transposed(dk, k), k);
  return step.v.map((value, i) => value + dv1d[i]! + dv2[i]! + dv2[(i % k) * k + Math.floor(i / k)]!);
}

function times(a: Float64Array, b: Float64Array, k: number): Float64Array {
  const out = new Float64Array(k * k);
  for (let p = 0; p < k; p++)
    for (let i = 0; i < k; i++)
      for (let q = 0; q < k; q++) out[p * k + q] = out[p * k + q]! + a[p * k + i]! * b[i * k + q]!;
  return out;
}

const transposed = (a: Float64Array, k: number): Float64Array => a.map((_, i) => a[(i % k) * k + Math.floor(i / k)]!);
