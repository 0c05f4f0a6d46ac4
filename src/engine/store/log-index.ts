/**
 * Keeps how every record of the trace log begins, so that opening a store of gigabytes reads only what was appended since. The index is
 * derived, sealed and disposable: records are verified when they are read, and an index that is not of this very log is not believed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { STORE, writeAtomically } from '../system/files.ts';
import { knownSeal, ownSeal } from '../system/seal.ts';
import type { Log, RecordAt } from './log.ts';

export const INDEX = 'traces-v1.index';
/** An index that lacks so many bytes of the log, and not just a small share of what it holds, is written anew. */
const WORTH = 64 * 1024;
const SHARE = 1 / 8;

/** The file is `[seal of the rest 32][end f64][head of the last record 36]`, then for each record `[offset f64][length u32][size u32][beginning]`. */
const HEADER = 32 + 8 + 36;
const ENTRY = 8 + 4 + 4;

/** Sees how a record begins, which stands in the bytes between `from` and `to`. */
export type Visit = (bytes: Buffer, from: number, to: number, at: RecordAt) => void;

export class LogIndex {
  readonly #root: string;
  readonly #log: Log;
  readonly #sizeOf: (beginning: Buffer) => number;
  /** Entries one after another, in the order of the log. */
  #bytes: Buffer = Buffer.alloc(0);
  #used = 0;
  #last: RecordAt | undefined;
  /** End of the log when the index was last written. */
  #kept = 0;

  /** `sizeOf` says how many bytes of a beginning are kept. */
  constructor(root: string, log: Log, sizeOf: (beginning: Buffer) => number) {
    this.#root = root;
    this.#log = log;
    this.#sizeOf = sizeOf;
  }

  /** Takes note of every record of the log; returns the end of the last one. */
  read(): number {
    this.#load();
    return this.#log.index((beginning, at) => this.note(beginning, at), this.#kept);
  }

  /** Shows every record in the order of the log. */
  each(visit: Visit): void {
    for (let from = HEADER; from < this.#used; ) {
      const [at, beginning] = [placeAt(this.#bytes, from), from + ENTRY];
      from = beginning + this.#bytes.readUInt32LE(from + 12);
      visit(this.#bytes, beginning, from, at);
    }
  }

  /** The bytes in which all beginnings lie; other ones after the next record was noted. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Says where the record lies whose beginning starts at a place in the bytes. */
  placeOf(from: number): RecordAt {
    return placeAt(this.#bytes, from - ENTRY);
  }

  /** Takes note of a record that lies behind all others; returns where its beginning starts in the bytes. */
  note(beginning: Buffer, at: RecordAt): number {
    const size = this.#sizeOf(beginning);
    this.#reserve(ENTRY + size);
    const from = this.#used;
    this.#bytes.writeDoubleLE(at.offset, from);
    this.#bytes.writeUInt32LE(at.length, from + 8);
    this.#bytes.writeUInt32LE(size, from + 12);
    beginning.copy(this.#bytes, from + ENTRY, 0, size);
    this.#used = from + ENTRY + size;
    this.#last = at;
    return from + ENTRY;
  }

  /** Writes the index where that will spare later runs something. The records must have been flushed. Needs the lock. */
  keep(): void {
    if (this.#log.extent - this.#kept < Math.max(WORTH, SHARE * this.#used)) return;
    const head = this.#last && this.#log.headOf(this.#last);
    const seal = ownSeal(this.#root);
    if (!this.#last || !head || !seal) return;
    const end = this.#last.offset + this.#last.length;
    this.#bytes.writeDoubleLE(end, 32);
    head.copy(this.#bytes, 40);
    this.#bytes.write(seal(INDEX, this.#bytes.subarray(32, this.#used)), 'hex');
    const temporaries = join(this.#root, STORE, 'tmp');
    writeAtomically(join(this.#root, STORE, INDEX), this.#bytes.subarray(0, this.#used), { temporaries });
    this.#kept = end;
  }

  #load(): void {
    const bytes = readOwn(this.#root);
    this.#bytes = Buffer.alloc(HEADER);
    this.#used = HEADER;
    if (bytes === undefined) return;
    const kept = bytes.readDoubleLE(32);
    const head = bytes.subarray(40, HEADER);
    const length = head.readUInt32LE(0);
    const last = { offset: kept - length, length };
    if (!this.#log.headOf(last)?.equals(head)) return;
    this.#bytes = bytes;
    this.#used = bytes.length;
    this.#last = last;
    this.#kept = kept;
  }

  #reserve(more: number): void {
    const needed = this.#used + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(64 * 1024, 2 * this.#bytes.length, needed));
    this.#bytes.copy(larger, 0, 0, this.#used);
    this.#bytes = larger;
  }
}

const placeAt = (bytes: Buffer, from: number): RecordAt => ({
  offset: bytes.readDoubleLE(from),
  length: bytes.readUInt32LE(from + 8),
});

/** Reads the index; undefined where there is none, or none that a run of this account kept. */
function readOwn(root: string): Buffer | undefined {
  const bytes = attempt(() => readFileSync(join(root, STORE, INDEX))) ?? Buffer.alloc(0);
  const seal = bytes.length < HEADER ? undefined : knownSeal(root);
  return seal?.(INDEX, bytes.subarray(32)) === bytes.toString('hex', 0, 32) ? bytes : undefined;
}

/** Tells whether the store has an index that a run of this account kept. */
export const indexHolds = (root: string): boolean => readOwn(root) !== undefined;
