/** The columns of the terms of a spec's equations over its rows, in which each factor has one base. */
import { mean } from '../../base/number/sum.ts';
import type { NamedColumn } from '../design.ts';
import type { Warning } from '../fit.ts';
import { type Coding, codingsOf, type HeldEffect } from '../formula/coding.ts';
import { isIndicators } from '../formula/factor.ts';
import { columnsOfLevels, type ModelSpec, termOf } from '../spec.ts';
import { HeldMargins } from './held-margins.ts';
import { codedColumns } from './terms.ts';
import type { WinsorizedSource } from './winsorize-spec.ts';

/** Holds what is coded together with some terms. */
export interface Beside {
  /** Further terms of their equation, which come first. */
  readonly terms?: readonly string[];
  /** Says whether the equation has a constant, where that is not the spec's. */
  readonly constant?: boolean;
}

/** Gives what the effects that an estimator takes out of the rows leave of x; null where there are none. `isColumn`: others ask it of x too. */
export type Within = ((x: Float64Array, isColumn: boolean) => Float64Array) | null;

export class EquationColumns {
  readonly #spec: ModelSpec;
  readonly #source: WinsorizedSource;
  readonly #within: () => Within;
  /** Bases by factor: those that some term leaves out, and those that `ref=` names. */
  readonly #leftOut = new Map<string, string>();
  readonly #named = new Map<string, string>();

  constructor(spec: ModelSpec, source: WinsorizedSource, within: () => Within) {
    this.#spec = spec;
    this.#source = source;
    this.#within = within;
  }

  /** The columns of some terms of one equation, in their order. */
  of(texts: readonly string[], beside: Beside = {}): NamedColumn[] {
    return this.byTerm(texts, beside).flat();
  }

  /** Returns the columns of the terms in one list for each term. */
  byTerm(texts: readonly string[], beside: Beside = {}): (readonly NamedColumn[])[] {
    const terms = texts.map(termOf);
    if (!terms.some((term) => term.some(isIndicators))) return texts.map((text) => this.#source.cells(text));
    const { terms: first = [], constant = this.#spec.constant } = beside;
    const equation = [...first.map(termOf), ...terms];
    const codings = codingsOf(equation, { constant, effects: heldEffects(this.#spec) }).slice(first.length);
    const margins = this.#margins([...first, ...texts], constant);
    return texts.map((text, i) => {
      const cells = this.#source.cells(text);
      const coded = codedColumns(cells, codings[i]!);
      // which periods an event study can tell apart is its own matter
      const isStudy = terms[i]!.some((factor) => factor.is === 'event');
      const columns = isStudy ? coded : coded.filter((column) => !isAtHeldBase(column, cells, margins));
      this.#note(cells, columns, codings[i]!);
      return columns;
    });
  }

  #margins(texts: readonly string[], constant: boolean): HeldMargins {
    const plain = texts.filter((text) => !termOf(text).some(isIndicators));
    let within: Within | undefined;
    const left = (x: Float64Array, isColumn: boolean): Float64Array => {
      within ??= this.#within() ?? (constant ? centred : (same) => same);
      return within(x, isColumn);
    };
    const columns = () => plain.flatMap((text) => this.#source.cells(text));
    return new HeldMargins(
      (x) => left(x, false),
      () => columns().map(({ values }) => left(values, true)),
    );
  }

  /** The base of each factor of which the terms that were asked for are differences from a level; undefined where there is none. */
  get bases(): Readonly<Record<string, string>> | undefined {
    return this.#leftOut.size === 0
      ? undefined
      : Object.fromEntries([...this.#leftOut].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Warns of references that nothing is a difference from. */
  get warnings(): readonly Warning[] {
    return [...this.#named].flatMap(([of, ref]): Warning[] => {
      if (this.#leftOut.has(of)) return [];
      const message = `the reference \`${ref}\` of \`${of}\` is estimated too, since no other term stands for it`;
      const hint = `differences from it need the term without \`i(${of})\` beside them, or a constant`;
      return [{ code: 'idle-reference', message, hint }];
    });
  }

  #note(cells: readonly NamedColumn[], columns: readonly NamedColumn[], { bases }: Coding): void {
    for (const [i, { of, level }] of (cells[0]?.levels ?? []).entries()) {
      const ref = bases.get(of);
      const base = ref ?? level;
      const count = (some: readonly NamedColumn[]): number =>
        some.filter(({ levels }) => levels![i]!.level === base).length;
      if (ref !== undefined) this.#named.set(of, ref);
      if (count(columns) < count(cells)) this.#leftOut.set(of, base);
    }
  }
}

/** A cell at a base is no column where the equation holds its margin: the sum of the cells that differ from it in factors at their bases alone. */
function isAtHeldBase(column: NamedColumn, cells: readonly NamedColumn[], margins: HeldMargins): boolean {
  const { levels = [], values } = column;
  if (levels.every(({ isBase }) => !isBase)) return false;
  const margin = new Float64Array(values.length);
  for (const cell of cells)
    if (levels.every(({ isBase, level }, i) => isBase || cell.levels![i]!.level === level)) addTo(margin, cell.values);
  return margins.holds(margin);
}

const centred = (x: Float64Array): Float64Array => {
  const centre = mean(x);
  return x.map((value) => value - centre);
};

/** Texts of the effects that the estimator takes out of the rows: those behind the bar, or the unit that it names itself. */
export const takenOut = ({ absorb, estimator }: ModelSpec): readonly string[] =>
  estimator?.absorbs === false ? [] : [...absorb, ...(estimator?.levels?.unit ?? [])];

/** They hold margins by their names. */
export function heldEffects(spec: ModelSpec): readonly HeldEffect[] {
  const { slopes = [] } = spec;
  return [
    ...takenOut(spec).map((text) => ({ columns: columnsOfLevels(text), times: null })),
    ...slopes.map(({ by, of }) => ({ columns: columnsOfLevels(by), times: termOf(of) })),
  ];
}

function addTo(sum: Float64Array, values: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + values[i]!;
}
