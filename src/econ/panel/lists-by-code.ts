/** Values by code, those of one code after those of another. */
import { sortedByCode } from './effects.ts';

export interface ListsByCode {
  readonly values: Int32Array;
  /** The beginning of each code's values, and the end of the last one's. */
  readonly starts: Int32Array;
}

/** `codes`: one for each value, 0 … levels − 1. O(N + levels). */
export function listsByCode(codes: Int32Array, levels: number, given: Int32Array): ListsByCode {
  const { starts: begins, places } = sortedByCode(codes, levels);
  const values = new Int32Array(given.length);
  for (let at = 0; at < given.length; at++) values[places[at]!] = given[at]!;
  const starts = new Int32Array(levels + 1).fill(given.length);
  starts.set(begins);
  return { values, starts };
}
