/** Tells the records of a delimited text that are rows of data: behind the names, not blank, not passed over, and not of the footer. */
import { DataError, SHOWN } from '../../complaint.ts';
import type { ReadOptions } from '../source.ts';
import { roomFor } from './columns.ts';
import { type Delimited, recordText } from './tokens.ts';

/** A row whose cells are more or fewer than the names. */
export interface Ragged {
  readonly row: number;
  readonly got: number;
  readonly texts: readonly string[];
}

/** Told of all records in their order, says which of them are rows, and keeps their places in the file. */
export class Body {
  readonly #ncolumns: number;
  readonly #lastHeader: number;
  readonly #skip: ReadonlySet<number>;
  readonly #footer: number | string | undefined;
  /** Rows that hold something, with those that are passed over and the ragged ones, and places among these. */
  #seen = 0;
  readonly #passed: number[] = [];
  readonly #raggedAt: number[] = [];
  readonly #ragged: Ragged[] = [];
  /** Blank lines at the end, so far: in a file of one column they are values if another row follows. */
  #trailing = 0;
  #lastRow = 0;
  #chosen = new Int32Array(1024);
  #nrows = 0;
  /** The row in the file of each row; undefined while they follow each other from the first. */
  #rows: Int32Array | undefined;
  #first = 0;
  /** True once the row that the footer begins with was met. */
  isOver = false;

  constructor(ncolumns: number, lastHeader: number, { skip = [], footer }: ReadOptions) {
    this.#ncolumns = ncolumns;
    this.#lastHeader = lastHeader;
    this.#skip = new Set(skip);
    this.#footer = footer;
  }

  /** The rows of a block. `before`: records before it. */
  choose(tokens: Delimited, before: number): { readonly records: Int32Array; readonly n: number } {
    this.#chosen = roomFor(this.#chosen, tokens.nrecords);
    let n = 0;
    for (let record = Math.max(0, this.#lastHeader - before); record < tokens.nrecords; record++) {
      const first = tokens.recordStarts[record]!;
      const width = tokens.recordStarts[record + 1]! - first;
      const blank = width === 1 && isBlank(tokens, first);
      if (blank && this.#ncolumns > 1) continue;
      if (typeof this.#footer === 'string' && tokens.text(first).trim().startsWith(this.#footer)) {
        this.isOver = true;
        break;
      }
      this.#trailing = blank ? this.#trailing + 1 : 0;
      if (this.#takes(tokens, record, width, before + record + 1)) this.#chosen[n++] = record;
    }
    return { records: this.#chosen, n };
  }

  /** Says whether records behind this many are rows where each has as many cells as there are names. */
  isPlainAfter(before: number): boolean {
    const isSkipped = [...this.#skip].some((row) => row > before);
    return this.#ncolumns > 1 && before >= this.#lastHeader && typeof this.#footer !== 'string' && !isSkipped;
  }

  /** Takes `n` records behind so many, each of which is a row. */
  takePlain(n: number, before: number): void {
    if (n === 0) return;
    this.#trailing = 0;
    this.#lastRow = before + n;
    this.#seen += n;
    this.#place(n, before + 1);
  }

  /** Leaves out all rows from `from` on but the first `n` of `chosen`, which are counted from there. */
  keep(from: number, chosen: Int32Array, n: number): void {
    if (from + n === this.#nrows) return;
    this.#rows ??= Int32Array.from({ length: this.#nrows }, (_, i) => this.#first + i);
    for (let i = 0; i < n; i++) this.#rows[from + i] = this.#rows[from + chosen[i]!]!;
    this.#nrows = from + n;
  }

  #takes(tokens: Delimited, record: number, width: number, row: number): boolean {
    if (this.#trailing === 0) this.#lastRow = row;
    const place = this.#seen++;
    if (this.#skip.has(row)) {
      this.#passed.push(place);
      return false;
    }
    if (width !== this.#ncolumns) {
      this.#raggedAt.push(place);
      if (this.#ragged.length < SHOWN) this.#ragged.push({ row, got: width, texts: recordText(tokens, record) });
      return false;
    }
    this.#place(1, row);
    return true;
  }

  /** Keeps the places of `n` rows from `row` on. */
  #place(n: number, row: number): void {
    if (this.#nrows === 0) this.#first = row;
    else if (this.#rows === undefined && row !== this.#first + this.#nrows)
      this.#rows = Int32Array.from({ length: 2 * this.#nrows }, (_, i) => this.#first + i);
    if (this.#rows !== undefined) {
      this.#rows = roomFor(this.#rows, this.#nrows + n);
      for (let i = 0; i < n; i++) this.#rows[this.#nrows + i] = row + i;
    }
    this.#nrows += n;
  }

  /** Gives the rows when all records are known. */
  finish(): {
    readonly nrows: number;
    readonly ragged: readonly Ragged[];
    readonly nragged: number;
    readonly isNote: boolean;
  } {
    if (typeof this.#footer === 'string' && !this.isOver) throw noFooter(this.#footer);
    const footer = typeof this.#footer === 'number' ? this.#footer : 0;
    const end = Math.max(0, this.#seen - this.#trailing - footer);
    const before = (places: readonly number[]): number => places.filter((place) => place < end).length;
    const nragged = before(this.#raggedAt);
    const ragged = this.#ragged.slice(0, nragged);
    const isNote = nragged === 1 && ragged[0]!.row === this.#lastRow;
    return { nrows: end - before(this.#passed) - nragged, ragged, nragged, isNote };
  }

  /** Says whether the rows follow each other from behind the first record on. */
  isUnbroken(nrows: number): boolean {
    return nrows > 0 && this.row(0) === 2 && this.row(nrows - 1) === nrows + 1;
  }

  /** Rows that were taken so far and not left out. */
  get taken(): number {
    return this.#nrows;
  }

  row(i: number): number {
    return this.#rows === undefined ? this.#first + i : this.#rows[i]!;
  }
}

function isBlank({ bytes, starts, ends }: Delimited, field: number): boolean {
  for (let at = starts[field]!; at < ends[field]!; at++) if (bytes[at] !== 0x20 && bytes[at] !== 0x09) return false;
  return true;
}

function noFooter(footer: string): DataError {
  const message = `no row begins with \`${footer}\`, where the footer should`;
  const hint = 'a footer may also be a number of rows at the end';
  return new DataError({ code: 'no-footer', message, hint, path: ['footer'] });
}
