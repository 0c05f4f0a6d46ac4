/** Draws from a normal distribution between limits. */
import type { RandomStream } from '../../../src/base/number/rng.ts';
import { normal } from '../../../src/econ/distributions/distributions.ts';

/** Beyond this a tail is drawn by rejection, since its inverse would lose digits. */
const FAR = 5;

/**
 * z ~ N(0, 1) given a < z < b, either of which may be infinite: by the inverse of its distribution function, from the nearer tail, or, where the interval lies
 * far out, by rejection of exponential draws (Robert 1995, Statistics and Computing 5:121).
 */
export function truncatedDraw(a: number, b: number, stream: RandomStream): number {
  if (b < -a) return -truncatedDraw(-b, -a, stream);
  if (a > FAR) return far(a, b, stream);
  const u = stream.uniform();
  if (a > 0) {
    const end = normal.sf(b);
    return normal.upperQuantile(end + (1 - u) * (normal.sf(a) - end));
  }
  const begin = normal.cdf(a);
  return normal.quantile(begin + u * (1 - normal.sf(b) - begin));
}

function far(a: number, b: number, stream: RandomStream): number {
  const rate = (a + Math.sqrt(a * a + 4)) / 2;
  // the part of the exponential distribution below the upper end
  const within = -Math.expm1(-rate * (b - a));
  for (;;) {
    const z = a - Math.log1p(-stream.uniform() * within) / rate;
    const away = z - rate;
    if (stream.uniform() <= Math.exp(-0.5 * away * away)) return z;
  }
}
