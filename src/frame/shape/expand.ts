/** Each row as often as a number says, as Stata's `expand` and tidyr's `uncount`. */
import { type Column, gather } from '../column.ts';
import { aboutKey, count, DataError } from '../complaint.ts';
import { type Derivation, derive } from '../declared/derive.ts';
import type { Frame, Panel } from '../frame.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import { type Shaped, shaped } from './shaped.ts';

export interface ExpandDeclaration {
  readonly times: Derivation;
  /** A column of 1, 2, … among the copies of a row. */
  readonly number: string | null;
  readonly panel: Panel | null;
}

const MOST_ROWS = 50_000_000;

/** Copies of a row stand behind each other; a row that counts 0 goes. O(rows of the result × columns). */
export function expand(frame: Frame, labels: ColumnLabels, { times, number, panel }: ExpandDeclaration): Shaped {
  const all = new Map(frame.names.map((name) => [name, frame.column(name)]));
  const { column } = aboutKey(['times'], () => derive(times, all, frame.nrows, frame.panel ?? undefined));
  const copies = timesOf(column, times.text);
  const total = copies.reduce((sum, each) => sum + each, 0);
  if (total > MOST_ROWS)
    throw new DataError({
      code: 'too-many-rows',
      message: `${frame.nrows} rows would become ${total}, and ${MOST_ROWS} are the most`,
      path: ['times'],
    });
  const rows = new Int32Array(total);
  const numbers = new Float64Array(total);
  let at = 0;
  copies.forEach((n, row) => {
    for (let k = 1; k <= n; k++, at++) [rows[at], numbers[at]] = [row, k];
  });
  const columns = new Map<string, Column>([...all].map(([name, each]) => [name, gather(each, rows)]));
  if (number !== null) columns.set(number, { type: 'number', values: numbers });
  const gone = copies.reduce((sum, n) => sum + Number(n === 0), 0);
  const told = [
    `${count(frame.nrows, 'row')} became ${total}`,
    ...(gone === 0 ? [] : [`${count(gone, 'row')} dropped, of which \`${times.text}\` is 0`]),
  ];
  return shaped(columns, total, panel, { labels, told });
}

function timesOf(column: Column, text: string): Float64Array {
  if (column.type !== 'number')
    throw new DataError({
      code: 'bad-times',
      message: `expected a number of times, got ${column.type} \`${text}\``,
      path: ['times'],
    });
  const bad = Array.from(column.values.keys()).filter(
    (row) => !(Number.isInteger(column.values[row]) && column.values[row]! >= 0),
  );
  if (bad.length === 0) return column.values;
  throw new DataError({
    code: 'bad-times',
    message: `\`${text}\` is no whole number of times from 0 on in ${count(bad.length, 'row')}, first in row ${bad[0]! + 1}`,
    hint: '`if(missing(n), 1, n)` keeps such a row once',
    path: ['times'],
  });
}
