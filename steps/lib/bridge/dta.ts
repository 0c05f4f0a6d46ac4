/** Writes a frame as a data file of Stata 14 and later (format 118): numbers as doubles, texts as labelled whole numbers. */
import type { Diagnostic } from '../../../src/base/problem.ts';
import type { Frame } from '../../../src/frame/frame.ts';
import { levelsOf } from './data.ts';

const LONGEST_NAME = 32;
/** The missing value `.` among doubles, and among longs. */
const MISSING_DOUBLE = 0x7fe00000;
const MISSING_LONG = 2147483621;
/** Codes of the types in the file. */
const DOUBLE = 65526;
const LONG = 65528;
/** Days from Stata's day 0, 1960-01-01, to 1970-01-01. */
const STATA_EPOCH = 3653;

interface Variable {
  readonly name: string;
  readonly isText: boolean;
  readonly format: string;
  readonly levels: readonly string[];
  /** Values, NaN where missing; of texts, the numbers of their levels from 1. */
  readonly values: Float64Array;
}

/** Why Stata cannot hold a column; undefined where it can hold all. */
export function refusedByStata(data: Frame): Diagnostic | undefined {
  const names = data.names.filter((name) => !isStataName(name));
  if (names.length > 0)
    return {
      code: 'bad-column',
      message: `\`${names[0]}\` is no name that a variable of Stata can have`,
      hint: `letters, digits and \`_\`, at most ${LONGEST_NAME}; \`rename: {${/^[\p{L}_][\p{L}\p{N}_]*$/u.test(names[0]!) ? names[0] : `"${names[0]}"`}: v}\` of \`ingest\` gives it another`,
    };
  return undefined;
}

const isStataName = (name: string): boolean =>
  /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) &&
  [...name].length <= LONGEST_NAME &&
  !/^(_all|_n|_N|if|in|using|with)$/.test(name);

/** Levels of text are numbered in their order, so that `i.region` works, and a text is meant by `"East":region`. */
export function dtaFile(data: Frame): Uint8Array {
  const variables = data.names.map((name) => variableOf(data, name));
  const { nrows } = data;
  const out = new DtaWriter();
  out.text('<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>').u16(variables.length);
  out.text('</K><N>').u64(nrows).text('</N><label>').u16(0).text('</label><timestamp>').u8(0);
  out.text('</timestamp></header>');
  const mapAt = out.length;
  out
    .text('<map>')
    .zeros(14 * 8)
    .text('</map>');
  const places = [0, mapAt];
  const section = (name: string, write: () => void): void => {
    places.push(out.length);
    out.text(`<${name}>`);
    write();
    out.text(`</${name}>`);
  };
  section('variable_types', () => variables.forEach(({ isText }) => void out.u16(isText ? LONG : DOUBLE)));
  section('varnames', () => variables.forEach(({ name }) => void out.fixed(name, 129)));
  section('sortlist', () => void out.zeros((variables.length + 1) * 2));
  section('formats', () => variables.forEach(({ format }) => void out.fixed(format, 57)));
  section('value_label_names', () => variables.forEach(({ name, isText }) => void out.fixed(isText ? name : '', 129)));
  section('variable_labels', () => void out.zeros(variables.length * 321));
  section('characteristics', () => {});
  section('data', () => {
    for (let row = 0; row < nrows; row++) for (const each of variables) out.value(each.values[row]!, each.isText);
  });
  section('strls', () => {});
  section('value_labels', () => variables.filter(({ isText }) => isText).forEach((each) => void labels(out, each)));
  places.push(out.length);
  out.text('</stata_dta>');
  places.push(out.length);
  const bytes = out.bytes();
  const view = new DataView(bytes.buffer);
  places.forEach((place, i) => void view.setBigUint64(mapAt + 5 + 8 * i, BigInt(place), true));
  return bytes;
}

function variableOf(data: Frame, name: string): Variable {
  const type = data.type(name);
  if (type === 'string' || type === 'category') {
    const levels = levelsOf(data, name);
    const numberOf = new Map(levels.map((level, i) => [level, i + 1]));
    const { codes, levels: all } = data.codes(name);
    const values = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : numberOf.get(all[code]!)!));
    return { name, isText: true, format: '%12.0g', levels, values };
  }
  const values = data.numbers(name);
  const formats: Readonly<Record<string, string>> = { date: '%td', month: '%tm', quarter: '%tq' };
  const shifted = type === 'date' ? values.map((value) => value + STATA_EPOCH) : values;
  return { name, isText: false, format: formats[type] ?? '%10.0g', levels: [], values: shifted };
}

/** A table of value labels: offsets of the texts, the values, the texts. */
function labels(out: DtaWriter, { name, levels }: Variable): void {
  const texts = levels.map((level) => new TextEncoder().encode(`${level}\0`));
  const size = texts.reduce((sum, { length }) => sum + length, 0);
  out.text('<lbl>').u32(8 + 8 * levels.length + size);
  out.fixed(name, 129).zeros(3).u32(levels.length).u32(size);
  let offset = 0;
  for (const { length } of texts) {
    out.u32(offset);
    offset += length;
  }
  levels.forEach((_, i) => void out.u32(i + 1));
  for (const text of texts) out.raw(text);
  out.text('</lbl>');
}

/** Bytes that grow as they are written, little-endian. */
class DtaWriter {
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  #room(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }

  raw(bytes: Uint8Array): this {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  text(text: string): this {
    return this.raw(new TextEncoder().encode(text));
  }

  /** A text with zeros behind it, cut to `size - 1` bytes. */
  fixed(text: string, size: number): this {
    const bytes = new TextEncoder().encode(text).subarray(0, size - 1);
    return this.raw(bytes).zeros(size - bytes.length);
  }

  zeros(count: number): this {
    return this.raw(new Uint8Array(count));
  }

  u8(value: number): this {
    return this.raw(Uint8Array.of(value));
  }

  u16(value: number): this {
    this.#room(2);
    this.#view.setUint16(this.length, value, true);
    this.length += 2;
    return this;
  }

  u32(value: number): this {
    this.#room(4);
    this.#view.setUint32(this.length, value, true);
    this.length += 4;
    return this;
  }

  u64(value: number): this {
    this.#room(8);
    this.#view.setBigUint64(this.length, BigInt(value), true);
    this.length += 8;
    return this;
  }

  /** A value of the data; NaN is Stata's `.`. */
  value(value: number, isLong: boolean): this {
    if (isLong) return this.u32(Number.isNaN(value) ? MISSING_LONG : value);
    if (Number.isNaN(value)) return this.u32(0).u32(MISSING_DOUBLE);
    this.#room(8);
    this.#view.setFloat64(this.length, value, true);
    this.length += 8;
    return this;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }
}
