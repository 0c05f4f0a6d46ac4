/** Sums of products of columns in samples of clusters, and their Cholesky factors. */
import { code, type Passes } from '../../base/kernels/compiled/draws.ts';
import { bytesOf, KernelMemory } from '../../base/kernels/memory.ts';
import type { Effect } from '../panel/effects.ts';

/**
 * The largest number of dummies, of effects that cut through clusters, that are carried as columns. With more, every draw is solved by its
 * rows.
 */
export const MOST_DUMMIES = 240;
/** The largest number of sums that are kept. With more, every draw adds up its rows. */
const MOST_SUMS = 4_000_000;
/** A pivot this small beside its column's square is rounding. */
const PIVOT_ROUNDING = 1e-11;

/** A column of 0 and 1 for every level of the effects. */
export const indicatorsOf = (effects: readonly Effect[]): Float64Array[] =>
  effects.flatMap(({ codes, levels }) =>
    Array.from({ length: levels }, (_, level) => Float64Array.from(codes, (code) => (code === level ? 1 : 0))),
  );

/**
 * For the number of times that each cluster is drawn, the Cholesky factor of the products of all columns over the rows of the draw: the lower triangle
 * of a P×P matrix, row by row, which the next draw overwrites. Columns that earlier ones span have a pivot of 0. O(GP² + P³) a draw of G clusters.
 */
export function productsOfDraws(
  columns: readonly Float64Array[],
  clusters: Effect,
): (times: Int32Array) => Float64Array {
  const { room, total } = totals(columns, clusters, columns[0]!.length);
  const kernel = room.passes<Passes>(code);
  return (times) => {
    const products = total(times);
    kernel.choleskySkipping(products.byteOffset, columns.length, PIVOT_ROUNDING);
    return products;
  };
}

/** The products, before they are factored. */
function totals(
  columns: readonly Float64Array[],
  { codes, levels }: Effect,
  nobs: number,
): { readonly room: KernelMemory; readonly total: (times: Int32Array) => Float64Array } {
  const p = columns.length;
  const size = (p * (p + 1)) / 2;
  const isLong = levels * size > MOST_SUMS || levels * 2 > nobs;
  const room = new KernelMemory(bytesOf(8 * size, ...(isLong ? [] : [8 * size * levels, 8 * levels])));
  const out = room.float64(size);
  const addRow = (into: Float64Array, at: number, row: number, weight: number): void => {
    for (let i = 0, k = at; i < p; i++) {
      const value = weight * columns[i]![row]!;
      for (let j = 0; j <= i; j++, k++) into[k] = into[k]! + value * columns[j]![row]!;
    }
  };
  if (isLong) {
    const total = (times: Int32Array): Float64Array => {
      out.fill(0);
      for (let row = 0; row < nobs; row++) {
        const weight = times[codes[row]!]!;
        if (weight !== 0) addRow(out, 0, row, weight);
      }
      return out;
    };
    return { room, total };
  }
  const sums = room.float64(size * levels);
  for (let i = 0, at = 0; i < p; i++) {
    for (let j = 0; j <= i; j++, at += levels) {
      const [x, y] = [columns[i]!, columns[j]!];
      for (let row = 0; row < nobs; row++) sums[at + codes[row]!]! += x[row]! * y[row]!;
    }
  }
  const weights = room.float64(levels);
  const kernel = room.passes<Passes>(code);
  const total = (times: Int32Array): Float64Array => {
    weights.set(times);
    kernel.dots(weights.byteOffset, sums.byteOffset, out.byteOffset, size, levels);
    return out;
  };
  return { room, total };
}
