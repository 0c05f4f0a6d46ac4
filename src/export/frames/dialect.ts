/**
 * The contract of languages whose scripts are statements over a data frame `d`, a model `m` and its covariance `V`: their words for what every such script
 * does. In all of them `N`, `K` and `G` are the rows, the parameters that are counted and the smallest number of clusters.
 */
import type { BinaryNode } from '../../base/expression/tree.ts';
import type { Counterpart, FrameModel, FramePieces, NoCounterpart } from '../../econ/counterpart.ts';
import type { FitForm } from '../../econ/form.ts';
import type { ModelSpec } from '../../econ/spec.ts';
import type { Blocks } from '../blocks.ts';
import type { RawFile } from '../data.ts';
import type { Checksums } from '../raw/checksums.ts';
import type { RawColumn, RawRule, RawType } from '../raw/rules.ts';
import type { ExportedTest, TermWeights } from '../restrictions.ts';
import type { WordedIn } from '../worded.ts';

/** An operator or a function; ranks say how tightly it binds, and a part of a lower rank is put in parentheses. */
export interface Operator {
  readonly text: string;
  readonly rank: number;
}

/** Words for values over the rows of the data. */
export interface ExpressionWords {
  readonly operators: Readonly<Record<BinaryNode['op'] | 'not' | 'minus', Operator>>;
  /** Functions by papermake's names. */
  readonly functions: Readonly<Record<string, string>>;
  /** The column of the estimation data that a term is. */
  columnOf(term: string): string;
  /** A column of the data within an expression. */
  column(name: string): string;
  text(value: string): string;
  number(value: number): string;
  /** A list of texts. */
  texts(values: readonly string[]): string;
  /** Says whether a value is one of some; missing where it is missing, unless it stands `alone` as a condition that chooses rows. */
  isOneOf(
    value: string,
    items: readonly string[],
    asked: { readonly negated: boolean; readonly alone: boolean },
  ): string;
  /** 1 where a condition holds, else 0. */
  indicator(condition: string): string;
  /** Says whether a value is this number; false where it is missing. */
  isNumber(value: string, number: number): string;
  /** A value that is missing where it is no finite number. */
  finite(value: string): string;
  /** The value so many periods before. */
  lagged(value: string, unit: string, time: string, periods: number): string;
  /** Periods since treatment, at the ends of a window, or missing beyond it. */
  eventTime(time: string, cohort: string, window: readonly [number, number] | null, bin: boolean): string;
  /** Levels of several columns together. */
  joint(columns: readonly string[]): string;
}

export interface WinsorWords {
  readonly by: readonly string[];
  readonly at: readonly [number, number];
  /** The number that R gives to a kind of percentiles. */
  readonly type: number;
}

/** Words for steps from the data to the rows of a model. */
export interface StatementWords {
  take(data: string): string;
  assign(column: string, value: string): string;
  /** Rows where a condition is true. */
  keep(condition: string): string;
  /** Rows but those where a condition is true. */
  leave(condition: string): string;
  complete(columns: readonly string[]): string;
  winsorized(column: string, how: WinsorWords): string;
  withoutSingletons(columns: readonly string[]): string;
  /** Rows of units but those that are treated in the first period of the rows. */
  withoutAlways(time: string, cohort: string): string;
  /** Copies rows as often as a column says. */
  repeated(column: string): string;
  demeaned(columns: readonly string[], effects: readonly string[], weights: string | undefined): string;
}

/** Code of the covariance of a model `m`, for each kind of errors. */
export interface CovarianceWords {
  set(name: string, value: string): string;
  /** Counts the levels that a column of the data has. */
  levels(column: string): string;
  /** Counts the coefficients that the model has. */
  readonly coefficients: string;
  /** The rows of the model. */
  readonly rows: string;
  absorbed(effects: readonly string[], clusters: readonly string[] | undefined): string;
  /** A member of what `absorbed` gives. */
  absorbedPart(of: string, part: 'df' | 'nested'): string;
  /** The fewest clusters of some columns. */
  clusters(columns: readonly string[]): string;
  /** The inverse information, or (X'X)⁻¹. */
  bread(own: string | undefined): string;
  /** Conventional errors of least squares, with the residual variance over a number. */
  iid(over: string): string;
  /** Conventional errors of a likelihood. */
  information(own: string | undefined): string;
  /** A sandwich of the scores of rows, without a factor. */
  robust(own: string | undefined): string;
  /** Errors whose residuals are corrected for leverage; `effect`: the absorbed one, of which the data are demeaned. */
  leveraged(type: 'HC2' | 'HC3', effect: string | undefined): readonly string[];
  clustered(columns: readonly string[], own: string | undefined): string;
  /** B M B, with M the products of scores near in time; `unit` undefined: of sums by time. `times` is where the number of times is left. */
  overTime(
    unit: string | null | undefined,
    time: string,
    lag: number,
  ): { readonly lines: readonly string[]; readonly code: string };
  /** Leaves the times of sums in `periods`; their number. */
  readonly periods: string;
  /** B M B, with M the products of scores near in space. */
  conley(how: ConleyWords): string;
  /** V without its negative eigenvalues; beside absorbed effects slopes are mended by themselves, and the constant with all of V. */
  mended(besideEffects: boolean): readonly string[];
}

export interface ConleyWords {
  readonly latitude: string;
  readonly longitude: string;
  readonly cutoff: number;
  readonly kernel: 'uniform' | 'bartlett';
  readonly lags: number;
  readonly unit: string | null;
  readonly time: string | null;
}

/** A value of papermake's beside the code of the language's own. */
export interface Checked {
  readonly cell: string;
  readonly got: string;
  readonly expected: number;
  /** Code of the size beside which a difference is small; that of the expected value where nothing is said. */
  readonly scale?: string;
}

/** The values of a coefficient. */
export interface CheckedRow {
  readonly column: string;
  readonly estimate: number;
  readonly error: number | null;
}

export interface CheckWords {
  /** Prints coefficients with errors; `df` is null for z. */
  print(df: number | null, terms: readonly string[] | null): string;
  /** Compares coefficients and errors, a row for each; null where the error is not defined. `own`: code of the coefficients. */
  coefficients(node: string, rows: readonly CheckedRow[], own: string | undefined): readonly string[];
  value(checked: Checked): string;
  /** Leaves a combination of coefficients in `e`, whose parts are its value and its error. */
  combined(weights: TermWeights, own: string | undefined): string;
  /** Leaves a function of coefficients in `e`, whose parts are its value and its error; in the codes `b` has the coefficients of the terms. */
  nonlinear(terms: readonly string[], value: string, gradient: readonly string[], own: string | undefined): string;
  /** Leaves a marginal effect in `e`, whose parts are its value and its error. */
  marginal(column: string, atMeans: boolean): string;
  /** A part of a list that has a name, by its position from 1. */
  part(name: string, position: number): string;
  /** Wald's statistic of restrictions. */
  restricted(restrictions: ExportedTest['restrictions'], own: string | undefined): string;
  /** Wald's statistic over its degrees of freedom, that coefficients are zero: those named, or all but the constant. */
  wald(columns: readonly string[] | undefined): string;
}

export interface FrameDialect {
  readonly name: Exclude<WordedIn, 'stata'>;
  /** The name that sentences have for it. */
  readonly title: string;
  readonly blocks: Blocks;
  readonly expression: ExpressionWords;
  readonly statement: StatementWords;
  readonly covariance: CovarianceWords;
  readonly check: CheckWords;
  readonly raw: RawWords;
  /** The name of the data in a script. */
  dataName(name: string): string;
  /** Code of the values of a column of `d`. */
  values(column: string): string;
  /** The model that an estimator's room words, from the pieces of an equation. */
  worded(counterpart: Counterpart, spec: ModelSpec, form: FitForm): WordedModel | NoCounterpart;
  readonly lists: ListWords;
  /** Code of functions for tests that hold with weak instruments, which have the same names in all languages. */
  weakFunctions(): string;
  /** Says that neither first stages, tests with weak instruments nor marginal effects are compared. */
  readonly termsAlone?: true;
}

/** A model in the language, whose call is made of its own pieces. */
export type WordedModel = FrameModel<FramePieces>;

/** Words for lists of variables. */
export interface ListWords {
  /** Code of a statistic of `x`, whose missing values are gone, by papermake's name for it. */
  readonly statistics: Readonly<Record<string, string>>;
  /** Code of the size beside which a difference of a statistic is small. */
  readonly spread: string;
  /** Leaves the values of a column in `name`, of rows where a condition is true. */
  values(name: 'x' | 'y', column: string, condition: string | undefined): string;
  /** The mean of `x` less that of `y`. */
  readonly difference: string;
  /** The error of that difference, with one variance of both or with two. */
  errorOfDifference(isPooled: boolean): string;
  /** Leaves inflation factors of columns in `inflation`, and prints them. */
  inflation(columns: readonly string[]): readonly string[];
  /** The inflation factor of a column. */
  inflationOf(column: string): string;
}

/** Words for data that are made of raw files, in `d`. */
export interface RawWords {
  read(
    file: RawFile,
    columns: readonly RawColumn[],
    missing: Extract<RawRule, { is: 'read' }>['missing'],
  ): readonly string[];
  /** Puts texts, or numbers, in the place of a column's texts. */
  recoded(column: string, to: ReadonlyMap<string, string | number>, gives: RawType): string;
  /** Adds columns of other data by keys; `drops`: rows without a match go. */
  merged(other: string, on: readonly string[], columns: readonly string[], drops: boolean): string;
  /** Gives what is in `d` a name. */
  named(name: string): string;
  /** Code of a variable of numbers, which is missing where it is not finite. */
  number(code: string, isCondition: boolean): string;
  /** Statistics of groups by papermake's names. */
  readonly statistics: Readonly<Record<string, string>>;
  ofGroups(value: string, statistic: string, by: readonly string[]): string;
  /** Compares `d` with the data of the paper. */
  compared(name: string, sums: Checksums): readonly string[];
}
