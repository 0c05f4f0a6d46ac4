/** Groups of rows, as `by=[…]` names them. */
import type { Frame } from '../frame.ts';

/** Each row's group, from 0, and how many there are. */
export interface Groups {
  readonly codes: Int32Array;
  readonly count: number;
}

/** Rows that agree in all these columns; a missing value is a value of its own, as in Stata's `egen`. No column: one group. O(N). */
export function groupsBy(frame: Frame, names: readonly string[]): Groups {
  let groups: Groups = { codes: new Int32Array(frame.nrows), count: frame.nrows === 0 ? 0 : 1 };
  for (const name of names) groups = refined(groups, frame.codes(name));
  return groups;
}

function refined(groups: Groups, { codes, levels }: ReturnType<Frame['codes']>): Groups {
  const known = new Map<number, number>();
  const refinedCodes = groups.codes.map((group, row) => {
    const pair = group * (levels.length + 1) + codes[row]! + 1;
    let at = known.get(pair);
    if (at === undefined) {
      at = known.size;
      known.set(pair, at);
    }
    return at;
  });
  return { codes: refinedCodes, count: known.size };
}

/** The rows of each group, in this order of all rows, or as they stand. O(N). */
export function rowsOfGroups({ codes, count }: Groups, order?: Int32Array): Int32Array[] {
  const sizes = new Int32Array(count);
  for (const code of codes) sizes[code]!++;
  const rows = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(count);
  for (let i = 0; i < codes.length; i++) {
    const row = order ? order[i]! : i;
    const code = codes[row]!;
    rows[code]![filled[code]!++] = row;
  }
  return rows;
}

/** The rows of groups in the order of the values of `by`, those with missing ones last. */
export function sortedGroups(frame: Frame, by: readonly string[]): readonly Int32Array[] {
  const keys = by.map((name) => frame.codes(name).codes.map((code) => (code < 0 ? frame.nrows : code)));
  return rowsOfGroups(groupsBy(frame, by)).sort(([a], [b]) => {
    const differing = keys.find((codes) => codes[a!] !== codes[b!]);
    return differing ? differing[a!]! - differing[b!]! : 0;
  });
}

/** Gives every group's rows to `of`, which returns a value for each of them. */
export function byGroup(values: Float64Array, groups: Groups, of: (x: Float64Array) => Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (const rows of rowsOfGroups(groups)) {
    const made = of(Float64Array.from(rows, (row) => values[row]!));
    for (let i = 0; i < rows.length; i++) out[rows[i]!] = made[i]!;
  }
  return out;
}
