/** Arrays that a function works in and forgets: where they are short, making one takes longer than filling it. */

/** Longer ones would hold memory for no gain. */
const longest = 4096;

/** Each function has its own, whose arrays hold what its last call left in them. */
export class WorkArrays {
  readonly #byLength = new Map<number, Float64Array[]>();

  one(length: number): Float64Array {
    return this.several(1, length)[0]!;
  }

  /** At least `count` arrays of one length. */
  several(count: number, length: number): readonly Float64Array[] {
    const known = length > longest ? undefined : this.#byLength.get(length);
    if (known !== undefined && known.length >= count) return known;
    const arrays = known ?? [];
    while (arrays.length < count) arrays.push(new Float64Array(length));
    if (known === undefined && length <= longest) this.#byLength.set(length, arrays);
    return arrays;
  }
}
