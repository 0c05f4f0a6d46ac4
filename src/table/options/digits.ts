/** Decimals by the names of a number: what it is (`b`, `se`, a statistic), the variable of its row, the column in which it stands. */
import { ownValue } from '../../base/own-value.ts';
import { cellFields } from '../template/cell.ts';

/** Name → decimals; those of a row or a column may differ by what the number is: `{NQP: {b: 4, se: 3}}`. */
export type Digits = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** The decimals of a number that has these names, the most telling first; undefined where nothing is said of any. */
export function digitsOf(digits: Digits, names: readonly string[]): number | undefined {
  for (const name of names) {
    const said = ownValue(digits, name);
    const inner =
      typeof said === 'object' ? (names.map((each) => ownValue(said, each)).find(isSaid) ?? said.default) : said;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The decimals of numbers of which nothing else is said. */
export const usualDigits = (digits: Digits): number | undefined => digitsOf(digits, ['default']);

const isSaid = <T>(value: T | undefined): value is T => value !== undefined;

/**
 * Gives the decimals that hold in a column of these names. What is said of rows wins over what is said of the column, and that over what is
 * said of fields in general.
 */
export function digitsInColumn(digits: Digits, names: readonly string[]): Digits {
  const said = names.map((name) => ownValue(digits, name)).find(isSaid);
  if (said === undefined) return digits;
  const ofColumn = typeof said === 'number' ? { default: said } : said;
  if (ofColumn.default === undefined) return { ...digits, ...ofColumn };
  const general: readonly string[] = cellFields;
  const ofRows = Object.entries(digits).filter(([name]) => !general.includes(name));
  return { ...Object.fromEntries(ofRows), ...ofColumn };
}
