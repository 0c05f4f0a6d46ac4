/** Tails of the noncentral t distribution. */
import { normal } from './distributions.ts';
import { logGamma } from './special-functions.ts';

/** Points and weights of Gauss–Legendre quadrature with 12 points, of which the other half mirrors these. */
const nodes = [
  0.1252334085114689, 0.3678314989981802, 0.5873179542866174, 0.7699026741943047, 0.9041172563704749,
  0.9815606342467192,
];
const weights = [
  0.2491470458134028, 0.2334925365383548, 0.2031674267230659, 0.1600783285433462, 0.1069393259953184,
  0.0471753363865118,
];

/** A density this far below its peak, as a logarithm, is left out. */
const DEPTH = 46;

/**
 * P(T > t) for T = (Z + δ)/u with u = √(χ²/df): the mean of Φ(δ − t u) over the density of u, by quadrature with u = s⁴, which takes the power of u at 0 away.
 * Absolute error about 1e-13.
 */
export function noncentralTUpper(t: number, df: number, delta: number): number {
  if (!(df > 0)) return Number.NaN;
  if (df === Number.POSITIVE_INFINITY) return normal.sf(t - delta);
  const logDensity = logDensityOf(df);
  const [low, high] = support(logDensity, df).map((u) => Math.sqrt(Math.sqrt(u))) as [number, number];
  const panels = 32 + Math.ceil(4 * Math.abs(t) * (high - low));
  const half = (high - low) / panels / 2;
  let total = 0;
  for (let panel = 0; panel < panels; panel++) {
    const centre = low + (2 * panel + 1) * half;
    for (let i = 0; i < nodes.length; i++) {
      for (const s of [centre - half * nodes[i]!, centre + half * nodes[i]!]) {
        const u = s * s * s * s;
        total += weights[i]! * half * 4 * s * s * s * Math.exp(logDensity(u)) * normal.sf(t * u - delta);
      }
    }
  }
  return Math.min(1, total);
}

/** The log density of √(χ²/df), about its value at 1, which keeps its digits where df is large. */
function logDensityOf(df: number): (u: number) => number {
  const a = df / 2;
  const square = 1 / (a * a);
  const atOne =
    a > 30
      ? Math.log(2 * Math.sqrt(a / (2 * Math.PI))) - (1 - (1 / 30 - square / 105) * square) / (12 * a)
      : Math.LN2 + a * Math.log(a) - a - logGamma(a);
  return (u) => {
    const v = u - 1;
    return atOne + (df - 1) * Math.log1p(v) - df * (v + (v * v) / 2);
  };
}

/** Returns the interval in which the log density is not far below its peak. */
function support(logDensity: (u: number) => number, df: number): [low: number, high: number] {
  const peak = df > 1 ? Math.sqrt((df - 1) / df) : 1e-9;
  const level = logDensity(df > 1 ? peak : 1) - DEPTH;
  let step = 1;
  while (logDensity(peak + step) > level) step *= 2;
  const tiny = 1e-12;
  const low = df > 1 && logDensity(tiny) < level ? edge(logDensity, peak, tiny, level) : 0;
  return [low, edge(logDensity, peak, peak + step, level)];
}

/** Finds the point at which the log density falls to a level, between one end above it and one below. */
function edge(logDensity: (u: number) => number, above: number, below: number, level: number): number {
  let [a, b] = [above, below];
  for (let i = 0; i < 40; i++) {
    const middle = (a + b) / 2;
    if (logDensity(middle) > level) a = middle;
    else b = middle;
  }
  return b;
}
