/** Terms of a model as Stata's variables: as they stand, by an operator of time, or generated. */
import { isTimeType } from '../../base/calendar.ts';
import { levelTerm } from '../../base/text/term-names.ts';
import { type EventFactor, eventName } from '../../econ/formula/event-factor.ts';
import { type Factor, type Leaf, type LevelsFactor, leafOf, printFactor } from '../../econ/formula/factor.ts';
import { termName } from '../../econ/sample/terms.ts';
import { termOf } from '../../econ/spec.ts';
import { Untranslatable } from '../untranslatable.ts';
import { isLevel, type StataScope, stataExpression } from './expression.ts';

export interface StataCell {
  /** The name that results have for it. */
  readonly term: string;
  /** Holds the name by which commands call the variable of this cell. */
  readonly variable: string;
  /** Holds the expression that generates the variable; absent where the variable is there already. */
  readonly made?: string;
}

/** A text of which a name keeps the sign of a period: `event(year - first)::lead 2`. */
const nameable = (name: string): string =>
  name.replace(
    /(event\([^()]*\)::)(-?)(?=\d)/g,
    (_, event: string, sign: string) => `${event}${sign === '' ? 'lag' : 'lead'} `,
  );

/** Writes terms; `isMoved` says of a variable whether its values are winsorised, so that it is one of its own. */
export class StataTerms {
  readonly #scope: StataScope;
  readonly #isMoved: (leaf: Leaf) => boolean;
  /** Variables that are generated before rows are chosen, by their names. */
  readonly made = new Map<string, string>();
  /** Variables that hold the last period of the rows, with the variable of the period. */
  readonly lasts = new Map<string, string>();

  constructor(scope: StataScope, isMoved: (leaf: Leaf) => boolean) {
    this.#scope = scope;
    this.#isMoved = isMoved;
  }

  /** Gives the text by which commands name a variable. */
  leaf(leaf: Leaf): string {
    const { names } = this.#scope;
    if (leaf.is === 'column') return names.of(leaf.name);
    const code = this.#code(leaf);
    const isOperator = leaf.is === 'shift' && leaf.of.is === 'column' && leaf.lag >= 0 && !this.#isMoved(leaf);
    if (isOperator) return code;
    const name = names.of(printFactor(leaf));
    this.made.set(name, code);
    return name;
  }

  #code(leaf: Leaf): string {
    if (leaf.is === 'column') return this.#scope.names.of(leaf.name);
    if (leaf.is === 'function') {
      const of = leaf.name === 'log' ? 'ln' : leaf.name;
      return `${of}(${stataExpression(leaf.of, this.#scope)})`;
    }
    const { lag, diff } = leaf;
    const order = (letter: string, n: number): string => (n === 0 ? '' : `${letter}${n === 1 ? '' : n}`);
    const operator = (lag < 0 ? order('F', -lag) : order('L', lag)) + order('D', diff);
    return `${operator}.${this.leaf(leaf.of)}`;
  }

  /** The cells of a term. */
  cells(text: string): StataCell[] {
    const term = termOf(text);
    const [first] = term;
    const whole = leafOf(first);
    if (term.length === 1 && whole === first) return [{ term: termName(term), variable: this.leaf(whole) }];
    let cells: { readonly name: string; readonly code: string }[] = [{ name: '', code: '' }];
    for (const factor of term) {
      const own = this.#factor(factor);
      cells = cells.flatMap((cell) =>
        own.map(({ name, code }) =>
          cell.name === '' ? { name, code } : { name: `${cell.name}:${name}`, code: `${cell.code} * ${code}` },
        ),
      );
    }
    return cells.map(({ name, code }) => ({ term: name, variable: this.#scope.names.of(nameable(name)), made: code }));
  }

  #factor(factor: Factor): { readonly name: string; readonly code: string }[] {
    if (factor.is === 'levels') return this.#indicators(factor);
    if (factor.is === 'event') return this.#periods(factor);
    const name = termName([factor]);
    if (factor.is === 'power') return [{ name, code: `${this.leaf(factor.of)}^${factor.exponent}` }];
    return [{ name, code: this.leaf(factor) }];
  }

  /** A first treated period after the last period of the rows is no treatment, and neither is 0. */
  #periods(factor: EventFactor): { readonly name: string; readonly code: string }[] {
    const { names, data } = this.#scope;
    const { time, cohort, window, bin, always } = factor;
    if (isTimeType(data.type(time))) throw new Untranslatable('event times of dates are not written');
    if (always === 'drop')
      throw new Untranslatable('units that are treated from the first period on are not left out in Stata');
    const [first, last] = [names.of(cohort), names.of(`last ${time}`)];
    this.lasts.set(last, names.of(time));
    const [low, high] = window ?? [-200, 200];
    const beyond = (period: number): string => {
      if (window === null || !bin) return '==';
      return period === low ? '<=' : period === high ? '>=' : '==';
    };
    return Array.from({ length: high - low + 1 }, (_, i) => low + i).map((period) => ({
      name: `${eventName(factor)}::${period}`,
      code: `(${names.of(time)} - ${first} ${beyond(period)} ${period} & ${first} != 0 & ${first} <= ${last})`,
    }));
  }

  #indicators({ column }: LevelsFactor): { readonly name: string; readonly code: string }[] {
    return this.#scope.data.levels(column).map((level) => ({
      name: levelTerm(`i(${column})`, level),
      code: `(${isLevel(column, level, this.#scope)})`,
    }));
  }
}
