/** The passes over rows of placed-effects.ts, on arrays in one room. */
import { code, type Passes } from '../../base/kernels/compiled/crossed.ts';
import type { KernelMemory } from '../../base/kernels/memory.ts';

/** Rows that a kernel is given at a time. */
const BLOCK = 8192;

/** Weights, where there are some, are of the rows. Sums are plain, in the order of the rows. */
export class CrossedPasses {
  readonly #kernel: Passes;

  constructor(room: KernelMemory) {
    this.#kernel = room.passes<Passes>(code);
  }

  /** Adds x to `out` at the codes. */
  addByCode(out: Float64Array, codes: Int32Array, x: Float64Array, w: Float64Array | null): void {
    for (let from = 0; from < codes.length; from += BLOCK) {
      this.#kernel.addByCode(at(out), at(codes, from), at(x, from), at(w, from), rows(codes, from));
    }
  }

  /** Takes means by level off x, and returns the squares of what is left. */
  shift(x: Float64Array, codes: Int32Array, means: Float64Array, w: Float64Array | null): number {
    let squares = 0;
    for (let from = 0; from < codes.length; from += BLOCK) {
      const n = rows(codes, from);
      squares = this.#kernel.shift(at(x, from), at(codes, from), at(means), at(w, from), n, squares);
    }
    return squares;
  }

  /** Shifts the rows, and adds up the remainders by other codes in the same pass. */
  shiftAndAdd(
    x: Float64Array,
    codes: Int32Array,
    means: Float64Array,
    w: Float64Array | null,
    others: Int32Array,
    out: Float64Array,
  ): number {
    const [toMeans, toOut] = [at(means), at(out)];
    let squares = 0;
    for (let from = 0; from < codes.length; from += BLOCK) {
      const [own, other, n] = [at(codes, from), at(others, from), rows(codes, from)];
      squares = this.#kernel.shiftAndAdd(at(x, from), own, toMeans, at(w, from), other, toOut, n, squares);
    }
    return squares;
  }

  /** Adds to each level of `out`, which the codes `to` name, what its rows have of `levels`. */
  addLevels(out: Float64Array, to: Int32Array, levels: Float64Array, codes: Int32Array, w: Float64Array | null): void {
    for (let from = 0; from < to.length; from += BLOCK) {
      this.#kernel.addLevels(at(out), at(to, from), at(levels), at(codes, from), at(w, from), rows(to, from));
    }
  }

  /** Subtracts the levels' values instead of adding them. */
  takeOffLevels(
    out: Float64Array,
    to: Int32Array,
    levels: Float64Array,
    codes: Int32Array,
    w: Float64Array | null,
  ): void {
    for (let from = 0; from < to.length; from += BLOCK) {
      this.#kernel.takeOffLevels(at(out), at(to, from), at(levels), at(codes, from), at(w, from), rows(to, from));
    }
  }

  /** x less the levels at the codes. */
  takeOffRows(x: Float64Array, codes: Int32Array, levels: Float64Array): void {
    for (let from = 0; from < codes.length; from += BLOCK) {
      this.#kernel.takeOffRows(at(x, from), at(codes, from), at(levels), rows(codes, from));
    }
  }

  /** x less the levels at the codes, which are themselves less the means at the other codes. */
  takeOffCentred(
    x: Float64Array,
    codes: Int32Array,
    levels: Float64Array,
    others: Int32Array,
    means: Float64Array,
  ): void {
    const [toLevels, toMeans] = [at(levels), at(means)];
    for (let from = 0; from < codes.length; from += BLOCK) {
      const [own, other] = [at(codes, from), at(others, from)];
      this.#kernel.takeOffCentred(at(x, from), own, toLevels, other, toMeans, rows(codes, from));
    }
  }
}

/** Returns the address of a row; 0 for no array. */
const at = (array: Float64Array | Int32Array | null, row = 0): number =>
  array === null ? 0 : array.byteOffset + row * array.BYTES_PER_ELEMENT;

const rows = ({ length }: Int32Array, from: number): number => Math.min(BLOCK, length - from);
