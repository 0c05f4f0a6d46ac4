/** Data ready for estimation: rows chosen, terms evaluated, nothing missing, not yet within-transformed. */
import type { Codes } from './data.ts';

export interface NamedColumn {
  readonly name: string;
  /** length nobs */
  readonly values: Float64Array;
}

export interface NamedCodes extends Codes {
  readonly name: string;
}

export interface Design {
  readonly nobs: number;
  readonly outcome: NamedColumn;
  /** Slope regressors in the order listed, without the constant. */
  readonly terms: readonly NamedColumn[];
  readonly constant: boolean;
  readonly absorb: readonly NamedCodes[];
}

/** `iid`, heteroskedasticity-robust, clustered on one or two variables, or Driscoll–Kraay. */
export type VcovSpec =
  | { readonly is: 'iid' }
  | { readonly is: 'hc'; readonly type: 'HC0' | 'HC1' | 'HC2' | 'HC3' }
  | { readonly is: 'cluster'; readonly by: readonly string[] }
  | { readonly is: 'dk'; readonly lag: number | null };

/** Finite-sample style; CONVENTIONS sections 1–3. `asymptotic` means factor 1 and z. */
export type SmallStyle = 'regress' | 'xtreg' | 'areg' | 'reghdfe' | 'asymptotic';
