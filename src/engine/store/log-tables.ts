/**
 * Finds what the log of traces says: where the record of a key lies, that of a kind's code, and at which key each node stands. It is found by tables of
 * places in the index, for which no text is made of any of its thousands of names. What is found is not yet verified: a wrong entry is seen
 * when the record is read, and costs a miss.
 */
import type { Digest, Key, SharedNode } from '../../base/brand.ts';
import type { RecordAt } from './log.ts';
import type { LogIndex } from './log-index.ts';
import { NameTable } from './name-table.ts';
import { TRACE } from './trace-record.ts';

/** The first byte of a payload that is no trace says what it is: where a node stands, a kind's code, or a node that is gone. */
export const USE = 2;
export const CODE = 3;
export const FORGET = 4;

/** In every beginning a key or a digest follows the first byte. */
const NAMED = 1 + 32;
/** In a trace the length of the standee, in two bytes, stands before it. */
const TRACED = NAMED + 2;

/** Returns the number of bytes of a payload's beginning that the index keeps; 0 of a payload that no papermake wrote. */
export function sizeOf(beginning: Buffer): number {
  const what = beginning[0];
  if (beginning.length < (what === TRACE ? TRACED : NAMED)) return 0;
  if (what === TRACE) return TRACED + beginning.readUInt16LE(NAMED);
  return what === CODE ? NAMED : beginning.length;
}

interface Tables {
  readonly traces: NameTable;
  readonly standees: NameTable;
  readonly codes: NameTable;
}

export class LogTables {
  readonly #index: LogIndex;
  #tables: Tables | undefined;

  constructor(index: LogIndex) {
    this.#index = index;
  }

  /** The key at which a node stands. */
  current(standee: SharedNode): Key | undefined {
    const found = this.#all.standees.find(Buffer.from(standee));
    const { bytes } = this.#index;
    return found === undefined || bytes[found] === FORGET ? undefined : keyIn(bytes, found);
  }

  /** Returns the position of the last record of a key. */
  trace(key: Key): RecordAt | undefined {
    return this.#placeIn(this.#all.traces, key);
  }

  code(digest: Digest): RecordAt | undefined {
    return this.#placeIn(this.#all.codes, digest);
  }

  #placeIn(table: NameTable, name: Key | Digest): RecordAt | undefined {
    const found = table.find(Buffer.from(name, 'hex'));
    return found === undefined ? undefined : this.#index.placeOf(found);
  }

  /** All nodes, with the key at which each stands. */
  get standees(): ReadonlyMap<SharedNode, Key> {
    const current = new Map<SharedNode, Key>();
    this.#index.each((bytes, from, to) => {
      if (!isStanding(bytes, from, to)) return;
      const standee = bytes.toString('utf8', standeeAt(bytes, from), to) as SharedNode;
      if (bytes[from] === FORGET) current.delete(standee);
      else current.set(standee, keyIn(bytes, from));
    });
    return current;
  }

  /** The keys of all traces. */
  get keys(): Iterable<Key> {
    const keys = new Set<Key>();
    this.#index.each((bytes, from, to) => {
      if (bytes[from] === TRACE && isStanding(bytes, from, to)) keys.add(keyIn(bytes, from));
    });
    return keys;
  }

  /** Takes note of a record that was appended. */
  note(payload: Buffer, at: RecordAt): void {
    const from = this.#index.note(payload, at);
    if (this.#tables) see(this.#tables, this.#index.bytes, from, from + sizeOf(payload));
  }

  get #all(): Tables {
    if (!this.#tables) {
      const index = this.#index;
      const tables = {
        traces: new NameTable(index),
        standees: new NameTable(index),
        codes: new NameTable(index),
      };
      index.each((bytes, from, to) => see(tables, bytes, from, to));
      this.#tables = tables;
    }
    return this.#tables;
  }
}

/** Finds where the name of the node begins in a beginning that says where it stands; the beginning ends with the name. */
const standeeAt = (bytes: Buffer, from: number): number => from + (bytes[from] === TRACE ? TRACED : NAMED);

const keyIn = (bytes: Buffer, from: number): Key => bytes.toString('hex', from + 1, from + NAMED) as Key;

/** Says whether a beginning tells where a node stands, or that it is gone. */
function isStanding(bytes: Buffer, from: number, to: number): boolean {
  const what = bytes[from];
  return to - from >= (what === TRACE ? TRACED : NAMED) && (what === TRACE || what === USE || what === FORGET);
}

function see({ traces, standees, codes }: Tables, bytes: Buffer, from: number, to: number): void {
  if (isStanding(bytes, from, to)) {
    standees.add(from, standeeAt(bytes, from), to);
    if (bytes[from] === TRACE) traces.add(from, from + 1, from + NAMED);
  } else if (bytes[from] === CODE && to - from >= NAMED) codes.add(from, from + 1, from + NAMED);
}
