/** Many running sums, each as right as one rounding: what additions lose is kept beside them. */

/** Sums, and what their rounding lost. */
export interface Accumulator {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

export const accumulator = (size: number): Accumulator => ({
  high: new Float64Array(size),
  low: new Float64Array(size),
});

/** Knuth (1998), The Art of Computer Programming 2, 4.2.2: the error of an addition without a branch. */
export function add({ high, low }: Accumulator, at: number, value: number): void {
  const old = high[at]!;
  const next = old + value;
  const taken = next - old;
  low[at] = low[at]! + (old - (next - taken) + (value - taken));
  high[at] = next;
}

/** The sums, in place of `high`. */
export function finished({ high, low }: Accumulator): Float64Array {
  for (let i = 0; i < high.length; i++) high[i] = high[i]! + low[i]!;
  return high;
}
