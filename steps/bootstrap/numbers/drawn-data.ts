/** Data of a sample that was drawn from other data, and data with further columns. */
import type { Codes, ColumnType, Data } from '../../../src/econ/data.ts';
import { pick, pickCodes } from '../../../src/econ/sample/rows.ts';

/** Rows of some data, each as often as it was drawn. */
export interface DrawnRows {
  /** Positions in the data; those of one copy of a cluster stand together, in the order of the data. */
  readonly rows: Int32Array;
  /** The number of the copy that a row is of: no two copies of clusters share one. */
  readonly copies: Int32Array;
}

/** Levels of `apart`, columns that lie within clusters, differ between the copies of a cluster. */
export class DrawnData implements Data {
  readonly nrows: number;
  readonly panel: Data['panel'];
  readonly #data: Data;
  readonly #drawn: DrawnRows;
  readonly #apart: ReadonlySet<string>;
  readonly #numbers = new Map<string, Float64Array>();
  readonly #codes = new Map<string, Codes>();

  constructor(data: Data, drawn: DrawnRows, apart: ReadonlySet<string>) {
    this.nrows = drawn.rows.length;
    // units that are cut have no past of their own
    this.panel = data.panel !== null && apart.has(data.panel.unit) ? data.panel : null;
    this.#data = data;
    this.#drawn = drawn;
    this.#apart = apart;
  }

  has(name: string): boolean {
    return this.#data.has(name);
  }

  type(name: string): ColumnType {
    return this.#data.type(name);
  }

  numbers(name: string): Float64Array {
    return remembered(this.#numbers, name, () => pick(this.#data.numbers(name), this.#drawn.rows));
  }

  codes(name: string): Codes {
    return remembered(this.#codes, name, () => {
      const found = this.#data.codes(name);
      if (!this.#apart.has(name)) return { ...found, codes: pickCodes(found.codes, this.#drawn.rows) };
      return levelsByCopy(found, this.#drawn);
    });
  }
}

/** The codes of rows where a level is another one in each copy: numbered as they come, copy by copy. */
export function levelsByCopy({ codes, levels, refusal }: Codes, { rows, copies }: DrawnRows): Codes {
  const drawn = new Int32Array(rows.length).fill(-1);
  const numbers = new Int32Array(levels.length);
  const numberedIn = new Int32Array(levels.length).fill(-1);
  const names: string[] = [];
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    if (code < 0) continue;
    if (numberedIn[code] !== copies[i]!) {
      numberedIn[code] = copies[i]!;
      numbers[code] = names.push(`${levels[code]}@${copies[i]}`) - 1;
    }
    drawn[i] = numbers[code]!;
  }
  return { codes: drawn, levels: names, ...(refusal && { refusal }) };
}

/** The data with columns of numbers beside their own. */
export class WithNumbers implements Data {
  readonly nrows: number;
  readonly panel: Data['panel'];
  readonly #data: Data;
  readonly #columns: ReadonlyMap<string, Float64Array>;
  readonly #codes = new Map<string, Codes>();

  constructor(data: Data, columns: ReadonlyMap<string, Float64Array>) {
    this.nrows = data.nrows;
    this.panel = data.panel;
    this.#data = data;
    this.#columns = columns;
  }

  has(name: string): boolean {
    return this.#columns.has(name) || this.#data.has(name);
  }

  type(name: string): ColumnType {
    return this.#columns.has(name) ? 'number' : this.#data.type(name);
  }

  numbers(name: string): Float64Array {
    return this.#columns.get(name) ?? this.#data.numbers(name);
  }

  codes(name: string): Codes {
    const values = this.#columns.get(name);
    return values === undefined ? this.#data.codes(name) : remembered(this.#codes, name, () => codesOf(values));
  }
}

function codesOf(values: Float64Array): Codes {
  const sorted = [...new Set(values.filter((value) => !Number.isNaN(value)))].sort((a, b) => a - b);
  const numbers = new Map(sorted.map((value, code) => [value, code]));
  return { codes: Int32Array.from(values, (value) => numbers.get(value) ?? -1), levels: sorted.map(String) };
}

function remembered<T>(known: Map<string, T>, name: string, make: () => T): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = make();
  known.set(name, made);
  return made;
}
