/** Looks at a data file that nobody has described: its rows and variables, and the keys with which an `ingest` step reads it. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { calendar, isTimeType, timeTypeOf } from '../../base/calendar.ts';
import { storedBytes } from '../../engine/system/large-file.ts';
import { looksMissing } from '../../frame/cells/doubts.ts';
import { dateFormatsOf, readingsOf } from '../../frame/cells/readings.ts';
import { untypedOf } from '../../frame/cells/untyped.ts';
import { type Column, isText, type NumericColumn } from '../../frame/column.ts';
import { type DataComplaint, DataError } from '../../frame/complaint.ts';
import type { Declaration } from '../../frame/declared/declaration.ts';
import { type LoadedFrame, load } from '../../frame/ingest/load.ts';
import { parseDecimalText } from '../../frame/readers/decimal.ts';
import { readerFor } from '../../frame/readers/registry.ts';
import { type Contents, lastHeaderRow } from '../../frame/readers/source.ts';
import { MOST_UNITS } from '../../frame/readers/unit-rows.ts';
import type { Value } from '../../import/draft.ts';

/** Files of so many bytes and more are looked at without being held. */
const HELD = 64 * 1024 * 1024;

export interface Variable {
  readonly name: string;
  readonly label: string | undefined;
  readonly column: Column;
  /** Different values that are not missing. */
  readonly distinct: number;
  readonly missing: number;
  /** Smallest and largest value, as papermake writes them; undefined where all are missing. */
  readonly range: readonly [first: string, last: string] | undefined;
  /** Is true where all values are whole numbers. */
  readonly isWhole: boolean;
  /** Why nothing can be computed of the column, where there is a reason. */
  readonly refused: string | undefined;
}

export interface Look {
  /** Keys of the step beside `file`, such as `header` where a title stands above the names. */
  readonly keys: Readonly<Record<string, Value>>;
  readonly nrows: number;
  readonly variables: readonly Variable[];
}

/** Throws DataError where the file cannot be read, after what can be mended was mended. `size`: bytes of the file. */
export function lookAt(path: string, size: number): Look {
  const contents = size < HELD ? readFileSync(path) : storedBytes(path, size);
  const begun = withNames(contents, path, {});
  let keys = begun;
  let loaded = read(contents, path, keys);
  for (const mend of [rowsOfUnits, readings]) {
    const more = mend(loaded, keys);
    if (Object.keys(more).length === 0) continue;
    const tried = attemptRead(contents, path, { ...keys, ...more });
    if (tried === undefined || refusedIn(tried) >= refusedIn(loaded)) continue;
    keys = { ...keys, ...more };
    loaded = tried;
  }
  const times = typesOfTimes(loaded);
  if (Object.keys(times).length > 0) {
    const types = { ...(keys.types as Record<string, string> | undefined), ...times };
    const tried = attemptRead(contents, path, { ...keys, types });
    if (tried !== undefined) [keys, loaded] = [{ ...keys, types }, tried];
  }
  const { frame, notes } = loaded;
  const variables = frame.names.map((name) => variableOf(name, frame.column(name), notes.get(name)?.label));
  return { keys, nrows: frame.nrows, variables };
}

type Keys = Readonly<Record<string, Value>>;

const declared = (path: string, keys: Keys): Declaration =>
  ({
    file: basename(path),
    ...keys,
    ...(typeof keys.header === 'number' && { header: [keys.header] }),
  }) as unknown as Declaration;

const read = (contents: Contents, path: string, keys: Keys): LoadedFrame =>
  load(contents, declared(path, keys), () => {
    throw new Error('nothing is merged');
  });

function attemptRead(contents: Contents, path: string, keys: Keys): LoadedFrame | undefined {
  try {
    return read(contents, path, keys);
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

/** The keys with which the header is read: where a title stands above the names, the rows below it that hold them. Throws DataError. */
function withNames(contents: Contents, path: string, keys: Keys): Keys {
  try {
    readerFor(path).header(contents, declared(path, keys));
    return keys;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const mend = mendOf(error.complaints);
    if (mend === undefined || 'header' in keys) throw error;
    return withNames(contents, path, { ...keys, ...mend });
  }
}

const mendOf = (complaints: readonly DataComplaint[]): Keys | undefined =>
  complaints.every(({ mend }) => mend !== undefined)
    ? Object.assign({}, ...complaints.map(({ mend }) => mend))
    : undefined;

const untypedColumns = ({ frame }: LoadedFrame) =>
  frame.names.flatMap((name) => {
    const untyped = untypedOf(frame.column(name));
    return untyped === undefined ? [] : [{ name, untyped }];
  });

const refusedIn = (loaded: LoadedFrame): number => untypedColumns(loaded).length;

/** Rows of units, or of names in another language, between the names and the data. */
function rowsOfUnits(loaded: LoadedFrame, keys: Keys): Keys {
  const last = lastHeaderRow(declared('', keys));
  const rows = untypedColumns(loaded).flatMap(({ untyped }) => (untyped.row === null ? [] : [untyped.row]));
  const isAbove = rows.length > 0 && rows.every((row) => row > last && row <= last + MOST_UNITS);
  if (!isAbove) return {};
  const { frame } = loaded;
  const texts = (row: number): boolean =>
    frame.names.every((name) => {
      const column = frame.column(name);
      if (!isText(column)) return Number.isNaN(column.values[row]!);
      const code = column.codes[row]!;
      return code < 0 || Number.isNaN(parseDecimalText(column.dictionary[code]!));
    });
  let n = 0;
  while (n < Math.min(MOST_UNITS, frame.nrows) && texts(n)) n += 1;
  return n === 0 ? {} : { skip: Array.from({ length: n }, (_, i) => last + i + 1) };
}

/** Readings of columns that hold numbers in another dress, and texts that mean a missing value. */
function readings(loaded: LoadedFrame): Keys {
  const types: Record<string, string> = {};
  const missing = new Set<string>();
  for (const { name } of untypedColumns(loaded)) {
    const column = loaded.frame.column(name);
    if (!isText(column)) continue;
    const words = column.dictionary.filter((text) => Number.isNaN(parseDecimalText(text)));
    for (const word of words.filter(looksMissing)) missing.add(word);
    const reading = readingsOf(column.dictionary.filter((text) => !looksMissing(text)))[0];
    if (reading !== undefined && !words.every(looksMissing)) types[name] = reading;
  }
  return {
    ...(missing.size > 0 && { missing: [...missing] }),
    ...(Object.keys(types).length > 0 && { types }),
  };
}

function typesOfTimes({ frame }: LoadedFrame): Record<string, string> {
  return Object.fromEntries(
    frame.names.flatMap((name) => {
      const column = frame.column(name);
      if (!isText(column) || untypedOf(column) !== undefined || column.dictionary.length === 0) return [];
      const type =
        timeTypeOf(column.dictionary) ?? only(dateFormatsOf(column.dictionary)) ?? yearReading(column.dictionary);
      return type === undefined ? [] : [[name, type]];
    }),
  );
}

/** Days and months that cannot be told apart are nobody's to choose. */
const only = (formats: readonly string[]): string | undefined => (formats.length === 1 ? formats[0] : undefined);

/** Years with a word behind them: `2015年`. */
const yearReading = (texts: readonly string[]): string | undefined =>
  texts.every((text) => /^(?:1[89]|20)\d\d\s*\D/.test(text)) ? readingsOf(texts)[0] : undefined;

/** A number as it is written, or the time that it stands for. */
const shown = ({ type }: NumericColumn, value: number): string =>
  isTimeType(type) ? calendar[type].print(value) : String(Number(value.toPrecision(6)));

function variableOf(name: string, column: Column, label: string | undefined): Variable {
  const own = label === name || label === '' ? undefined : label;
  const refused = untypedOf(column)?.message;
  if (isText(column)) {
    const missing = column.codes.reduce((n, code) => n + Number(code < 0), 0);
    const { dictionary } = column;
    const range = dictionary.length === 0 ? undefined : ([dictionary[0]!, dictionary.at(-1)!] as const);
    return { name, label: own, column, distinct: dictionary.length, missing, range, isWhole: false, refused };
  }
  const seen = new Set<number>();
  let [missing, low, high, isWhole] = [0, Infinity, -Infinity, true];
  for (const value of column.values) {
    if (Number.isNaN(value)) {
      missing += 1;
      continue;
    }
    seen.add(value);
    low = Math.min(low, value);
    high = Math.max(high, value);
    isWhole &&= Number.isInteger(value);
  }
  const range = seen.size === 0 ? undefined : ([shown(column, low), shown(column, high)] as const);
  return { name, label: own, column, distinct: seen.size, missing, range, isWhole, refused };
}
