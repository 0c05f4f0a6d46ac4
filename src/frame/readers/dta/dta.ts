/** Stata data files. Extended missing values (`.a`–`.z`) are missing; days, months and quarters (`%td`, `%tm`, `%tq`) are such. */
import type { TimeType } from '../../../base/calendar.ts';
import { type Column, numberText, TextBuilder } from '../../column.ts';
import { type DataComplaint, DataError } from '../../complaint.ts';
import { decoderFor, toUtf8 } from '../encoding.ts';
import { type Reader, type TypedColumn, wholeOf } from '../source.ts';
import {
  type DtaLayout,
  type DtaType,
  type DtaVariable,
  damaged,
  dtaLayout,
  guarded,
  rawText,
  typeBytes,
} from './layout.ts';
import { hasUnreadLabels, longStrings, valueLabels } from './value-labels.ts';

export const dta: Reader = {
  name: 'dta',
  extensions: ['.dta'],
  header(contents, options) {
    const layout = dtaLayout(wholeOf(contents));
    const decode = decoder(layout, options.encoding);
    return layout.variables.map((variable) => ({
      name: decode(variable.name),
      type: columnType(variable),
      ...(variable.label === '' ? {} : { label: decode(variable.label) }),
    }));
  },
  read(contents, options) {
    return guarded(() => {
      const layout = dtaLayout(wholeOf(contents));
      const columns = readColumns(layout, options.encoding);
      return { is: 'typed', nrows: layout.nobs, columns, warnings: hasUnreadLabels(layout) ? [unreadLabels] : [] };
    });
  },
};

const unreadLabels: DataComplaint = {
  code: 'unread-labels',
  message: 'value labels of format 105 (Stata 5) are not read: the columns hold the numbers',
  hint: 'save the file with a later Stata to have them',
  severity: 'warning',
  path: ['file'],
};

/** Days, months and quarters; other Stata times (`%tc`, `%tw`, …) stay the numbers that Stata counts with. */
function timeOf({ format }: DtaVariable): 'number' | TimeType {
  if (/^%-?(td|d)/.test(format)) return 'date';
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

function readColumns(layout: DtaLayout, encoding: string | undefined): readonly TypedColumn[] {
  const labels = valueLabels(layout);
  const long = layout.variables.some(({ type }) => type.is === 'strL')
    ? longStrings(layout)
    : new Map<string, string>();
  const width = layout.variables.reduce((sum, { type }) => sum + typeBytes(type), 0);
  let offset = layout.dataAt;
  const raw = layout.variables.map((variable) => {
    const column = isString(variable.type)
      ? texts(layout, variable, offset, width, long)
      : numbers(layout, variable, offset, width);
    offset += typeBytes(variable.type);
    return column;
  });
  const decode = decoder(layout, encoding, () => [
    ...raw.flatMap((column) => ('dictionary' in column ? column.dictionary : [])),
    ...[...labels.values()].flatMap((table) => [...table.values()]),
  ]);
  return layout.variables.map((variable, k) => {
    const table = labels.get(variable.labelName);
    return {
      name: decode(variable.name),
      column: decoded(raw[k]!, decode),
      ...(variable.label === '' ? {} : { label: decode(variable.label) }),
      ...(table === undefined || isString(variable.type)
        ? {}
        : { valueLabels: Object.fromEntries([...table].map(([value, text]) => [numberText(value), decode(text)])) }),
    };
  });
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
const stataEpoch = 3653;

/** Largest values that are not missing; the 27 missing values lie above. Floats and doubles: from 2^127 and 2^1023 on. */
const largest = { byte: 100, int: 32740, long: 2147483620, float: 1.7014118e38, double: 8.988465674311578e307 };
/** Before Stata 8 there was one missing value. */
const largestBefore113 = { ...largest, byte: 126, int: 32766, long: 2147483646 };

function numbers(
  { release, view, littleEndian, nobs }: DtaLayout,
  variable: DtaVariable,
  offset: number,
  width: number,
): Column {
  const type = variable.type.is as keyof typeof largest;
  const read = {
    byte: (at: number) => view.getInt8(at),
    int: (at: number) => view.getInt16(at, littleEndian),
    long: (at: number) => view.getInt32(at, littleEndian),
    float: (at: number) => view.getFloat32(at, littleEndian),
    double: (at: number) => view.getFloat64(at, littleEndian),
  }[type];
  const limit = (release < 113 ? largestBefore113 : largest)[type];
  const time = timeOf(variable);
  const epoch = time === 'date' ? stataEpoch : 0;
  const values = new Float64Array(nobs);
  for (let i = 0; i < nobs; i++) {
    const value = read(offset + i * width);
    values[i] = value > limit || value === Number.NEGATIVE_INFINITY ? Number.NaN : value - epoch;
  }
  return { type: time, values };
}

function texts(
  layout: DtaLayout,
  { type }: DtaVariable,
  offset: number,
  width: number,
  long: ReadonlyMap<string, string>,
): Column {
  const { view, nobs } = layout;
  const builder = new TextBuilder(nobs);
  for (let i = 0; i < nobs; i++) {
    const at = offset + i * width;
    if (type.is === 'str') builder.set(i, rawText(view, at, type.bytes));
    else {
      const reference = longReference(layout, at);
      const text = reference === '0,0' ? '' : long.get(reference);
      if (text === undefined) throw damaged(`observation ${i + 1} refers to a long string that is not there`);
      builder.set(i, text);
    }
  }
  return builder.finish();
}

/** (variable, observation) of a strL, as its table is keyed. */
function longReference({ view, littleEndian, release }: DtaLayout, at: number): string {
  if (release === 117) return `${view.getUint32(at, littleEndian)},${view.getUint32(at + 4, littleEndian)}`;
  const bytes = release === 118 ? 2 : 3;
  const whole = view.getBigUint64(at, littleEndian);
  const shift = BigInt(8 * bytes);
  if (littleEndian) return `${whole & ((1n << shift) - 1n)},${whole >> shift}`;
  return `${whole >> (64n - shift)},${whole & ((1n << (64n - shift)) - 1n)}`;
}
