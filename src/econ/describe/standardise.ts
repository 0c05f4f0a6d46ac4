/** A column standardised to mean zero and length one. */
import { mean, sumSquaresAbout } from '../../base/number/sum.ts';
import { columnScale } from '../linalg/qr.ts';

/** Deviations from the mean, of length one; null where nothing varies. Values of any size. O(N). */
export function standardise(x: Float64Array): Float64Array | null {
  if (x.every((value) => value === x[0])) return null;
  const scale = columnScale(x);
  const scaled = x.map((value) => value / scale);
  const centre = mean(scaled);
  const length = Math.sqrt(sumSquaresAbout(scaled, centre));
  return length > 0 ? scaled.map((value) => (value - centre) / length) : null;
}
