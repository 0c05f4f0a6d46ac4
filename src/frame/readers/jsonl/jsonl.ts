/**
 * JSON lines: a record in each line, as DuckDB, pandas, jsonlite and web interfaces write them. Numbers are numbers, true and false 1 and 0,
 * null and a member that is absent are missing. A text stays one, whatever it looks like, unless its type is declared.
 */
import type { FileBytes } from '../../../base/reader.ts';
import { heldBytes } from '../../../base/reader.ts';
import { datum, SOME_VARIABLE } from '../../../base/value.ts';
import { count, DataError, listed } from '../../complaint.ts';
import { checkRows, LONGEST_CELL, longCell, MOST_COLUMNS, tooManyColumns } from '../../limits.ts';
import { roomFor } from '../csv/columns.ts';
import { isCode, parseDecimal } from '../decimal.ts';
import { byteOrderMark, isUtf8Name, toUtf8 } from '../encoding.ts';
import { type Contents, contentsOf, type Reader, type ReadOptions, type Want } from '../source.ts';
import { JsonCells } from './cells.ts';
import { JsonColumn } from './column.ts';
import { type Lines, linesOf, NoUtf8 } from './lines.ts';
import { LineScanner, type Members, type Name, type Value } from './scan.ts';

/** Names are those of the first so many lines. */
const LINES_OF_NAMES = 1000;

export const jsonl: Reader = {
  name: 'jsonl',
  extensions: ['.jsonl', '.ndjson'],
  header(contents, options) {
    refuseKeys(options);
    return inUtf8(contents, options, (file, from) => namesOf(file, from).map((name) => ({ name, type: null })));
  },
  read(contents, options, wants = () => 'open') {
    refuseKeys(options);
    return inUtf8(contents, options, (file, from) => {
      const names = namesOf(file, from);
      const collected = new Collector(
        names,
        wants,
        Math.min(Math.ceil(file.size / (16 * names.length + 8)), 1_048_576),
      );
      for (const lines of linesOf(file, from)) collected.add(lines);
      return {
        is: 'cells',
        header: names.map((name) => ({ name, type: null })),
        cells: collected.finish(),
        warnings: [],
      };
    });
  },
};

function refuseKeys(options: ReadOptions): void {
  const keys = (['header', 'names', 'widths', 'skip', 'footer', 'delimiter', 'decimal'] as const).filter(
    (key) => options[key] !== undefined,
  );
  if (keys.length === 0) return;
  const message = 'is for text files in columns; JSON lines have a record in each line';
  throw new DataError(
    ...keys.map((key) => ({ code: 'not-for-format', message: `\`${key}\` ${message}`, path: [key] })),
  );
}

/** Does `work` with the text in UTF-8, which begins at a byte: as it stands where it is that, in another form otherwise. */
function inUtf8<T>(contents: Contents, { encoding }: ReadOptions, work: (file: FileBytes, from: number) => T): T {
  const file = contentsOf(contents);
  const mark = byteOrderMark(file.part(0, 3));
  if (mark === undefined ? encoding === undefined || isUtf8Name(encoding) : mark.encoding === 'utf-8') {
    try {
      return work(file, mark?.length ?? 0);
    } catch (error) {
      if (!(error instanceof NoUtf8)) throw error;
    }
  }
  return work(heldBytes(toUtf8(file.bytes(), encoding).bytes), 0);
}

/** Names in the order in which the first lines have them. */
function namesOf(file: FileBytes, from: number): readonly string[] {
  const names = new Set<string>();
  const scanner = new LineScanner();
  let held = 0;
  for (const { bytes, starts, before } of linesOf(file, from)) {
    const add = { member: (name: Name) => void names.add(nameText(bytes, name)) };
    for (let k = 0; k < starts.length - 1 && held < LINES_OF_NAMES; k++) {
      if (scanner.scan(bytes, starts[k]!, starts[k + 1]!, before + k + 1, add)) held += 1;
      if (names.size > MOST_COLUMNS) throw tooManyColumns(before + k + 1);
    }
    if (held >= LINES_OF_NAMES) break;
  }
  if (names.size > 0) return [...names];
  const message = held === 0 ? 'the file is empty' : `the first ${count(held, 'record')} have no members`;
  throw new DataError({ code: 'no-header', message, path: ['file'] });
}

const nameText = (bytes: Uint8Array, { start, end, escaped }: Name): string => textOf(bytes, start, end, escaped);

function textOf(bytes: Uint8Array, start: number, end: number, escaped: boolean): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
  return escaped ? (JSON.parse(`"${text}"`) as string) : text;
}

/** Puts the members of each record into their columns. */
class Collector implements Members {
  readonly #names: readonly string[];
  readonly #columns: readonly JsonColumn[];
  readonly #wants: (name: string) => Want;
  readonly #places: ReadonlyMap<string, number>;
  readonly #encoded: readonly Uint8Array[];
  readonly #scanner = new LineScanner();
  #bytes: Uint8Array = new Uint8Array(0);
  #line = 0;
  #nrows = 0;
  /** The column that the next member is looked for in first, since records list their members in one order. */
  #next = 0;
  #lines: Int32Array | undefined;

  constructor(names: readonly string[], wants: (name: string) => Want, expected: number) {
    this.#names = names;
    this.#wants = wants;
    this.#columns = names.map((name) => {
      const want = wants(name);
      return new JsonColumn(want, want === 'none' ? 0 : expected);
    });
    this.#places = new Map(names.map((name, j) => [name, j]));
    this.#encoded = names.map((name) => Buffer.from(name));
  }

  add({ bytes, starts, before }: Lines): void {
    this.#bytes = bytes;
    for (let k = 0; k < starts.length - 1; k++) {
      this.#line = before + k + 1;
      this.#next = 0;
      if (!this.#scan(starts[k]!, starts[k + 1]!)) continue;
      if (this.#lines === undefined && this.#line !== this.#nrows + 1)
        this.#lines = Int32Array.from({ length: 2 * this.#nrows + 1 }, (_, i) => i + 1);
      if (this.#lines !== undefined) {
        this.#lines = roomFor(this.#lines, this.#nrows + 1);
        this.#lines[this.#nrows] = this.#line;
      }
      this.#nrows += 1;
    }
  }

  #scan(start: number, end: number): boolean {
    try {
      return this.#scanner.scan(this.#bytes, start, end, this.#line, this);
    } catch (error) {
      // A backslash that means nothing.
      if (!(error instanceof SyntaxError)) throw error;
      const message = `line ${this.#line} holds a text with a backslash that means nothing`;
      throw new DataError({ code: 'bad-json', message, row: this.#line, path: ['file'] });
    }
  }

  member(name: Name, value: Value, start: number, end: number, escaped: boolean): void {
    const j = this.#placeOf(name);
    if (j < 0) return;
    this.#next = j + 1;
    const column = this.#columns[j]!;
    const row = this.#nrows;
    if (column.want === 'none') return;
    if (column.has(row)) throw this.#twice(j);
    if (end - start > LONGEST_CELL) throw longCell(`line ${this.#line}`, end - start, this.#line);
    switch (value) {
      case 'null':
        column.missing(row);
        break;
      case 'number':
        this.#number(column, row, start, end);
        break;
      case 'text':
        this.#text(column, row, textOf(this.#bytes, start, end, escaped));
        break;
      case 'true':
      case 'false':
        if (column.want === 'text') column.text(row, value);
        else column.number(row, value === 'true' ? 1 : 0);
        break;
      case 'record':
      case 'list':
        column.nested ??= { line: this.#line, is: value };
        column.text(row, textOf(this.#bytes, start, end, false));
        break;
      default:
        value satisfies never;
    }
  }

  #number(column: JsonColumn, row: number, start: number, end: number): void {
    const value = parseDecimal(this.#bytes, start, end);
    if (Number.isNaN(value)) throw this.#tooLarge(start, end);
    const isText = column.want === 'text' || (column.want === 'open' && isCode(this.#bytes, start, end));
    if (isText) column.text(row, textOf(this.#bytes, start, end, false));
    if (column.want !== 'text') column.number(row, value);
  }

  #text(column: JsonColumn, row: number, text: string): void {
    if (text.trim() === '') {
      column.missing(row);
      return;
    }
    column.text(row, text);
    if (column.want !== 'number') return;
    const bytes = Buffer.from(text);
    const value = parseDecimal(bytes, 0, bytes.length);
    if (!Number.isNaN(value)) column.number(row, value);
  }

  /** −1 for a name that is not asked for. */
  #placeOf(name: Name): number {
    const expected = this.#encoded[this.#next];
    if (expected !== undefined && !name.escaped && this.#equals(expected, name)) return this.#next;
    const text = nameText(this.#bytes, name);
    const j = this.#places.get(text);
    if (j !== undefined) return j;
    if (this.#wants(text) === 'none') return -1;
    throw new DataError({
      code: 'late-member',
      message: `line ${this.#line} has \`${text}\`, which none of the first ${LINES_OF_NAMES} records has`,
      hint: `columns are known by these; \`columns: […]\` reads those that it names alone (${listed(this.#names)})`,
      row: this.#line,
      path: ['file'],
    });
  }

  #equals(expected: Uint8Array, { start, end }: Name): boolean {
    if (expected.length !== end - start) return false;
    for (let i = 0; i < expected.length; i++) if (expected[i] !== this.#bytes[start + i]) return false;
    return true;
  }

  #twice(j: number): DataError {
    const message = `line ${this.#line} has \`${this.#names[j]}\` twice`;
    return new DataError({ code: 'duplicate-member', message, row: this.#line, path: ['file'] });
  }

  #tooLarge(start: number, end: number): DataError {
    const text = textOf(this.#bytes, start, Math.min(end, start + 40), false);
    const message = `line ${this.#line}: \`${datum(SOME_VARIABLE, text)}\` is beyond what a number holds`;
    return new DataError({ code: 'bad-json', message, row: this.#line, path: ['file'] });
  }

  finish(): JsonCells {
    checkRows(this.#nrows);
    return new JsonCells(this.#names, this.#columns, this.#nrows, this.#lines);
  }
}
