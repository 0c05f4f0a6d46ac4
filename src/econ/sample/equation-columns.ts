/** The columns of the terms of a spec's equations over its rows, in which each factor has one base. */
import { mean, norm, sumSquaresAbout } from '../../base/number/sum.ts';
import type { NamedColumn } from '../design.ts';
import { codingsOf, type HeldEffect } from '../formula/coding.ts';
import { isIndicators, printTerm, type Term } from '../formula/factor.ts';
import { type Effect, everyRow } from '../panel/effects.ts';
import { withinBy } from '../panel/within.ts';
import { columnsOfLevels, type ModelSpec, termOf } from '../spec.ts';
import { codedColumns } from './terms.ts';
import type { WinsorizedSource } from './winsorize-spec.ts';

/** What is coded together with some terms. */
export interface Beside {
  /** Further terms of their equation, which come first. */
  readonly terms?: readonly string[];
  /** Whether the equation has a constant, where that is not the spec's. */
  readonly constant?: boolean;
}

/** A margin counts as held by effects when less than this part of its variation about its mean is left, as a term counts as absorbed. */
const held = 1e-9;

/** What rounding leaves of a constant beside its size. */
const rounding = 1e-14;

export class EquationColumns {
  readonly #spec: ModelSpec;
  readonly #source: WinsorizedSource;
  readonly #effects: () => readonly Effect[];
  #sweep: ((x: Float64Array) => Float64Array) | undefined;

  /** `effects`: those that the estimator takes out of the rows. */
  constructor(spec: ModelSpec, source: WinsorizedSource, effects: () => readonly Effect[]) {
    this.#spec = spec;
    this.#source = source;
    this.#effects = effects;
  }

  /** The columns of some terms of one equation, in their order. */
  of(texts: readonly string[], beside: Beside = {}): NamedColumn[] {
    return this.byTerm(texts, beside).flat();
  }

  /** The same, the columns of each term for themselves. */
  byTerm(texts: readonly string[], beside: Beside = {}): (readonly NamedColumn[])[] {
    const terms = texts.map(termOf);
    if (!terms.some((term) => term.some(isIndicators))) return texts.map((text) => this.#source.cells(text));
    const { terms: first = [], constant = this.#spec.constant || this.#spec.estimator?.absorbs === true } = beside;
    const effects = heldEffects(this.#spec);
    const codings = codingsOf([...first.map(termOf), ...terms], { constant, effects }).slice(first.length);
    const isSwept = constant || effects.length > 0;
    return texts.map((text, i) => {
      const columns = codedColumns(this.#source.cells(text), codings[i]!);
      return isSwept ? columns.filter((column) => !this.#isAtHeldBase(column, terms[i]!)) : columns;
    });
  }

  /** A cell at a base is no column where the effects hold its margin, the term without the factors that are at their bases. */
  #isAtHeldBase({ levels = [] }: NamedColumn, term: Term): boolean {
    const off = levels.filter(({ isBase }) => !isBase);
    if (off.length === levels.length || term.some((factor) => factor.is === 'event')) return false;
    const margin = term.filter((factor) => factor.is !== 'levels' || off.some(({ of }) => of === factor.column));
    const { values } = this.#source
      .cells(printTerm(margin as unknown as Term))
      .find((cell) => off.every(({ level }, i) => cell.levels![i]!.level === level))!;
    const left = norm(this.#swept(values));
    return left <= held * Math.sqrt(sumSquaresAbout(values, mean(values))) || left <= rounding * norm(values);
  }

  /** What the effects leave, or the constant where there are none. */
  #swept(values: Float64Array): Float64Array {
    if (this.#sweep === undefined) {
      const effects = this.#effects();
      this.#sweep = withinBy(effects.length > 0 ? effects : [everyRow(values.length)]);
    }
    return this.#sweep(values);
  }
}

/** Texts of the effects that the estimator takes out of the rows: those behind the bar, or the unit that it names itself. */
export const takenOut = ({ absorb, estimator }: ModelSpec): readonly string[] =>
  estimator?.absorbs === false ? [] : [...absorb, ...(estimator?.levels?.unit ?? [])];

/** They hold margins by their names. */
function heldEffects(spec: ModelSpec): readonly HeldEffect[] {
  const { slopes = [] } = spec;
  return [
    ...takenOut(spec).map((text) => ({ columns: columnsOfLevels(text), times: null })),
    ...slopes.map(({ by, of }) => ({ columns: columnsOfLevels(by), times: termOf(of) })),
  ];
}
