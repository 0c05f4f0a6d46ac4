/** The canonical specifications of tests of the density of a running variable at a cut-off. */
import type { KernelName, Pair } from '../spec.ts';

export const densityBandwidths = ['comb', 'each', 'diff', 'sum'] as const;
export type DensityBandwidth = (typeof densityBandwidths)[number];

export const densityErrors = ['jackknife', 'plugin'] as const;
export type DensityErrors = (typeof densityErrors)[number];

interface Running {
  readonly running: string;
  readonly cutoff: number;
  readonly sample: string | null;
  readonly exclude: string | null;
  /** The bandwidth that the user gives, one for each side; null: chosen. */
  readonly h: Pair | null;
}

/** Local polynomials of the distribution function. */
export interface DensitySpec extends Running {
  readonly method: 'density';
  /** Order for which bandwidths are best; the test is of order p + 1. */
  readonly p: number;
  readonly kernel: KernelName;
  readonly errors: DensityErrors;
  readonly bandwidth: DensityBandwidth;
  /** Says whether both sides share all derivatives but the first. */
  readonly restricted: boolean;
}

/** Local lines through the heights of bins. */
export interface McCrarySpec extends Running {
  readonly method: 'mccrary';
  /** Width of bins; null: chosen. */
  readonly bin: number | null;
}
