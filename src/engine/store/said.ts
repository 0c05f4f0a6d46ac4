/**
 * What the log of traces says: where the record of a key lies, that of a kind's code, and at which key each node stands. A run that asks
 * after few nodes of thousands is answered by searching the index; after that, or when all nodes are asked for, maps of all are made. What
 * is found is not yet verified: a wrong entry is seen when the record is read, and costs a miss.
 */
import type { Digest, Key, Standee } from '../../base/brand.ts';
import type { RecordAt } from './log.ts';
import type { Beginning, LogIndex } from './log-index.ts';
import { standeeIn, TRACE } from './trace-record.ts';

/** The first byte of a payload that is no trace says what it is: where a node stands, a kind's code, or a node that is gone. */
export const USE = 2;
export const CODE = 3;
export const FORGET = 4;

/** In every beginning a key or a digest follows the first byte. */
const NAMED = 1 + 32;
/** In a trace the length of the standee, in two bytes, stands before it. */
const TRACED = NAMED + 2;

/** So many questions are answered by searching, each of which takes as long as making the maps of some hundred records. */
const FEW = 24;

/** How many bytes of a payload's beginning the index keeps; 0 of what no papermake wrote. */
export function sizeOf(beginning: Buffer): number {
  const what = beginning[0];
  if (beginning.length < (what === TRACE ? TRACED : NAMED)) return 0;
  if (what === TRACE) return TRACED + beginning.readUInt16LE(NAMED);
  return what === CODE ? NAMED : beginning.length;
}

interface Maps {
  readonly traces: Map<Key, RecordAt>;
  readonly current: Map<Standee, Key>;
  readonly codes: Map<Digest, RecordAt>;
}

export class Said {
  readonly #index: LogIndex;
  #maps: Maps | undefined;
  #asked = 0;

  constructor(index: LogIndex) {
    this.#index = index;
  }

  /** The key at which a node stands. */
  current(standee: Standee): Key | undefined {
    if (this.#asksMany()) return this.#all.current.get(standee);
    const text = Buffer.from(standee);
    const found = this.#index.findLast(text, (bytes, place) => standing(bytes, place, text.length));
    if (found === undefined || found.bytes[found.from] === FORGET) return undefined;
    return found.bytes.toString('hex', found.from + 1, found.from + NAMED) as Key;
  }

  /** Where the last record of a key lies. */
  trace(key: Key): RecordAt | undefined {
    return this.#asksMany() ? this.#all.traces.get(key) : this.#named(key, TRACE);
  }

  code(digest: Digest): RecordAt | undefined {
    return this.#asksMany() ? this.#all.codes.get(digest) : this.#named(digest, CODE);
  }

  /** All nodes, with the key at which each stands. */
  get standees(): ReadonlyMap<Standee, Key> {
    return this.#all.current;
  }

  /** The keys of all traces. */
  get keys(): Iterable<Key> {
    return this.#all.traces.keys();
  }

  /** Takes note of a record that was appended. */
  note(payload: Buffer, at: RecordAt): void {
    this.#index.note(payload, at);
    if (this.#maps) see(this.#maps, payload, 0, payload.length, at);
  }

  #asksMany(): boolean {
    return this.#maps !== undefined || ++this.#asked > FEW;
  }

  get #all(): Maps {
    if (!this.#maps) {
      const maps: Maps = { traces: new Map(), current: new Map(), codes: new Map() };
      this.#index.each((bytes, from, to, at) => see(maps, bytes, from, to, at));
      this.#maps = maps;
    }
    return this.#maps;
  }

  #named(name: Key | Digest, what: typeof TRACE | typeof CODE): RecordAt | undefined {
    const found = this.#index.findLast(Buffer.from(name, 'hex'), (bytes, place) => {
      const from = place - 1;
      if (bytes[from] !== what) return undefined;
      if (what === CODE) return { from, size: NAMED };
      return place + 34 <= bytes.length ? { from, size: TRACED + bytes.readUInt16LE(from + NAMED) } : undefined;
    });
    return found?.at;
  }
}

/** The beginning that says where the standee stands whose name, of this length, is at a place. */
function standing(bytes: Buffer, place: number, length: number): Beginning | undefined {
  const traced = place - TRACED;
  if (bytes[traced] === TRACE && bytes.readUInt16LE(place - 2) === length)
    return { from: traced, size: TRACED + length };
  const named = place - NAMED;
  const what = bytes[named];
  return what === USE || what === FORGET ? { from: named, size: NAMED + length } : undefined;
}

function see({ traces, current, codes }: Maps, bytes: Buffer, from: number, to: number, at: RecordAt): void {
  const what = bytes[from];
  if (to - from < (what === TRACE ? TRACED : NAMED)) return;
  const key = bytes.toString('hex', from + 1, from + NAMED);
  if (what === TRACE) {
    traces.set(key as Key, at);
    current.set(standeeIn(bytes, from), key as Key);
  } else if (what === CODE) codes.set(key as Digest, at);
  else {
    const standee = bytes.toString('utf8', from + NAMED, to) as Standee;
    if (what === USE) current.set(standee, key as Key);
    else if (what === FORGET) current.delete(standee);
  }
}
