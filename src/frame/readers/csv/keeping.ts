/** Keeps of the rows of a delimited text, as they come, those that are chosen, and counts what all of them hold. */
import { availableMemory } from 'node:process';
import { checkRows, refuseMemory } from '../../limits.ts';
import { codeForm } from '../decimal.ts';
import type { BatchColumn, Cells, HeaderColumn, Keep, KeptColumn, KeptSource, KnownTexts } from '../source.ts';
import type { Body } from './body.ts';
import { type Collected, numberIn } from './cells.ts';
import { type NumberColumn, roomFor, type TextStore } from './columns.ts';

/** After this many more kept rows, `Keeping` checks again whether the rows fit in memory. */
const ASKED_EVERY = 1_048_576;

export class Keeping {
  readonly #header: readonly HeaderColumn[];
  /** A list that changes: a column of numbers may become one of texts while the first rows are read. */
  readonly #columns: readonly Collected[];
  readonly #point: number;
  readonly #keep: Keep;
  readonly #missing: readonly (readonly number[])[];
  readonly #nmissing: number[];
  readonly #available = availableMemory();
  #asked = 0;
  #kept = 0;
  #chosen = new Int32Array(0);

  constructor(header: readonly HeaderColumn[], columns: readonly Collected[], point: number, keep: Keep) {
    this.#header = header;
    this.#columns = columns;
    this.#point = point;
    this.#keep = keep;
    this.#missing = header.map(({ name }) => [...keep.missing(name)]);
    this.#nmissing = header.map(() => 0);
    keep.begin();
  }

  hasGivenUp(): boolean {
    return this.#columns.some((column) => column?.is === 'numbers' && column.isGivenUp);
  }

  /** Leaves out of the rows that came since the last time those that are not chosen. */
  settle(body: Body): void {
    const from = this.#kept;
    const n = body.taken - from;
    if (n === 0) return;
    this.#columns.forEach((column, j) => {
      if (column?.is === 'numbers') this.#nmissing[j]! += dropMissing(column.since(from), this.#missing[j]!);
    });
    this.#chosen = roomFor(this.#chosen, n);
    const kept = this.#keep.choose(n, (name) => this.#batch(name, from), this.#chosen);
    for (const column of this.#columns) column?.keep(from, this.#chosen, kept, (i) => body.row(i));
    body.keep(from, this.#chosen, kept);
    this.#kept = from + kept;
    if (this.#kept >= this.#asked + ASKED_EVERY) this.#refuseMemory();
  }

  #batch(name: string, from: number): BatchColumn | undefined {
    const column = this.#columns[this.#header.findIndex((each) => each.name === name)];
    if (column === undefined) return undefined;
    if (column.is === 'numbers') return { is: 'numbers', values: column.since(from) };
    return { is: 'texts', codes: column.since(from), texts: knownTexts(column, this.#point) };
  }

  #refuseMemory(): void {
    this.#asked = this.#kept;
    const count = (is: string): number => this.#columns.filter((column) => column?.is === is).length;
    refuseMemory(this.#kept, { numbers: count('numbers'), texts: count('texts') }, this.#available);
  }

  /** `countRows`: how many rows the text has, of which it may complain. */
  finish(body: Body, countRows: () => number): KeptSource {
    const nrows = countRows();
    checkRows(this.#kept);
    return {
      header: this.#header,
      nrows,
      fileRows: rowsOf(body, this.#kept),
      columns: this.#columns.map((column, j) => column && this.#finished(column, j)),
    };
  }

  #finished(column: NumberColumn | TextStore, j: number): KeptColumn {
    if (column.is === 'texts') return tallied(column, this.#kept, this.#point);
    return {
      is: 'numbers',
      values: column.values(this.#kept),
      words: column.wordsGone,
      missing: this.#nmissing[j]!,
    };
  }
}

/** Makes numbers that mean a missing value missing, and says how many they are. */
function dropMissing(values: Float64Array, missing: readonly number[]): number {
  let dropped = 0;
  for (const code of missing)
    for (let i = 0; i < values.length; i++)
      if (values[i] === code) {
        values[i] = Number.NaN;
        dropped += 1;
      }
  return dropped;
}

function rowsOf(body: Body, n: number): Int32Array {
  const rows = new Int32Array(n);
  for (let i = 0; i < n; i++) rows[i] = body.row(i);
  return rows;
}

const knownTexts = (store: TextStore, point: number): KnownTexts => ({
  count: store.count,
  cells: (from) => {
    const texts = Array.from({ length: store.count - from }, (_, i) => textOf(store.bytesOf(from + i)));
    return new TextCells(texts, point);
  },
});

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();

/** The texts of a column that any row holds, each once. */
function tallied(store: TextStore, kept: number, point: number): KeptColumn {
  const { counts, first } = store.tally;
  const held = Int32Array.from({ length: Math.min(store.count, counts.length) }, (_, code) => code)
    .filter((code) => counts[code]! > 0)
    .sort((a, b) => first[a]! - first[b]!);
  const place = new Int32Array(store.count).fill(-1);
  held.forEach((code, i) => {
    place[code] = i;
  });
  const { texts } = store;
  return {
    is: 'texts',
    rows: store.codes(kept).map((code) => (code < 0 ? -1 : place[code]!)),
    cells: new TextCells(
      Array.from(held, (code) => texts[code]!),
      point,
      held.map((code) => counts[code]!),
    ),
    counts: Uint32Array.from(held, (code) => counts[code]!),
    first: held.map((code) => first[code]!),
  };
}

/** A row for each of some texts, which may stand for as many rows of a file as `counts` says. */
class TextCells implements Cells {
  readonly nrows: number;
  readonly #texts: readonly string[];
  readonly #point: number;
  readonly #counts: ArrayLike<number> | undefined;
  #numbers: Float64Array | undefined;

  constructor(texts: readonly string[], point: number, counts?: ArrayLike<number>) {
    this.nrows = texts.length;
    this.#texts = texts;
    this.#point = point;
    this.#counts = counts;
  }

  row(i: number): number {
    return i;
  }

  text(i: number): string {
    return this.#texts[i]!;
  }

  number(i: number): number {
    return numberIn(this.#texts[i]!, this.#point);
  }

  isCode(i: number): boolean {
    return codeForm(this.#texts[i]!) !== undefined;
  }

  date(): number {
    return Number.NaN;
  }

  coded() {
    const codes = Int32Array.from(this.#texts, (_, i) => i);
    const numbers = () => {
      this.#numbers ??= Float64Array.from(this.#texts, (text) => numberIn(text, this.#point));
      return this.#numbers;
    };
    return { codes, texts: this.#texts, numbers, counts: this.#counts };
  }
}
