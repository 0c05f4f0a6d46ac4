/** The contract of an estimator's `export.ts`: how users of other languages estimate the model, without papermake. */
import type { FitForm } from './form.ts';
import type { ModelSpec } from './spec.ts';

export interface Counterpart {
  readonly r: Wording<RModel>;
  readonly python: Wording<PythonModel>;
  readonly stata: Wording<StataModel>;
  /** True where all languages find marginal effects of plain terms by their own means. */
  readonly margins?: true;
}

/** Gives what a language has for a model as papermake estimated it, or why it has nothing. */
export type Wording<M> = (spec: ModelSpec, form: FitForm) => M | NoCounterpart;

/** Why a language has nothing for a model; a sentence of a script's comment. */
export interface NoCounterpart {
  readonly none: string;
}

/** Pieces of an equation by columns of the estimation data, in languages whose models are calls over a data frame. */
export interface FramePieces {
  readonly outcome: string;
  readonly exogenous: readonly string[];
  readonly endogenous: readonly string[];
  /** Excluded instruments. */
  readonly instruments: readonly string[];
  readonly constant: boolean;
  /** Absorbed effects that enter as dummy variables; none where the data were demeaned. */
  readonly effects: readonly string[];
  readonly weights: string | undefined;
  /** Columns of the terms that the estimator reads besides, by what they are for: the exposure. */
  further(what: string): readonly string[];
  /** The column of the unit or the group, behind the bar or by an option. */
  readonly unit: string | undefined;
}

/** Pieces of R code, from which a call is made. */
export interface RPieces {
  /** The name of the outcome. */
  readonly outcome: string;
  /** The right-hand side: `x + z`, `0 + x`; with instruments, the exogenous regressors and the endogenous ones. */
  readonly regressors: string;
  /** With instruments: the exogenous regressors and the excluded instruments. */
  readonly instruments: string;
  /** Absorbed effects, as `factor(id) + factor(year)`; empty where there are none or the data were demeaned. */
  readonly effects: string;
  /** Exogenous regressors without a constant: `x + z`. */
  readonly slopes: string;
  /** The outcome and the exogenous regressors as a list of texts. */
  readonly texts: string;
  textsOf(terms: readonly string[]): string;
  /** `, weights = w` or nothing. */
  readonly weights: string;
  /** `, weights = d$w` or nothing, for functions that do not look for weights in the data. */
  readonly weightValues: string;
  /** Names of further terms by what they are for: the exposure. */
  further(what: string): readonly string[];
  /** The name of the unit or the group, and a text of it. */
  readonly unit: { readonly name: string; readonly text: string } | undefined;
}

/** Pieces of Python code over the data frame `d`, from which a call is made. */
export interface PythonPieces {
  /** `d["y"]` */
  readonly outcome: string;
  /** `design(d, ["x", "z"])`, with the constant last where there is one; with instruments, of the endogenous regressors too. */
  readonly regressors: string;
  /** With instruments: `design(d, …)` of the exogenous regressors and the excluded instruments. */
  readonly instruments: string;
  /** `, weights=d["w"]` or nothing. */
  readonly weights: string;
  /** The outcome and the exogenous regressors as a list of texts. */
  readonly texts: string;
  textsOf(terms: readonly string[]): string;
  /** Code of further terms by what they are for: `d["population"]`. */
  further(what: string): readonly string[];
  /** `design(d, …)` of further terms, with a constant. */
  designOf(what: string): string;
  /** `d["id"]`: the unit or the group; its name between quotes. */
  readonly unit: string | undefined;
  readonly unitText: string;
}

/** A model as a call over the data frame `d`, of pieces in the form of the language. */
export interface FrameModel<P> {
  /** Packages that the call needs. */
  readonly packages: readonly string[];
  call(pieces: P): string;
  /** The conventions by which errors are corrected for finite samples. */
  readonly errors: 'linear' | 'likelihood';
  /** Says how absorbed effects enter: variables are demeaned, dummy variables are added, or the call absorbs the effects itself. */
  readonly effects: 'demeaned' | 'dummies' | 'call';
  /** Code of the inverse information of the model `m`, where the package reports another one, or none. */
  readonly bread?: string;
  /** Code of the coefficients, where the model reports some of them in another form. */
  readonly coefficients?: string;
  /** Code that takes rows away which the likelihood does not use. */
  rows?(pieces: P): readonly string[];
  /** Code of the number of rows, where the model itself counts something else. */
  readonly nobs?: string;
  /** Terms besides those of the equation of which the model has coefficients. */
  readonly parameters?: readonly string[];
  /** Terms whose value the package reports in another form, by name. */
  readonly unchecked?: Readonly<Record<string, string>>;
  /** Code of statistics of the fit, by the name that papermake has for them. */
  readonly statistics?: Readonly<Record<string, string>>;
}

export type RModel = FrameModel<RPieces>;
export type PythonModel = FrameModel<PythonPieces>;

/** Pieces of a do-file, from which a command is made. */
export interface StataPieces {
  readonly outcome: string;
  /** Exogenous regressors. */
  readonly regressors: readonly string[];
  readonly endogenous: readonly string[];
  readonly instruments: readonly string[];
  readonly effects: readonly string[];
  readonly clusters: readonly string[];
  /** `if` with a space before it, or nothing. */
  readonly rows: string;
  /** Weights in brackets with a space before them, or nothing. */
  readonly weights: string;
  /** Names of the terms that the estimator reads besides, by what they are for. */
  further(what: string): readonly string[];
  /** Names of the variables of terms that stand in the estimator's own options. */
  variables(terms: readonly string[]): readonly string[];
}

export interface StataModel {
  /** The command's name, and its sub-command. */
  readonly command: string;
  /** `xtset` before it, by the panel or by the effect that is absorbed; `series`: by the time that the covariance names. */
  readonly set?: 'panel' | 'effect' | 'series';
  /** Options in the order in which they are written. */
  options(pieces: StataPieces): readonly string[];
  /** A factor that errors are multiplied with before they are compared, where the command has another, and why. */
  readonly factor?: { readonly code: string; readonly why: string };
  readonly unchecked?: Readonly<Record<string, string>>;
  /** Results in which the command leaves statistics of the fit, by papermake's names. */
  readonly statistics?: Readonly<Record<string, string>>;
  readonly firstStages?: StataFirstStages;
}

/** Tells where Stata reports first stages: by an option of the command or by a command after it. */
export interface StataFirstStages {
  readonly option?: string;
  readonly command?: string;
  /** The F of the excluded instruments of an endogenous regressor, by its position from 1. */
  f(position: number): string;
}
