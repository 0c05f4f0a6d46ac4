/** The order of rows that `order=[…]` names. */
import type { ColumnCall } from '../../base/expression/evaluate.ts';
import { Refusal } from '../../base/problem.ts';
import { isText } from '../column.ts';
import { count } from '../complaint.ts';
import type { Frame } from '../frame.ts';
import type { Groups } from './groups.ts';

export type OrderKeys = NonNullable<ColumnCall['order']>;

/**
 * All rows by the keys; a row without a value comes last, whichever way a key runs. Rows of one group that the keys leave in any order are
 * refused: whatever looks at rows in turn would have another result in another order of the file. O(N log N).
 */
export function orderedRows(frame: Frame, keys: OrderKeys, groups: Groups): Int32Array {
  const columns = keys.map(({ name, descending }) => ({ values: sortable(frame, name), sign: descending ? -1 : 1 }));
  const compare = (a: number, b: number): number => {
    for (const { values, sign } of columns) {
      const [x, y] = [values[a]!, values[b]!];
      if (x === y) continue;
      if (Number.isNaN(x) || Number.isNaN(y)) {
        if (Number.isNaN(x) && Number.isNaN(y)) continue;
        return Number.isNaN(x) ? 1 : -1;
      }
      return sign * (x - y);
    }
    return 0;
  };
  const rows = Int32Array.from({ length: frame.nrows }, (_, row) => row);
  rows.sort((a, b) => groups.codes[a]! - groups.codes[b]! || compare(a, b) || a - b);
  const tied = rows.filter(
    (row, i) => i > 0 && groups.codes[row] === groups.codes[rows[i - 1]!] && compare(rows[i - 1]!, row) === 0,
  );
  if (tied.length > 0) throw ties(tied.length, keys);
  return rows;
}

/** Numbers in whose order a column's values stand: a text's places in its dictionary. */
function sortable(frame: Frame, name: string): Float64Array {
  const column = frame.typed(name);
  if (!isText(column)) return column.values;
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : code));
}

function ties(tied: number, keys: OrderKeys): Refusal {
  const names = keys.map(({ name }) => name).join(', ');
  const message = `${count(tied, 'row')} of a group ${tied === 1 ? 'ties' : 'tie'} with another in \`order=[${names}]\``;
  return new Refusal('ties-in-order', message, {
    hint: 'name further columns that tell them apart, or drop what is doubled by a step `kind: duplicates`',
  });
}
