/** Minimises the sum of weighted absolute deviations of quantile regression: a linear programme, solved along the edges of its vertices. */
import { dot, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { householder, orthonormalColumns, solveR } from '../linalg/qr.ts';

export interface QuantileSolution {
  /** One for each column, at a vertex: as many rows as columns are fitted exactly. */
  readonly coefficients: Float64Array;
  /** Σ ρ_τ(y − Xb) */
  readonly objective: number;
  /** Is true where no other coefficients fit as well. */
  readonly isUnique: boolean;
}

const MOST_STEPS = 50_000;
/** A residual or a slope smaller than this part of its scale is 0. */
const ZERO = 1e-11;

/**
 * Minimises Σ ρ_τ(y − Xb), ρ_τ(u) = u (τ − 1(u < 0)), over b (Koenker & Bassett 1978, Econometrica 46:33). From a vertex near least squares it goes along
 * the edge on which the objective falls most, to the weighted quantile of the rows' crossings (Barrodale & Roberts 1973, SIAM JNA 10:839), until it
 * falls along none. Where many rows meet in a vertex, outcomes are first moved by less than rounding, so that it ends. `columns`: K arrays of
 * length N, none spanned by the others. O(NK) a step.
 */
export function quantileVertex(columns: readonly Float64Array[], y: Float64Array, tau: number): QuantileSolution {
  const n = y.length;
  const qr = householder(columns, n, () => 0);
  const size = Math.sqrt(n);
  const basis = orthonormalColumns(qr).map((q) => q.map((value) => value * size));
  const outward = (b: Float64Array): Float64Array => solveR(qr, b).map((value, j) => (value * size) / qr.scale[j]!);
  const plain = descend(basis, y, y, tau);
  const found = plain ?? descend(basis, y, moved(y), tau);
  if (found === null)
    throw new Refusal('no-convergence', `no minimum of the deviations was found in ${MOST_STEPS} steps`, {
      param: 'terms',
    });
  const residuals = residualsOf(basis, y, found.b);
  return {
    coefficients: outward(found.b),
    objective: deviations(residuals, tau),
    isUnique: found.isUnique && plain !== null,
  };
}

/** Σ ρ_τ(u) */
export const deviations = (u: Float64Array, tau: number): number =>
  sum(u.map((value) => (value > 0 ? tau * value : (tau - 1) * value)));

/** Outcomes moved apart where they tie, by the fractions of multiples of the golden ratio. */
function moved(y: Float64Array): Float64Array {
  const spread = Math.sqrt(dot(y, y) / y.length);
  return y.map((value, i) => value + 1e-9 * spread * (((i + 1) * 0.6180339887498949) % 1));
}

function residualsOf(basis: readonly Float64Array[], y: Float64Array, b: Float64Array): Float64Array {
  const out = y.slice();
  for (const [j, q] of basis.entries()) for (let i = 0; i < out.length; i++) out[i] = out[i]! - b[j]! * q[i]!;
  return out;
}

/** null where it stays at a degenerate vertex. */
function descend(basis: readonly Float64Array[], y: Float64Array, used: Float64Array, tau: number) {
  const k = basis.length;
  const n = y.length;
  let rows = firstRows(basis, used, tau);
  let still = 0;
  const scale = Math.max(...used.map(Math.abs), 1e-300);
  for (let step = 0; step < MOST_STEPS; step++) {
    const inverse = inverseOf(basis, rows);
    const b = new Float64Array(k);
    for (let j = 0; j < k; j++) for (let m = 0; m < k; m++) b[j] = b[j]! + inverse[j * k + m]! * used[rows[m]!]!;
    const r = residualsOf(basis, used, b);
    for (const row of rows) r[row] = 0;
    const inside = new Set(rows);
    const isZero = (i: number): boolean => Math.abs(r[i]!) <= ZERO * scale;
    const g = new Float64Array(k);
    for (let i = 0; i < n; i++) {
      if (inside.has(i) || isZero(i)) continue;
      const psi = r[i]! > 0 ? tau : tau - 1;
      for (let j = 0; j < k; j++) g[j] = g[j]! + psi * basis[j]![i]!;
    }
    let best = { slope: -ZERO * n, at: -1, sign: 1 };
    let flat = false;
    for (let m = 0; m < k; m++) {
      for (const sign of [1, -1]) {
        // along this edge the m-th row's residual falls (sign 1) or rises
        let slope = sign === 1 ? 1 - tau : tau;
        for (let j = 0; j < k; j++) slope -= sign * g[j]! * inverse[j * k + m]!;
        for (let i = 0; i < n; i++) {
          if (inside.has(i) || !isZero(i)) continue;
          let a = 0;
          for (let j = 0; j < k; j++) a += sign * basis[j]![i]! * inverse[j * k + m]!;
          slope += a > 0 ? (1 - tau) * a : -tau * a;
        }
        if (Math.abs(slope) <= 1e-9) flat = true;
        if (slope < best.slope) best = { slope, at: m, sign };
      }
    }
    if (best.at < 0) return { b, isUnique: !flat };
    const direction = Float64Array.from({ length: k }, (_, j) => best.sign * inverse[j * k + best.at]!);
    const crossings: { t: number; row: number; rise: number }[] = [];
    for (let i = 0; i < n; i++) {
      if (inside.has(i)) continue;
      let a = 0;
      for (let j = 0; j < k; j++) a += basis[j]![i]! * direction[j]!;
      const t = r[i]! / a;
      if (a !== 0 && t >= 0 && !isZero(i)) crossings.push({ t, row: i, rise: Math.abs(a) });
    }
    crossings.sort((one, two) => one.t - two.t || one.row - two.row);
    let slope = best.slope;
    const stop = crossings.find(({ rise }) => {
      slope += rise;
      return slope >= 0;
    });
    if (stop === undefined) return { b, isUnique: false };
    still = stop.t <= 1e-14 * scale ? still + 1 : 0;
    if (still > 20 * k) return null;
    rows = rows.map((row, m) => (m === best.at ? stop.row : row));
  }
  return null;
}

/** Rows near the quantile of least squares' residuals that fix the coefficients. */
function firstRows(basis: readonly Float64Array[], y: Float64Array, tau: number): number[] {
  const n = y.length;
  const k = basis.length;
  const b = Float64Array.from(basis, (q) => dot(q, y) / n);
  const r = residualsOf(basis, y, b);
  const sorted = r.slice().sort();
  const centre = sorted[Math.min(n - 1, Math.floor(tau * n))]!;
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => Math.abs(r[i]! - centre) - Math.abs(r[j]! - centre) || i - j,
  );
  const rows: number[] = [];
  const chosen: Float64Array[] = [];
  for (const i of order) {
    const x = Float64Array.from(basis, (q) => q[i]!);
    const own = Math.sqrt(dot(x, x));
    for (const v of chosen) {
      const along = dot(v, x);
      for (let j = 0; j < k; j++) x[j] = x[j]! - along * v[j]!;
    }
    const left = Math.sqrt(dot(x, x));
    if (left <= 1e-6 * own) continue;
    chosen.push(x.map((value) => value / left));
    rows.push(i);
    if (rows.length === k) return rows;
  }
  throw new Refusal('no-convergence', 'no rows fix the coefficients', { param: 'terms' });
}

/** The inverse of the rows' regressors, by Gauss–Jordan with pivots. */
function inverseOf(basis: readonly Float64Array[], rows: readonly number[]): Float64Array {
  const k = basis.length;
  const a = new Float64Array(k * k);
  const out = new Float64Array(k * k);
  for (let m = 0; m < k; m++) {
    out[m * k + m] = 1;
    for (let j = 0; j < k; j++) a[m * k + j] = basis[j]![rows[m]!]!;
  }
  for (let c = 0; c < k; c++) {
    let pivot = c;
    for (let m = c + 1; m < k; m++) if (Math.abs(a[m * k + c]!) > Math.abs(a[pivot * k + c]!)) pivot = m;
    for (let j = 0; j < k; j++) {
      [a[c * k + j], a[pivot * k + j]] = [a[pivot * k + j]!, a[c * k + j]!];
      [out[c * k + j], out[pivot * k + j]] = [out[pivot * k + j]!, out[c * k + j]!];
    }
    const divisor = a[c * k + c]!;
    for (let j = 0; j < k; j++) {
      a[c * k + j] = a[c * k + j]! / divisor;
      out[c * k + j] = out[c * k + j]! / divisor;
    }
    for (let m = 0; m < k; m++) {
      if (m === c) continue;
      const factor = a[m * k + c]!;
      if (factor === 0) continue;
      for (let j = 0; j < k; j++) {
        a[m * k + j] = a[m * k + j]! - factor * a[c * k + j]!;
        out[m * k + j] = out[m * k + j]! - factor * out[c * k + j]!;
      }
    }
  }
  return out;
}
