/** Other values for those of a column, as `map: {region: {East: 东部}}` declares them. */
import { ownValue } from '../../base/own-value.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { aside, datum } from '../../base/value.ts';
import { type Column, numberText, TextBuilder, type TextColumn } from '../column.ts';
import { labelsOf, type ValueLabels } from '../column-notes.ts';
import { count, type DataComplaint, DataError, listed } from '../complaint.ts';
import { naturalOrder } from './types.ts';

/** Value, as a text → what stands in its place. */
export type Recoding = Readonly<Record<string, string | number>>;

/** Says whether the values that stand for others are numbers. */
export const givesNumbers = (recoding: Recoding): boolean =>
  Object.values(recoding).some((target) => typeof target === 'number');

export interface Recoded {
  readonly column: Column;
  /** Texts that stand for the column's values, in their order. */
  readonly order: readonly string[];
  readonly warnings: readonly DataComplaint[];
  /** The number of rows that got another value. */
  readonly changed: number;
}

/**
 * Values that are not named stay as they are, labelled numbers as their labels, but where the others become numbers every value must be
 * named. O(N). Throws a DataError where one is not.
 */
export function recode(column: TextColumn, recoding: Recoding, variable: string, labels: ValueLabels = {}): Recoded {
  const path = ['map', variable];
  const { dictionary } = column;
  const { keys, strangers } = namedValues(recoding, dictionary, labels, variable);
  const warnings = strangers.map(({ key, hint }): DataComplaint => {
    const message = `no row has \`${variable}\` equal to \`${key}\``;
    return { code: 'unmatched-literal', message, hint, path: [...path, key], key: true, severity: 'warning' };
  });
  const said = dictionary.map((value) => (Object.hasOwn(labels, value) ? labels[value]! : value));
  const targets = dictionary.map((value, code) => {
    const key = keys.get(value);
    return key === undefined ? said[code]! : recoding[key]!;
  });
  const changed = column.codes.reduce(
    (total, code) =>
      total + Number(code >= 0 && targets[code] !== said[code] && String(targets[code]) !== dictionary[code]),
    0,
  );
  if (!givesNumbers(recoding)) {
    const texts = targets as readonly string[];
    const order = new Set(naturalOrder(dictionary).map((value) => texts[dictionary.indexOf(value)]!));
    return { column: textsOf(column, texts), order: [...order], warnings, changed };
  }
  const unnamed = said.filter((_, code) => typeof targets[code] !== 'number');
  if (unnamed.length > 0) throw new DataError(withoutNumber(unnamed, variable, path));
  const values = Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : (targets[code] as number)));
  return { column: { type: 'number', values }, order: [], warnings, changed };
}

/**
 * The labels of a column once its values are others, which are numbers. One takes its own label along where it stays, or that of the only
 * value that it stands for. Undefined where there is none.
 */
export function recodedLabels(labels: ValueLabels, recoding: Recoding): ValueLabels | undefined {
  const sources = new Map<string, string[]>();
  for (const [key, target] of Object.entries(recoding))
    for (const value of valuesNamed(key, labels))
      sources.set(String(target), [...(sources.get(String(target)) ?? []), value]);
  return labelsOf(
    [...sources].flatMap(([target, values]) => {
      const from = values.includes(target) ? target : values.length === 1 ? values[0]! : undefined;
      return from === undefined || !Object.hasOwn(labels, from) ? [] : [[target, labels[from]!] as const];
    }),
  );
}

/** The values that a key of a recoding names: one as it stands, or those of a label. */
function valuesNamed(key: string, labels: ValueLabels): readonly string[] {
  if (Object.hasOwn(labels, key)) return [key];
  const values = Object.keys(labels).filter((value) => labels[value] === key);
  return values.length > 0 ? values : [key];
}

interface NamedValues {
  /** Value of the column → the key that names it. */
  readonly keys: ReadonlyMap<string, string>;
  /** Keys that name no value of it, each with what may be meant. */
  readonly strangers: readonly { readonly key: string; readonly hint: string | undefined }[];
}

/** Returns the values that a recoding names, each as it stands or by its label. It throws a DataError where one is named both ways. */
function namedValues(
  recoding: Recoding,
  values: readonly string[],
  labels: ValueLabels,
  variable: string,
): NamedValues {
  const known = new Set(values);
  const keys = new Map<string, string>();
  const strangers: { key: string; hint: string | undefined }[] = [];
  for (const key of Object.keys(recoding)) {
    const named = (known.has(key) ? [key] : valuesNamed(key, labels)).filter((value) => known.has(value));
    const twice = named.find((value) => keys.has(value));
    if (twice !== undefined)
      throw new DataError({
        code: 'named-twice',
        message: `\`map\` names the value ${datum(variable, twice)} of \`${variable}\` twice: \`${keys.get(twice)}\` and \`${key}\``,
        hint: 'name a value as it stands or by its label',
        path: ['map', variable, key],
        key: true,
      });
    for (const value of named) keys.set(value, key);
    if (named.length === 0)
      strangers.push({ key, hint: aside(variable, meant(key, values, labels) ?? '') || undefined });
  }
  return { keys, strangers };
}

/** A hint at what a key may mean; a number is no slip of the keyboard for another. */
function meant(key: string, values: readonly string[], labels: ValueLabels): string | undefined {
  const said = values.flatMap((value) => ownValue(labels, value) ?? []);
  if (Number.isNaN(Number(key))) return didYouMean(key, [...values, ...said]);
  const all = naturalOrder(values).map((value) =>
    Object.hasOwn(labels, value) ? `${value} (${labels[value]})` : value,
  );
  return `it has ${listed(all)}`;
}

function withoutNumber(unnamed: readonly string[], variable: string, path: readonly string[]): DataComplaint {
  const which = listed(unnamed);
  return {
    code: 'unmapped-value',
    message: `${count(unnamed.length, 'value')} of \`${variable}\` become no number${aside(variable, `: ${which}`)}`,
    hint: 'name each of them, or give all of them texts',
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
