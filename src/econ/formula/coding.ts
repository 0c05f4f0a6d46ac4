/** Decides the levels for which factors of an equation have columns: all of them, or all but the base. */

import { columnsOfFactor, type Factor, type LevelsFactor, printFactor, type Term } from './factor.ts';

/** Absorbed levels, or slopes of `times` in them. */
export interface HeldEffect {
  /** Columns of the data whose combinations are the levels. */
  readonly columns: readonly string[];
  readonly times: Term | null;
}

/** Holds what an equation has beside its terms. */
export interface AbsorbedParts {
  readonly constant: boolean;
  readonly effects: readonly HeldEffect[];
}

export interface Coding {
  /** The level that `ref=` names, by factor; the base of the others is their first level. */
  readonly bases: ReadonlyMap<string, string>;
  /**
   * Sets of the term's factors that are in the model without the others. A cell that is off the bases of factors of one such set alone is no
   * column.
   */
  readonly held: readonly ReadonlySet<string>[];
}

/**
 * The coding of each term, by names alone. A term over factors T, times variables v, stands for the effects of each S ⊆ T, times v. Its cells that are off
 * their bases in just S are as many as that effect has parameters. They are columns unless an earlier term times v, the constant or an absorbed effect has
 * S; terms of fewer factors are earlier. Where R's `model.matrix` has full rank, its columns are these (Chambers & Hastie 1992, Statistical Models in S,
 * 2.4.1). Else R leaves redundant ones in, or takes a term in x:z for one in x and lacks some.
 */
export function codingsOf(terms: readonly Term[], held: AbsorbedParts): readonly Coding[] {
  const bases = basesOf(terms);
  const known = new KnownByTimes();
  for (const { columns, times } of held.effects) known.add({ factors: new Set(columns), times: times ?? [] });
  if (held.constant || held.effects.length > 0) known.add({ factors: new Set(), times: [] });
  const codings: Coding[] = [];
  const sizes = terms.map((term) => factorsOf(term).length);
  for (const at of [...terms.keys()].sort((a, b) => sizes[a]! - sizes[b]!)) {
    const term = terms[at]!;
    const factors = new Set(factorsOf(term).map(({ column }) => column));
    codings[at] = { bases, held: known.for(term).flatMap((each) => sharedWith(each, factors, term) ?? []) };
    known.add({ factors, times: term.filter((factor) => factor.is !== 'levels') });
  }
  return codings;
}

/** Says whether the cell of a term that is off the bases of `off` is a column; `all`: of all factors. */
export const isColumn = ({ held }: Coding, off: readonly string[], all: boolean): boolean =>
  all || !held.some((set) => off.every((column) => set.has(column)));

export const factorsOf = (term: Term): readonly LevelsFactor[] => term.filter((factor) => factor.is === 'levels');

/** The levels that `ref=` names: what one term of an equation says of a factor holds for all. */
export function basesOf(terms: readonly Term[]): ReadonlyMap<string, string> {
  const bases = new Map<string, string>();
  for (const { column, ref } of terms.flatMap(factorsOf))
    if (ref !== null && !bases.has(column)) bases.set(column, ref);
  return bases;
}

/** Levels of factors, all of them, times variables. */
interface KnownLevels {
  readonly factors: ReadonlySet<string>;
  readonly times: readonly Factor[];
}

/** A term of so many variables is held against all that is known: it has too many parts to look each up. */
const MANY = 8;

/** Codings that are known, by the variables that they are times: a term shares nothing with what is times others than its own. */
class KnownByTimes {
  readonly #all: KnownLevels[] = [];
  readonly #byTimes = new Map<string, KnownLevels[]>();

  add(known: KnownLevels): void {
    const key = timesKey(known.times.map(printFactor));
    const same = this.#byTimes.get(key);
    if (same === undefined) this.#byTimes.set(key, [known]);
    else same.push(known);
    this.#all.push(known);
  }

  for(term: Term): readonly KnownLevels[] {
    const names = [...new Set(term.flatMap((factor) => (factor.is === 'levels' ? [] : printFactor(factor))))];
    if (names.length > MANY) return this.#all;
    return Array.from({ length: 1 << names.length }, (_, subset) =>
      timesKey(names.filter((_, k) => (subset >> k) & 1)),
    ).flatMap((key) => this.#byTimes.get(key) ?? []);
  }
}

const timesKey = (names: readonly string[]): string => [...new Set(names)].sort().join('\n');

/**
 * The largest set of the term's factors whose effect, times the term's variables, what is known spans; null where there is none. The levels of a column span
 * the variable that it is.
 */
function sharedWith({ factors, times }: KnownLevels, own: ReadonlySet<string>, term: Term): ReadonlySet<string> | null {
  const left = new Set(times.map(printFactor));
  for (const factor of term) {
    if (factor.is === 'levels' || left.delete(printFactor(factor))) continue;
    const { columns, lagged } = columnsOfFactor(factor);
    if (lagged || factor.is === 'event' || !columns.every((column) => factors.has(column))) return null;
  }
  return left.size > 0 ? null : new Set([...own].filter((column) => factors.has(column)));
}
