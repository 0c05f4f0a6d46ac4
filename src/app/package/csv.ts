/** The files of a package that programs read, as CSV. */
import { noFormula } from '../../base/text/csv-text.ts';

const cell = (value: string): string => `"${noFormula(value).replaceAll('"', '""')}"`;

/** Every cell is quoted, and none is taken for a formula by a spreadsheet. */
export const csvOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, ...rows].map((cells) => `${cells.map(cell).join(',')}\n`).join('');
