/** Applies `types` and `missing` to a column that the file types itself. */
import { calendar, type TimeType } from '../../base/calendar.ts';
import { ownValue } from '../../base/own-value.ts';
import { quoted } from '../../base/text/quoted.ts';
import { aside } from '../../base/value.ts';
import { trimBlanks, trimmed } from '../blanks.ts';
import {
  type Column,
  isText,
  type NumericColumn,
  numberText,
  printed,
  TextBuilder,
  type TextColumn,
} from '../column.ts';
import { count, DataError, listed, SHOWN } from '../complaint.ts';
import { codeForm, parseDecimalText } from '../readers/decimal.ts';
import type { TypedColumn } from '../readers/source.ts';
import { lostDigits } from './lost-digits.ts';
import type { MissingCodes } from './missing.ts';
import type { ColumnReading } from './readings.ts';
import { type ColumnRequest, naturalOrder, timeHint } from './types.ts';

/** Numbers with value labels become categories (levels by the number, named by the label) when asked, and stay numbers otherwise. */
export function retype(typed: TypedColumn, request: ColumnRequest): Column {
  const column = withoutBlanks(withoutMissing(typed.column, request.missing), request);
  const { reading } = request;
  if (reading === undefined && typed.hasLongIntegers === true && isText(column)) return integersOf(column, request);
  if (reading?.read !== undefined && isText(column)) return parsed(column, request, reading);
  const type = reading?.type ?? null;
  if (type === null || type === column.type) return type === 'category' ? asCategory(column, request) : column;
  if (type === 'string') return textOf(column, typed.valueLabels).finish();
  if (type === 'category') return asCategory(labelled(column, typed), request, labelOrder(column, typed));
  if (isText(column)) return parsed(column, request, { type });
  return type === 'number' ? { type, values: column.values } : timesOf(column, request, type);
}

function withoutBlanks(column: Column, { name, warn }: ColumnRequest): Column {
  if (!isText(column)) return column;
  const { column: bare, warnings } = trimmed(column, { name, row: (i) => i + 1 });
  warnings.forEach(warn);
  return bare;
}

function withoutMissing(column: Column, missing: MissingCodes): Column {
  if (missing.numbers.size === 0 && missing.texts.size === 0) return column;
  if (!isText(column)) {
    return { ...column, values: column.values.map((value) => (missing.numbers.has(value) ? Number.NaN : value)) };
  }
  const builder = new TextBuilder(column.codes.length);
  column.codes.forEach((code, i) => {
    const text = code < 0 ? '' : column.dictionary[code]!;
    if (!missing.texts.has(trimBlanks(text)) && !missing.numbers.has(parseDecimalText(text))) builder.set(i, text);
  });
  return builder.finish(column.type, column.dictionary);
}

function textOf(column: Column, labels: Readonly<Record<string, string>> = {}): TextBuilder {
  const length = isText(column) ? column.codes.length : column.values.length;
  const builder = new TextBuilder(length);
  for (let i = 0; i < length; i++) {
    if (isText(column)) builder.set(i, column.codes[i]! < 0 ? '' : column.dictionary[column.codes[i]!]!);
    else if (!Number.isNaN(column.values[i])) builder.set(i, numberLabel(column, column.values[i]!, labels));
  }
  return builder;
}

function numberLabel(column: NumericColumn, value: number, labels: Readonly<Record<string, string>>): string {
  if (column.type !== 'number') return printed(column.type, value);
  return ownValue(labels, numberText(value)) ?? numberText(value);
}

function labelled(column: Column, typed: TypedColumn): TextColumn {
  return textOf(column, typed.valueLabels).finish('category');
}

/** Labels in the order of the numbers they stand for. */
function labelOrder(column: Column, { valueLabels = {} }: TypedColumn): readonly string[] {
  if (isText(column)) return naturalOrder(column.dictionary);
  const values = [...new Set(column.values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return values.map((value) => numberLabel(column, value, valueLabels));
}

function asCategory(column: Column, request: ColumnRequest, order: readonly string[] = []): Column {
  const text = column as TextColumn;
  const levels = request.levels ?? order;
  const strangers = request.levels === null ? [] : text.dictionary.filter((value) => !levels.includes(value));
  if (strangers.length > 0) {
    const which = listed(strangers);
    throw new DataError({
      code: 'undeclared-level',
      message: `\`${request.name}\` has ${count(strangers.length, 'value')} not among its declared levels${aside([request.name, request.variable], `: ${which}`)}`,
      hint: `declared are ${quoted(request.levels ?? [])}`,
      column: request.name,
      path: ['types', request.variable],
    });
  }
  return textOf(column).finish('category', levels);
}

function parsed(column: TextColumn, request: ColumnRequest, reading: ColumnReading): Column {
  const type = reading.type as 'number' | TimeType;
  const parse = reading.read ?? (type === 'number' ? parseDecimalText : calendar[type].parse);
  const numbers = column.dictionary.map(parse);
  const values = Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : numbers[code]!));
  const isBad = (i: number): boolean => column.codes[i]! >= 0 && Number.isNaN(values[i]);
  refuseBad(column.codes.length, isBad, (i) => column.dictionary[column.codes[i]!]!, request, type);
  return { type, values };
}

/** `201103` is a month and a day lies in one: numbers and times are read as they are printed. */
function timesOf(column: NumericColumn, request: ColumnRequest, type: TimeType): Column {
  const read = new Map<number, number>();
  const values = column.values.map((value) => {
    if (Number.isNaN(value)) return value;
    let time = read.get(value);
    if (time === undefined) {
      time = calendar[type].parse(printed(column.type, value));
      read.set(value, time);
    }
    return time;
  });
  const isBad = (i: number): boolean => Number.isNaN(values[i]) && !Number.isNaN(column.values[i]);
  refuseBad(values.length, isBad, (i) => printed(column.type, column.values[i]!), request, type);
  return { type, values };
}

/** Integers of which some are beyond 2^53: text where all are, numbers where those meant a missing value. */
function integersOf(column: TextColumn, request: ColumnRequest): Column {
  const { codes, dictionary } = column;
  const { name, variable } = request;
  if (dictionary.every((text) => codeForm(text) === undefined)) return parsed(column, request, { type: 'number' });
  const textAt = (i: number): string => (codes[i]! < 0 ? '' : dictionary[codes[i]!]!);
  const lost = lostDigits(codes.length, textAt, request);
  if (lost === undefined) return column;
  const { rows, total, ...words } = lost;
  const where = listed(
    rows.map((i) => `row ${i + 1}: ${textAt(i)}`),
    total,
  );
  throw new DataError({
    code: words.code,
    message: `${words.says}${aside([name, variable], ` (${where})`)}`,
    hint: aside([name, variable], words.mends),
    row: rows[0]! + 1,
    column: name,
    path: ['types', variable],
  });
}

function refuseBad(
  nrows: number,
  isBad: (row: number) => boolean,
  textAt: (row: number) => string,
  { name, variable, reading }: ColumnRequest,
  type: 'number' | TimeType,
): void {
  const bad: number[] = [];
  let total = 0;
  for (let i = 0; i < nrows; i++) if (isBad(i) && total++ < SHOWN) bad.push(i);
  if (total === 0) return;
  const places = bad.map((i) => `row ${i + 1}: ${textAt(i)}`);
  const where = listed(places, total);
  throw new DataError({
    code: type === 'number' ? 'text-in-number' : 'bad-date',
    message: `${count(total, 'cell')} of \`${name}\` hold no ${type}${aside([name, variable], ` (${where})`)}`,
    hint: reading?.reads
      ? `it reads ${reading.reads}`
      : type === 'number'
        ? '`missing` names texts that mean missing'
        : aside([name, variable], timeHint(variable, type, bad.map(textAt))),
    row: bad[0]! + 1,
    column: name,
    path: ['types', variable],
  });
}
