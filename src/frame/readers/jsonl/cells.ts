/** The cells of JSON lines: a text is none of a number's digits unless the column is declared to hold numbers. */
import { numberText } from '../../column.ts';
import { type DataComplaint, yamlScalar } from '../../complaint.ts';
import type { Cells } from '../source.ts';
import type { JsonColumn } from './column.ts';

export class JsonCells implements Cells {
  readonly nrows: number;
  readonly #names: readonly string[];
  readonly #columns: readonly JsonColumn[];
  /** The line of each row; undefined while they follow each other from the first. */
  readonly #lines: Int32Array | undefined;

  constructor(names: readonly string[], columns: readonly JsonColumn[], nrows: number, lines: Int32Array | undefined) {
    this.#names = names;
    this.#columns = columns;
    this.nrows = nrows;
    this.#lines = lines;
  }

  row(i: number): number {
    return this.#lines === undefined ? i + 1 : this.#lines[i]!;
  }

  text(i: number, j: number): string {
    const column = this.#columns[j]!;
    const code = column.codes(this.nrows)?.[i] ?? -1;
    if (code >= 0) return column.texts[code]!;
    const value = this.number(i, j);
    return Number.isNaN(value) ? '' : numberText(value);
  }

  number(i: number, j: number): number {
    return this.#columns[j]!.values(this.nrows)[i]!;
  }

  /** Such digits are a number and a text in one. */
  isCode(i: number, j: number): boolean {
    const column = this.#columns[j]!;
    return (column.codes(this.nrows)?.[i] ?? -1) >= 0 && !Number.isNaN(this.number(i, j));
  }

  date(): number {
    return Number.NaN;
  }

  plain(j: number): Float64Array | undefined {
    const column = this.#columns[j]!;
    return column.codes(this.nrows) === undefined ? column.values(this.nrows) : undefined;
  }

  coded(j: number) {
    const column = this.#columns[j]!;
    const codes = column.codes(this.nrows);
    const values = column.values(this.nrows);
    if (codes === undefined || values.some((value) => !Number.isNaN(value))) return undefined;
    return { codes, texts: column.texts, numbers: () => new Float64Array(column.texts.length).fill(Number.NaN) };
  }

  refused(j: number): DataComplaint | undefined {
    const { nested, want } = this.#columns[j]!;
    if (nested === undefined || want === 'text') return undefined;
    const name = this.#names[j]!;
    return {
      code: 'nested-values',
      message: `\`${name}\` holds a ${nested.is} in line ${nested.line}, for which a column has no place`,
      hint: `\`types: {${yamlScalar(name)}: string}\` keeps it as text`,
      row: nested.line,
      column: name,
      path: ['file'],
    };
  }
}
