/** Rows of units or of names in another language between the names and the data, as exports of CSMAR and yearbooks have them. */
import type { DataComplaint } from '../complaint.ts';
import { parseDecimalText } from './decimal.ts';
import { lastHeaderRow, type ReadOptions } from './source.ts';

/** Bounds the rows below the names that may hold units, or names in another language: exports of CSMAR have two. */
export const MOST_UNITS = 3;

/** Complains of rows behind the names that hold texts alone, where the next one holds a number. `texts`: the file's first rows. */
export function unitRows(texts: readonly (readonly string[])[], options: ReadOptions): readonly DataComplaint[] {
  const from = lastHeaderRow(options);
  const below = texts.slice(from, from + MOST_UNITS + 1);
  const first = below.findIndex((row) => row.some((text) => !Number.isNaN(parseDecimalText(text))));
  const rows = below.slice(0, Math.max(0, first)).map((_, i) => from + i + 1);
  const isFilled = (row: number): boolean => texts[row - 1]!.some((text) => text.trim() !== '');
  const left = rows.filter((row) => isFilled(row) && !(options.skip?.includes(row) ?? false));
  if (left.length === 0) return [];
  const isOne = left.length === 1;
  return [
    {
      code: 'unit-rows',
      message: `${isOne ? `row ${left[0]} holds` : `rows ${left.join(' and ')} hold`} texts alone, and the row below numbers`,
      hint: passesOver(left),
      row: left[0]!,
      path: ['file'],
    },
  ];
}

export const passesOver = (rows: readonly number[]): string =>
  `if ${rows.length === 1 ? `row ${rows[0]} holds` : `rows ${rows.join(' and ')} hold`} units or other names, \`skip: [${rows.join(', ')}]\` passes over them`;
