/** Values of a formula's variables (columns, lags, functions) over all rows of the data, before rows are chosen. */

import { type EvaluationNote, evaluateExpression } from '../../base/expression/evaluate.ts';
import type { PathNode } from '../../base/expression/tree.ts';
import { type Codes, type Data, groupsOf } from '../data.ts';
import type { NamedCodes } from '../design.ts';
import { columnsOfFactor, type FunctionFactor, type Leaf, printFactor, shiftOfPath } from '../formula/factor.ts';
import { Workspace } from '../linalg/workspace.ts';
import { columnsOfLevels } from '../spec.ts';
import { differenced, lagged, type PanelIndex, panelIndex } from './lag.ts';

interface Evaluated {
  readonly values: Float64Array;
  readonly notes: readonly EvaluationNote[];
}

export class Variables {
  readonly data: Data;
  readonly workspace: Workspace;

  /** A workspace that is handed in must be of the same data, of which each of its users may see other columns. */
  constructor(data: Data, workspace: Workspace = new Workspace()) {
    this.data = data;
    this.workspace = workspace;
  }

  /** NaN where missing or not defined. Throws Refusal for text columns and for lags without a panel. */
  values(leaf: Leaf): Float64Array {
    return leaf.is === 'column' ? this.data.numbers(leaf.name) : this.#evaluated(leaf).values;
  }

  /** Returns notes on rows where a function was undefined, by the text of its variable. */
  notes(leaf: Leaf): readonly EvaluationNote[] {
    return leaf.is === 'function' ? this.#evaluated(leaf).notes : [];
  }

  /** Codes of `province` or of the combination `province^year`. */
  levels(text: string): NamedCodes {
    const columns = columnsOfLevels(text);
    const inputs: object[] = [columns];
    for (let i = 0; i < columns.length; i++) inputs.push(groupsOf(this.data, columns[i]!));
    return this.workspace.recall('levels of', inputs, () => {
      const parts = columns.map((name) => this.data.codes(name));
      return { name: text, ...parts.reduce(combine) };
    });
  }

  /** Time of every row. */
  time(): Float64Array {
    return this.#panel().time;
  }

  #panel(): PanelIndex {
    const { panel } = this.data;
    if (panel === null) return panelIndex(this.data);
    const own = [this.data.codes(panel.unit), this.data.numbers(panel.time)];
    return this.workspace.recall('panel', own, () => panelIndex(this.data));
  }

  /** Returns the values of a term that another estimation computed, if the caller may read the columns that it is made of. */
  #evaluated(leaf: Exclude<Leaf, { is: 'column' }>): Evaluated {
    // the data itself says what is wrong with a column that may not be read
    for (const name of columnsOfFactor(leaf).columns) if (!this.data.has(name)) this.data.type(name);
    return this.workspace.recall(`values ${printFactor(leaf)}`, [], () => this.#compute(leaf));
  }

  #compute(leaf: Exclude<Leaf, { is: 'column' }>): Evaluated {
    if (leaf.is === 'function') return this.#function(leaf);
    const base = this.values(leaf.of);
    const out = lagged(differenced(base, this.#panel(), leaf.diff), this.#panel(), leaf.lag);
    return { values: finiteOrMissing(out), notes: [] };
  }

  #function(leaf: FunctionFactor): Evaluated {
    const call = { is: 'call', name: leaf.name, args: [leaf.of], named: [], start: 0, end: 0 } as const;
    const path = (node: PathNode): Float64Array | undefined => {
      const shifted = shiftOfPath(node);
      return shifted === undefined ? undefined : this.values(shifted);
    };
    const { value, notes } = evaluateExpression(call, this.data, { path });
    if (value.type === 'text') throw new Error(`a function gave text: ${printFactor(leaf)}`);
    return { values: value.values, notes };
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
