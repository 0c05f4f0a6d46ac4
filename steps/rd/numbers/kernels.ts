/** Kernels on distances in units of the bandwidth, |u| ≤ 1, each with the constant of the pilot bandwidth (Calonico, Cattaneo & Farrell 2018, section 5). */
import type { KernelName } from './spec.ts';

export interface Kernel {
  weight(u: number): number;
  readonly pilot: number;
}

export const kernels: Readonly<Record<KernelName, Kernel>> = {
  triangular: { weight: (u) => 1 - Math.abs(u), pilot: 2.576 },
  epanechnikov: { weight: (u) => 0.75 * (1 - u * u), pilot: 2.34 },
  uniform: { weight: () => 0.5, pilot: 1.843 },
};
