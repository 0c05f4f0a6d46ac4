/** Values of a formula's variables (columns, lags, functions) over all rows of the data, before rows are chosen. */
import type { PathNode } from '../base/expression.ts';
import { type EvaluationNote, evaluateExpression } from '../base/expression-evaluate.ts';
import type { Codes, Data } from './data.ts';
import type { NamedCodes } from './design.ts';
import { type FunctionFactor, type Leaf, printFactor, shiftOfPath } from './factor.ts';
import { differenced, lagged, type PanelIndex, panelIndex } from './lag.ts';
import { columnsOfLevels } from './spec.ts';

export class Variables {
  readonly data: Data;
  readonly #values = new Map<string, Float64Array>();
  readonly #notes = new Map<string, readonly EvaluationNote[]>();
  #index: PanelIndex | undefined;

  constructor(data: Data) {
    this.data = data;
  }

  /** NaN where missing or not defined. Throws Refusal for text columns and for lags without a panel. */
  values(leaf: Leaf): Float64Array {
    const text = printFactor(leaf);
    let values = this.#values.get(text);
    if (values === undefined) {
      values = this.#compute(leaf, text);
      this.#values.set(text, values);
    }
    return values;
  }

  /** Where a function was not defined, by the text of the variable it belongs to. */
  notes(leaf: Leaf): readonly EvaluationNote[] {
    return this.#notes.get(printFactor(leaf)) ?? [];
  }

  /** Codes of `province` or of the combination `province^year`. */
  levels(text: string): NamedCodes {
    const [first, ...rest] = columnsOfLevels(text).map((name) => this.data.codes(name));
    return { name: text, ...rest.reduce(combine, first!) };
  }

  /** Time of every row. */
  time(): Float64Array {
    return this.#panel().time;
  }

  #panel(): PanelIndex {
    this.#index ??= panelIndex(this.data);
    return this.#index;
  }

  #compute(leaf: Leaf, text: string): Float64Array {
    switch (leaf.is) {
      case 'column':
        return this.data.numbers(leaf.name);
      case 'shift': {
        const base = this.values(leaf.of);
        const out = lagged(differenced(base, this.#panel(), leaf.diff), this.#panel(), leaf.lag);
        return finiteOrMissing(out);
      }
      case 'function':
        return this.#function(leaf, text);
      default:
        return leaf satisfies never;
    }
  }

  #function(leaf: FunctionFactor, text: string): Float64Array {
    const call = { is: 'call', name: leaf.name, args: [leaf.of], start: 0, end: 0 } as const;
    const path = (node: PathNode): Float64Array | undefined => {
      const shifted = shiftOfPath(node);
      return shifted === undefined ? undefined : this.values(shifted);
    };
    const { value, notes } = evaluateExpression(call, this.data, { path });
    this.#notes.set(text, notes);
    if (value.type === 'text') throw new Error(`a function gave text: ${text}`);
    return value.values;
  }
}

/** A difference of huge values that overflows is no number. */
function finiteOrMissing(values: Float64Array): Float64Array {
  return values.every((x) => Number.isFinite(x) || Number.isNaN(x))
    ? values
    : values.map((x) => (Number.isFinite(x) ? x : Number.NaN));
}

/** Pairs of levels that occur, numbered by first appearance. O(N). */
function combine(a: Codes, b: Codes): Codes {
  const index = new Map<number, number>();
  const levels: string[] = [];
  const codes = new Int32Array(a.codes.length).fill(-1);
  for (let i = 0; i < codes.length; i++) {
    const [x, y] = [a.codes[i]!, b.codes[i]!];
    if (x < 0 || y < 0) continue;
    const pair = x * b.levels.length + y;
    let at = index.get(pair);
    if (at === undefined) {
      at = levels.push(`${a.levels[x]}^${b.levels[y]}`) - 1;
      index.set(pair, at);
    }
    codes[i] = at;
  }
  return { codes, levels };
}
