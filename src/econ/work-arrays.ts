/** Arrays that a function works in and forgets: where they are short, making one takes longer than filling it. */

/** Longer ones would hold memory for no gain. */
const longest = 4096;

/** What the next caller overwrites: each use has its own. Regressions that follow one another are mostly of one size. */
export class WorkArray {
  #last = new Float64Array(0);

  /** With what the last caller left in it. */
  of(length: number): Float64Array<ArrayBuffer> {
    if (this.#last.length === length) return this.#last;
    const array = new Float64Array(length);
    if (length <= longest) this.#last = array;
    return array;
  }
}

/** The same of several arrays of one length. */
export class WorkArrays {
  #last: readonly Float64Array[] = [];
  #length = 0;

  of(count: number, length: number): readonly Float64Array[] {
    if (this.#last.length === count && this.#length === length) return this.#last;
    const arrays = Array.from({ length: count }, () => new Float64Array(length));
    if (length > longest) return arrays;
    this.#last = arrays;
    this.#length = length;
    return arrays;
  }
}
