/**
 * The canonical specification of one model: equal meaning, equal JSON, but that `singletons` and the style `xtreg` stand as they were written,
 * since what they come to may hang on the rows. It alone enters a node's key.
 */

import { parseExpression } from '../base/expression/parser.ts';
import { printName } from '../base/expression/print.ts';
import { freeVariables } from '../base/expression/tree.ts';
import type { Json } from '../base/json.ts';
import { memo } from '../base/memo.ts';
import type { IvStyle, VcovSpec, WeightKind } from './design.ts';
import type { PercentileMethod } from './distributions/percentile.ts';
import type { EventFactor } from './formula/event-factor.ts';
import { columnsOfFactor, printFactor, type Term, variablesOfFactor } from './formula/factor.ts';
import { type Equation, parseTerm } from './formula/formula.ts';

export interface ModelSpec extends Equation {
  /** Present where it is not the one that the formula stands for: two-stage least squares with instruments, else least squares. */
  readonly estimator?: EstimatorSpec;
  /** Canonical expression; rows where it is true are used. */
  readonly sample: string | null;
  /** Canonical expression; rows where it is true are left out. */
  readonly exclude: string | null;
  readonly split: { readonly column: string; readonly level: string } | null;
  /** Further columns that a row must have, so that all columns of a step use the same rows. */
  readonly common: CommonSample | null;
  readonly winsorize: WinsorSpec | null;
  /** Trims as `winsorize` does, but values beyond the percentiles become missing, and their rows are dropped. */
  readonly trim?: WinsorSpec;
  readonly uTest?: UTestSpec;
  readonly margins?: MarginsSpec;
  readonly oster?: OsterSpec;
  /** Restrictions to test, in the order asked. */
  readonly tests?: readonly TestSpec[];
  /** Combinations of coefficients that stand below them. */
  readonly lincom?: readonly CombinationSpec[];
  /** Functions of coefficients that stand below those. */
  readonly nlcom?: readonly NonlinearSpec[];
  readonly vcov: VcovSpec;
  /** Absent where every row counts alike. */
  readonly weights?: WeightsSpec;
  /** null: the convention that goes with the number of absorbed effects; for instrumental variables asymptotic. */
  readonly small: IvStyle | null;
  /** null: `singletonConvention`. */
  readonly singletons: 'keep' | 'drop' | null;
}

/** Coefficients by the names that results have; or all levels of a factor, each equal to the value. */
export type RestrictionSpec =
  | { readonly weights: readonly (readonly [term: string, weight: number])[]; readonly value: number }
  | { readonly family: string; readonly value: number };

export interface TestSpec {
  readonly name: string;
  /** The name as the text has it. */
  readonly of: string;
  readonly restrictions: readonly RestrictionSpec[];
}

/** Σ weight · coefficient + constant. */
export interface CombinationSpec {
  readonly name: string;
  readonly of: string;
  readonly weights: readonly (readonly [term: string, weight: number])[];
  readonly constant: number;
}

/** The model alone, without what is asked of its finished fit. */
export function estimatedAlone(spec: ModelSpec): ModelSpec {
  const { uTest: _, margins: __, oster: ___, tests: ____, lincom: _____, nlcom: ______, ...model } = spec;
  return model;
}

/** A function of coefficients. */
export interface NonlinearSpec {
  readonly name: string;
  readonly of: string;
  /** Canonical expression over `b1`, `b2`, …, the coefficients of the terms. */
  readonly value: string;
  readonly terms: readonly string[];
}

export interface WeightsSpec {
  readonly is: WeightKind;
  /** Canonical text of the variable: a column, its lag or a function. */
  readonly of: string;
}

/** An estimator with its options, defaults filled in. `terms` is common to all estimators, and any other member is its own. */
export interface EstimatorSpec {
  readonly is: string;
  readonly [option: string]: Json | undefined;
  /** Terms that it reads besides the formula's, by what they are for: `{exposure: ['population']}`. */
  readonly terms?: Readonly<Record<string, readonly string[]>>;
  /** Rows need what `terms` names alone: outcome and regressors may be missing, as where they are not selected. */
  readonly partial?: boolean;
  /** Columns whose levels it reads, by what they are for: `{unit: ['id']}`. */
  readonly levels?: Readonly<Record<string, readonly string[]>>;
  /** The effects behind the bar are not taken out of the rows. */
  readonly absorbs?: false;
  /** Terms that it reads over the whole panel, whatever a row lacks: the instruments of dynamic panels. */
  readonly beyond?: readonly string[];
}

/**
 * Returns the default for rows that are alone in an effect: `reghdfe`, `xtivreg2` and `ivreghdfe` drop them, others keep them. One effect
 * is `xtreg`'s if the clusters hold its levels whole, else `reghdfe`'s.
 */
export function singletonConvention({ absorb, iv, slopes, small, vcov }: ModelSpec): 'keep' | 'drop' | 'unless nested' {
  if (absorb.length === 0) return 'keep';
  if (iv !== null) return small === 'xtreg' || small === 'areg' ? 'keep' : 'drop';
  if (small === 'reghdfe' || absorb.length > 1 || slopes !== undefined) return 'drop';
  const mayCut = vcov.is === 'cluster' && vcov.by.some((text) => text !== absorb[0]);
  return small === null && mayCut ? 'unless nested' : 'keep';
}

/** False also where only the rows will tell. */
const isSureToDrop = (spec: ModelSpec): boolean => (spec.singletons ?? singletonConvention(spec)) === 'drop';

/** The terms of a quadratic whose turning point is tested. */
export interface UTestSpec {
  readonly linear: string;
  readonly square: string;
  /** Level of the Fieller interval, 0…1. */
  readonly level: number;
}

/** Selection on unobservables (Oster 2019): R²max itself, or as a multiple of the regression's R². */
export interface OsterSpec {
  readonly treatment: string;
  /** Controls that the short regression has too. */
  readonly mcontrols: readonly string[];
  readonly rmax?: number;
  readonly rmaxMultiple?: number;
  /** The coefficient for which δ is sought, and the δ for which the coefficient is. */
  readonly beta: number;
  readonly delta: number;
}

/** Marginal effects: averages over the rows, or at the means of the variables; 0/1 variables that are changed from 0 to 1. */
export interface MarginsSpec {
  readonly at?: 'means';
  readonly dummies?: readonly string[];
  /** The variables whose effects are told; absent for all. */
  readonly effects?: readonly string[];
  /** Variables that are put somewhere: each combination of their values is a place. */
  readonly places?: readonly PlacedVariable[];
  /** Adjusted predictions of the mean outcome beside the effects. */
  readonly predict?: true;
}

/** `values`: numbers, levels of a factor, and words for statistics of the rows, as `mean` and `p25`. */
export interface PlacedVariable {
  readonly variable: string;
  readonly values: readonly (number | string)[];
}

export interface CommonSample {
  /** Terms, effects and clusters of the other columns. */
  readonly terms: readonly string[];
  readonly levels: readonly string[];
  readonly samples: readonly string[];
  readonly excludes: readonly string[];
  /** Weights of the other columns, which are above 0 in every row. */
  readonly weights?: readonly string[];
  /** Effects in which no row is alone, where some column drops such rows. */
  readonly singletons?: readonly string[];
}

export interface WinsorSpec {
  /** Percentages. */
  readonly at: readonly [low: number, high: number];
  /** null: every variable of the regression, the outcome included. */
  readonly vars: readonly string[] | null;
  readonly by: readonly string[];
  readonly method: PercentileMethod;
  /** `variables`: before powers and products are taken; `terms`: after. */
  readonly stage: 'variables' | 'terms';
  /** `complete`: percentiles over the rows used; `own`: over the variable's own rows of the sample. */
  readonly rows: 'complete' | 'own';
}

/** A stored text that no longer parses is a bug, since the compiler printed it. */
export const termOf: (text: string) => Term = memo((text) => {
  const parsed = parseTerm(text);
  if (!parsed.ok) throw new Error(`not a canonical term: ${text}`);
  return parsed.term;
});

const columnsOfTerm = memo((text: string) => {
  const read = termOf(text).map(columnsOfFactor);
  return { columns: read.flatMap(({ columns }) => columns), lagged: read.some(({ lagged }) => lagged) };
});

/** The variables that move a term, by their texts: `log(x)` moves with `x`. */
export const variablesOfTerm = memo((text: string): readonly string[] =>
  termOf(text).flatMap((factor) => variablesOfFactor(factor)),
);

/**
 * Gives those of some terms that move where another one does, so that its effect is a matter of several coefficients. They hold a variable of it, or all of a
 * product's.
 */
export function termsMovingWith(text: string, others: readonly string[]): readonly string[] {
  const own = variablesOfTerm(text);
  return others.filter((other) => {
    const isHeld = (name: string): boolean => variablesOfTerm(other).includes(name);
    return termOf(text).length === 1 ? own.some(isHeld) : own.every(isHeld);
  });
}

/** Columns joined by `^` in an effect or a cluster: `province^year` reads both. The same list for the same text. */
export const columnsOfLevels: (text: string) => readonly string[] = memo((text) =>
  text.match(/`[^`]+`|[^^]+/g)!.map((name) => (name.startsWith('`') ? name.slice(1, -1) : name)),
);

const none: readonly string[] = [];

/** Event times among the terms. */
export const eventsOf = ({ terms }: ModelSpec): readonly EventFactor[] =>
  terms.flatMap((text) => termOf(text).filter((factor) => factor.is === 'event'));

/** Returns the lists of terms that must all be present in a row that is used. */
export const listsRequired = (spec: ModelSpec): (readonly string[])[] =>
  spec.estimator?.partial === true ? Object.values(spec.estimator.terms ?? {}) : listsOfTerms(spec);

/** Returns the variables of a model in lists: outcome and regressors, then instruments, then those that the estimator reads besides. */
export function listsOfTerms({ outcome, terms, iv, slopes, estimator }: ModelSpec): (readonly string[])[] {
  const further = estimator?.terms === undefined ? [] : Object.values(estimator.terms);
  const sloped = slopes === undefined ? none : slopes.map(({ of }) => of);
  return [[outcome], terms, iv?.endogenous ?? none, iv?.instruments ?? none, sloped, ...further];
}

/** Terms that a row must have to be used: the spec's own, and what a common sample asks for. */
function termsOfSpec(spec: ModelSpec): string[] {
  return [...new Set([...listsOfTerms(spec).flat(), ...(spec.common?.terms ?? [])])];
}

/** Weights of a spec, and of those whose rows it uses. */
const weightsOfSpec = ({ weights, common }: ModelSpec): readonly string[] => [
  ...(weights === undefined ? [] : [weights.of]),
  ...(common?.weights ?? []),
];
/** The columns that a covariance of neighbours needs a value of in every row. */
export function columnsOfVcov({ vcov }: ModelSpec): readonly string[] {
  if (vcov.is === 'conley') return [vcov.latitude, vcov.longitude];
  return vcov.is === 'nw' && vcov.time !== undefined ? [vcov.time] : none;
}

const beyondSpec = ({ estimator }: ModelSpec): readonly string[] => estimator?.beyond ?? none;

/** Effects, clusters, groups: whatever must have a level in every row used. */
export function levelsOfSpec(spec: ModelSpec): string[] {
  const levels: string[] = [];
  addNew(levels, spec.absorb);
  if (spec.vcov.is === 'cluster') addNew(levels, spec.vcov.by);
  for (const names of Object.values(spec.estimator?.levels ?? {})) addNew(levels, names);
  for (const tails of [spec.winsorize, spec.trim])
    if (tails)
      addNew(
        levels,
        tails.by.map((name) => printFactor({ is: 'column', name })),
      );
  if (spec.common !== null) addNew(levels, spec.common.levels);
  return levels;
}

function addNew(found: string[], texts: readonly string[]): void {
  for (let i = 0; i < texts.length; i++) if (!found.includes(texts[i]!)) found.push(texts[i]!);
}

/** Expressions that choose rows. */
function conditionsOfSpec(spec: ModelSpec): string[] {
  const { sample, exclude, common } = spec;
  const own = [sample, exclude].filter((text) => text !== null);
  return [...own, ...(common?.samples ?? []), ...(common?.excludes ?? [])];
}

/** Exactly the frame's columns that estimation reads, sorted. Lags and `dk` read the panel's keys besides. */
export function variablesRead(spec: ModelSpec): string[] {
  const columns = new Set<string>();
  for (const text of [...termsOfSpec(spec), ...weightsOfSpec(spec), ...beyondSpec(spec)])
    for (const name of columnsOfTerm(text).columns) columns.add(name);
  for (const text of levelsOfSpec(spec)) for (const name of columnsOfLevels(text)) columns.add(name);
  for (const text of conditionsOfSpec(spec)) for (const name of variablesOfCondition(text)) columns.add(name);
  for (const name of columnsOfVcov(spec)) columns.add(name);
  if (spec.split !== null) columns.add(spec.split.column);
  return [...columns].sort();
}

/** The columns of some terms and of some effects, sorted. */
export function columnsOfTerms(terms: readonly string[], levels: readonly string[]): string[] {
  const columns = [...terms.flatMap((text) => columnsOfTerm(text).columns), ...levels.flatMap(columnsOfLevels)];
  return [...new Set(columns)].sort();
}

/** Tells whether some variable of a model is a lag, a lead or a difference. */
export const hasLags = (spec: ModelSpec): boolean => termsOfSpec(spec).some((text) => columnsOfTerm(text).lagged);

export const variablesOfCondition: (text: string) => readonly string[] = memo((text) => {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(`not a canonical expression: ${text}`);
  return freeVariables(parsed.ast);
});

/**
 * Tells whether the panel's unit and time are read: for lags, the calendar of Driscoll–Kraay, and estimators that look beyond the rows
 * used.
 */
export function readsPanel(spec: ModelSpec): boolean {
  const { vcov } = spec;
  if (vcov.is === 'dk' || spec.estimator?.beyond !== undefined) return true;
  if (vcov.is === 'nw' ? vcov.time === undefined : vcov.is === 'conley' && vcov.lags > 0) return true;
  const read = [...termsOfSpec(spec), ...weightsOfSpec(spec)];
  return read.some((text) => columnsOfTerm(text).lagged);
}

const weighted = (weights: readonly string[]): Pick<CommonSample, 'weights'> =>
  weights.length === 0 ? {} : { weights };

/** Makes all specs use the rows that every one of them can use. What a spec asks for itself is left out. */
export function withCommonSample(specs: readonly ModelSpec[]): ModelSpec[] {
  const all = {
    terms: specs.flatMap((spec) => [...termsOfSpec(spec), ...columnsOfVcov(spec).map(printName)]),
    levels: specs.flatMap(levelsOfSpec),
    samples: specs.flatMap((spec) => spec.sample ?? []),
    excludes: specs.flatMap((spec) => spec.exclude ?? []),
    weights: specs.flatMap(({ weights }) => weights?.of ?? []),
  };
  const dropping = specs.filter(isSureToDrop).flatMap(({ absorb }) => absorb);
  const singletons = [...new Set(dropping)].sort();
  const others = (texts: readonly string[], own: readonly (string | null)[]): string[] =>
    [...new Set(texts)].filter((text) => !own.includes(text)).sort();
  return specs.map((spec) => {
    const common: CommonSample = {
      terms: others(all.terms, termsOfSpec(spec)),
      levels: others(all.levels, levelsOfSpec(spec)),
      samples: others(all.samples, [spec.sample]),
      excludes: others(all.excludes, [spec.exclude]),
      ...weighted(others(all.weights, [spec.weights?.of ?? null])),
    };
    const alone = singletons.some((effect) => !isSureToDrop(spec) || !spec.absorb.includes(effect));
    if (alone) return { ...spec, common: { ...common, singletons } };
    return Object.values(common).every((list) => list.length === 0) ? spec : { ...spec, common };
  });
}
