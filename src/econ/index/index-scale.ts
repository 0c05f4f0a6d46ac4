/** Indicators on one scale from 0 to 1, larger being better, before they are weighted (docs/methods.md, composite indices). */
import { Refusal } from '../../base/problem.ts';

export type Direction = 'positive' | 'negative';

/**
 * The ways to treat ln 0: `limit` takes p ln p as 0 at 0 and leaves z alone, `shift` adds c, `affine` is
 * 0.998 z + 0.002.
 */
export type ZeroRule =
  | { readonly is: 'limit' }
  | { readonly is: 'shift'; readonly by: number }
  | { readonly is: 'affine' };

/**
 * Min–max scaling over the N values given, none missing: (x − min)/(max − min), or (max − x)/(max − min) where less is
 * better; then the zero rule. null for a constant, whose scale is not defined. Refuses infinite values. O(N).
 */
export function scaleIndicator(values: Float64Array, direction: Direction, zero: ZeroRule): Float64Array | null {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of values) {
    if (!Number.isFinite(x)) throw new Refusal('value-out-of-range', 'expected finite values, got an infinite one');
    if (x < min) min = x;
    if (x > max) max = x;
  }
  if (!(max > min)) return null;
  // Halves, where the range of huge values overflows.
  const unit = Number.isFinite(max - min) ? 1 : 0.5;
  const range = max * unit - min * unit;
  const scaled = values.map((x) => (direction === 'positive' ? x * unit - min * unit : max * unit - x * unit) / range);
  return applyZeroRule(scaled, zero);
}

function applyZeroRule(z: Float64Array, zero: ZeroRule): Float64Array {
  switch (zero.is) {
    case 'limit':
      return z;
    case 'shift':
      return z.map((value) => value + zero.by);
    case 'affine':
      return z.map((value) => 0.998 * value + 0.002);
    default:
      return zero satisfies never;
  }
}
