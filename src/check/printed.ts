/** Reads figures as a published table prints them: `1.592*** (0.456)`, `-0.098 (0.122)`, `372`, `(-0.462)`. */

import { repeated } from '../base/repeated.ts';
import { narrow } from '../base/text/full-width.ts';

export interface PrintedNumber {
  /** The text as printed. */
  readonly text: string;
  readonly value: number;
  /** Decimals; negative where the last printed digit stands for tens or more (`1.2e+05`). */
  readonly digits: number;
  /** The number in units of its last printed digit: 1.592 is 1592. */
  readonly units: bigint;
}

export interface PrintedCell {
  readonly text: string;
  /** The value; null where only a standard error, or nothing that is a number, is printed. */
  readonly value: PrintedNumber | null;
  /** The number in parentheses or brackets, as printed: a spreadsheet may have made it negative. */
  readonly stdError: PrintedNumber | null;
  readonly stars: string;
}

const NUMBER = String.raw`[-+−–]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?`;
const STARS = '[*∗＊]+';
const CELL = new RegExp(
  `^(${NUMBER})(?:\\s*(${STARS})(?![*∗＊]))?(?:\\s*[([]\\s*(?=\\S)(${NUMBER})\\s*[)\\]])?(?:\\s*(${STARS}))?$`,
  'u',
);

/** Reads a cell, of full-width signs too; undefined where the text is no figure, such as `Yes`. Empty cells have neither number. */
export function readPrinted(text: string): PrintedCell | undefined {
  const trimmed = text.trim();
  const found = CELL.exec(narrow(trimmed));
  if (!found) return undefined;
  const [, value = '', before = '', error = '', after = ''] = found;
  if (before !== '' && after !== '') return undefined;
  const numbers = [value, error].map((part) => (part === '' ? null : readNumber(part)));
  if (numbers.includes(undefined)) return undefined;
  return {
    text: trimmed,
    value: numbers[0] ?? null,
    stdError: numbers[1] ?? null,
    stars: '*'.repeat(before.length + after.length),
  };
}

/** The most digits and decimals: no statistic is as large or printed with as many, and what is computed from one stays finite. */
const MOST_DIGITS = 100;

/** Reads a number; undefined for a lone sign or exponent, and for endless digits. */
function readNumber(text: string): PrintedNumber | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([-+−–]?)([\d,]*)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/u.exec(text) ?? [];
  const figures = whole.replaceAll(',', '') + fraction;
  if (figures === '' || figures.length > 2 * MOST_DIGITS) return undefined;
  const negative = sign !== '' && sign !== '+';
  const plain = `${negative ? '-' : ''}${whole.replaceAll(',', '') || '0'}.${fraction || '0'}e${exponent}`;
  const units = BigInt(figures);
  return { text, value: Number(plain), digits: fraction.length - Number(exponent), units: negative ? -units : units };
}

/** Half a unit of the last printed digit: the true value lies no farther away. */
export const halfUnit = ({ digits }: PrintedNumber): number => Number(`5e${-digits - 1}`);

/** A standard error without the sign that a spreadsheet gave it. */
export function unsigned(number: PrintedNumber): PrintedNumber {
  if (number.units >= 0n && number.value >= 0) return number;
  return { ...number, text: number.text.replace(/^[-−–]/u, ''), value: -number.value, units: -number.units };
}

/** A table as printed: rows by label, columns by header. */
export interface PrintedTable {
  /** Head of the first column. */
  readonly stub: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly string[] }[];
}

export class PrintedTableError extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** Reads a table from records of a file: a header, then the rows. A row of standard errors without a label belongs to the row above. */
export function readPrintedTable(records: readonly (readonly string[])[]): PrintedTable {
  const [head, ...lines] = records;
  if (head === undefined || head.length < 2) throw new PrintedTableError('expected a header with at least two columns');
  const columns = head.slice(1).map((text) => text.trim());
  const rows: { label: string; cells: string[] }[] = [];
  for (const line of lines) {
    refuseDecimalCommas(line.slice(1));
    refuseUnheld(line.slice(1));
    const label = (line[0] ?? '').trim();
    const cells = columns.map((_, c) => (line[c + 1] ?? '').trim());
    const above = rows.at(-1);
    if (label === '' && above && cells.every((cell) => cell === '' || readPrinted(cell)?.value === null)) {
      above.cells = above.cells.map((cell, c) => `${cell} ${cells[c]!}`.trim());
    } else if (label !== '' || cells.some((cell) => cell !== '')) rows.push({ label, cells });
  }
  refuseTwins(columns, 'columns');
  const named = namedByPanels(rows);
  refuseTwins(
    named.map((row) => row.label),
    'rows',
  );
  return { stub: (head[0] ?? '').trim(), columns, rows: named };
}

type PrintedRow = PrintedTable['rows'][number];

/** Rows with labels that several panels have, called `label:panel` as results are, where the panel is the row above without any figure. */
function namedByPanels(rows: readonly PrintedRow[]): readonly PrintedRow[] {
  const twins = new Set(rows.map(({ label }) => label).filter((label, i, all) => all.indexOf(label) !== i));
  let panel = '';
  return rows.map((row) => {
    if (row.cells.every((cell) => cell === '')) panel = row.label;
    return panel === '' || !twins.has(row.label) ? row : { ...row, label: `${row.label}:${panel}` };
  });
}

/** Refuses decimal commas: `0,208` would be compared as no figure, and beside it `1,592` as a thousand and more. */
function refuseDecimalCommas(texts: readonly string[]): void {
  for (const text of texts) {
    const pointed = text.replace(/(?<=\d),(?=\d)/g, '.');
    if (pointed === text || readPrinted(text) !== undefined || readPrinted(pointed) === undefined) continue;
    throw new PrintedTableError(
      `\`${text.trim()}\` has a decimal comma`,
      `write decimals with a point, \`${pointed.trim()}\`; a comma groups thousands, as in \`1,234\``,
    );
  }
}

/** Refuses numbers that doubles do not hold: `1e400` would be compared as infinite. */
function refuseUnheld(texts: readonly string[]): void {
  for (const text of texts) {
    const cell = readPrinted(text);
    const isHeld = ({ value, digits }: PrintedNumber): boolean =>
      Math.abs(value) < Number(`1e${MOST_DIGITS}`) && digits <= MOST_DIGITS;
    if ([cell?.value, cell?.stdError].every((number) => !number || isHeld(number))) continue;
    throw new PrintedTableError(
      `\`${text.trim().slice(0, 40)}\` has more than ${MOST_DIGITS} digits before or after the point`,
      'correct the figure',
    );
  }
}

function refuseTwins(names: readonly string[], what: string): void {
  const [twin] = repeated(names);
  if (twin !== undefined) throw new PrintedTableError(`two ${what} are called \`${twin}\``);
}
