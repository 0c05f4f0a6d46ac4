/** Weighting matrices of moments: generalised inverses by Cholesky with pivots. */

/** A moment counts as a combination of others when less than this part of its variance is left. */
const collinear = 1e-10;

export interface Weight {
  /** Positions of the moments that are no combinations of those kept before them. */
  readonly kept: readonly number[];
  /** L⁻¹ of the kept moments of v: |whiten(v)|² = v'A v. Length of `kept`. */
  whiten(v: Float64Array): Float64Array;
  /** A^{1/2}' w: unwhiten(whiten(v)) = A v, 0 at moments that are not kept. Length J. */
  unwhiten(w: Float64Array): Float64Array;
}

/**
 * The generalised inverse A of a symmetric positive semi-definite S, J×J row-major, of which `among` (by default all) are used. Pivots are
 * taken largest first of S scaled to a unit diagonal, so that units change nothing. O(J³/3).
 */
export function weightOf(s: Float64Array, j: number, among?: readonly number[]): Weight {
  const members = (among ?? Array.from({ length: j }, (_, i) => i)).filter((i) => s[i * j + i]! > 0);
  const n = members.length;
  const scale = members.map((i) => Math.sqrt(s[i * j + i]!));
  const a = new Float64Array(n * n);
  for (let p = 0; p < n; p++) {
    for (let q = 0; q < n; q++) a[p * n + q] = s[members[p]! * j + members[q]!]! / scale[p]! / scale[q]!;
  }
  const order = members.map((_, p) => p);
  const lower: Float64Array[] = order.map((p) => a.subarray(p * n, p * n + n));
  let rank = 0;
  for (; rank < n; rank++) {
    let best = rank;
    for (let p = rank + 1; p < n; p++) {
      if (lower[p]![order[p]!]! > lower[best]![order[best]!]! + 1e-15) best = p;
    }
    const pivot = lower[best]![order[best]!]!;
    if (!(pivot > collinear)) break;
    [order[rank], order[best]] = [order[best]!, order[rank]!];
    [lower[rank], lower[best]] = [lower[best]!, lower[rank]!];
    eliminate(lower, order, rank, n);
  }
  return new CholeskyWeight(order, lower, rank, members, scale, j);
}

/** One step: column `order[k]` of the rows below becomes that of L, and what it explains is taken off. */
function eliminate(lower: readonly Float64Array[], order: readonly number[], k: number, n: number): void {
  const column = order[k]!;
  const root = Math.sqrt(lower[k]![column]!);
  lower[k]![column] = root;
  for (let p = k + 1; p < n; p++) lower[p]![column] = lower[p]![column]! / root;
  for (let p = k + 1; p < n; p++) {
    const row = lower[p]!;
    const factor = row[column]!;
    if (factor === 0) continue;
    for (let q = k + 1; q <= p; q++) {
      const at = order[q]!;
      const value = row[at]! - factor * lower[q]![column]!;
      row[at] = value;
      // the row above must find it too when it is a pivot's
      lower[q]![order[p]!] = value;
    }
  }
}

class CholeskyWeight implements Weight {
  readonly kept: readonly number[];
  readonly #order: readonly number[];
  readonly #lower: readonly Float64Array[];
  readonly #scale: readonly number[];
  readonly #j: number;

  constructor(
    order: readonly number[],
    lower: readonly Float64Array[],
    rank: number,
    members: readonly number[],
    scale: readonly number[],
    j: number,
  ) {
    this.#order = order.slice(0, rank);
    this.#lower = lower;
    this.kept = this.#order.map((p) => members[p]!);
    this.#scale = this.#order.map((p) => scale[p]!);
    this.#j = j;
  }

  whiten(v: Float64Array): Float64Array {
    const rank = this.kept.length;
    const out = new Float64Array(rank);
    for (let i = 0; i < rank; i++) {
      const row = this.#lower[i]!;
      let value = v[this.kept[i]!]! / this.#scale[i]!;
      for (let m = 0; m < i; m++) value -= row[this.#order[m]!]! * out[m]!;
      out[i] = value / row[this.#order[i]!]!;
    }
    return out;
  }

  unwhiten(w: Float64Array): Float64Array {
    const rest = w.slice();
    const out = new Float64Array(this.#j);
    for (let i = this.kept.length - 1; i >= 0; i--) {
      const row = this.#lower[i]!;
      const value = rest[i]! / row[this.#order[i]!]!;
      for (let m = 0; m < i; m++) rest[m] = rest[m]! - row[this.#order[m]!]! * value;
      out[this.kept[i]!] = value / this.#scale[i]!;
    }
    return out;
  }
}
