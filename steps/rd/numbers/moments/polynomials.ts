/** Polynomials that are orthonormal under weights, by their coefficients in t = (d − middle)/half, which runs from −1 to 1. */

/** The place and scale that make t run from −1 to 1. */
export interface RescaledDistance {
  readonly middle: number;
  /** 0 where all distances are the same. */
  readonly half: number;
}

export function lineOf(
  distances: Float64Array,
  { from, to }: { readonly from: number; readonly to: number },
): RescaledDistance {
  if (to === from) return { middle: 0, half: 0 };
  const [low, high] = [distances[from]!, distances[to - 1]!];
  const half = (high - low) / 2;
  return { middle: (low + high) / 2, half };
}

export interface Places {
  readonly distances: Float64Array;
  /** Position of the first row; as many rows as weights. */
  readonly from: number;
  readonly weights: Float64Array;
  readonly line: RescaledDistance;
}

/** A smaller rest of a power, as a share of its square, is left to the recurrence. */
const doubtful = 1e-8;

/**
 * Polynomials of degrees 0 … `order` from sums of weights times powers of t, 2·order + 1 of them: their triangular root is well conditioned where many
 * values are spread. Null elsewhere.
 */
export function polynomialsByMoments(sums: Float64Array, order: number): readonly Float64Array[] | null {
  const size = order + 1;
  const lower: number[][] = [];
  for (let i = 0; i < size; i++) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let rest = sums[i + j]!;
      for (let k = 0; k < j; k++) rest -= row[k]! * (j === i ? row[k]! : lower[j]![k]!);
      if (j === i && !(rest > doubtful * sums[2 * i]!)) return null;
      row.push(j === i ? Math.sqrt(rest) : rest / lower[j]![j]!);
    }
    lower.push(row);
  }
  return inverseRows(lower);
}

/** Rows of L⁻¹, L lower triangular. */
function inverseRows(lower: readonly (readonly number[])[]): Float64Array[] {
  const out: Float64Array[] = [];
  for (const [i, row] of lower.entries()) {
    const inverse = new Float64Array(lower.length);
    inverse[i] = 1;
    for (let k = 0; k < i; k++) for (let j = 0; j <= k; j++) inverse[j] = inverse[j]! - row[k]! * out[k]![j]!;
    out.push(inverse.map((value) => value / row[i]!));
  }
  return out;
}

/** If less than this share of a power is left, the rest is rounding. */
const spanned = 1e-11;

/** By the recurrence of three terms (Stieltjes; Gautschi 2004, Orthogonal Polynomials, section 2.2); null where the distances are too few. O(rows · order). */
export function polynomialsByRecurrence(
  { distances, from, weights, line: { middle, half } }: Places,
  order: number,
): readonly Float64Array[] | null {
  const n = weights.length;
  const t = new Float64Array(n);
  if (half > 0) for (let i = 0; i < n; i++) t[i] = (distances[from + i]! - middle) / half;
  const power = new Float64Array(n).fill(1);
  let [before, last, next] = [new Float64Array(n), new Float64Array(n), new Float64Array(n).fill(1)];
  const basis: Float64Array[] = [];
  // the size of what earlier powers leave of this one
  let left = 1;
  for (let k = 0; k <= order; k++) {
    const coefficients = new Float64Array(order + 1);
    if (k === 0) coefficients[0] = 1;
    else {
      let [centre, back] = [0, 0];
      for (let i = 0; i < n; i++) centre += weights[i]! * t[i]! * last[i]! * last[i]!;
      for (let i = 0; i < n; i++) next[i] = (t[i]! - centre) * last[i]!;
      for (let i = 0; i < n; i++) back += weights[i]! * next[i]! * before[i]!;
      for (let i = 0; i < n; i++) next[i] = next[i]! - back * before[i]!;
      for (let j = 0; j < k; j++) {
        coefficients[j + 1] = coefficients[j + 1]! + basis[k - 1]![j]!;
        coefficients[j] = coefficients[j]! - centre * basis[k - 1]![j]! - back * (basis[k - 2]?.[j] ?? 0);
      }
      for (let i = 0; i < n; i++) power[i] = power[i]! * t[i]!;
    }
    const size = Math.sqrt(squares(next, weights));
    left *= size;
    if (!(left > spanned * Math.sqrt(squares(power, weights)))) return null;
    for (let i = 0; i < n; i++) next[i] = next[i]! / size;
    basis.push(coefficients.map((value) => value / size));
    [before, last, next] = [last, next, before];
  }
  return basis;
}

function squares(x: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += weights[i]! * x[i]! * x[i]!;
  return sum;
}

/** The value of a polynomial by its coefficients of x^0, x^1, … */
export function valueAt(coefficients: Float64Array, x: number): number {
  let value = 0;
  for (let j = coefficients.length - 1; j >= 0; j--) value = value * x + coefficients[j]!;
  return value;
}

/** Writes values of a polynomial at as many rows as `out` has. */
export function evaluate(
  coefficients: Float64Array,
  distances: Float64Array,
  from: number,
  { middle, half }: RescaledDistance,
  out: Float64Array,
): void {
  const order = coefficients.length - 1;
  for (let i = 0; i < out.length; i++) {
    const t = half > 0 ? (distances[from + i]! - middle) / half : 0;
    let value = coefficients[order]!;
    for (let j = order - 1; j >= 0; j--) value = value * t + coefficients[j]!;
    out[i] = value;
  }
}

/** Coefficients of d^0, d^1, … from those of t^0, t^1, … */
export function inDistances(coefficients: Float64Array, { middle, half }: RescaledDistance): Float64Array {
  const size = coefficients.length;
  const out = new Float64Array(size);
  const scale = half > 0 ? half : 1;
  for (let j = size - 1; j >= 0; j--) {
    // times (d − middle)/half, then the next coefficient
    for (let k = size - 1; k >= 0; k--) out[k] = ((k > 0 ? out[k - 1]! : 0) - middle * out[k]!) / scale;
    out[0] = out[0]! + coefficients[j]!;
  }
  return out;
}

/** Coefficients of the product of two polynomials. */
export function product(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const out = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) out[i + j] = out[i + j]! + a[i]! * b[j]!;
  return out;
}
