/** Interprets the values of a Parquet column by its logical type (Apache Parquet format, LogicalTypes.md). */
import type { SchemaElement } from 'hyparquet';
import { attempt } from '../../../base/attempt.ts';
import { numbersToShare } from '../../../base/system/shared-memory.ts';
import type { ColumnType } from '../../../econ/data.ts';
import { type Column, TextBuilder } from '../../column.ts';
import { DataError } from '../../complaint.ts';
import { LONGEST_CELL, longCell } from '../../limits.ts';
import { putByCode, usedCodes } from './passes.ts';

export type PhysicalValues = ArrayLike<Physical | undefined>;

/** Physical values of a page: row by row, or by the code of each row, −1 where it is missing; a dictionary is that of several pages. */
export interface ParquetPage {
  readonly values: PhysicalValues;
  readonly codes: Int32Array | undefined;
  /** Rows. */
  readonly length: number;
}

interface Meaning {
  /** null where only the values can tell */
  readonly type: ColumnType | null;
  /** null where the values turn out to have no place in a frame */
  column(pages: readonly ParquetPage[], nrows: number): Column | null;
}

type Physical = number | bigint | boolean | Uint8Array;

/** null for what has no place in a frame: bytes that are no text, times of day, intervals. */
export function meaningOf(element: SchemaElement): Meaning | null {
  const logical = logicalOf(element);
  switch (element.type) {
    case 'BOOLEAN':
    case 'FLOAT':
    case 'DOUBLE':
      return numbers(Number, wholeDoubles);
    case 'INT32':
    case 'INT64':
      return ofIntegers(element, logical);
    case 'INT96':
      return dates(daysOfInt96);
    case 'BYTE_ARRAY':
      if (logical === 'DECIMAL') return numbers(decimals(element));
      return logical === null ? perhapsTexts : textTypes.has(logical) ? texts(element.name) : null;
    case 'FIXED_LEN_BYTE_ARRAY':
      if (logical === 'DECIMAL') return numbers(decimals(element));
      if (logical === 'FLOAT16') return numbers(float16);
      return logical === 'UUID' ? uuids : null;
    default:
      return null;
  }
}

const textTypes: ReadonlySet<string> = new Set(['STRING', 'UTF8', 'ENUM', 'JSON']);

/** The newer name of a type where a file has it, otherwise the older. */
function logicalOf({ logical_type: logical, converted_type: converted }: SchemaElement): string | null {
  return logical?.type ?? converted ?? null;
}

function ofIntegers(element: SchemaElement, logical: string | null): Meaning | null {
  const { logical_type: type } = element;
  if (logical === 'DECIMAL') return numbers(decimals(element));
  if (logical === 'DATE') return dates(Number, wholeDoubles);
  if (type?.type === 'TIMESTAMP') return dates(daysOfTicks(ticksPerDay[type.unit]));
  if (logical === 'TIMESTAMP_MILLIS') return dates(daysOfTicks(ticksPerDay.MILLIS));
  if (logical === 'TIMESTAMP_MICROS') return dates(daysOfTicks(ticksPerDay.MICROS));
  if (logical?.startsWith('TIME') || logical === 'INTERVAL') return null;
  const unsigned = logical?.startsWith('UINT') === true || (type?.type === 'INTEGER' && !type.isSigned);
  const bits = element.type === 'INT32' ? 32 : 64;
  const whole = (value: Physical): bigint => {
    const integer = BigInt(value as number | bigint | boolean);
    return unsigned ? BigInt.asUintN(bits, integer) : integer;
  };
  return bits === 32
    ? numbers((value) => Number(whole(value)), unsigned ? wholeUnsigned : wholeDoubles)
    : integers(whole, (values) => wholeLong(values, unsigned));
}

/** Reads each physical value, that of a code once for all pages of its dictionary, and puts it to its rows; `row` is the first. */
function eachValue<T>(
  pages: readonly ParquetPage[],
  read: (value: Physical, row: number) => T,
  put: (row: number, value: T) => void,
): void {
  let dictionary: PhysicalValues | undefined;
  let known: (T | undefined)[] = [];
  let start = 0;
  for (const { values, codes, length } of pages) {
    if (codes !== undefined && values !== dictionary) {
      dictionary = values;
      known = new Array<T | undefined>(values.length);
    }
    for (let i = 0; i < length; i++) {
      const code = codes === undefined ? i : codes[i]!;
      const value = code < 0 ? undefined : values[code];
      if (value === undefined || value === null) continue;
      if (codes === undefined) put(start + i, read(value, start + i));
      else {
        known[code] ??= read(value, start + i);
        put(start + i, known[code]);
      }
    }
    start += length;
  }
}

/** Numbers of a whole array of machine numbers; undefined of any other array, and where a number does not hold one of them exactly. */
type Whole = (values: PhysicalValues) => Float64Array | undefined;

function numeric(type: 'number' | 'date', read: (value: Physical) => number, whole: Whole = () => undefined): Meaning {
  return {
    type,
    column: (pages, nrows) => ({ type, values: wholeNumbers(pages, nrows, whole) ?? numbersIn(pages, nrows, read) }),
  };
}

/** The numbers of pages that hold arrays of machine numbers alone, without a call for each. */
function wholeNumbers(pages: readonly ParquetPage[], nrows: number, whole: Whole): Float64Array | undefined {
  const found = numbersToShare(nrows);
  let last: PhysicalValues | undefined;
  let numbers: Float64Array | undefined;
  let start = 0;
  for (const { values, codes, length } of pages) {
    if (length === 0) continue;
    if (values !== last) [last, numbers] = [values, whole(values)];
    if (numbers === undefined) return undefined;
    const into = found.subarray(start, start + length);
    if (codes === undefined) into.set(numbers.subarray(0, length));
    else putByCode('numbers', codes, numbers, into);
    start += length;
  }
  return found;
}

const wholeDoubles: Whole = (values) => {
  if (values instanceof Float64Array) return values;
  return values instanceof Float32Array || values instanceof Int32Array ? new Float64Array(values) : undefined;
};

const wholeUnsigned: Whole = (values) =>
  values instanceof Int32Array
    ? new Float64Array(new Uint32Array(values.buffer, values.byteOffset, values.length))
    : undefined;

/** The half of a safe integer that stands above its lowest 32 bits. */
const HIGHEST = 2_097_152;

const wholeLong = (values: PhysicalValues, isUnsigned: boolean): Float64Array | undefined => {
  if (!(values instanceof BigInt64Array)) return undefined;
  const halves = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const numbers = new Float64Array(values.length);
  const least = isUnsigned ? -1 : -HIGHEST;
  for (let i = 0; i < numbers.length; i++) {
    const high = halves[2 * i + 1]!;
    if (high <= least || high >= HIGHEST) return undefined;
    numbers[i] = high * 4_294_967_296 + (halves[2 * i]! >>> 0);
  }
  return numbers;
};

function numbersIn(pages: readonly ParquetPage[], nrows: number, read: (value: Physical) => number): Float64Array {
  const values = numbersToShare(nrows).fill(Number.NaN);
  let dictionary: PhysicalValues | undefined;
  // A value of a dictionary is read when a row first holds it.
  let known = new Float64Array();
  let isKnown = new Uint8Array();
  let start = 0;
  for (const { values: held, codes, length } of pages) {
    if (codes === undefined) {
      for (let i = 0; i < length; i++) {
        const value = held[i];
        if (value !== undefined && value !== null) values[start + i] = read(value);
      }
    } else {
      if (held !== dictionary) [known, isKnown] = [new Float64Array(held.length), new Uint8Array(held.length)];
      dictionary = held;
      const used = usedCodes(codes, held.length);
      for (let code = 0; code < held.length; code++) {
        if (used[code] === 0 || isKnown[code] === 1) continue;
        const value = held[code];
        known[code] = value === undefined || value === null ? Number.NaN : read(value);
        isKnown[code] = 1;
      }
      putByCode('numbers', codes, known, values.subarray(start, start + length));
    }
    start += length;
  }
  return values;
}

const numbers = (read: (value: Physical) => number, whole?: Whole): Meaning => numeric('number', read, whole);
const dates = (read: (value: Physical) => number, whole?: Whole): Meaning => numeric('date', read, whole);

/** Numbers, unless one of them is beyond what a number holds exactly: then they are codes. */
function integers(whole: (value: Physical) => bigint, allAtOnce: Whole): Meaning {
  return {
    type: null,
    column: (pages, nrows) => {
      const all = wholeNumbers(pages, nrows, allAtOnce);
      if (all !== undefined) return { type: 'number', values: all };
      let exact = true;
      const values = numbersIn(pages, nrows, (value) => {
        const number = Number(whole(value));
        exact &&= Number.isSafeInteger(number);
        return number;
      });
      return exact ? { type: 'number', values } : textColumn(pages, nrows, (value) => String(whole(value)));
    },
  };
}

function textColumn(pages: readonly ParquetPage[], nrows: number, read: (value: Physical) => string): Column {
  // The error names the first row that has the fault.
  const coded = pages.every(isCoded) ? attempt(() => codedTexts(pages, nrows, read)) : undefined;
  if (coded !== undefined) return coded;
  const builder = new TextBuilder(nrows);
  const codeOf = (value: Physical, row: number): number => {
    if (value instanceof Uint8Array && value.length > LONGEST_CELL)
      throw longCell(`row ${row + 1}`, value.length, row + 1);
    return builder.code(read(value));
  };
  eachValue(pages, codeOf, (row, code) => builder.put(row, code));
  return builder.finish();
}

type CodedPage = ParquetPage & { readonly codes: Int32Array };

const isCoded = (page: ParquetPage): page is CodedPage => page.codes !== undefined;

/** Reads texts from pages that all have codes. It reads each used text of a dictionary once, and throws where one is too long. */
function codedTexts(pages: readonly CodedPage[], nrows: number, read: (value: Physical) => string): Column {
  const builder = new TextBuilder(nrows);
  let start = 0;
  for (const { values, codes, length } of pages) {
    const used = usedCodes(codes, values.length);
    const known = new Int32Array(values.length).fill(-1);
    for (let code = 0; code < values.length; code++) {
      const value = values[code];
      if (used[code] === 0 || value === undefined || value === null) continue;
      if (value instanceof Uint8Array && value.length > LONGEST_CELL) throw new RangeError('a text that is too long');
      known[code] = builder.code(read(value));
    }
    putByCode('recode', codes, known, builder.rows(start, length));
    start += length;
  }
  return builder.finish();
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const decoded = (value: Physical): string => utf8.decode(value as Uint8Array);

function texts(name: string): Meaning {
  const read = (value: Physical): string => {
    try {
      return decoded(value);
    } catch {
      const message = `\`${name}\` holds bytes that are no UTF-8 text`;
      throw new DataError({ code: 'bad-encoding', message, column: name, path: ['file'] });
    }
  };
  return { type: 'string', column: (pages, nrows) => textColumn(pages, nrows, read) };
}

/** Bytes of which the file does not say what they are: some programs write text so. */
const perhapsTexts: Meaning = {
  type: 'string',
  column: (pages, nrows) => attempt(() => textColumn(pages, nrows, decoded)) ?? null,
};

const uuids: Meaning = {
  type: 'string',
  column: (pages, nrows) =>
    textColumn(pages, nrows, (value) =>
      Buffer.from(value as Uint8Array)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    ),
};

const ticksPerDay = { MILLIS: 86_400_000n, MICROS: 86_400_000_000n, NANOS: 86_400_000_000_000n } as const;

/** Whole days exactly, and the time of day as a fraction. */
const daysOfTicks =
  (perDay: bigint) =>
  (value: Physical): number => {
    const ticks = BigInt(value as bigint | number);
    const time = ((ticks % perDay) + perDay) % perDay;
    return Number((ticks - time) / perDay) + Number(time) / Number(perDay);
  };

/** A Julian day above 64 bits of nanoseconds, as older programs write timestamps. */
function daysOfInt96(value: Physical): number {
  const both = BigInt.asUintN(96, value as bigint);
  const day = Number(both >> 64n) - 2_440_588;
  return day + Number(both & 0xffff_ffff_ffff_ffffn) / Number(ticksPerDay.NANOS);
}

/** The number nearest to the decimal fraction. */
function decimals({ scale = 0, logical_type: logical }: SchemaElement): (value: Physical) => number {
  const places = logical?.type === 'DECIMAL' ? logical.scale : scale;
  return (value) => {
    const whole = value instanceof Uint8Array ? bigEndian(value) : BigInt(value);
    return Number(`${whole}e-${places}`);
  };
}

/** Two's complement. */
function bigEndian(bytes: Uint8Array): bigint {
  const hex = Buffer.from(bytes).toString('hex');
  return hex === '' ? 0n : BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex}`));
}

const smallest16 = 1 / 16_777_216;

/** IEEE 754 half precision, little-endian. */
function float16(value: Physical): number {
  const [low = 0, high = 0] = value as Uint8Array;
  const sign = high & 0x80 ? -1 : 1;
  const exponent = (high >> 2) & 0x1f;
  const fraction = ((high & 3) << 8) | low;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * smallest16;
  return sign * (1024 + fraction) * smallest16 * (1 << (exponent - 1));
}
