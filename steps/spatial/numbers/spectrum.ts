/** Computes from the eigenvalues of W the determinant of I − ρW, and traces of products of W and its inverse. */
import type { SpatialWeights } from '../../../src/econ/spatial/weights.ts';

export interface Spectrum {
  /**
   * The ρ about 0 between which I − ρW is regular: the inverses of the extreme real eigenvalues, since complex ones make it singular at no real ρ
   * (LeSage & Pace 2009, 4.3.2). Where no real one is negative, it is regular below as far as one likes, and the least real part gives the bound.
   */
  readonly bounds: readonly [low: number, high: number];
  /** ln |I − ρW|. */
  logDeterminant(rho: number): number;
  /** Traces with S = (I − ρW)⁻¹: of S, of G = WS, of GG; of SWS and of SWSW. */
  traces(rho: number): {
    readonly s: number;
    readonly g: number;
    readonly gg: number;
    readonly sws: number;
    readonly swsw: number;
  };
}

/** Eigenvalues that rounding has parted into a complex pair are real: their imaginary parts are this small beside the largest eigenvalue. */
const ROUNDING = 1e-5;

export function spectrumOf({ real, imaginary }: SpatialWeights['eigen']): Spectrum {
  const most = Math.max(...real);
  const own = real.filter((_, i) => Math.abs(imaginary[i]!) <= ROUNDING * most);
  const leastReal = Math.min(...own);
  const least = leastReal < -ROUNDING * most ? leastReal : Math.min(...real);
  const sum = (of: (re: number, im: number) => number): number => {
    let total = 0;
    for (let i = 0; i < real.length; i++) total += of(real[i]!, imaginary[i]!);
    return total;
  };
  return {
    bounds: [least < 0 ? 1 / least : Number.NEGATIVE_INFINITY, most > 0 ? 1 / most : Number.POSITIVE_INFINITY],
    logDeterminant: (rho) =>
      sum((re, im) => {
        const [a, b] = [1 - rho * re, rho * im];
        return Math.log(a * a + b * b) / 2;
      }),
    traces(rho) {
      let [s, g, gg, sws, swsw] = [0, 0, 0, 0, 0];
      for (let i = 0; i < real.length; i++) {
        const [re, im] = [real[i]!, imaginary[i]!];
        // 1/(1 − ρω) = u + iv, ω/(1 − ρω) = p + iq
        const [a, b] = [1 - rho * re, -rho * im];
        const size = a * a + b * b;
        const [u, v] = [a / size, -b / size];
        const [p, q] = [re * u - im * v, re * v + im * u];
        s += u;
        g += p;
        gg += p * p - q * q;
        sws += p * u - q * v;
        swsw += p * p - q * q;
      }
      return { s, g, gg, sws, swsw };
    },
  };
}
