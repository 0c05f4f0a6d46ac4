/** Weighting matrices of moments: generalised inverses by Cholesky with pivots. */
import { dot } from '../../base/number/sum.ts';

/** A moment counts as a combination of others when less than this part of its variance is left. */
const COLLINEAR = 1e-10;

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
  const members: number[] = [];
  for (let i = 0; i < (among?.length ?? j); i++) {
    const member = among?.[i] ?? i;
    if (s[member * j + member]! > 0) members.push(member);
  }
  const n = members.length;
  const factor: Factor = {
    s,
    j,
    members,
    scale: new Float64Array(n),
    lower: new Float64Array(n * n),
    begins: new Int32Array(n),
    left: new Float64Array(n).fill(1),
  };
  const { scale, begins, left } = factor;
  for (let p = 0; p < n; p++) {
    scale[p] = Math.sqrt(s[members[p]! * j + members[p]!]!);
    begins[p] = p * n;
  }
  let rank = 0;
  for (; rank < n; rank++) {
    let best = rank;
    for (let p = rank + 1; p < n; p++) if (left[p]! > left[best]! + 1e-15) best = p;
    if (!(left[best]! > COLLINEAR)) break;
    for (const list of [members, scale, begins, left]) swap(list, rank, best);
    addColumn(factor, rank);
  }
  return new CholeskyWeight(factor, rank);
}

function swap(items: number[] | Float64Array | Int32Array, a: number, b: number): void {
  const value = items[a]!;
  items[a] = items[b]!;
  items[b] = value;
}

/** The state of a factor L of n rows, in the order of its pivots. */
interface Factor {
  readonly s: Float64Array;
  readonly j: number;
  readonly members: number[];
  /** Standard deviations. */
  readonly scale: Float64Array;
  /** The rows of L, each of n from where it begins. */
  readonly lower: Float64Array;
  readonly begins: Int32Array;
  /** The remainder of each diagonal element. */
  readonly left: Float64Array;
}

/** Column k of L, and what is left below it. */
function addColumn({ s, j, members, scale, lower, begins, left }: Factor, k: number): void {
  const pivot = begins[k]!;
  const root = Math.sqrt(left[k]!);
  lower[pivot + k] = root;
  const at = members[k]! * j;
  const size = scale[k]! * root;
  for (let p = k + 1; p < left.length; p++) {
    const row = begins[p]!;
    const value = s[at + members[p]!]! / scale[p]! / size - dot(lower, lower, row, pivot, k) / root;
    lower[row + k] = value;
    left[p] = left[p]! - value * value;
  }
}

class CholeskyWeight implements Weight {
  readonly kept: readonly number[];
  readonly #factor: Factor;

  constructor(factor: Factor, rank: number) {
    this.kept = factor.members.slice(0, rank);
    this.#factor = factor;
  }

  whiten(v: Float64Array): Float64Array {
    const { kept } = this;
    const { lower, begins, scale } = this.#factor;
    const out = new Float64Array(kept.length);
    for (let i = 0; i < out.length; i++) {
      const row = begins[i]!;
      out[i] = (v[kept[i]!]! / scale[i]! - dot(lower, out, row, 0, i)) / lower[row + i]!;
    }
    return out;
  }

  unwhiten(w: Float64Array): Float64Array {
    const { lower, begins, scale, j } = this.#factor;
    const rest = w.slice();
    const out = new Float64Array(j);
    for (let i = rest.length - 1; i >= 0; i--) {
      const row = begins[i]!;
      const value = rest[i]! / lower[row + i]!;
      for (let m = 0; m < i; m++) rest[m] = rest[m]! - lower[row + m]! * value;
      out[this.kept[i]!] = value / scale[i]!;
    }
    return out;
  }
}
