/**
 * Declared types and how they read cells: a plain type reads what is printed plainly, and a reading such as `number(thousands)` says in what
 * dress its numbers come.
 */
import { calendar } from '../../base/calendar.ts';
import { ownValue } from '../../base/own-value.ts';
import type { ColumnType } from '../../econ/data.ts';
import { narrowed, trimBlanks } from '../blanks.ts';
import { yamlScalar } from '../complaint.ts';
import { parseDecimalText } from '../readers/decimal.ts';

export interface ColumnReading {
  readonly type: ColumnType;
  /** Returns the number that a text means, or NaN where it means none. Absent for plain types. */
  readonly read?: (text: string) => number;
  /** Describes for hints the forms of dates that are read. */
  readonly reads?: string;
}

const plain: readonly ColumnType[] = ['number', 'string', 'category', 'date', 'month', 'quarter'];

/** Spellings of readings. The parts in capitals are the user's. */
export const readingForms: readonly string[] = [
  ...plain,
  'boolean',
  'percent',
  'number(thousands)',
  'number(prefix=TEXT)',
  'number(suffix=TEXT)',
  'date(format=DD/MM/YYYY)',
];

/** Reads a declared type; undefined where it is none. */
export function readingOf(declared: string): ColumnReading | undefined {
  const bare = declared.trim();
  if (plain.includes(bare as ColumnType)) return { type: bare as ColumnType };
  if (bare === 'boolean') return boolean;
  if (bare === 'percent') return percent;
  const [, head, inside] = /^(number|date)\((.*)\)$/s.exec(bare) ?? [];
  if (inside === undefined) return undefined;
  return head === 'number' ? dressedNumber(inside) : formattedDate(inside);
}

const booleans: Readonly<Record<string, number>> = Object.fromEntries([
  ...['true', 't', 'yes', 'y', '是', '1'].map((text) => [text, 1] as const),
  ...['false', 'f', 'no', 'n', '否', '0'].map((text) => [text, 0] as const),
]);

const boolean: ColumnReading = {
  type: 'number',
  read: (text) => ownValue(booleans, trimBlanks(text).toLowerCase()) ?? Number.NaN,
  reads: '`TRUE` and `FALSE`, `yes` and `no`, `是` and `否`, `1` and `0`',
};

/** A number without its sign might be meant either way. */
const percent: ColumnReading = {
  type: 'number',
  read: (text) => {
    const [, number] = /^(.*?)[%％]$/.exec(trimBlanks(text)) ?? [];
    // By its digits, since a division rounds once more: 0.7 / 100 is not 0.007.
    return number === undefined ? Number.NaN : parseDecimalText(`${narrowed(trimBlanks(number))}e-2`);
  },
  reads: '`12.5%`, which is 0.125; each with its sign',
};

/** Groups of three digits between commas, apostrophes or blanks. */
const grouped = /^[-+]?\d{1,3}(?:([,’' ])\d{3})(?:\1\d{3})*(?:\.\d+)?$/;

function dressedNumber(inside: string): ColumnReading | undefined {
  const parts = inside.split(',').map((part) => part.trim());
  const text = (name: string): string =>
    parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  const [prefix, suffix, thousands] = [text('prefix'), text('suffix'), parts.includes('thousands')];
  const isKnown = (part: string): boolean => part === 'thousands' || /^(prefix|suffix)=./.test(part);
  if (!parts.every(isKnown)) return undefined;
  return {
    type: 'number',
    read: (cell) => {
      let number = trimBlanks(cell);
      if (number.startsWith(prefix)) number = number.slice(prefix.length);
      if (number.endsWith(suffix)) number = number.slice(0, number.length - suffix.length);
      number = trimBlanks(narrowed(number));
      if (thousands && grouped.test(number)) number = number.replace(/[,’' ]/g, '');
      return parseDecimalText(number);
    },
    reads: `plain numbers${thousands ? ', `28,418`' : ''}${prefix === '' ? '' : `, \`${prefix}28\``}${suffix === '' ? '' : `, \`28${suffix}\``}`,
  };
}

const FORMAT = /^format=(.*)$/;
const parts: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{1,2})',
};

function formattedDate(inside: string): ColumnReading | undefined {
  const [, format] = FORMAT.exec(inside.trim()) ?? [];
  if (format === undefined || Object.keys(parts).some((part) => format.split(part).length !== 2)) return undefined;
  const pattern = new RegExp(
    `^${format.replace(/YYYY|MM|DD|[$()*+./?[\\\]^{|}]/g, (piece) => ownValue(parts, piece) ?? `\\${piece}`)}$`,
    'u',
  );
  return {
    type: 'date',
    read: (cell) => {
      const { year, month, day } = pattern.exec(trimBlanks(cell))?.groups ?? {};
      return year === undefined ? Number.NaN : calendar.date.parse(`${year}-${month}-${day}`);
    },
    reads: `dates as \`${format}\``,
  };
}

/** Says how a column is declared so that a reading reads it, with one of its texts. */
export function readsAs(reading: string, text: string, variable: string): string {
  const type = reading.includes(',') ? JSON.stringify(reading) : reading;
  return `\`types: {${yamlScalar(variable)}: ${type}}\` reads \`${text}\` as ${readingOf(reading)!.read!(text)}`;
}

/** The readings that read every one of these texts, as they are written. */
export function readingsOf(texts: readonly string[]): readonly string[] {
  const bare = texts.map(trimBlanks);
  const suffix = only(bare.map((text) => /\d\s*([^\d\s.,)][^\d]*)$/.exec(text)?.[1]));
  const prefix = only(bare.map((text) => /^([^\d\s.,(+-]\D*)\d/.exec(text)?.[1]?.replace(/(?<!\s)\s*[-+]?$/, '')));
  const dress = [
    prefix === undefined ? [] : [`prefix=${prefix}`],
    suffix === undefined ? [] : [`suffix=${suffix}`],
  ].flat();
  const candidates = [
    'number(thousands)',
    'percent',
    'boolean',
    ...(dress.length === 0 ? [] : [`number(${dress.join(', ')})`, `number(thousands, ${dress.join(', ')})`]),
  ];
  return candidates.filter((each) => readsAll(each, texts));
}

/** Orders in which days, months and years are written, of those that are no dates unless they are declared. */
const dateOrders = ['DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY', 'DD-MM-YYYY', 'MM-DD-YYYY'];

/** The formats by which all these texts are dates; two where days and months cannot be told apart. */
export const dateFormatsOf = (texts: readonly string[]): readonly string[] =>
  dateOrders.map((order) => `date(format=${order})`).filter((each) => readsAll(each, texts));

/** The one text that some have and the others lack. */
function only(found: readonly (string | undefined)[]): string | undefined {
  const kinds = new Set(found.filter((each) => each !== undefined));
  const [one] = kinds;
  return kinds.size === 1 && !/[(),=%％]/.test(one!) ? one!.trim() : undefined;
}

function readsAll(reading: string, texts: readonly string[]): boolean {
  const read = readingOf(reading)?.read;
  return read !== undefined && texts.length > 0 && texts.every((text) => !Number.isNaN(read(text)));
}
