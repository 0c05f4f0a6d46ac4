/** Sums of moments: Z'v, Z'X, and their covariances. All take rows as `Stack` has them. */
import type { SparseRows, Stack } from './stack.ts';

/** Z'v over the rows from `from` up to `to`, added to `out` (length J). */
export function addMoments(out: Float64Array, z: SparseRows, v: Float64Array, from: number, to: number): void {
  for (let r = from; r < to; r++) {
    const value = v[r]!;
    if (value === 0) continue;
    for (let i = z.starts[r]!; i < z.starts[r + 1]!; i++) {
      const c = z.columns[i]!;
      out[c] = out[c]! + z.values[i]! * value;
    }
  }
}

/** Z'v, length J. */
export function momentsOf({ z, height }: Pick<Stack, 'z' | 'height'>, v: Float64Array): Float64Array {
  const out = new Float64Array(z.width);
  addMoments(out, z, v, 0, height);
  return out;
}

/** The value of row r of Z along a vector of moments: z_r'a. */
export function along({ starts, columns, values }: SparseRows, r: number, a: Float64Array): number {
  let total = 0;
  for (let i = starts[r]!; i < starts[r + 1]!; i++) total += values[i]! * a[columns[i]!]!;
  return total;
}

/** Σ Z_i'H Z_i, J×J row-major. `h` is of `span` rows a unit, of which a stack has some. O(pairs of rows × instruments in each). */
export function firstCovariance({ z, within, starts }: Stack, h: Float64Array, span: number): Float64Array {
  const j = z.width;
  const out = new Float64Array(j * j);
  const scratch = new Float64Array(j);
  for (let u = 0; u + 1 < starts.length; u++) {
    for (let r = starts[u]!; r < starts[u + 1]!; r++) {
      if (z.starts[r] === z.starts[r + 1]) continue;
      const touched: number[] = [];
      for (let s = starts[u]!; s < starts[u + 1]!; s++) {
        const weight = h[within[r]! * span + within[s]!]!;
        if (weight === 0) continue;
        for (let i = z.starts[s]!; i < z.starts[s + 1]!; i++) {
          const c = z.columns[i]!;
          if (scratch[c] === 0) touched.push(c);
          scratch[c] = scratch[c]! + weight * z.values[i]!;
        }
      }
      for (let i = z.starts[r]!; i < z.starts[r + 1]!; i++) {
        const own = z.columns[i]!;
        const [row, value] = [own * j, z.values[i]!];
        // the other half is the same
        for (const c of touched) if (c <= own) out[row + c] = out[row + c]! + value * scratch[c]!;
      }
      for (const c of touched) scratch[c] = 0;
    }
  }
  mirror(out, j);
  return out;
}

/** Copies what stands below the diagonal of a J×J matrix above it. */
function mirror(out: Float64Array, j: number): void {
  for (let a = 0; a < j; a++) for (let b = 0; b < a; b++) out[b * j + a] = out[a * j + b]!;
}

/** Moments Z_g'e by group of rows, each of length J. */
export function groupMoments({ z, height }: Stack, e: Float64Array, groups: Int32Array, count: number): Float64Array[] {
  const out = Array.from({ length: count }, () => new Float64Array(z.width));
  for (let r = 0; r < height; r++) addMoments(out[groups[r]!]!, z, e, r, r + 1);
  return out;
}

/** Σ m m', J×J row-major, times `factor`. */
export function outerSum(moments: readonly Float64Array[], j: number, factor: number): Float64Array {
  const out = new Float64Array(j * j);
  const positions = new Int32Array(j);
  const values = new Float64Array(j);
  for (const m of moments) {
    // many moments of a group are 0, since instruments are of other periods
    let count = 0;
    for (let a = 0; a < j; a++) {
      if (m[a] === 0) continue;
      positions[count] = a;
      values[count++] = m[a]!;
    }
    for (let p = 0; p < count; p++) {
      const [row, value] = [positions[p]! * j, values[p]! * factor];
      for (let q = 0; q <= p; q++) out[row + positions[q]!] = out[row + positions[q]!]! + value * values[q]!;
    }
  }
  mirror(out, j);
  return out;
}
