/** The result of estimation: a frozen record that is stored, shown (`show --json`) and tabulated. */
import type { Diagnostic } from '../base/problem.ts';
import type { WeightKind } from './design.ts';

/** An undefined statistic says why, and is never NaN. */
export type Stat = number | { readonly invalid: string };

/** One row of a fit. `pValue` and the interval come from the fit's own distribution (`inference`). */
export interface Estimate {
  /** `x`, `x^2`, `L.x`, `log(x)`, `a:b`, `i(year)::2012`, `_cons`. */
  readonly term: string;
  readonly estimate: number;
  readonly stdError: Stat;
  readonly statistic: Stat;
  readonly pValue: Stat;
  readonly confLow: Stat;
  readonly confHigh: Stat;
  /** The bias of the estimate by a jackknife. */
  readonly bias?: Stat;
}

/** A marginal effect of the variable `x`, `x | z=1` where z is put at 1, or the adjusted prediction `predict(z=1)`. */
export interface Margin extends Estimate {
  /** The numbers and levels that variables are put at, by what they are called. */
  readonly at?: Readonly<Record<string, number | string>>;
}

/** A combination of coefficients; `of` is what was written. */
export interface LinearCombination extends Estimate {
  readonly of: string;
}

export interface Dropped {
  readonly term: string;
  readonly why: 'collinear' | 'constant' | 'absorbed' | 'predicts perfectly';
  /** e.g. the earlier terms or effects it is spanned by, in words */
  readonly detail: string;
}

/** Rows lost on the way from the frame to the estimation rows, in the order they were lost. */
export interface RowsLost {
  readonly cause:
    | 'sample'
    | 'exclude'
    | 'lag'
    | 'missing'
    | 'common sample'
    | 'singleton'
    | 'trimmed'
    | 'zero weight'
    | 'transformed'
    // near a cut-off, or far from it
    | ('donut' | 'window' | 'cutoff')
    // by estimators themselves
    | ('perfectly predicted' | 'separated' | 'same outcome' | 'truncated');
  readonly count: number;
  /** e.g. the variable with the missing values, or the sample's expression */
  readonly detail: string;
}

export interface TestResult {
  readonly name: string;
  readonly statistic: Stat;
  readonly pValue: Stat;
  readonly df?: readonly number[];
  readonly [more: string]: unknown;
}

export interface VcovInfo {
  /** `iid` `HC0`…`HC3` `CRV1` `DK` `NW` `Conley` `NN` `Jackknife` `Plugin` `Placebo` `Bootstrap` `Parametric` `ParametricBootstrap` `none` */
  readonly type: string;
  /** as written: `cluster(province)`, `dk(2)` */
  readonly text: string;
  readonly clusters: readonly { readonly name: string; readonly count: number }[];
  /** The number of clusters in each combination of several cluster variables, those of two first. */
  readonly combinations?: readonly { readonly names: readonly string[]; readonly count: number }[];
  /** The information on which errors of a likelihood rest, where the expected one would give others. */
  readonly information?: 'observed';
  /** finite-sample style in words that a table note can print */
  readonly small: string;
  readonly lag?: number;
  /** T, of Driscoll and Kraay's. */
  readonly periods?: number;
  /** km, of Conley's. */
  readonly cutoff?: number;
  /** The number of neighbours that is asked for, of errors by nearest neighbours (`NN`). */
  readonly neighbours?: number;
  /** The number of samples that count, of a bootstrap. */
  readonly draws?: number;
}

export interface AbsorbedEffect {
  readonly name: string;
  readonly levels: number;
  /** In `reghdfe`'s style: whether each level lies in one cluster, and how many levels are not counted. */
  readonly nested?: boolean;
  readonly redundant?: number;
}

/** Selection on unobservables (Oster 2019), by `oster`. */
export interface Oster {
  readonly treatment: string;
  /** δ for which the coefficient would be `forBeta`. */
  readonly delta: Stat;
  /** The coefficient under δ = `forDelta`, and the other solutions, the nearest to the estimate first. */
  readonly beta: Stat;
  readonly betaAlternatives: readonly number[];
  readonly forBeta: number;
  readonly forDelta: number;
  readonly rmax: number;
  /** The kind of R² that `r2Uncontrolled`, `r2Controlled` and `rmax` are. */
  readonly r2: 'r2' | 'r2Within';
  readonly betaUncontrolled: number;
  readonly betaControlled: number;
  readonly r2Uncontrolled: number;
  readonly r2Controlled: number;
  /** Variances of the treatment and of the outcome, and of what controls leave of the treatment. */
  readonly sigmaXx: number;
  readonly sigmaYy: number;
  readonly tauX: number;
}

/** Every name a fit may carry in `stats` (section 8 of the design). */
export const statNames = [
  ...(['n', 'rss', 'r2', 'r2Within', 'r2Between', 'r2Overall', 'r2Adj', 'r2AdjWithin', 'r2Lsdv', 'rmse'] as const),
  ...(['sigmaE', 'sigmaU', 'rho', 'f', 'fDf1', 'fDf2', 'fP', 'kCounted', 'ymean', 'kpWaldF', 'kpLm'] as const),
  ...([
    'kpLmP',
    'cdWaldF',
    'effectiveF',
    'andersonLm',
    'sargan',
    'hansenJ',
    'wuHausmanF',
    'turningPoint',
    'mss',
  ] as const),
  ...(['r2AdjLsdv', 'dfAbsorbed', 'dfAbsorbedNested', 'corrUXb', 'groupMin', 'groupAvg', 'groupMax'] as const),
  ...(['groupHarmonicMean', 'pretrendF', 'postMean', 'osterDelta', 'osterBeta', 'll', 'aic', 'bic'] as const),
  // degrees of freedom of the absorbed effects without clusters, where the root MSE counts more
  'dfAbsorbedUnclustered',
] as const;
export type StatName = (typeof statNames)[number];

/**
 * A first stage, as a fit of its own in the covariance of the equation with the finite-sample factor. `stats.f` and these
 * are of the excluded instruments alone.
 */
export interface FirstStage extends Fit {
  readonly endogenous: string;
  readonly f: Stat;
  readonly fDf1: number;
  readonly fDf2: number;
  readonly fP: Stat;
  /** Partial R² of the excluded instruments, with the exogenous regressors partialled out. */
  readonly partialR2: Stat;
}

/** `message` may stand in a table's notes; `hint` tells who runs the pipeline what to do. */
export type Warning = Diagnostic;

/** The label of a statistic of a fit in tables. `csv` is its plain name. */
export interface StatLabel {
  readonly en: string;
  readonly zh: string;
  readonly csv: string;
  /** A count is printed without decimals. */
  readonly count?: true;
  /** The fit's name for the statistic, where that is the name of something else too. */
  readonly of?: StatName;
}

/** Weights that a fit was made with. */
export interface FitWeights {
  readonly is: WeightKind;
  /** The variable. */
  readonly of: string;
  /** Rows of the data that were used: fewer than `nobs` where these are frequencies. */
  readonly rows: number;
}

export interface Fit {
  /** `ols`, `fe`, `iv`, … */
  readonly estimator: string;
  readonly outcome: string;
  readonly terms: readonly Estimate[];
  /** In the order of `terms`; empty where standard errors are undefined. */
  readonly vcov: readonly (readonly number[])[];
  readonly vcovInfo: VcovInfo;
  readonly nobs: number;
  /** Levels of the first absorbed effect. */
  readonly ngroups: number | null;
  /** The smallest cluster count where there are several. */
  readonly nclusters: number | null;
  /** Degrees of freedom of the reference distribution; null for the normal. */
  readonly dfResid: number | null;
  readonly inference: 't(G-1)' | 't(N-K)' | 'z';
  readonly absorbed: readonly AbsorbedEffect[];
  /** Statistics by `StatName`, and by the names that its estimator adds. */
  readonly stats: Readonly<Partial<Record<StatName, Stat>>> & { readonly [more: string]: Stat | undefined };
  readonly tests: readonly TestResult[];
  readonly dropped: readonly Dropped[];
  /** The base level of each factor, from which its coefficients are differences; absent where no term is a difference from a level. */
  readonly bases?: Readonly<Record<string, string>>;
  readonly rowsLost: readonly RowsLost[];
  /** Sentences a reader must see: few clusters, a vcov that was mended, … */
  readonly warnings: readonly Warning[];
  /** Instrumental variables: one for each endogenous regressor, in their order. */
  readonly firstStage?: readonly FirstStage[];
  /** Instrumental variables: the outcome on all instruments; `stats.f` is of the excluded ones. */
  readonly reducedForm?: Fit;
  /** Absent where every row counts alike. */
  readonly weights?: FitWeights;
  /** Selection models: the probit of selection. */
  readonly selection?: Fit;
  /** Combinations of coefficients, by `lincom`; the term is the combination's name. */
  readonly lincom?: readonly LinearCombination[];
  /** Functions of coefficients, by `nlcom`; the term is the function's name. */
  readonly nlcom?: readonly LinearCombination[];
  readonly oster?: Oster;
  /** Marginal effects of the variables, by `margins`; `estimate` is dy/dx, or the change from the reference level. */
  readonly margins?: readonly Margin[];
  /** Says whether they are averages over the rows or evaluated at the means of the variables. */
  readonly marginsAt?: 'rows' | 'means';
}
