/** Stata data files. Extended missing values (`.a`–`.z`) are missing; days, months and quarters (`%td`, `%tm`, `%tq`) are such, and `%tc` is a day with its time. */
import { availableMemory } from 'node:process';
import { attempt } from '../../../base/attempt.ts';
import { DAY, daysOfTicks, type TimeType } from '../../../base/calendar.ts';
import { defined } from '../../../base/defined.ts';
import { trimBlanks } from '../../blanks.ts';
import { type Column, numberText, TextBuilder } from '../../column.ts';
import { type ColumnNotes, labelsOf } from '../../column-notes.ts';
import { DataError } from '../../complaint.ts';
import { refuseMemory } from '../../limits.ts';
import { decoderFor, toUtf8 } from '../encoding.ts';
import { contentsOf, type Reader, type TypedColumn } from '../source.ts';
import {
  type DtaLayout,
  type DtaType,
  type DtaVariable,
  damaged,
  dtaLayout,
  guarded,
  rawText,
  typeBytes,
  viewOf,
  widthOf,
} from './layout.ts';
import { longStrings, valueLabels } from './value-labels.ts';

export const dta: Reader = {
  name: 'dta',
  extensions: ['.dta'],
  header(contents, options) {
    const layout = dtaLayout(contentsOf(contents));
    const decode = decoder(layout, options.encoding);
    // what is wrong with them is told when the file is read
    const sets = attempt(() => valueLabels(layout)) ?? new Map();
    const decodeLabels = attempt(() => decoder(layout, options.encoding, () => textsOf(sets)));
    return layout.variables.map((variable) => ({
      name: decode(variable.name),
      type: columnType(variable),
      ...(variable.label === '' ? {} : { label: decode(variable.label) }),
      ...attempt(() => decodeLabels && labelsOfValues(variable, sets, decodeLabels)),
    }));
  },
  read(contents, options, wants = () => 'open') {
    return guarded(() => {
      const layout = dtaLayout(contentsOf(contents));
      const columns = readColumns(layout, options.encoding, (name) => wants(name) !== 'none');
      return { is: 'typed', nrows: layout.nobs, columns };
    });
  },
};

/** Days, also with a time of day, months and quarters; other Stata times (`%tw`, `%tC`, …) stay the numbers that Stata counts with. */
function timeOf({ format }: DtaVariable): 'number' | TimeType {
  if (/^%-?(tc|td|d)/.test(format)) return 'date';
  if (/^%-?tm/.test(format)) return 'month';
  return /^%-?tq/.test(format) ? 'quarter' : 'number';
}

function isString(type: DtaType): boolean {
  return type.is === 'str' || type.is === 'strL';
}

function columnType(variable: DtaVariable): 'string' | 'number' | TimeType {
  return isString(variable.type) ? 'string' : timeOf(variable);
}

type Decode = (raw: string) => string;

/** A variable that is read, and where it begins in an observation. */
interface WantedVariable {
  readonly variable: DtaVariable;
  readonly name: string;
  readonly offset: number;
}

function readColumns(
  layout: DtaLayout,
  encoding: string | undefined,
  wants: (name: string) => boolean,
): readonly TypedColumn[] {
  const named = decoder(layout, encoding);
  let offset = 0;
  const wanted = layout.variables.flatMap((variable): WantedVariable[] => {
    const each = { variable, name: named(variable.name), offset };
    offset += typeBytes(variable.type);
    return wants(each.name) ? [each] : [];
  });
  if (layout.file.size >= LARGE) {
    const texts = wanted.filter(({ variable }) => isString(variable.type)).length;
    refuseMemory(layout.nobs, { numbers: wanted.length - texts, texts }, availableMemory());
  }
  const labels = valueLabels(layout);
  const raw = rawColumns(layout, wanted);
  const decode = decoder(layout, encoding, () => [
    ...raw.flatMap((column) => ('dictionary' in column ? column.dictionary : [])),
    ...textsOf(labels),
  ]);
  return wanted.map(({ variable }, k) => ({
    name: decode(variable.name),
    column: decoded(raw[k]!, decode),
    ...(variable.label === '' ? {} : { label: decode(variable.label) }),
    ...labelsOfValues(variable, labels, decode),
  }));
}

const textsOf = (sets: ReturnType<typeof valueLabels>): string[] =>
  [...sets.values()].flatMap((table) => [...table.values()]);

/** The labels of a variable's values, without blanks around them; those of blanks alone are none. */
function labelsOfValues(
  { type, labelName }: DtaVariable,
  sets: ReturnType<typeof valueLabels>,
  decode: Decode,
): Pick<ColumnNotes, 'valueLabels'> {
  const table = isString(type) ? [] : [...(sets.get(labelName) ?? [])];
  const labels = table.map(([value, text]) => [numberText(value), trimBlanks(decode(text))] as const);
  return defined({ valueLabels: labelsOf(labels.filter(([, label]) => label !== '')) });
}

/** Bytes from which on it is asked whether a file's columns fit. */
const LARGE = 64 * 1024 * 1024;
/** Bytes of observations that are read at once. */
const BLOCK = 1_048_576;

/** The columns, whose texts are as they stand, in one pass over the observations. */
function rawColumns(layout: DtaLayout, wanted: readonly WantedVariable[]): readonly Column[] {
  const { file, nobs, dataAt } = layout;
  const width = widthOf(layout.variables);
  const long = wanted.some(({ variable }) => variable.type.is === 'strL') ? longStrings(layout) : new Map();
  const columns = wanted.map((each) =>
    isString(each.variable.type) ? texts(layout, each, long) : numbers(layout, each),
  );
  const rows = Math.max(1, Math.floor(BLOCK / width));
  for (let from = 0; from < nobs && wanted.length > 0; from += rows) {
    const n = Math.min(rows, nobs - from);
    const view = viewOf(file.part(dataAt + from * width, dataAt + (from + n) * width));
    for (const { take } of columns) take({ view, width, from, n });
  }
  return columns.map(({ finish }) => finish());
}

/** Observations `from` to `from + n`. */
interface ObservationBlock {
  readonly view: DataView;
  readonly width: number;
  readonly from: number;
  readonly n: number;
}

/** Takes its values of one block after the other. */
interface Taking {
  readonly take: (block: ObservationBlock) => void;
  readonly finish: () => Column;
}

function decoded(column: Column, decode: Decode): Column {
  if (!('dictionary' in column)) return column;
  const dictionary = column.dictionary.map(decode);
  const builder = new TextBuilder(column.codes.length);
  column.codes.forEach((code, i) => {
    if (code >= 0) builder.set(i, dictionary[code]!);
  });
  return builder.finish();
}

/** Stata 14 on writes UTF-8. Before, files are in whatever the computer used: recognised as text files are, or declared. */
function decoder(layout: DtaLayout, encoding: string | undefined, more: () => readonly string[] = () => []): Decode {
  const bytes = (raw: string) => Buffer.from(raw, 'latin1');
  let label = layout.release >= 118 ? 'utf-8' : encoding;
  if (label === undefined) {
    const names = layout.variables.flatMap(({ name, label }) => [name, label]);
    const foreign = [...names, ...more()].filter((raw) => /[^\0-\x7f]/.test(raw));
    label = foreign.length === 0 ? 'utf-8' : toUtf8(bytes(foreign.join('\n'))).encoding;
  }
  const textDecoder = decoderFor(label);
  return (raw) => {
    if (!/[^\0-\x7f]/.test(raw)) return raw;
    try {
      return textDecoder.decode(bytes(raw));
    } catch {
      throw new DataError({
        code: 'bad-encoding',
        message: `the text is not valid ${label}`,
        hint: 'name the encoding the file was saved in: `encoding: gb18030`, `encoding: latin1`, …',
        path: ['encoding'],
      });
    }
  };
}

/** From 1960-01-01, Stata's day 0, to 1970-01-01. */
const STATA_EPOCH = 3653;

/** Largest values that are not missing; the 27 missing values lie above. Floats and doubles: from 2^127 and 2^1023 on. */
const largest = { byte: 100, int: 32740, long: 2147483620, float: 1.7014118e38, double: 8.988465674311578e307 };
/** Before Stata 8 there was one missing value. */
const largestBefore113 = { ...largest, byte: 126, int: 32766, long: 2147483646 };

function numbers({ release, littleEndian, nobs }: DtaLayout, { variable, offset }: WantedVariable): Taking {
  const type = variable.type.is as keyof typeof largest;
  const read = readers[type];
  const limit = (release < 113 ? largestBefore113 : largest)[type];
  const time = timeOf(variable);
  const epoch = time === 'date' ? STATA_EPOCH : 0;
  const isMilliseconds = /^%-?tc/.test(variable.format);
  const values = new Float64Array(nobs);
  return {
    take({ view, width, from, n }) {
      for (let i = 0; i < n; i++) {
        const value = read(view, offset + i * width, littleEndian);
        if (value > limit || value === Number.NEGATIVE_INFINITY) values[from + i] = Number.NaN;
        else values[from + i] = isMilliseconds ? daysOfTicks(value - epoch * DAY, DAY) : value - epoch;
      }
    },
    finish: () => ({ type: time, values }),
  };
}

const readers: Readonly<Record<keyof typeof largest, (view: DataView, at: number, littleEndian: boolean) => number>> = {
  byte: (view, at) => view.getInt8(at),
  int: (view, at, littleEndian) => view.getInt16(at, littleEndian),
  long: (view, at, littleEndian) => view.getInt32(at, littleEndian),
  float: (view, at, littleEndian) => view.getFloat32(at, littleEndian),
  double: (view, at, littleEndian) => view.getFloat64(at, littleEndian),
};

function texts(
  layout: DtaLayout,
  { variable: { type }, offset }: WantedVariable,
  long: ReadonlyMap<string, string>,
): Taking {
  const builder = new TextBuilder(layout.nobs);
  return {
    take({ view, width, from, n }) {
      for (let i = 0; i < n; i++) {
        const at = offset + i * width;
        if (type.is === 'str') builder.set(from + i, rawText(view, at, type.bytes));
        else {
          const reference = longReference(layout, view, at);
          const text = reference === '0,0' ? '' : long.get(reference);
          if (text === undefined)
            throw damaged(`observation ${from + i + 1} refers to a long string that is not there`);
          builder.set(from + i, text);
        }
      }
    },
    finish: () => builder.finish(),
  };
}

/** (variable, observation) of a strL, as its table is keyed. */
function longReference({ littleEndian, release }: DtaLayout, view: DataView, at: number): string {
  if (release === 117) return `${view.getUint32(at, littleEndian)},${view.getUint32(at + 4, littleEndian)}`;
  const bytes = release === 118 ? 2 : 3;
  const whole = view.getBigUint64(at, littleEndian);
  const shift = BigInt(8 * bytes);
  if (littleEndian) return `${whole & ((1n << shift) - 1n)},${whole >> shift}`;
  return `${whole >> (64n - shift)},${whole & ((1n << (64n - shift)) - 1n)}`;
}
