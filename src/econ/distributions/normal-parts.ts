/** Parts of the normal distribution that keep their digits in both tails: its density, the logarithm of its cdf, and Mills' ratio. */
import { normal } from './distributions.ts';
import { LOG_ROOT_TWO_PI } from './special-functions.ts';

/** φ(z) */
export const density = (z: number): number => Math.exp(-0.5 * z * z - LOG_ROOT_TWO_PI);

/** The point below which the tail equals its asymptotic series, to full precision. */
const FAR = -30;

/** ln Φ(z); relative error about 1e-14. */
export function logCdf(z: number): number {
  if (z < FAR) return -0.5 * z * z - LOG_ROOT_TWO_PI + Math.log(tail(-z));
  return z > 0 ? Math.log1p(-normal.sf(z)) : Math.log(normal.cdf(z));
}

/** φ(z)/Φ(z), the inverse Mills ratio. */
export function inverseMills(z: number): number {
  return z < FAR ? 1 / tail(-z) : density(z) / normal.cdf(z);
}

/** (1 − Φ(x))/φ(x) for large x: 1/x − 1/x³ + 3/x⁵ − … (Abramowitz & Stegun 26.2.12). */
function tail(x: number): number {
  const v = 1 / (x * x);
  return (1 - v * (1 - v * (3 - v * (15 - v * (105 - v * 945))))) / x;
}
