/**
 * The contract of estimators. An entry of registry.ts says what a plan, an editor and a table must know of one. Its numerics are a module
 * of their own, which is loaded when a node runs with it, and whose code is in the keys of such nodes alone.
 */
import type { TSchema } from 'typebox';
import type { Expression } from '../base/expression/tree.ts';
import type { Json } from '../base/json.ts';
import type { Diagnostic } from '../base/problem.ts';
import type { Codes } from './data.ts';
import type {
  Design,
  IvStyle,
  NamedCodes,
  NamedColumn,
  Neighbours,
  VcovSpec,
  WeightKind,
  WholePanel,
} from './design.ts';
import type { Fit, StatLabel, Warning } from './fit.ts';
import type { Leaf } from './formula/factor.ts';
import type { Equation } from './formula/formula.ts';
import type { WrittenVcov } from './formula/vcov-text.ts';
import type { Workspace } from './linalg/workspace.ts';
import type { Asked, Place, Predictions } from './predictions.ts';
import type { Beside } from './sample/equation-columns.ts';
import type { EstimatorSpec, ModelSpec, WeightsSpec, WinsorSpec } from './spec.ts';

export interface Estimator {
  /** The name that `estimator:` takes. The folder of that name in src/econ/ holds this entry (estimator.ts) and the numerics (fit.ts). */
  readonly name: string;
  /** Names its estimand, and the key or the formula that asks for it, for the schema and the docs. */
  readonly summary: string;
  /** Options that may stand beside `is` in `estimator: {is: NAME, …}`. */
  readonly keys: Readonly<Record<string, TSchema>>;
  /** Commands of Stata and functions of R that estimate it, for hints; `ivregress NAME` of a method of that and an option of its like, `xtreg NAME` of an option of that, `glm FAMILY LINK` and `plm MODEL` of R. */
  readonly foreign: readonly string[];
  /** Kinds of weights that its numerics take, in `design.weights`; others are refused before. None when left out. */
  readonly weights?: readonly WeightKind[];
  /** Equations of its fits that are fits themselves, by the names of their parts, which `show` takes. */
  readonly equations?: readonly string[];
  /** Is true where the key `margins` may ask it for marginal effects. */
  readonly margins?: boolean;
  /** Says whether its coefficients are of an index, of which the mean of the outcome is a function. */
  readonly index?: boolean;
  /** Is true where the key `oster` may ask for Oster's δ of its coefficients. */
  readonly oster?: boolean;
  /** Is true where `kind: magnitudes` may combine its coefficients, which then are in units of the outcome for one of the regressor. */
  readonly magnitudes?: boolean;
  /** Is true where it can absorb slopes by group, `| id[t]`. */
  readonly slopes?: boolean;
  /** The options of each model that a column is: several where an option lists values for columns of their own. */
  variants?(options: WrittenColumn['options']): readonly WrittenColumn['options'][];
  /** Refuses what the estimator is not defined for, and settles what depends on the whole column. */
  compile(column: WrittenColumn): CompiledKeys;
  /** Loads the numerics. */
  load(): Promise<FitModel>;
  /** Which predictions it has, and their numerics, which its predict.ts holds; absent where it has none. */
  readonly predictions?: {
    readonly of: Predictions;
    /** Is true where a fit that absorbs nothing has effects, of its unit. */
    readonly hasOwnEffects?: boolean;
    load(): Promise<Predict>;
  };
  /** Why its coefficients are not compared with those of other models by scores; null or absent where they are, by the influence of its predictions. */
  unstacked?(spec: ModelSpec): string | null;
  /** Titles of its fits, by the name that a fit has in `estimator`. */
  readonly titles: Readonly<Record<string, { readonly en: string; readonly zh: string }>>;
  /** Terms of its fits that stand beside those of the specification: parameters of a distribution, terms that it adds; `/cut#` for as many as data tell. */
  parameters?(spec: ModelSpec): readonly string[];
  /** The words that tables and claims need for its fits beside those of all estimators; absent where it needs none. */
  readonly words?: FitWords;
  /** The note of one fit, where options say how it was estimated. */
  noteOf?(spec: ModelSpec): FitWords['note'];
}

/** The parts of a column that an estimator may read, as its keys and its base say them. */
export interface WrittenColumn {
  readonly equation: Equation;
  readonly vcov: WrittenVcov;
  /** Is true where the covariance is written; otherwise it is `iid`. */
  readonly isVcovWritten: boolean;
  /** The style as written; undefined where nobody wrote one. */
  readonly small: boolean | string | undefined;
  readonly winsorize: WinsorSpec | null;
  readonly trim?: WinsorSpec;
  /** A kind that the estimator takes; with probability weights `vcov` is `robust` where `iid` or nothing was written. */
  readonly weights?: WeightsSpec;
  /** Options in `estimator: {is: NAME, …}`, in the forms of `Estimator.keys`. */
  readonly options: Readonly<Record<string, Json>>;
  readonly panel: { readonly unit: string; readonly time: string } | null;
  /** The canonical text of a term that an option names; undefined after a complaint. */
  term(option: string, text: string): string | undefined;
  /** Returns the terms of a list's item, which may be a set or indicators. `at` leads from `estimator` to it. */
  terms(at: readonly (string | number)[], text: string): readonly string[];
  /** A term that an option names, as edits swapped it since; `term` and `terms` swap too. */
  swapped(term: string): string;
  /** Is true where a base wrote the estimator. Then its options on terms that an edit removed are dropped. */
  readonly isInherited: boolean;
}

export interface CompiledKeys {
  readonly vcov: VcovSpec;
  readonly small: IvStyle | null;
  /** The default for rows that are alone in an effect, if the style has none. */
  readonly singletons?: 'keep';
  /** The options in the form that enters the node's key. */
  readonly estimator?: Omit<EstimatorSpec, 'is'>;
  readonly problems: readonly SpecProblem[];
}

/** A problem of a column, reported at the field of the spec. */
export type SpecProblem = Diagnostic<{
  readonly field: 'absorb' | 'iv' | 'vcov' | 'small' | 'winsorize' | 'trim' | 'estimator' | 'weights';
}>;

/** Holds what the terms of a sample are made from, over the same rows. */
export interface SampleVariables {
  /** A variable as the terms have it: winsorised where the spec says so of variables. */
  values(leaf: Leaf): Float64Array;
  codes(column: string): Codes;
  isText(column: string): boolean;
  /** An expression over columns and lags as they stand in the data, with `given` numbers in the place of some, by their texts. */
  evaluate(of: Expression, given: ReadonlyMap<string, number>): Float64Array;
}

/** The sample that a model is estimated from, with rows chosen and terms evaluated. */
export interface Sample {
  readonly spec: ModelSpec;
  readonly design: Design;
  /** The cluster variables of the spec's covariance, in its order. */
  readonly clusters: readonly NamedCodes[];
  /** Calendar time of every row, where the covariance is Driscoll and Kraay's. */
  readonly time: Float64Array | null;
  /** The panel's unit of every row, where it is that too. */
  readonly unit: NamedCodes | null;
  /** Positions of rows in time or space, where the covariance is Newey and West's or Conley's. */
  readonly neighbours: Neighbours | null;
  readonly variables: SampleVariables;
  /**
   * Terms of one equation as columns over the same rows: a factor without its base where that is in the equation otherwise. `every`: a column for each
   * cell of their factors, for what is no regressor.
   */
  columns(terms: readonly string[], beside?: Beside | 'every'): readonly NamedColumn[];
  /** Levels of the columns that an option names, by what they are for. */
  levels(what: string): readonly NamedCodes[];
  /** The panel that the rows used are part of; only for specs with terms `beyond` them. */
  whole(): WholePanel;
  readonly workspace: Workspace;
}

/** A model that was estimated. */
export interface Estimated {
  readonly sample: Sample;
  readonly fit: Fit;
  /** The rows of the sample that the estimator used, as a place; all of them where `rows` is null. */
  place(rows: Int32Array | null): Place;
}

/** The predictions of one model. */
export interface Predicting {
  /** The rows that the model was estimated from. */
  readonly own: Place;
  /** One value for each row of the place, NaN where it has none. Throws Refusal for what is not defined for this model. */
  predict(asked: Asked, place: Place): Float64Array;
  /** The warnings about the predictions that were made. */
  warnings?(): readonly Warning[];
  /**
   * The influence of each own row on each coefficient: the inverse information times the score, a column for each term. The model was estimated with `iid`
   * errors. Absent where none is known.
   */
  influence?(): readonly NamedColumn[];
  /** The variable whose levels are independent where rows are not. The influence may stand at the first row of each. */
  readonly groups?: string;
}

/** Makes the predictions of a model of one estimator. */
export type Predict = (estimated: Estimated) => Predicting;

/** Estimates a model. Throws Refusal, with `param` naming the field of the spec it is about. */
export type FitModel = (sample: Sample) => Fit;

/** Words for the fits of an estimator, as plain JSON, which enters the keys of tables that show such a fit, and no others. */
export interface FitWords {
  /** The beginning of a sentence in a table's notes: `Poisson regression by maximum likelihood`. */
  readonly note: { readonly en: string; readonly zh: string };
  /** Labels of what its fits call by names of their own: an outcome that it computes, terms that it adds. */
  readonly names?: Readonly<Record<string, { readonly en: string; readonly zh: string }>>;
  /** Statistics that no other name of `stats` covers. */
  readonly stats: Readonly<Record<string, StatLabel>>;
  /** Statistics, besides `n`, that a table shows by default; null for those of linear models, or of likelihoods. */
  readonly usual: readonly string[] | null;
  /** Tables of records that stand beside its fits, by the names that `show` has for them. */
  readonly records?: Readonly<Record<string, FitRecords>>;
}

/** A label by language. */
type Said = Readonly<Record<'en' | 'zh', string>>;

/** A table with a row for each record of a part of the artifact. */
export interface FitRecords {
  readonly part: string;
  /** The member of a record that names its row. */
  readonly row: string;
  /** True where a record has, besides its own members, those of the estimate whose term is its row. */
  readonly hasEstimates: boolean;
  /** Columns by the members that they show; `at` leads to those of another name, or that stand deeper. Words stand at the left. */
  readonly columns: Readonly<
    Record<string, Omit<StatLabel, 'of'> & { readonly at?: readonly [string, number?]; readonly isText?: true }>
  >;
  readonly usual: readonly string[];
  /** The head of the rows. */
  readonly head: Said;
  /** Rows whose label is made of a variable's: the variable, and the words behind its label. */
  readonly made?: Readonly<Record<string, readonly [variable: string, words: string]>>;
  /** The words behind the label of a row whose record is true in this member. */
  readonly marked?: Said & { readonly by: string };
  readonly note: Said;
  /** The one row of the fit in words, by its columns, in the place of records of a part: rows of several fits stand together. */
  readonly said?: Readonly<Record<string, Said>>;
}
