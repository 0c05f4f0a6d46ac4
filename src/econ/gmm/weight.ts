/** Weighting matrices of moments: generalised inverses by Cholesky with pivots. */
import { dot } from '../../base/number/sum.ts';

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
  const scale = Float64Array.from(members, (i) => Math.sqrt(s[i * j + i]!));
  const order = members.map((_, p) => p);
  const lower = order.map(() => new Float64Array(n));
  // what is left of each diagonal, in the order of the rows
  const left = new Float64Array(n).fill(1);
  let rank = 0;
  for (; rank < n; rank++) {
    let best = rank;
    for (let p = rank + 1; p < n; p++) if (left[p]! > left[best]! + 1e-15) best = p;
    if (!(left[best]! > collinear)) break;
    swap(order, rank, best);
    swap(lower, rank, best);
    [left[rank], left[best]] = [left[best]!, left[rank]!];
    addColumn({ s, j, members, scale, order, lower, left }, rank);
  }
  return new CholeskyWeight(
    order.slice(0, rank).map((p) => members[p]!),
    lower,
    Float64Array.from(order.slice(0, rank), (p) => scale[p]!),
    j,
  );
}

function swap<T>(items: T[], a: number, b: number): void {
  [items[a], items[b]] = [items[b]!, items[a]!];
}

interface Factor {
  readonly s: Float64Array;
  readonly j: number;
  readonly members: readonly number[];
  readonly scale: Float64Array;
  readonly order: readonly number[];
  readonly lower: readonly Float64Array[];
  readonly left: Float64Array;
}

/** Column k of L, and what is left below it. */
function addColumn({ s, j, members, scale, order, lower, left }: Factor, k: number): void {
  const pivot = lower[k]!;
  const root = Math.sqrt(left[k]!);
  pivot[k] = root;
  const at = members[order[k]!]! * j;
  const size = scale[order[k]!]! * root;
  for (let p = k + 1; p < lower.length; p++) {
    const row = lower[p]!;
    const own = order[p]!;
    const value = s[at + members[own]!]! / scale[own]! / size - dot(row, pivot, 0, 0, k) / root;
    row[k] = value;
    left[p] = left[p]! - value * value;
  }
}

class CholeskyWeight implements Weight {
  readonly kept: readonly number[];
  readonly #lower: readonly Float64Array[];
  readonly #scale: Float64Array;
  readonly #j: number;

  constructor(kept: readonly number[], lower: readonly Float64Array[], scale: Float64Array, j: number) {
    this.kept = kept;
    this.#lower = lower;
    this.#scale = scale;
    this.#j = j;
  }

  whiten(v: Float64Array): Float64Array {
    const { kept } = this;
    const out = new Float64Array(kept.length);
    for (let i = 0; i < out.length; i++) {
      const row = this.#lower[i]!;
      out[i] = (v[kept[i]!]! / this.#scale[i]! - dot(row, out, 0, 0, i)) / row[i]!;
    }
    return out;
  }

  unwhiten(w: Float64Array): Float64Array {
    const rest = w.slice();
    const out = new Float64Array(this.#j);
    for (let i = rest.length - 1; i >= 0; i--) {
      const row = this.#lower[i]!;
      const value = rest[i]! / row[i]!;
      for (let m = 0; m < i; m++) rest[m] = rest[m]! - row[m]! * value;
      out[this.kept[i]!] = value / this.#scale[i]!;
    }
    return out;
  }
}
