/** Writes the parts that equations of most models have: regressors with their coefficients, effects and errors. */

import type { ModelSpec } from '../spec.ts';
import { termOf } from '../spec.ts';
import { type EquationNames, Symbols } from './symbols.ts';

export interface EquationChoice {
  /** `sum`: what is not kept is one sum of controls; `list`: every regressor has its own coefficient. */
  readonly controls: 'sum' | 'list';
  /** Canonical terms that stand by themselves where the others are a sum. */
  readonly keep: readonly string[];
  /** The LaTeX of the word that stands for all controls, and of `if`. */
  readonly words: { readonly controls: string; readonly where: string };
}

/** Letters of coefficients. */
export interface Letters {
  readonly kept: string;
  readonly controls: string;
  /** Stands before the number of a coefficient, where several equations have such. */
  readonly equation?: string;
  /** Stands behind each coefficient: `(0.5)` of a quantile. */
  readonly behind?: string;
  /** Coefficients by their terms, where a term has one of its own. */
  readonly own?: Readonly<Record<string, string>>;
}

const USUAL: Letters = { kept: '\\beta', controls: '\\gamma' };

type Regressors = Pick<ModelSpec, 'terms' | 'constant'>;

export class EquationWriter {
  readonly symbols: Symbols;
  readonly choice: EquationChoice;

  constructor(names: EquationNames, choice: EquationChoice) {
    this.symbols = new Symbols(names);
    this.choice = choice;
  }

  /** A variable with its subscripts. */
  variable(text: string): string {
    return this.symbols.product(text);
  }

  /** A letter with the subscripts of a row: an error, or something latent. */
  ofRow(letter: string): string {
    return `${letter}_{${this.symbols.subscript()}}`;
  }

  /** The constant and the regressors, each with its coefficient. Indicators of the panel's units and periods are effects, and stand there. */
  regressors({ terms, constant }: Regressors, letters: Letters = USUAL): string[] {
    const written = terms.filter((text) => this.#effectOf(text) === undefined);
    const { kept, rest } = this.#parted(written);
    const { kept: letter, equation = '', behind = '' } = letters;
    const intercept = constant ? [`${letter}_{${equation}0}${behind}`] : [];
    const numbered = kept.filter((text) => !isOwn(text, letters));
    const each = kept.map((text) => this.#summand(text, numbered.indexOf(text) + 1, letters));
    return [...intercept, ...each, ...(rest ? [this.#sumOfControls(letters)] : [])];
  }

  /** Terms that stand by themselves, and whether others are in the sum of controls. */
  #parted(terms: readonly string[]): { readonly kept: readonly string[]; readonly rest: boolean } {
    const { controls, keep } = this.choice;
    if (controls === 'list') return { kept: terms, rest: false };
    const chosen = terms.filter((text) => keep.includes(text));
    return { kept: chosen, rest: chosen.length < terms.length };
  }

  /** Terms of a model that stand by themselves. */
  kept(terms: readonly string[]): readonly string[] {
    return this.#parted(terms.filter((text) => this.#effectOf(text) === undefined)).kept;
  }

  #summand(text: string, number: number, { kept: letter, equation = '', behind = '', own = {} }: Letters): string {
    const sum = this.symbols.indicators(text);
    const product = this.symbols.product(text);
    if (sum === undefined) return `${own[text] ?? `${letter}_{${equation}${number}}${behind}`}\\,${product}`;
    const coefficient = isEvent(text)
      ? `\\delta_{${equation}${sum.index}}`
      : `${letter}_{${equation}${number},${sum.index}}`;
    const parts = [`${coefficient}${behind}`, sum.indicators, product].filter((part) => part !== '');
    return `\\sum_{${sum.over}} ${parts.join('\\,')}`;
  }

  #sumOfControls({ controls, equation = '', behind = '' }: Letters): string {
    return `\\sum_{k} ${controls}_{${equation}k}${behind}\\,${this.control()}`;
  }

  /** The k-th control of a row. */
  control(unit = 'i'): string {
    return `${this.choice.words.controls}_{${this.symbols.subscript('k', { unit, lag: 0 })}}`;
  }

  /** Absorbed effects, those that stand among the terms, and slopes by group. `accent` tells those of another equation apart. */
  effects({ absorb, slopes = [], terms }: Pick<ModelSpec, 'absorb' | 'slopes' | 'terms'>, accent?: string): string[] {
    const among = terms.flatMap((text) => this.#effectOf(text) ?? []);
    const plain = [...new Set([...absorb, ...among])].map((text) => this.effect(text, accent));
    const sloped = slopes.map(
      ({ by, of }) => `${accented('\\theta', accent)}_{${this.symbols.levels(by)}}\\,${this.variable(of)}`,
    );
    return [...plain, ...sloped];
  }

  effect(text: string, accent?: string): string {
    const levels = this.symbols.levels(text);
    const letter = levels === 'i' ? '\\mu' : levels === 't' ? '\\lambda' : '\\eta';
    return `${accented(letter, accent)}_{${levels}}`;
  }

  /** The column of a term that is nothing but indicators of the panel's units or periods. */
  #effectOf(text: string): string | undefined {
    const { panel } = this.symbols.names;
    const [factor, ...more] = termOf(text);
    if (panel === null || more.length > 0 || factor.is !== 'levels') return undefined;
    return factor.column === panel.unit || factor.column === panel.time ? factor.column : undefined;
  }
}

const accented = (letter: string, accent: string | undefined): string =>
  accent === undefined ? letter : `\\${accent}{${letter}}`;

const isEvent = (text: string): boolean => termOf(text).some((factor) => factor.is === 'event');

/** Terms whose coefficients have no number: those with a letter of their own, and events, which are counted by periods. */
const isOwn = (text: string, { own = {} }: Letters): boolean => isEvent(text) || Object.hasOwn(own, text);
