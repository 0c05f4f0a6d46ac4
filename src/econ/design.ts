/** Data ready for estimation: rows chosen, terms evaluated, nothing missing, not yet within-transformed. */
import type { Codes } from './data.ts';

export interface NamedColumn {
  readonly name: string;
  /** length nobs */
  readonly values: Float64Array;
  /** The level of each factor `i(v)` that the column is of, in the term's order. */
  readonly levels?: readonly LevelOf[];
}

/** A level of the factor `of`; the base is the one that coefficients are differences from. */
export interface LevelOf {
  readonly of: string;
  readonly level: string;
  readonly isBase: boolean;
}

export interface NamedCodes extends Codes {
  readonly name: string;
}

/** Levels of an absorbed effect; `slopes`: variables that have a slope of their own in each level, absorbed too. */
export interface AbsorbedCodes extends NamedCodes {
  readonly slopes?: readonly NamedColumn[];
}

/** `analytic`: of rows that are means; `frequency`: how many equal rows stand in one; `probability`: inverses of chances to be sampled. */
export type WeightKind = 'analytic' | 'frequency' | 'probability';

/** Weights of the rows of a design, all above 0. */
export interface Weights {
  readonly kind: WeightKind;
  /** Weights as the rows have them, by which likelihoods are weighted. Length nobs. */
  readonly raw: Float64Array;
  /** w N/Σw, which add up to the rows; frequency weights as they are. Length nobs. */
  readonly values: Float64Array;
  /** Square roots of `values`: least squares of columns times these is weighted least squares. */
  readonly roots: Float64Array;
  /** N of every statistic: the rows, or the sum of frequency weights. */
  readonly count: number;
}

export interface Design {
  /** Rows; N of the statistics is `observations`. */
  readonly nobs: number;
  readonly outcome: NamedColumn;
  /** Slope regressors in the order listed, without the constant. */
  readonly terms: readonly NamedColumn[];
  readonly constant: boolean;
  readonly absorb: readonly AbsorbedCodes[];
  /** Absent where every row counts alike. */
  readonly weights?: Weights;
}

/** N of every statistic. */
export const observations = ({ nobs, weights }: Pick<Design, 'nobs' | 'weights'>): number => weights?.count ?? nobs;
/** All rows of the data, those that no model could use among them, sorted by unit and time. */
export interface WholePanel {
  readonly unit: NamedCodes;
  readonly time: Float64Array;
  /** Positions of the rows used, ascending. */
  readonly rows: Int32Array;
  /** Terms over all rows, NaN where missing; a column for each cell of their factors. */
  columns(terms: readonly string[]): readonly NamedColumn[];
}

/** An equation with endogenous regressors; `terms` of its regressions are built from these. */
export interface IvDesign extends Omit<Design, 'terms'> {
  /** Exogenous regressors, without the constant. */
  readonly exogenous: readonly NamedColumn[];
  readonly endogenous: readonly NamedColumn[];
  /** Excluded instruments. */
  readonly instruments: readonly NamedColumn[];
}

/** Wild cluster bootstrap: p-values and intervals are its own, standard errors the clustered ones. */
export interface WildSpec {
  readonly weights: 'rademacher' | 'webb';
  readonly reps: number;
  readonly seed: string;
}

/**
 * `iid`, heteroskedasticity-robust, clustered on some variables (with `wild` on one), Driscoll–Kraay, Newey–West (within the panel's units, or over
 * the column `time`), or Conley's, whose `lags` add rows of one unit. `lag: null` is the default
 * floor(4 (T/100)^(2/9)). Driscoll–Kraay has no finite-sample factor (`xtscc`) unless `small`, which multiplies by
 * T/(T−1)·(N−1)/(N−K) (`ivreg2, dkraay() small`); both use t(T−1), and the style `asymptotic` uses z.
 */
export type VcovSpec =
  | { readonly is: 'iid' }
  | { readonly is: 'hc'; readonly type: 'HC0' | 'HC1' | 'HC2' | 'HC3' }
  | { readonly is: 'cluster'; readonly by: readonly string[]; readonly wild?: WildSpec }
  | { readonly is: 'dk'; readonly lag: number | null; readonly small?: boolean }
  | { readonly is: 'nw'; readonly lag: number | null; readonly time?: string }
  | {
      readonly is: 'conley';
      /** km */
      readonly cutoff: number;
      readonly kernel: 'uniform' | 'bartlett';
      readonly lags: number;
      readonly latitude: string;
      readonly longitude: string;
      readonly small?: boolean;
    };

/** Positions of rows in time or space, for covariances that add up products of neighbours' scores. Arrays are of length nobs. */
export interface Neighbours {
  /** Codes of the units; rows of different ones are no series. All alike where there are none. */
  readonly unit: Int32Array;
  /** null where the rows are of one time. */
  readonly time: Float64Array | null;
  /** Degrees. */
  readonly places: { readonly latitude: Float64Array; readonly longitude: Float64Array } | null;
}

/**
 * Finite-sample style: how absorbed effects are counted in K. `asymptotic` means factor 1 and z (`ivreg2` and
 * `xtivreg2` without `small`). Without absorbed effects `regress` and `reghdfe` agree; with them `regress` stands for
 * the default of their number. `xtivreg2` (its `small`): absorbed effects are counted but in clustered covariances.
 */
export type SmallStyle = 'regress' | 'xtreg' | 'areg' | 'reghdfe' | 'xtivreg2' | 'asymptotic';

/** For instrumental variables: `asymptotic` is `ivreg2` and `xtivreg2` without `small`, `regress` is with it. */
export type IvStyle = SmallStyle | 'ivregress';
