/** Functions of rows in their order within groups: running numbers and sums, the rows before and after, spells. */
import type { ColumnCall } from '../../base/expression/evaluate.ts';
import type { Values } from '../../base/expression/values.ts';
import { type Groups, rowsOfGroups } from './groups.ts';

/** The rows of each group in their order, and what is made of them. */
export interface OrderedGroups {
  readonly groups: Groups;
  readonly rows: readonly Int32Array[];
}

export const orderedGroups = (groups: Groups, order: Int32Array | undefined): OrderedGroups => ({
  groups,
  rows: rowsOfGroups(groups, order),
});

/** Each row's place in its group, from 1. O(N). */
export function places({ groups, rows }: OrderedGroups): Float64Array {
  const out = new Float64Array(groups.codes.length);
  for (const own of rows) for (let i = 0; i < own.length; i++) out[own[i]!] = i + 1;
  return out;
}

/** The value so many rows before, or after where `by` is below 0. O(N). */
export function shifted(of: Values, { rows }: OrderedGroups, by: number): Values {
  const from = new Int32Array(of.type === 'text' ? of.codes.length : of.values.length).fill(-1);
  for (const own of rows) for (let i = 0; i < own.length; i++) from[own[i]!] = own[i - by] ?? -1;
  return valuesAt(of, from);
}

/** The values of these rows; −1 is missing. */
export function valuesAt(of: Values, rows: Int32Array): Values {
  if (of.type === 'text') return { ...of, codes: rows.map((row) => (row < 0 ? -1 : of.codes[row]!)) };
  return { type: of.type, values: Float64Array.from(rows, (row) => (row < 0 ? Number.NaN : of.values[row]!)) };
}

/** The sum of the values up to each row; missing where the value is, and going on behind it. O(N). */
export function runningSum(x: Float64Array, { rows }: OrderedGroups): Float64Array {
  const out = new Float64Array(x.length);
  for (const own of rows) {
    let total = 0;
    for (const row of own) {
      if (!Number.isNaN(x[row]!)) total += x[row]!;
      out[row] = Number.isNaN(x[row]!) ? Number.NaN : total;
    }
  }
  return out;
}

/** Numbers of runs of equal values, from 1; a missing value is of no run, and ends one. O(N). */
export function spells(of: Values, { rows }: OrderedGroups): Float64Array {
  const codes: ArrayLike<number> = of.type === 'text' ? of.codes.map((code) => code + 1) : of.values;
  const isMissing = (row: number): boolean => (of.type === 'text' ? of.codes[row]! < 0 : Number.isNaN(codes[row]!));
  const out = new Float64Array(codes.length);
  for (const own of rows) {
    let spell = 0;
    own.forEach((row, i) => {
      const goesOn = i > 0 && !isMissing(own[i - 1]!) && codes[own[i - 1]!] === codes[row];
      if (!isMissing(row) && !goesOn) spell++;
      out[row] = isMissing(row) ? Number.NaN : spell;
    });
  }
  return out;
}

/** Numbers of the combinations of values, from 1, in the order of the values; missing where one of them is. O(N + K log K). */
export function combinations({ of, also }: Pick<ColumnCall, 'of' | 'also'>): Float64Array {
  const columns = [of, ...also].map(ranked);
  const nrows = columns[0]!.length;
  const complete = Array.from({ length: nrows }, (_, row) => row).filter((row) =>
    columns.every((each) => !Number.isNaN(each[row]!)),
  );
  const compare = (a: number, b: number): number => {
    for (const column of columns) if (column[a] !== column[b]) return column[a]! - column[b]!;
    return 0;
  };
  complete.sort(compare);
  const out = new Float64Array(nrows).fill(Number.NaN);
  let number = 0;
  complete.forEach((row, i) => {
    if (i === 0 || compare(complete[i - 1]!, row) !== 0) number++;
    out[row] = number;
  });
  return out;
}

/** Numbers in the order of the values: of texts their places, by code unit or in the declared order. */
function ranked(of: Values): Float64Array {
  if (of.type !== 'text') return of.values;
  const levels = of.isOrdered ? of.levels : [...of.levels].sort();
  const place = new Map(levels.map((level, i) => [level, i]));
  return Float64Array.from(of.codes, (code) => (code < 0 ? Number.NaN : place.get(of.levels[code]!)!));
}
