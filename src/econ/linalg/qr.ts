/** Householder QR in the order the columns are listed, leaving out those spanned by earlier ones. */
import { memoByIdentity } from '../../base/memo.ts';
import { binaryScale } from '../../base/number/power.ts';
import { dot } from '../../base/number/sum.ts';

export interface QR {
  /** N */
  readonly rows: number;
  /** Positions (in the list) of the K columns kept, ascending. */
  readonly kept: readonly number[];
  /** Positions of the columns left out. */
  readonly dropped: readonly number[];
  /** Householder vectors of the kept columns, each of length N with zeros above its own position, v'v = 2. */
  readonly reflectors: readonly Float64Array[];
  /** K×K upper triangle, column j at [j·K, j·K + j]; of the scaled columns. */
  readonly r: Float64Array;
  /** Each kept column was divided by its power of two. */
  readonly scale: Float64Array;
  /** The kept columns where there are no reflectors: R is then from their products, and Q is these, scaled, times R^−1. */
  readonly columns?: readonly Float64Array[];
}

/** A solved regression. */
export interface LeastSquares {
  readonly qr: QR;
  /** One per kept column, in its own units. */
  readonly coefficients: Float64Array;
  /** y − Xb, length N */
  readonly residuals: Float64Array;
}

/**
 * `columns`: K arrays of length N, not changed. Columns are scaled by powers of two first, so sizes may differ
 * by any factor. `tolerance(j)` is absolute, in the units of column j. O(NK²).
 */
export function householder(columns: readonly Float64Array[], rows: number, tolerance: (j: number) => number): QR {
  const kept: number[] = [];
  const dropped: number[] = [];
  const reflectors: Float64Array[] = [];
  const triangle: Float64Array[] = [];
  const scales: number[] = [];
  for (let j = 0; j < columns.length; j++) {
    const scale = columnScale(columns[j]!);
    const x = columns[j]!.slice();
    divide(x, scale);
    for (const [i, v] of reflectors.entries()) reflect(v, x, i);
    const at = reflectors.length;
    const rest = at < rows ? Math.sqrt(dot(x, x, at, at, rows - at)) : 0;
    if (!(rest * scale > tolerance(j)) || rest === 0) {
      dropped.push(j);
      continue;
    }
    kept.push(j);
    scales.push(scale);
    triangle.push(makeReflector(x, at, rest));
    reflectors.push(x);
  }
  return { rows, kept, dropped, reflectors, r: packed(triangle), scale: Float64Array.from(scales) };
}

/** x / scale in place. */
export function divide(x: Float64Array, scale: number): void {
  if (scale === 1) return;
  for (let i = 0; i < x.length; i++) x[i] = x[i]! / scale;
}

/** Power of two near the largest |x|, so that squares neither overflow nor vanish. */
export function columnScale(x: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    const size = Math.abs(x[i]!);
    if (size > largest) largest = size;
  }
  return binaryScale(largest);
}

/** Turns x into the reflector that zeroes it below `at`; returns the finished column of R (length at + 1). */
export function makeReflector(x: Float64Array, at: number, norm: number): Float64Array {
  const head = x[at]!;
  const diagonal = head > 0 ? -norm : norm;
  const column = x.slice(0, at + 1);
  column[at] = diagonal;
  // v = x − diagonal·e, |v|² = 2·norm·(norm + |head|); scaled so that H = I − v v'
  const factor = Math.sqrt(norm * (norm + Math.abs(head)));
  x.fill(0, 0, at);
  x[at] = (head - diagonal) / factor;
  for (let i = at + 1; i < x.length; i++) x[i] = x[i]! / factor;
  return column;
}

function packed(triangle: readonly Float64Array[]): Float64Array {
  const k = triangle.length;
  const r = new Float64Array(k * k);
  for (const [j, column] of triangle.entries()) r.set(column, j * k);
  return r;
}

/** (I − v v') x in place, v zero above `at`. */
export function reflect(v: Float64Array, x: Float64Array, at: number): void {
  const size = dot(v, x, at, at, x.length - at);
  for (let i = at; i < x.length; i++) x[i] = x[i]! - size * v[i]!;
}

/** Q'x in place (length N). O(NK). */
export function applyQTransposed(qr: QR, x: Float64Array): void {
  for (let i = 0; i < qr.reflectors.length; i++) reflect(qr.reflectors[i]!, x, i);
}

/** Q x in place (length N). O(NK). */
export function applyQ(qr: QR, x: Float64Array): void {
  for (let i = qr.reflectors.length - 1; i >= 0; i--) reflect(qr.reflectors[i]!, x, i);
}

/** The first K columns of Q, each of length N; not to be changed. `earlier`: a QR that may be of the first of the columns. O(NK²). */
export function orthonormalColumns(qr: QR, earlier?: QR): readonly Float64Array[] {
  if (qr.columns !== undefined) {
    return earlier !== undefined && leads(earlier, qr) ? formed(qr, columnsByR(earlier)) : columnsByR(qr);
  }
  return qr.reflectors.map((_, j) => {
    const column = new Float64Array(qr.rows);
    column[j] = 1;
    // the later reflectors leave this unit vector as it is
    for (let i = j; i >= 0; i--) reflect(qr.reflectors[i]!, column, i);
    return column;
  });
}

/** Rows of which Q is formed at a time, so that a cache holds them. */
const BLOCK = 1024;

/** Remembered, since tests ask for the same Q again and again. */
const columnsByR = memoByIdentity((qr: QR): readonly Float64Array[] => formed(qr, []));

/** Columns of Q, of which the first are known. */
function formed({ columns: given, rows, r, scale }: QR, known: readonly Float64Array[]): readonly Float64Array[] {
  const columns = given!;
  const k = columns.length;
  const q = columns.map((_, j) => known[j] ?? new Float64Array(rows));
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK);
    for (let j = known.length; j < k; j++) {
      const own = q[j]!;
      const size = 1 / r[j * k + j]!;
      multiplyInto(own, columns[j]!, size / scale[j]!, from, to);
      for (let i = 0; i < j; i++) if (r[j * k + i] !== 0) subtractFrom(own, q[i]!, r[j * k + i]! * size, from, to);
    }
  }
  return q;
}

/** Tells whether a QR equals, to the bit, the one that another gives for its first columns. */
function leads(earlier: QR, qr: QR): boolean {
  const [own, all] = [earlier.columns, qr.columns];
  if (own === undefined || all === undefined || own.length > all.length) return false;
  return own.every((column, j) => {
    if (column !== all[j] || earlier.scale[j] !== qr.scale[j]) return false;
    for (let i = 0; i <= j; i++) if (earlier.r[j * own.length + i] !== qr.r[j * all.length + i]) return false;
    return true;
  });
}

function multiplyInto(out: Float64Array, x: Float64Array, by: number, from: number, to: number): void {
  for (let i = from; i < to; i++) out[i] = x[i]! * by;
}

function subtractFrom(out: Float64Array, x: Float64Array, factor: number, from: number, to: number): void {
  for (let i = from; i < to; i++) out[i] = out[i]! - factor * x[i]!;
}

/** Returns Q'Xb = R b, from coefficients in the columns' own units. O(K²). */
export function timesR(qr: QR, b: Float64Array): Float64Array {
  const k = qr.kept.length;
  const out = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    const scaled = b[j]! * qr.scale[j]!;
    for (let i = 0; i <= j; i++) out[i] = out[i]! + qr.r[j * k + i]! * scaled;
  }
  return out;
}

/** R^−1 z for the first K of z, in scaled units. O(K²). */
export function solveR(qr: QR, z: Float64Array): Float64Array {
  const x = z.slice(0, qr.kept.length);
  solveRInPlace(qr, x, 0);
  return x;
}

/** Solves in place for the K elements from `at` on. */
export function solveRInPlace(qr: QR, x: Float64Array, at: number): void {
  const k = qr.kept.length;
  const { r } = qr;
  for (let j = k - 1; j >= 0; j--) {
    const value = x[at + j]! / r[j * k + j]!;
    x[at + j] = value;
    for (let i = 0; i < j; i++) x[at + i] = x[at + i]! - value * r[j * k + i]!;
  }
}

/** R'^−1 z for z of length K, in scaled units. O(K²). */
export function solveRTransposed(qr: QR, z: Float64Array): Float64Array {
  const x = z.slice(0, qr.kept.length);
  solveRTransposedInPlace(qr, x);
  return x;
}

/** Solves the transposed system in place. The elements before `from` are zero. */
export function solveRTransposedInPlace(qr: QR, x: Float64Array, from = 0): void {
  const k = qr.kept.length;
  const { r } = qr;
  for (let j = from; j < k; j++) {
    let value = x[j]!;
    for (let i = from; i < j; i++) value -= r[j * k + i]! * x[i]!;
    x[j] = value / r[j * k + j]!;
  }
}
