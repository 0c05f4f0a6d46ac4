/** Sums of moments: Z'v, Z'X, and their covariances. All take rows as `Stack` has them. */
import { dot } from '../../base/number/sum.ts';
import type { SparseRows, Stack } from './stack.ts';

/** Z'v, length J. */
export function momentsOf({ z, height }: Pick<Stack, 'z' | 'height'>, v: Float64Array): Float64Array {
  const { starts, columns, values } = z;
  const out = new Float64Array(z.width);
  for (let r = 0; r < height; r++) {
    const value = v[r]!;
    if (value === 0) continue;
    for (let i = starts[r]!; i < starts[r + 1]!; i++) out[columns[i]!] = out[columns[i]!]! + values[i]! * value;
  }
  return out;
}

/** The values of the rows of Z along a vector of moments: z_r'a. */
export function along({ z, height }: Pick<Stack, 'z' | 'height'>, a: Float64Array): Float64Array {
  const { starts, columns, values } = z;
  const out = new Float64Array(height);
  for (let r = 0; r < height; r++) {
    let total = 0;
    for (let i = starts[r]!; i < starts[r + 1]!; i++) total += values[i]! * a[columns[i]!]!;
    out[r] = total;
  }
  return out;
}

/**
 * Σ Z_i'H Z_i, J×J row-major. `h` is symmetric, of `span` rows a unit, of which a stack has some. Each pair of rows is taken once, and what it adds
 * on one side of the diagonal is then added on the other. O(pairs of rows × instruments in both).
 */
export function firstCovariance({ z, within, starts }: Stack, h: Float64Array, span: number): Float64Array {
  const j = z.width;
  const out = new Float64Array(j * j);
  for (let u = 0; u + 1 < starts.length; u++) {
    for (let r = starts[u]!; r < starts[u + 1]!; r++) {
      for (let s = starts[u]!; s <= r; s++) {
        const weight = h[within[r]! * span + within[s]!]! * (s === r ? 0.5 : 1);
        if (weight === 0) continue;
        addPair(out, z, weight, r, s);
      }
    }
  }
  addTransposed(out, j);
  return out;
}

/** Adds z_r z_s' of two rows times `weight`. */
function addPair(out: Float64Array, z: SparseRows, weight: number, r: number, s: number): void {
  const { width, starts, columns, values } = z;
  const from = starts[s]!;
  const to = starts[s + 1]!;
  for (let i = starts[r]!; i < starts[r + 1]!; i++) {
    const row = columns[i]! * width;
    const value = weight * values[i]!;
    for (let m = from; m < to; m++) {
      const cell = row + columns[m]!;
      out[cell] = out[cell]! + value * values[m]!;
    }
  }
}

/** A + A', J×J, in place of A. */
function addTransposed(a: Float64Array, j: number): void {
  for (let p = 0; p < j; p++) {
    for (let q = 0; q <= p; q++) {
      const total = a[p * j + q]! + a[q * j + p]!;
      a[p * j + q] = total;
      a[q * j + p] = total;
    }
  }
}

/** Moments Z_g'e of groups of rows. */
export interface GroupMoments {
  readonly groups: number;
  /** For each of J instruments those of all groups. */
  readonly of: readonly Float64Array[];
}

export function groupMoments({ z, height }: Stack, e: Float64Array, codes: Int32Array, groups: number): GroupMoments {
  const { width, starts, columns, values } = z;
  const all = new Float64Array(width * groups);
  for (let r = 0; r < height; r++) {
    const group = codes[r]!;
    const value = e[r]!;
    for (let i = starts[r]!; i < starts[r + 1]!; i++) {
      const cell = columns[i]! * groups + group;
      all[cell] = all[cell]! + values[i]! * value;
    }
  }
  return { groups, of: Array.from({ length: width }, (_, c) => all.subarray(c * groups, (c + 1) * groups)) };
}

/** Σ m m' over the groups, J×J row-major, times `factor`. */
export function outerSum({ of }: GroupMoments, factor: number): Float64Array {
  const j = of.length;
  const out = new Float64Array(j * j);
  for (let a = 0; a < j; a++) {
    for (let b = 0; b <= a; b++) {
      const total = factor * dot(of[a]!, of[b]!);
      out[a * j + b] = total;
      out[b * j + a] = total;
    }
  }
  return out;
}

/** Each value times that of its group. */
export function byGroup(values: Float64Array, codes: Int32Array, of: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let r = 0; r < out.length; r++) out[r] = values[r]! * of[codes[r]!]!;
  return out;
}

/** Sums of the products of x and y by group. */
export function sumsByGroup(x: Float64Array, y: Float64Array, codes: Int32Array, groups: number): Float64Array {
  const out = new Float64Array(groups);
  for (let r = 0; r < x.length; r++) out[codes[r]!] = out[codes[r]!]! + x[r]! * y[r]!;
  return out;
}
