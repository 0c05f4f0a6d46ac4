/** The rows of a side that a bandwidth reaches. */
import { kernels } from './kernels.ts';
import type { Side } from './side.ts';
import type { KernelName } from './spec.ts';

/** The parts of a side that a polynomial reads. */
export type Points = Pick<Side, 'name' | 'distances' | 'weights'>;

/** Rows of a side: positions from `from` on, before `to`. */
export interface RowWindow {
  readonly from: number;
  readonly to: number;
}

/** Rows with a positive kernel weight. */
export function windowOf({ distances }: Points, bandwidth: number, kernel: KernelName): RowWindow {
  const { weight } = kernels[kernel];
  const isOut = (d: number): boolean => Math.abs(d / bandwidth) > 1 || !(weight(d / bandwidth) > 0);
  const from = firstWhere(distances, (d) => d >= 0 || !isOut(d));
  const to = firstWhere(distances, (d) => d > 0 && isOut(d));
  return { from, to: Math.max(from, to) };
}

/** Rows from the first of both on, up to the last of both. */
export const spanOf = (a: RowWindow, b: RowWindow): RowWindow => ({
  from: Math.min(a.from, b.from),
  to: Math.max(a.to, b.to),
});

/** The first position of ascending numbers from which on all are so. */
function firstWhere(values: Float64Array, isSo: (value: number) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(values[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** K(d/h)/h times the rows' own weights. */
export function weightsOf(
  { distances, weights }: Points,
  { from, to }: RowWindow,
  bandwidth: number,
  kernel: KernelName,
): Float64Array {
  // the weight as a polynomial costs no call for each row
  const [level = 0, slope = 0, curve = 0] = kernels[kernel].coefficients;
  const out = new Float64Array(to - from);
  for (let i = 0; i < out.length; i++) {
    const u = Math.abs(distances[from + i]! / bandwidth);
    out[i] = (level + u * (slope + u * curve)) / bandwidth;
  }
  if (weights !== null) for (let i = 0; i < out.length; i++) out[i] = out[i]! * weights[from + i]!;
  return out;
}
