/** Finds the last beginning in the index of the log that has a name, by its bytes alone: a hash table with open addressing. */

/** The bytes in which beginnings lie, which move where the index grows. */
interface Index {
  readonly bytes: Buffer;
}

/** A slot says where a beginning starts, and between which bytes its name stands; it is free where the first is 0, since a header comes before all. */
const SLOT = 3;
const FIRST_SLOTS = 64;

export class NameTable {
  readonly #index: Index;
  #slots = new Uint32Array(SLOT * FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  #used = 0;

  constructor(index: Index) {
    this.#index = index;
  }

  /** Says where the beginning starts that was added last with this name. */
  find(name: Buffer): number | undefined {
    return this.#slots[this.#slotOf(name, 0, name.length)] || undefined;
  }

  /** Adds the beginning that starts at `start`, in the place of an earlier one with its name, which stands between two bytes. */
  add(start: number, from: number, to: number): void {
    if (2 * this.#used > this.#mask) this.#grow();
    const at = this.#slotOf(this.#index.bytes, from, to);
    if (this.#slots[at] === 0) this.#used += 1;
    this.#slots[at] = start;
    this.#slots[at + 1] = from;
    this.#slots[at + 2] = to;
  }

  /** Finds where the slot begins of a name that stands in some bytes, or the free one in which it belongs. */
  #slotOf(name: Buffer, from: number, to: number): number {
    const { bytes } = this.#index;
    const slots = this.#slots;
    for (let slot = hashOf(name, from, to) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = SLOT * slot;
      if (slots[at] === 0 || areSame(name, from, to, bytes, slots[at + 1]!, slots[at + 2]!)) return at;
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(2 * before.length);
    this.#mask = 2 * this.#mask + 1;
    this.#used = 0;
    for (let at = 0; at < before.length; at += SLOT)
      if (before[at] !== 0) this.add(before[at]!, before[at + 1]!, before[at + 2]!);
  }
}

/** FNV-1a (Fowler, Noll and Vo), 32 bits. */
function hashOf(bytes: Buffer, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

function areSame(name: Buffer, from: number, to: number, bytes: Buffer, start: number, end: number): boolean {
  if (to - from !== end - start) return false;
  for (let at = from; at < to; at++) if (name[at] !== bytes[start + at - from]) return false;
  return true;
}
