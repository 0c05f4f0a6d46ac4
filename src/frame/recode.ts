/** Other values for those of a column, as `map: {region: {East: 东部}}` declares them. */
import { didYouMean } from '../base/suggest.ts';
import { type Column, numberText, TextBuilder, type TextColumn } from './column.ts';
import { count, type DataComplaint, DataError, listed } from './complaint.ts';

/** Value, as a text → what stands in its place. */
export type Recoding = Readonly<Record<string, string | number>>;

export interface Recoded {
  readonly column: Column;
  readonly warnings: readonly DataComplaint[];
  /** How many rows were given another value. */
  readonly changed: number;
}

/**
 * Values that are not named stay as they are, but where the others become numbers every value must be named. O(N). Throws a DataError where
 * one is not.
 */
export function recode(column: TextColumn, recoding: Recoding, variable: string): Recoded {
  const path = ['map', variable];
  const known = new Set(column.dictionary);
  const strangers = Object.keys(recoding).filter((value) => !known.has(value));
  const warnings = strangers.map((value): DataComplaint => {
    const message = `no row has \`${variable}\` equal to \`${value}\``;
    const hint = didYouMean(value, column.dictionary);
    return { code: 'unmatched-literal', message, hint, path: [...path, value], key: true, severity: 'warning' };
  });
  const targets = column.dictionary.map((value) => (Object.hasOwn(recoding, value) ? recoding[value]! : value));
  const changed = column.codes.reduce(
    (total, code) => total + Number(code >= 0 && targets[code] !== column.dictionary[code]),
    0,
  );
  if (!givesNumbers(recoding)) return { column: textsOf(column, targets as readonly string[]), warnings, changed };
  const unnamed = column.dictionary.filter((_, code) => typeof targets[code] !== 'number');
  if (unnamed.length > 0) throw new DataError(withoutNumber(unnamed, variable, path));
  const values = Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : (targets[code] as number)));
  return { column: { type: 'number', values }, warnings, changed };
}

function withoutNumber(unnamed: readonly string[], variable: string, path: readonly string[]): DataComplaint {
  const which = listed(unnamed);
  return {
    code: 'unmapped-value',
    message: `${count(unnamed.length, 'value')} of \`${variable}\` become no number: ${which}`,
    hint: 'name each of them, or give all of them texts',
    quotes: { of: [variable], stretch: `: ${which}`, inHint: false },
    path,
  };
}

function textsOf(column: TextColumn, targets: readonly string[]): TextColumn {
  const builder = new TextBuilder(column.codes.length);
  column.codes.forEach((code, row) => {
    if (code >= 0) builder.set(row, targets[code]!);
  });
  return builder.finish();
}

/** Whether the values that stand for others are numbers. */
export const givesNumbers = (recoding: Recoding): boolean =>
  Object.values(recoding).some((target) => typeof target === 'number');

/** A column's values as texts, by which a recoding names them. */
export function asTexts(column: Column): TextColumn {
  if (column.type === 'string' || column.type === 'category') return column as TextColumn;
  const { values } = column as Column & { readonly values: Float64Array };
  const builder = new TextBuilder(values.length);
  values.forEach((value, row) => {
    if (!Number.isNaN(value)) builder.set(row, numberText(value));
  });
  return builder.finish();
}
