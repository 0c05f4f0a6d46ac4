/** Coefficients of variation. */
import { sum, sumSquaresAbout } from '../../base/number/sum.ts';
import type { Stat } from '../fit.ts';

/** sd/mean with n − 1 (Stata's `inequal`) and with n, of two values or more. Undefined about a mean of 0. */
export function variation(x: Float64Array): { readonly cv: Stat; readonly cvN: Stat } {
  const n = x.length;
  const mean = sum(x) / n;
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(Math.abs(mean) > 1e-15 * largest)) {
    const none: Stat = { invalid: 'the mean is 0, and there is no dispersion relative to it' };
    return { cv: none, cvN: none };
  }
  // in units of the largest value, whose squares neither overflow nor vanish
  const squares = sumSquaresAbout(
    x.map((value) => value / largest),
    mean / largest,
  );
  const relative = (rows: number): number => Math.sqrt(squares / rows) / (mean / largest);
  return { cv: relative(n - 1), cvN: relative(n) };
}
