/** The contract of methods: firms and a spec in, estimates and what their errors are of out. */
import type { Firms } from './sample.ts';
import type { TfpSpec } from './spec.ts';

/** Estimates, and what the errors of a linear method are of. */
export interface Estimated {
  /** Elasticities of the free inputs and of the state inputs, and behind them the constant of a method that tells one. */
  readonly estimates: Float64Array;
  /** Rows of the equation of motion; null where there is none. */
  readonly dynamic: number | null;
  /** The linear regression behind the estimates, whose columns begin with theirs; null where there is none. */
  readonly linear: Linear | null;
  /** How many further solutions of the moments were found. */
  readonly others?: number;
}

export interface Linear {
  /** Regressors as they are used for errors: within units, or fitted by instruments. */
  readonly columns: readonly Float64Array[];
  readonly residuals: Float64Array;
  readonly unit: Int32Array;
  readonly units: number;
  /** Coefficients that errors of independent rows count, absorbed ones among them. */
  readonly counted: number;
  /** Coefficients that the factor (N − 1)/(N − K) of clustered errors counts, without effects that lie in clusters; null for no such factor. */
  readonly countedInClusters: number | null;
}

/** `start`: estimates at which a search begins, those of the whole sample; absent for the sample itself. */
export type Method = (firms: Firms, spec: TfpSpec, start?: Float64Array) => Estimated;
