/** Moments of numbers in a room by passes in WebAssembly (kernels/moments.ts), to the bits of the sums of base/number/sum.ts. */
import { code, type Passes } from '../../base/kernels/compiled/moments.ts';
import { bytesOf, type KernelMemory } from '../../base/kernels/memory.ts';
import { blockLength, joined } from '../../base/number/sum.ts';

/** Numbers that a kernel is given at a time; whole blocks of a sum. */
const atOnce = 32 * blockLength;

const blocksOf = (n: number): number => Math.ceil(n / blockLength);

/** Returns the bytes of kernel memory that moments of n numbers take beside the numbers. */
export const bytesOfMoments = (n: number): number => 3 * bytesOf(8 * blocksOf(n));

export interface Moments {
  readonly mean: number;
  /** Σ (x − mean)² */
  readonly spread: number;
  /** m₃ / m₂^1.5 and m₄ / m₂², of moments with the divisor n; NaN where the spread is 0. */
  readonly skewness: number;
  readonly kurtosis: number;
}

/** `values` are one or more, none of them missing. O(n). */
export function momentsOf(values: Float64Array, room: KernelMemory): Moments {
  const n = values.length;
  const kernel = room.passes<Passes>(code);
  const sums = [blocksOf(n), blocksOf(n), blocksOf(n)].map((blocks) => room.float64(blocks));
  type Pass = (x: number, n: number, first: number, second: number, third: number) => void;
  const totals = (pass: Pass): readonly [number, number, number] => {
    const [a, b, c] = sums.map(({ byteOffset }) => byteOffset) as [number, number, number];
    for (let from = 0; from < n; from += atOnce) {
      const to = from / blockLength;
      pass(values.byteOffset + 8 * from, Math.min(atOnce, n - from), a + 8 * to, b + 8 * to, c + 8 * to);
    }
    return sums.map((each) => joined(each)) as [number, number, number];
  };
  /** Returns the mean of x − centre, given the sum, by a second pass, so that a large common offset costs no digits. */
  const finer = (sum: number, centre: number): number => {
    const first = sum / n;
    if (!Number.isFinite(first)) return first;
    return first + totals((x, count, to) => kernel.sumsAbout(x, count, centre, first, to))[0] / n;
  };
  const mean = finer(totals((x, count, to) => kernel.sums(x, count, to))[0], 0);
  const [excess, squares, left] = totals((x, count, ...to) => kernel.centred(x, count, mean, ...to));
  const spread = squares - (excess * excess) / n;
  // what the rounding of the mean left: third and fourth powers do not average it out
  const rest = finer(left, mean);
  const scale = Math.sqrt(spread / n);
  const [cubes, fourths] = totals((x, count, ...to) => kernel.powers(x, count, mean, rest, scale, to[0], to[1]));
  return { mean, spread, skewness: cubes / n, kurtosis: fourths / n };
}
