/**
 * Bandwidths that would be best if the running variable were normal, and constants of kernels at a boundary, for local polynomials of a distribution
 * function (Cattaneo, Jansson & Ma 2020, JASA 115:1449, theorem 1 and section 4).
 */
import { power } from '../../../../src/base/number/power.ts';
import { density as normalDensity } from '../../../../src/econ/distributions/normal-parts.ts';
import { luOf } from '../../../../src/econ/linalg/lu.ts';
import type { Sides } from '../bandwidths.ts';
import type { KernelName } from '../spec.ts';

/** K on [0, 1] by coefficients of u^0, u^1, … */
const kernelTerms: Readonly<Record<KernelName, readonly number[]>> = {
  triangular: [1, -1],
  epanechnikov: [0.75, 0, -0.75],
  uniform: [0.5],
};

export interface Constants {
  /** e'S⁻¹ T S⁻¹e, which times the density is the variance of n^½·h^(ν − ½) times the coefficient. */
  readonly variance: number;
  /** e'S⁻¹c, which times the coefficient of u^(order + 1) is the bias. */
  readonly bias: number;
}

/** Constants of the coefficient of u^nu in a polynomial of `order` on the right side: exact integrals over [0, 1]. */
export function constantsOf(order: number, nu: number, kernel: KernelName): Constants {
  const terms = kernelTerms[kernel];
  const size = order + 1;
  const moment = (k: number): number => terms.reduce((sum, a, j) => sum + a / (k + j + 1), 0);
  const s = Float64Array.from({ length: size * size }, (_, at) => moment(Math.floor(at / size) + (at % size)));
  const unit = new Float64Array(size);
  unit[nu] = 1;
  const weights = luOf(s, size).solve(unit);
  const bias = weights.reduce((sum, w, i) => sum + w * moment(i + order + 1), 0);
  return { variance: integralOfSquare(tailOf(terms, weights)), bias };
}

/** ∫_t^1 K(u)·Σ w_i u^i du as a polynomial in t. */
function tailOf(terms: readonly number[], weights: Float64Array): Float64Array {
  const out = new Float64Array(terms.length + weights.length);
  for (const [i, w] of weights.entries()) {
    for (const [j, a] of terms.entries()) {
      const value = (w * a) / (i + j + 1);
      out[0] = out[0]! + value;
      out[i + j + 1] = out[i + j + 1]! - value;
    }
  }
  return out;
}

function integralOfSquare(b: Float64Array): number {
  let sum = 0;
  for (const [i, x] of b.entries()) for (const [j, y] of b.entries()) sum += (x * y) / (i + j + 1);
  return sum;
}

/** A normal running variable: its mean less the cut-off, and its standard deviation. */
export interface Normal {
  readonly mean: number;
  readonly deviation: number;
  readonly n: number;
}

/** The bandwidth with the least mean squared error of the derivative `nu` of the distribution function by a polynomial of `order`, with the uniform kernel. */
export function referenceBandwidth(normal: Normal, order: number, nu: number): number {
  const { variance, bias } = constantsOf(order, nu, 'uniform');
  const slope = (normalDerivative(normal, order + 1) / factorial(order + 1)) * bias;
  const ratio = (variance * normalDerivative(normal, 1)) / (slope * slope);
  return power((((2 * nu - 1) / (2 * (order + 1 - nu))) * ratio) / normal.n, 1 / (2 * order + 1));
}

/** The k-th derivative at the cut-off of the distribution function, by Hermite polynomials. */
function normalDerivative({ mean, deviation }: Normal, k: number): number {
  const z = -mean / deviation;
  let [before, hermite] = [0, 1];
  for (let j = 0; j < k - 1; j++) [before, hermite] = [hermite, z * hermite - j * before];
  let scale = 1;
  for (let j = 0; j < k; j++) scale *= deviation;
  return ((k % 2 === 1 ? 1 : -1) * hermite * normalDensity(z)) / scale;
}

function factorial(n: number): number {
  let out = 1;
  for (let i = 2; i <= n; i++) out *= i;
  return out;
}

export function normalOf(sides: Sides): Normal {
  const n = sides[0].distances.length + sides[1].distances.length;
  let mean = 0;
  for (const { distances } of sides) for (const d of distances) mean += d / n;
  let squares = 0;
  for (const { distances } of sides) for (const d of distances) squares += (d - mean) * (d - mean);
  return { mean, deviation: Math.sqrt(squares / (n - 1)), n };
}
