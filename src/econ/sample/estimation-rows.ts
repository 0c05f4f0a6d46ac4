/** The rows that a model is estimated on, and variables over them as the model sees them: winsorised where it says so. */
import type { NamedColumn } from '../design.ts';
import { type Leaf, leafOf, printFactor } from '../formula/factor.ts';
import { listsOfTerms, type ModelSpec, termOf } from '../spec.ts';
import { pick } from './rows.ts';
import { type UsedRows, usedRows } from './used-rows.ts';
import type { Variables } from './variables.ts';
import { WinsorizedSource } from './winsorize-spec.ts';

export class EstimationRows {
  readonly #variables: Variables;
  readonly #used: UsedRows;
  readonly #source: WinsorizedSource;
  /** Texts of the model's terms, and names of the variables in them. */
  readonly #terms: ReadonlySet<string>;
  readonly #leaves: ReadonlySet<string>;

  constructor(spec: ModelSpec, variables: Variables) {
    this.#variables = variables;
    this.#used = usedRows(spec, variables);
    this.#source = new WinsorizedSource(spec, variables, this.#used.rows, this.#used);
    this.#terms = new Set(listsOfTerms(spec).flat());
    const leaves = [...this.#terms].flatMap((text) => termOf(text).map(leafOf));
    this.#leaves = new Set(leaves.filter((leaf) => leaf !== null && leaf !== undefined).map(printFactor));
  }

  /** Positions in the data, ascending. */
  get rows(): Int32Array {
    return this.#used.rows;
  }

  /** A variable over all rows used; one that is none of the model's is as it stands in the data. */
  values(leaf: Leaf): Float64Array {
    if (this.#leaves.has(printFactor(leaf))) return this.#source.values(leaf);
    return pick(this.#variables.values(leaf), this.rows);
  }

  /** A term of the model, over all rows used, a column for each cell of its factors; undefined where it is none. */
  cells(text: string): readonly NamedColumn[] | undefined {
    return this.#terms.has(text) ? this.#source.cells(text) : undefined;
  }
}
