/** A column of a data file as stand-in data need it: a rank order of its values, and how a value is written. */
import { calendar } from '../../../base/calendar.ts';
import { type Column, isText, numberText } from '../../../frame/column.ts';

/** Significant digits of a number that has more decimals than anybody writes. */
const DIGITS = 6;

export interface RawColumn {
  readonly name: string;
  readonly is: 'number' | 'time' | 'text';
  /** A number for each row, in the order of values: the value itself, or the place of a text among all; NaN where it is missing. */
  readonly values: Float64Array;
  /** The texts by their places. */
  readonly texts: readonly string[];
  /** Decimals that numbers have; undefined where they have too many to count. */
  readonly decimals: number | undefined;
  /** Writes a value that `values` could hold. */
  print(value: number): string;
}

export function rawColumn(name: string, column: Column): RawColumn {
  if (isText(column)) {
    const { codes, dictionary } = column;
    const values = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : code));
    return { name, is: 'text', values, texts: dictionary, decimals: undefined, print: (code) => dictionary[code]! };
  }
  const { type, values } = column;
  if (type !== 'number')
    return { name, is: 'time', values, texts: [], decimals: 0, print: (value) => calendar[type].print(value) };
  const decimals = decimalsOf(values);
  return {
    name,
    is: 'number',
    values,
    texts: [],
    decimals,
    print: (value) => numberText(decimals === undefined ? Number(value.toPrecision(DIGITS)) : value),
  };
}

function decimalsOf(values: Float64Array): number | undefined {
  let most = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const text = String(value);
    if (text.includes('e')) return undefined;
    most = Math.max(most, text.length - 1 - (text.indexOf('.') < 0 ? text.length - 1 : text.indexOf('.')));
    if (most > DIGITS) return undefined;
  }
  return most;
}

/** The text that each period has, by its place among all. */
export function periodTexts(column: RawColumn, periods: Int32Array, original: Int32Array): readonly string[] {
  const byPeriod = new Map<number, string>();
  original.forEach((period, row) => {
    const value = column.values[row]!;
    if (!Number.isNaN(value)) byPeriod.set(period, column.print(value));
  });
  return Array.from(periods, (period) => byPeriod.get(period) ?? '');
}
