/** Kernels on distances in units of the bandwidth, |u| ≤ 1, each with the constant of the pilot bandwidth (Calonico, Cattaneo & Farrell 2018, section 5). */
import type { KernelName } from './spec.ts';

export interface Kernel {
  weight(u: number): number;
  /** The weight as a polynomial: coefficients of |u|^0, |u|^1, … */
  readonly coefficients: readonly number[];
  readonly pilot: number;
}

export const kernels: Readonly<Record<KernelName, Kernel>> = {
  triangular: { weight: (u) => 1 - Math.abs(u), coefficients: [1, -1], pilot: 2.576 },
  epanechnikov: { weight: (u) => 0.75 * (1 - u * u), coefficients: [0.75, 0, -0.75], pilot: 2.34 },
  uniform: { weight: () => 0.5, coefficients: [0.5], pilot: 1.843 },
};
