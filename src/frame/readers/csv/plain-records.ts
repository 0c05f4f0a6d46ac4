/**
 * Takes records in which nothing is unusual straight from their bytes into columns, without places of their cells in between: as many cells
 * as there are names, quotes only around whole texts, numbers that are numbers. At the first other record it stops, and tokens.ts goes on.
 * The bytes are gone over in WebAssembly (kernels/csv.ts), where they are read.
 */

import { attempt } from '../../../base/attempt.ts';
import { code, type Passes } from '../../../base/kernels/compiled/csv.ts';
import { bytesOf, KernelMemory } from '../../../base/kernels/memory.ts';
import { isCode } from '../decimal.ts';
import type { Shortcut } from './blocks.ts';
import type { Body } from './body.ts';
import type { Collected } from './cells.ts';
import { mayBeCode, plainDecimal, powersOfTen, type TextStore } from './columns.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const zero = 0x30;
const minus = 0x2d;

/** Records that are taken at once, and their cells: few enough to stay near the processor. */
const MOST_RECORDS = 4096;
const MOST_CELLS = 49_152;

/** The ways to treat the cells of a column, as kernels/csv.ts numbers them. */
const PASSED_OVER = 0;
const AS_NUMBER = 1;
/** The cell is read as a number, also where its digits are a code. */
const AS_ANY_NUMBER = 2;
const AS_TEXT = 3;

/** Bytes that may be read behind a text. */
const BEHIND = 16;
/** A table of known texts: bytes of each and of the texts that are learnt, how many there may be, and the bytes of all tables together. */
const SLOT_BYTES = 32;
const LONGEST_LEARNT = 24;
const MOST_SLOTS = 8192;
const FEWEST_SLOTS = 64;
const TABLES_BYTES = 4 * 1024 * 1024;

/** The kernel, and the arrays that it reads and fills; cells by column, then by record. */
class Workplace {
  readonly passes: Passes;
  readonly bytes: Uint8Array;
  readonly text: Uint8Array<ArrayBuffer>;
  readonly kinds: Uint8Array;
  readonly numbers: Float64Array;
  readonly codes: Int32Array;
  readonly powers: Float64Array;
  readonly starts: Int32Array;
  readonly left: Int32Array;
  readonly #tables: number;
  readonly #tableBytes: number;
  readonly #views: Learnt[] = [];
  readonly nslots: number;

  constructor(length: number, ncolumns: number, capacity: number) {
    const cells = ncolumns * capacity;
    let nslots = MOST_SLOTS;
    while (nslots > FEWEST_SLOTS && nslots * SLOT_BYTES * ncolumns > TABLES_BYTES) nslots /= 2;
    this.nslots = nslots;
    // as kernels/csv.ts has it
    this.#tableBytes = nslots * SLOT_BYTES + (nslots / 2) * (LONGEST_LEARNT + 4) + 16;
    const tables = ncolumns * this.#tableBytes;
    const sizes = [length + BEHIND, ncolumns, 8 * cells, 4 * cells, 8 * powersOfTen.length];
    const room = new KernelMemory(bytesOf(...sizes, 4 * (capacity + 1), 16 * (cells + 1), tables));
    const bytes = (n: number): Uint8Array<ArrayBuffer> => {
      const { buffer, byteOffset } = room.int32(Math.ceil(n / 4));
      return new Uint8Array(buffer, byteOffset, n);
    };
    this.text = bytes(length + BEHIND).subarray(0, length);
    this.bytes = new Uint8Array(this.text.buffer);
    this.kinds = bytes(ncolumns);
    this.numbers = room.float64(cells);
    this.codes = room.int32(cells);
    this.powers = room.float64(powersOfTen.length);
    this.powers.set(powersOfTen);
    this.starts = room.int32(capacity + 1);
    this.left = room.int32(4 * (cells + 1));
    this.#tables = bytes(tables).byteOffset;
    this.passes = room.passes<Passes>(code);
  }

  /** Finds records, as `scan` of the kernel does. */
  scan(at: number, end: number, most: number, separator: number, point: number): number {
    const { kinds, numbers, codes, powers, starts, left } = this;
    const capacity = starts.length - 1;
    const arrays = [kinds.byteOffset, kinds.length, capacity, numbers.byteOffset] as const;
    const texts = [codes.byteOffset, this.#tables, this.nslots - 1] as const;
    const others = [powers.byteOffset, starts.byteOffset, left.byteOffset] as const;
    return this.passes.scan(at, end, most, separator, point, ...arrays, ...texts, ...others);
  }

  /** Gives the kernel's table of a column's texts. */
  table(j: number): number {
    return this.#tables + j * this.#tableBytes;
  }

  /** Has the kernel learn what texts a column got otherwise. */
  teach(j: number, store: TextStore): void {
    const { ends, most } = this.#learnt(j);
    if (ends[most] === store.count || ends[most + 1] !== 0) return;
    const at = this.left.byteOffset;
    const table = this.table(j);
    for (let next = ends[most]!; next < store.count; next++) {
      const text = store.bytesOf(next);
      if (text.length <= LONGEST_LEARNT) this.bytes.set(text, at);
      // a longer one ends the learning, whatever it holds
      if (this.passes.learn(table, this.nslots - 1, at, at + text.length) !== next) return;
    }
  }

  /** Gives a column what texts the kernel has learnt. */
  handLearnt(j: number, store: TextStore): void {
    const { bytes, ends, most } = this.#learnt(j);
    const [known, now] = [store.count, ends[most]!];
    if (now <= known) return;
    store.addLearnt(bytes.subarray(known === 0 ? 0 : ends[known - 1]!, ends[now - 1]), ends.subarray(known, now));
  }

  /** Texts that the kernel has learnt of a column: their bytes, and where each ends; behind these, how many they are, and whether no more are learnt. */
  #learnt(j: number): Learnt {
    const most = this.nslots / 2;
    const bytesAt = this.table(j) + this.nslots * SLOT_BYTES;
    const endsAt = bytesAt + most * LONGEST_LEARNT;
    this.#views[j] ??= {
      bytes: this.bytes.subarray(bytesAt, endsAt),
      ends: new Int32Array(this.bytes.buffer, endsAt, most + 2),
      most,
    };
    return this.#views[j];
  }
}

interface Learnt {
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
  /** Texts that there may be. */
  readonly most: number;
}

export class PlainRecords implements Shortcut {
  readonly #columns: readonly Collected[];
  readonly #body: Body;
  readonly #point: number;
  readonly #capacity: number;
  readonly #settle: (() => void) | undefined;
  #place: Workplace | undefined;
  /** Records before the next, if none of them gets tokens in between. */
  #next = -1;

  /** `settle` is told whenever the columns have taken rows. */
  constructor(columns: readonly Collected[], body: Body, point: number, settle?: () => void) {
    this.#columns = columns;
    this.#settle = settle;
    this.#body = body;
    this.#point = point;
    this.#capacity = Math.max(1, Math.min(MOST_RECORDS, Math.floor(MOST_CELLS / columns.length)));
  }

  /** Room for a text, of which parts are then taken; none where the system gives no memory to WebAssembly, as below a limit of address space. */
  room(length: number): Uint8Array<ArrayBuffer> | undefined {
    this.#next = -1;
    this.#place = attempt(() => new Workplace(length, this.#columns.length, this.#capacity));
    return this.#place?.text;
  }

  take(bytes: Uint8Array, before: number, separator: number): { readonly nrecords: number; readonly used: number } {
    let nrecords = 0;
    let used = 0;
    const place = this.#place;
    const end = bytes.lastIndexOf(lineFeed) + 1;
    const isOut = place === undefined || isOdd(separator) || separator === this.#point;
    if (isOut || !this.#body.isPlainAfter(before)) return { nrecords, used };
    if (before !== this.#next) this.#prepare(place);
    while (used < end) {
      const found = this.#scan(place, bytes.byteOffset + used, bytes.byteOffset + end, separator);
      // those of records that are left to tokens, too: the next text of a column gets the next code
      if (place.left[1]! > 0) this.#handLearnt(place);
      if (found.nrecords > 0) this.#hand(place, found.nrecords);
      this.#body.takePlain(found.nrecords, before + nrecords);
      this.#settle?.();
      nrecords += found.nrecords;
      used = found.at - bytes.byteOffset;
      if (found.nrecords < this.#capacity) break;
    }
    this.#next = before + nrecords;
    return { nrecords, used };
  }

  /** Tells the kernel what the columns have become by tokens. */
  #prepare(place: Workplace): void {
    this.#columns.forEach((column, j) => {
      place.kinds[j] = kindOf(column);
      if (column?.is === 'texts') place.teach(j, column);
    });
  }

  #handLearnt(place: Workplace): void {
    this.#columns.forEach((column, j) => {
      if (column?.is === 'texts') place.handLearnt(j, column);
    });
  }

  /** Finds plain records, up to as many as there is room for, in the bytes from `at` to `end`, the last of which is the end of a line. */
  #scan(
    place: Workplace,
    at: number,
    end: number,
    separator: number,
  ): { readonly nrecords: number; readonly at: number } {
    const { bytes, kinds, numbers, starts, left } = place;
    const nrecords = place.scan(at, end, this.#capacity, separator, this.#point);
    const last = 4 * left[0]!;
    for (let cell = 4; cell <= last; cell += 4) {
      const j = left[cell]!;
      const record = left[cell + 1]!;
      if (kinds[j] === AS_TEXT) continue;
      const [from, to] = [left[cell + 2]!, left[cell + 3]!];
      const value = plainDecimal(bytes, from, to, this.#point);
      const isNone =
        Number.isNaN(value) || (kinds[j] === AS_NUMBER && mayBeCode(bytes, from, to) && isCode(bytes, from, to));
      if (isNone) return { nrecords: record, at: starts[record]! };
      numbers[j * this.#capacity + record] = value;
    }
    return { nrecords, at: starts[nrecords]! };
  }

  /** Gives the columns their cells of the first `n` records. */
  #hand(place: Workplace, n: number): void {
    const { numbers, codes } = place;
    this.#handLeft(place, n);
    this.#columns.forEach((column, j) => {
      const from = j * this.#capacity;
      if (column?.is === 'texts') column.addPlain(codes.subarray(from, from + n));
      else if (column !== undefined && !column.isGivenUp) column.addPlain(numbers.subarray(from, from + n));
    });
  }

  /** Finds the codes of texts that the kernel neither knew nor learnt. */
  #handLeft(place: Workplace, n: number): void {
    const { passes, bytes, kinds, codes, nslots, left } = place;
    const last = 4 * left[0]!;
    for (let cell = 4; cell <= last && left[cell + 1]! < n; cell += 4) {
      const j = left[cell]!;
      const column = this.#columns[j];
      if (kinds[j] !== AS_TEXT || column?.is !== 'texts') continue;
      const [from, to] = [left[cell + 2]!, left[cell + 3]!];
      const text = column.codeOf(bytes, from, to);
      codes[j * this.#capacity + left[cell + 1]!] = text;
      // where the table is half full, most other texts are met only once
      if (2 * text < nslots) passes.remember(place.table(j), nslots - 1, from, to, text);
    }
  }
}

function kindOf(column: Collected): number {
  if (column === undefined) return PASSED_OVER;
  if (column.is === 'texts') return AS_TEXT;
  return column.isGivenUp ? PASSED_OVER : column.takesCodes ? AS_ANY_NUMBER : AS_NUMBER;
}

/** A delimiter that may also be part of a number, a quote or the end of a line. */
const isOdd = (separator: number): boolean =>
  (separator >= zero && separator <= zero + 9) || [minus, quote, lineFeed, carriageReturn].includes(separator);
