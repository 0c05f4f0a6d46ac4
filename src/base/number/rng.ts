/**
 * Named, seeded streams of random numbers: xoshiro128** (Blackman & Vigna 2021, ACM TOMS 47:36), seeded from
 * sha256 of (seed, stream name, replicate). A stream depends on those three alone, never on a node, a batch or
 * the order of calls, so parallel and serial runs draw the same bits.
 */
import { hash } from 'node:crypto';
import { code, type Passes } from '../kernels/compiled/random.ts';
import { bytesOf, KernelMemory } from '../kernels/memory.ts';

export interface RandomStream {
  /** 0 … 2^32−1 */
  uint32(): number;
  /** In the open interval (0, 1), 53 bits. */
  uniform(): number;
  /** 0 … n−1 without bias; `n` is an integer from 1 to 2^32. */
  int(n: number): number;
  /** Standard normal (polar method of Marsaglia & Bray 1964). */
  normal(): number;
  /** Shuffles in place (Fisher–Yates). */
  shuffle<T extends unknown[] | Float64Array>(items: T): T;
  /** `count` indices from 0 … n−1 with replacement, n ≤ 2^31. */
  sample(n: number, count: number): Int32Array;
}

export interface Rng {
  /** The stream of replicate `i` under `name`; equal arguments give equal streams, each from its start. */
  stream(name: string, i: number): RandomStream;
}

/** Streams under one seed; any text is a seed. */
export function createRng(seed: string): Rng {
  return Object.freeze({ stream: (name: string, i: number) => new Xoshiro(seedState(seed, name, i)) });
}

function seedState(seed: string, name: string, i: number): Uint32Array {
  if (!Number.isSafeInteger(i)) throw new RangeError(`the replicate of a random stream is an integer, got ${i}`);
  const digest = hash('sha256', JSON.stringify([seed, name, i]), 'buffer');
  const state = new Uint32Array(4);
  for (let byte = 15; byte >= 0; byte--) state[byte >> 2] = (state[byte >> 2]! << 8) | digest[byte]!;
  // the all-zero state is a fixed point of the generator
  if ((state[0]! | state[1]! | state[2]! | state[3]!) === 0) state[0] = 1;
  return state;
}

const rotl = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

function requireBound(n: number): void {
  if (Number.isInteger(n) && n >= 1 && n <= 4294967296) return;
  throw new RangeError(`an integer draw needs a bound from 1 to 2^32, got ${n}`);
}

class Xoshiro implements RandomStream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare = Number.NaN;

  constructor(state: Uint32Array) {
    this.#a = state[0]! | 0;
    this.#b = state[1]! | 0;
    this.#c = state[2]! | 0;
    this.#d = state[3]! | 0;
  }

  uint32(): number {
    const b = this.#b;
    const c = this.#c ^ this.#a;
    const d = this.#d ^ b;
    this.#b = b ^ c;
    this.#a ^= d;
    this.#c = c ^ (b << 9);
    this.#d = rotl(d, 11);
    return Math.imul(rotl(Math.imul(b, 5), 7), 9) >>> 0;
  }

  uniform(): number {
    for (;;) {
      const value = ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
      if (value > 0) return value;
    }
  }

  int(n: number): number {
    requireBound(n);
    if (n === 4294967296) return this.uint32();
    const bound = n >>> 0;
    // draws at or above the largest multiple of n would favour small values; few are near enough that it is worth a division
    for (;;) {
      const value = this.uint32();
      if (value < 4294967296 - bound || value < 4294967296 - (4294967296 % bound)) return value % bound;
    }
  }

  normal(): number {
    if (!Number.isNaN(this.#spare)) {
      const value = this.#spare;
      this.#spare = Number.NaN;
      return value;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      this.#spare = v * factor;
      return u * factor;
    }
  }

  shuffle<T extends unknown[] | Float64Array>(items: T): T {
    if (!(items instanceof Float64Array)) {
      const order = this.shuffle(Float64Array.from(items.keys()));
      const given = items.slice();
      for (const [i, from] of order.entries()) items[i] = given[from];
      return items;
    }
    const { numbers, kernel, state } = deskFor(items.length);
    numbers.set(items);
    this.#draw(state, () => kernel.shuffle(state.byteOffset, numbers.byteOffset, items.length));
    items.set(numbers.subarray(0, items.length));
    return items;
  }

  sample(n: number, count: number): Int32Array {
    requireBound(n);
    const { integers, kernel, state } = deskFor(count);
    this.#draw(state, () => kernel.ints(state.byteOffset, integers.byteOffset, count, n));
    return integers.slice(0, count);
  }

  /** Writes the four words of each stream below those of the one before, word by word, or takes them back. */
  static exchange(streams: readonly Xoshiro[], words: Int32Array, isBack: boolean): void {
    for (const [s, stream] of streams.entries()) {
      if (isBack) {
        stream.#a = words[s]!;
        stream.#b = words[lanes + s]!;
        stream.#c = words[2 * lanes + s]!;
        stream.#d = words[3 * lanes + s]!;
        continue;
      }
      words[s] = stream.#a;
      words[lanes + s] = stream.#b;
      words[2 * lanes + s] = stream.#c;
      words[3 * lanes + s] = stream.#d;
    }
  }

  /** Hands the state to what draws from it, and takes it back. */
  #draw(state: Int32Array, from: () => void): void {
    state[0] = this.#a;
    state[1] = this.#b;
    state[2] = this.#c;
    state[3] = this.#d;
    from();
    this.#a = state[0]!;
    this.#b = state[1]!;
    this.#c = state[2]!;
    this.#d = state[3]!;
  }
}

/** Streams that draw in one pass. */
const lanes = 4;

/**
 * Draws as many members of each group as it has, with replacement, as `sample` does, from one stream after another, and writes how often each was drawn. A group is the places
 * from one to before another; all have a row of `times` for each stream. No member is drawn more than 255 times: its chance is below 10^-500.
 */
export function drawGroupsAgain(
  streams: readonly RandomStream[],
  groups: readonly (readonly [from: number, to: number])[],
  times: readonly Uint8Array[],
): void {
  const size = times[0]!.length;
  const { bytes, words, kernel } = tallyFor(size);
  for (let first = 0; first < streams.length; first += lanes) {
    const drawing = streams.slice(first, first + lanes) as Xoshiro[];
    bytes.fill(0);
    Xoshiro.exchange(drawing, words, false);
    for (const [from, to] of groups) kernel.tallies(words.byteOffset, bytes.byteOffset + from, size, to - from);
    Xoshiro.exchange(drawing, words, true);
    for (const s of drawing.keys()) times[first + s]!.set(bytes.subarray(s * size, (s + 1) * size));
  }
}

/** The memory in which several streams draw at once. */
interface TallyDesk {
  readonly kernel: Passes;
  readonly words: Int32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

let tallyDesk: TallyDesk | null = null;

function tallyFor(size: number): TallyDesk {
  if (tallyDesk === null || tallyDesk.bytes.length !== lanes * size) {
    const room = new KernelMemory(bytesOf(16 * lanes, lanes * size));
    const kernel = room.passes<Passes>(code);
    tallyDesk = { kernel, words: room.int32(4 * lanes), bytes: room.bytes(lanes * size) };
  }
  return tallyDesk;
}

/** The memory in which kernels draw. Its contents are copied out in the same call. */
interface Desk {
  readonly kernel: Passes;
  readonly state: Int32Array<ArrayBuffer>;
  readonly integers: Int32Array<ArrayBuffer>;
  readonly numbers: Float64Array<ArrayBuffer>;
}

let desk: Desk | null = null;

function deskFor(count: number): Desk {
  if (desk === null || desk.numbers.length < count) {
    const most = Math.max(4096, count);
    const room = new KernelMemory(bytesOf(16, 4 * most, 8 * most));
    const kernel = room.passes<Passes>(code);
    desk = { kernel, state: room.int32(4), integers: room.int32(most), numbers: room.float64(most) };
  }
  return desk;
}
