/** Arrays of numbers in a memory of their own, over which kernels in WebAssembly pass. */

import { Refusal } from '../problem.ts';

declare global {
  // Node's types leave WebAssembly out.
  namespace WebAssembly {
    class Memory {
      constructor(of: { initial: number });
      readonly buffer: ArrayBuffer;
    }
    class Module {
      constructor(bytes: Uint8Array);
    }
    class Instance {
      constructor(module: Module, imports: { env: { memory: Memory } });
      readonly exports: unknown;
    }
  }
}

const pageBytes = 65_536;
const mostPages = 65_536;
/** The address of the first array. Address 0 means none. */
const nothing = 16;

/**
 * Memory for arrays that kernels work on: these are given where an array begins, its `byteOffset`. Room is taken and never given back; it goes
 * with the last of its arrays.
 */
export class KernelMemory {
  readonly #memory: WebAssembly.Memory;
  readonly #passes = new Map<string, unknown>();
  #next = nothing;

  /** Throws Refusal above four gigabytes, and where the system gives no such memory. */
  constructor(bytes: number) {
    const pages = Math.ceil((bytes + nothing) / pageBytes);
    if (pages > mostPages) throw tooLarge(bytes);
    try {
      this.#memory = new WebAssembly.Memory({ initial: pages });
    } catch (error) {
      throw error instanceof RangeError ? withoutSpace() : error;
    }
  }

  /** n numbers, 0 in a room that was not emptied. */
  float64(n: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#memory.buffer, this.#take(8 * n), n);
  }

  /** n integers, 0 in a room that was not emptied. */
  int32(n: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#memory.buffer, this.#take(4 * n), n);
  }

  /** n bytes, 0 in a room that was not emptied. */
  bytes(n: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, this.#take(n), n);
  }

  /** Empties the memory. Arrays that it held must not be used any more; new ones are undefined until written. */
  emptied(): this {
    this.#next = nothing;
    return this;
  }

  /** The functions of a kernel (`code` of its module in `compiled/`), which read and write this room. */
  passes<Passes>(code: string): Passes {
    let found = this.#passes.get(code);
    if (found === undefined) {
      found = new WebAssembly.Instance(compiled(code), { env: { memory: this.#memory } }).exports;
      this.#passes.set(code, found);
    }
    return found as Passes;
  }

  #take(bytes: number): number {
    const at = this.#next;
    this.#next += roundedUp(bytes);
    return at;
  }
}

const tooLarge = (bytes: number): Refusal =>
  new Refusal(
    'estimation-too-large',
    `this estimation works on ${(bytes / 2 ** 30).toFixed(1)} GiB at once, and 4 are possible`,
    { hint: 'estimate on fewer rows (`sample`), or with fewer terms or effects' },
  );

/** V8 reserves ten gigabytes of addresses for each memory, by which the processor itself finds what lies outside. */
const withoutSpace = (): Refusal =>
  new Refusal('no-address-space', 'the system gives papermake no address space for WebAssembly', {
    hint: 'raise its limit (`ulimit -v unlimited`), or set `NODE_OPTIONS=--disable-wasm-trap-handler`, with which none is kept free',
  });

/** Bytes that arrays of so many bytes each take. */
export const bytesOf = (...arrays: readonly number[]): number =>
  arrays.reduce((total, bytes) => total + roundedUp(bytes), 0);

/**
 * Gives rooms of at least so many bytes, of which one is in use at a time: the one before again where that is large enough and still there. What it
 * holds is undefined until it is written.
 */
export function roomInTurn(): (bytes: number) => KernelMemory {
  let last: { readonly bytes: number; readonly room: WeakRef<KernelMemory> } | undefined;
  return (bytes) => {
    const known = last !== undefined && last.bytes >= bytes ? last.room.deref() : undefined;
    if (known !== undefined) return known.emptied();
    const room = new KernelMemory(bytes);
    last = { bytes, room: new WeakRef(room) };
    return room;
  };
}

const roundedUp = (bytes: number): number => Math.ceil(bytes / 16) * 16;

const modules = new Map<string, WebAssembly.Module>();

function compiled(code: string): WebAssembly.Module {
  let module = modules.get(code);
  if (module === undefined) {
    module = new WebAssembly.Module(Buffer.from(code, 'base64'));
    modules.set(code, module);
  }
  return module;
}
