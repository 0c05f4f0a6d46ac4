/** Writes variables, terms and expressions as formulas of LaTeX, with subscripts of the panel's unit and time. */

import { printExpression } from '../../base/expression/print.ts';
import type { Expression, PathNode } from '../../base/expression/tree.ts';
import { children } from '../../base/expression/tree.ts';
import type { EventFactor } from '../formula/event-factor.ts';
import { isIndicators, type Leaf, type LevelsFactor, type PowerFactor, shiftOfPath } from '../formula/factor.ts';
import { columnsOfLevels, termOf } from '../spec.ts';
import { wordsInTex } from './words-in-tex.ts';

export interface EquationNames {
  /** The LaTeX of a column, without subscripts. */
  column(name: string): string;
  readonly panel: { readonly unit: string; readonly time: string } | null;
}

/** The place of a variable: its unit, and so many periods back. */
interface Place {
  readonly unit: string;
  readonly lag: number;
}

/** A sum over levels or periods: what stands below its sign, and the indicators that it multiplies. */
export interface IndicatorSum {
  readonly over: string;
  /** Subscripts of the coefficient. */
  readonly index: string;
  readonly indicators: string;
}

const NAMED_FUNCTIONS: Readonly<Record<string, string>> = { log: '\\ln', exp: '\\exp', min: '\\min', max: '\\max' };
const SIGNS: Readonly<Record<string, string>> = {
  '==': '=',
  '!=': '\\neq',
  '<=': '\\leq',
  '>=': '\\geq',
  '*': '\\,',
  and: '\\wedge',
  or: '\\vee',
};
const LEVEL_LETTERS = ['g', 'h', 'm', 'n'];

export class Symbols {
  readonly names: EquationNames;

  constructor(names: EquationNames) {
    this.names = names;
  }

  get #hasTime(): boolean {
    return this.names.panel !== null;
  }

  /** `it`, `i,t-1`, or `i` of a cross-section. `before` are further subscripts. */
  subscript(before = '', { unit, lag }: Place = HERE): string {
    const shifted = lag > 0 ? `-${lag}` : lag < 0 ? `+${-lag}` : '';
    const own = !this.#hasTime ? unit : shifted === '' ? `${unit}t` : `${unit},t${shifted}`;
    return before === '' ? own : `${before},${own}`;
  }

  /** The product of a term's variables, without its indicators; empty where it has nothing else. `unit` is the letter of the unit. */
  product(text: string, unit = HERE.unit): string {
    const factors = termOf(text).filter((factor) => !isIndicators(factor)) as (Leaf | PowerFactor)[];
    return factors
      .map((factor) => {
        if (factor.is !== 'power') return this.#leaf(factor, { unit, lag: 0 });
        const base = this.#leaf(factor.of, { unit, lag: 0 });
        return `${isSimple(factor.of) ? base : `\\left(${base}\\right)`}^{${factor.exponent}}`;
      })
      .join('\\,');
  }

  /** A variable of which the mean over a unit's periods is taken. */
  mean(text: string): string {
    const factors = termOf(text) as readonly (Leaf | PowerFactor)[];
    const inner = factors.map((factor) => {
      const leaf = factor.is === 'power' ? factor.of : factor;
      const base = leaf.is === 'column' ? this.names.column(leaf.name) : this.#leaf(leaf, HERE);
      return factor.is === 'power' ? `${base}^{${factor.exponent}}` : base;
    });
    return `\\overline{${inner.join('\\,')}}_{i}`;
  }

  /** A variable of one column without subscripts, which may be a function of it. */
  bare(text: string): string {
    return this.product(text).replace(/_\{i(?:,?t)?\}/g, '');
  }

  /** The indicators of a term; undefined where it has none. */
  indicators(text: string): IndicatorSum | undefined {
    const factors = termOf(text).filter(isIndicators);
    if (factors.length === 0) return undefined;
    const isAlone = termOf(text).length === 1;
    const sums = factors.map((factor, i) =>
      factor.is === 'event' ? this.#event(factor) : this.#levels(factor, LEVEL_LETTERS[i] ?? `g_{${i}}`, isAlone),
    );
    return {
      over: sums.map(({ over }) => over).join(',\\,'),
      index: sums.map(({ index }) => index).join(','),
      indicators: sums.map(({ indicators }) => indicators).join('\\,'),
    };
  }

  #levels({ column, ref }: LevelsFactor, letter: string, isAlone: boolean): IndicatorSum & { above?: string } {
    const base = ref === null ? `${letter}_{0}` : levelInTex(ref);
    return {
      over: isAlone || ref !== null ? `${letter} \\neq ${base}` : letter,
      index: letter,
      indicators: `\\mathbf{1}\\{${this.#column(column, HERE)} = ${letter}\\}`,
    };
  }

  #event({ time, cohort, ref, window, bin }: EventFactor): IndicatorSum {
    const since = `${this.#column(time, HERE)} - ${this.names.column(cohort)}_{i}`;
    const [low, high] = window ?? [0, 0];
    const left = ref.length === 1 ? `k \\neq ${ref[0]}` : `k \\notin \\{${ref.join(', ')}\\}`;
    const clipped = window === null || !bin ? since : `\\max(${low}, \\min(${high}, ${since}))`;
    return {
      over: window === null ? left : `${low} \\leq k \\leq ${high},\\, ${left}`,
      index: 'k',
      indicators: `\\mathbf{1}\\{${clipped} = k\\}`,
    };
  }

  /** Subscripts of an effect's levels: `i`, `t`, or the names of its columns. */
  levels(text: string): string {
    const { panel } = this.names;
    const parts = columnsOfLevels(text).map((name) =>
      name === panel?.unit ? 'i' : name === panel?.time ? 't' : this.names.column(name),
    );
    return parts.every((part) => part.length === 1) ? parts.join('') : parts.join(',\\,');
  }

  #column(name: string, place: Place): string {
    const { panel } = this.names;
    if (name === panel?.time) return place.lag === 0 ? 't' : `(t${place.lag > 0 ? `-${place.lag}` : `+${-place.lag}`})`;
    if (name === panel?.unit) return place.unit;
    return `${this.names.column(name)}_{${this.subscript('', place)}}`;
  }

  #leaf(leaf: Leaf, place: Place): string {
    switch (leaf.is) {
      case 'column':
        return this.#column(leaf.name, place);
      case 'shift': {
        const inner = this.#leaf(leaf.of, { ...place, lag: place.lag + leaf.lag });
        if (leaf.diff === 0) return inner;
        return `\\Delta${leaf.diff > 1 ? `^{${leaf.diff}}` : ' '}${inner}`;
      }
      case 'function':
        if (leaf.name === 'sqrt') return `\\sqrt{${this.expression(leaf.of, place)}}`;
        return `${NAMED_FUNCTIONS[leaf.name]}(${this.expression(leaf.of, place)})`;
      default:
        return leaf satisfies never;
    }
  }

  /** An expression over columns and their lags. */
  expression(node: Expression, place: Place = HERE): string {
    const inner = (of: Expression): string => this.expression(of, place);
    const bracketed = (of: Expression): string => (children(of).length > 1 ? `(${inner(of)})` : inner(of));
    switch (node.is) {
      case 'number':
        return String(node.value);
      case 'string':
        return wordsInTex(node.value, 'text');
      case 'name':
        return this.#column(node.name, place);
      case 'path':
        return this.#path(node, place);
      case 'unary':
        return `${node.op === 'not' ? '\\neg ' : '-'}${bracketed(node.of)}`;
      case 'binary':
        if (node.op === '/') return `\\frac{${inner(node.left)}}{${inner(node.right)}}`;
        if (node.op === '^') return `${bracketed(node.left)}^{${inner(node.right)}}`;
        if (node.op === '*') return `${bracketed(node.left)} \\, ${bracketed(node.right)}`;
        return `${inner(node.left)} ${SIGNS[node.op] ?? node.op} ${node.op === '-' ? bracketed(node.right) : inner(node.right)}`;
      case 'in': {
        const within = 'is' in node.within ? [node.within] : node.within;
        return `${inner(node.of)} ${node.negated ? '\\notin' : '\\in'} \\{${within.map(inner).join(', ')}\\}`;
      }
      case 'call': {
        const named = NAMED_FUNCTIONS[node.name] ?? wordsInTex(node.name, 'text');
        return node.name === 'sqrt' && node.args.length === 1
          ? `\\sqrt{${inner(node.args[0]!)}}`
          : `${named}(${node.args.map(inner).join(', ')})`;
      }
      default:
        return node satisfies never;
    }
  }

  #path(node: PathNode, place: Place): string {
    const leaf = shiftOfPath(node);
    return leaf === undefined ? wordsInTex(printExpression(node), 'text') : this.#leaf(leaf, place);
  }
}

const HERE: Place = { unit: 'i', lag: 0 };

const isSimple = (leaf: Leaf): boolean => leaf.is === 'column' || (leaf.is === 'shift' && leaf.diff === 0);

const levelInTex = (level: string): string => (/^-?\d+$/.test(level) ? level : wordsInTex(level, 'text'));
