/** A title above the names, as yearbooks and exports have it: found by how little of the table's width it names. */
import { aside, SOME_VARIABLE } from '../../base/value.ts';
import { complaintsOf, type DataComplaint, DataError, listed } from '../complaint.ts';
import { parseDecimalText } from './decimal.ts';
import { joinHeader } from './header.ts';

/** Rows below the first that are looked at. */
export const ROWS_BELOW = 10;

/** `read` gives the texts of the rows from row 1 on, an empty text where nothing stands. */
export function refuseTitle(read: () => readonly (readonly string[])[]): void {
  let rows: readonly (readonly string[])[] = [];
  // Faults of the rows below are told when the data are read.
  complaintsOf(() => {
    rows = read();
  });
  const [first = [], ...below] = rows;
  const width = Math.max(0, ...below.map(filled));
  const named = filled(first);
  if (width < 3 || 2 * named >= width) return;
  throw new DataError(titleRow(first, rows, width));
}

const filled = (row: readonly string[]): number => row.filter((text) => text.trim() !== '').length;

function titleRow(first: readonly string[], rows: readonly (readonly string[])[], width: number): DataComplaint {
  const shown = first.map((text) => text.trim()).filter((text) => text !== '');
  const below = namesBelow(rows, width);
  return {
    code: 'title-row',
    message: `row 1 names ${shown.length} of ${width} columns${shown.length === 0 ? '' : aside(SOME_VARIABLE, ` and looks like a title (${listed(shown)})`)}`,
    hint: `${aside(SOME_VARIABLE, below === undefined ? '' : takesFrom(below))}\`header: 1\` insists on row 1`,
    path: ['header'],
    ...(below !== undefined && { mend: { header: below.header } }),
  };
}

/** Rows that names may take. */
const MOST_ROWS = 3;

interface NamesBelow {
  readonly header: number | readonly number[];
  readonly names: readonly string[];
}

const takesFrom = ({ header, names }: NamesBelow): string =>
  `\`header: ${typeof header === 'number' ? header : `[${header.join(', ')}]`}\` takes the names from there (${listed(names)}); `;

/** The first row below that holds several texts, with those after it where they complete its names; undefined where they stay few. */
function namesBelow(rows: readonly (readonly string[])[], width: number): NamesBelow | undefined {
  const start = rows.findIndex((row, i) => i > 0 && filled(row) > 1);
  const textual = rows.slice(start + 1).findIndex((row) => row.some(isNumber));
  const longest = Math.min(MOST_ROWS, textual < 0 ? 1 : textual + 1);
  const lengths = Array.from({ length: longest }, (_, i) => i + 1);
  const length = lengths.find((n) => isComplete(rows.slice(start, start + n))) ?? 1;
  const names = joinHeader(rows.slice(start, start + length)).filter((name) => name !== '');
  if (2 * names.length < width) return undefined;
  const numbers = lengths.slice(0, length).map((n) => start + n);
  return { header: length === 1 ? numbers[0]! : numbers, names };
}

function isComplete(rows: readonly (readonly string[])[]): boolean {
  const names = joinHeader(rows);
  return !names.includes('') && new Set(names).size === names.length;
}

const isNumber = (text: string): boolean => !Number.isNaN(parseDecimalText(text));
