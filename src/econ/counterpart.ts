/** The contract of an estimator's `export.ts`: how users of other languages estimate the model, without papermake. */
import type { Fit } from './fit.ts';
import type { ModelSpec } from './spec.ts';

export interface Counterpart {
  readonly r: Wording<RModel>;
  readonly stata: Wording<StataModel>;
}

/** Gives what a language has for a model as papermake estimated it, or why it has nothing. */
export type Wording<M> = (spec: ModelSpec, fit: Fit) => M | NoCounterpart;

/** Why a language has nothing for a model; a sentence of a script's comment. */
export interface NoCounterpart {
  readonly none: string;
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
  /** `, weights = w` or nothing. */
  readonly weights: string;
  /** Code of a further term by its place among those that the estimator reads: the exposure. */
  further(what: string): string | undefined;
}

export interface RModel {
  /** Packages that the call needs. */
  readonly packages: readonly string[];
  /** The call, whose data are `d`. */
  call(pieces: RPieces): string;
  /** By which conventions errors are corrected for finite samples. */
  readonly errors: 'linear' | 'likelihood';
  /** Says how absorbed effects enter: variables are demeaned, dummy variables are added, or the call absorbs the effects itself. */
  readonly effects: 'demeaned' | 'dummies' | 'call';
  /** Code of the inverse information of the model `m`, where the package reports the expected one and papermake takes the observed. */
  readonly bread?: string;
  /** Code that takes rows away which the likelihood does not use. */
  readonly rows?: string;
  /** Terms whose value the package reports in another form, by name. */
  readonly unchecked?: Readonly<Record<string, string>>;
}

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
  /** The equation of the coefficients, where the command has several. */
  readonly equation?: string;
  /** Name of a coefficient by papermake's name, where it is none of a regressor: `/lnalpha`. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly unchecked?: Readonly<Record<string, string>>;
}
