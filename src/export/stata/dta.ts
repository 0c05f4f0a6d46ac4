/** A Stata data set of format 118 (Stata 14 and later): numbers, and texts as codes with value labels. Source: Stata's `help dta`. */
import { isTimeType } from '../../base/calendar.ts';
import type { ColumnType } from '../../econ/data.ts';
import type { ScriptFile, TrackedData } from '../data.ts';
import { fileOf } from '../data.ts';
import { stataTimes } from './expression.ts';
import type { StataNames } from './names.ts';

const DOUBLE = 65526;
const LONG = 65528;
/** Bits of `.` in a double, and `.` in a long. */
const MISSING_DOUBLE = 0x7fe0000000000000n;
const MISSING_LONG = 2147483621;
/** Limits of the format: bytes of a name and of a label with the final zero, characters of a label, mappings of a value label. */
const NAME = 129;
const FORMAT = 57;
const LABEL = 321;
const LABEL_CHARACTERS = 80;
const MOST_MAPPINGS = 65536;
/** Bytes of the text of a value label, with the final zero. */
const LABEL_TEXT = 32000;

/** Bytes that grow. */
class Bytes {
  readonly #parts: Uint8Array[] = [];
  length = 0;

  add(part: Uint8Array | string): void {
    const bytes = typeof part === 'string' ? new TextEncoder().encode(part) : part;
    this.#parts.push(bytes);
    this.length += bytes.length;
  }

  number(value: number | bigint, size: 1 | 2 | 4 | 8): void {
    const bytes = new Uint8Array(size);
    let rest = BigInt.asUintN(8 * size, BigInt(value));
    for (let i = 0; i < size; i++) {
      bytes[i] = Number(rest & 255n);
      rest >>= 8n;
    }
    this.add(bytes);
  }

  /** A text in a field of so many bytes, with zeros behind it. */
  field(text: string, size: number): void {
    const bytes = new Uint8Array(size);
    bytes.set(new TextEncoder().encode(text).subarray(0, size - 1));
    this.add(bytes);
  }

  whole(): Uint8Array {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

export function dtaFile(
  data: TrackedData,
  names: StataNames,
  labelOf: (column: string) => string | undefined,
): ScriptFile {
  const { columns } = data;
  const coded = new Set(data.texts);
  const out = new Bytes();
  const offsets: number[] = [0];
  const section = (tag: string, write: () => void): void => {
    offsets.push(out.length);
    out.add(`<${tag}>`);
    write();
    out.add(`</${tag}>`);
  };
  const head = header(columns.length, data.nrows);
  out.add(head);
  // the map is filled in once all offsets are known
  const mapAt = out.length;
  section('map', () => out.add(new Uint8Array(14 * 8)));
  section('variable_types', () => columns.forEach((name) => void out.number(coded.has(name) ? LONG : DOUBLE, 2)));
  section('varnames', () => columns.forEach((name) => void out.field(names.of(name), NAME)));
  section('sortlist', () => out.add(new Uint8Array(2 * (columns.length + 1))));
  section('formats', () => columns.forEach((name) => void out.field(formatOf(data.type(name)), FORMAT)));
  section('value_label_names', () =>
    columns.forEach((name) => void out.field(coded.has(name) ? labelName(names, name) : '', NAME)),
  );
  section('variable_labels', () =>
    columns.forEach((name) => void out.field(labelText(labelOf(name) ?? name, data.type(name)), LABEL)),
  );
  section('characteristics', () => {});
  section('data', () => out.add(rows(data, coded)));
  section('strls', () => {});
  section('value_labels', () =>
    [...coded].forEach((name) => void valueLabel(out, labelName(names, name), data.levels(name))),
  );
  offsets.push(out.length);
  out.add('</stata_dta>');
  offsets.push(out.length);
  const whole = out.whole();
  const view = new DataView(whole.buffer);
  offsets.forEach((offset, i) => void view.setBigUint64(mapAt + '<map>'.length + 8 * i, BigInt(offset), true));
  return { path: `data/${fileOf(data.name)}.dta`, content: whole, notes: notesOf(data) };
}

function formatOf(type: ColumnType): string {
  if (isTimeType(type)) return stataTimes[type].format;
  return type === 'number' ? '%10.0g' : '%12.0g';
}

/** The label of a variable; of one that holds days, also since when they count, which no format of Stata says. */
function labelText(label: string, type: ColumnType): string {
  const since = type === 'date' ? ' (days since 1970-01-01)' : '';
  return `${[...label].slice(0, LABEL_CHARACTERS - since.length).join('')}${since}`;
}

/** Tells which texts the data set does not hold whole; their codes are right all the same. */
function notesOf(data: TrackedData): string[] {
  const file = `data/${fileOf(data.name)}.dta`;
  return data.texts.flatMap((column) => {
    const levels = data.levels(column);
    const unshown = levels.length - MOST_MAPPINGS;
    const cut = levels.slice(0, MOST_MAPPINGS).filter((level) => Buffer.byteLength(level) >= LABEL_TEXT).length;
    return [
      ...(unshown > 0
        ? [
            `${file} holds labels of ${MOST_MAPPINGS} texts of a column; further ones of ${column}, codes alone: ${unshown}`,
          ]
        : []),
      ...(cut > 0 ? [`${file} holds ${LABEL_TEXT - 1} bytes of a text; longer ones of ${column}: ${cut}`] : []),
    ];
  });
}

/** The bytes of a text that a value label holds, with the final zero; no character is cut in two. */
function mappedText(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  let end = Math.min(bytes.length, LABEL_TEXT - 1);
  // bytes within a character begin with the bits 10
  while (end < bytes.length && (bytes[end]! & 0xc0) === 0x80) end--;
  const field = new Uint8Array(end + 1);
  field.set(bytes.subarray(0, end));
  return field;
}

const labelName = (names: StataNames, column: string): string => names.of(`${column} labels`);

function header(variables: number, nrows: number): Uint8Array {
  const out = new Bytes();
  out.add('<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>');
  out.number(variables, 2);
  out.add('</K><N>');
  out.number(nrows, 8);
  // neither a label nor a time, so that the same data are the same bytes
  out.add('</N><label>');
  out.number(0, 2);
  out.add('</label><timestamp>');
  out.number(0, 1);
  out.add('</timestamp></header>');
  return out.whole();
}

function rows(data: TrackedData, coded: ReadonlySet<string>): Uint8Array {
  const columns = data.columns.map((name) => ({ isCoded: coded.has(name), cells: data.codedCells(name) }));
  const width = columns.reduce((sum, { isCoded }) => sum + (isCoded ? 4 : 8), 0);
  const bytes = new Uint8Array(width * data.nrows);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (let row = 0; row < data.nrows; row++)
    for (const { isCoded, cells } of columns) {
      const value = cells[row]!;
      if (isCoded) view.setInt32(at, Number.isNaN(value) ? MISSING_LONG : value, true);
      else if (Number.isNaN(value)) view.setBigUint64(at, MISSING_DOUBLE, true);
      else view.setFloat64(at, value, true);
      at += isCoded ? 4 : 8;
    }
  return bytes;
}

function valueLabel(out: Bytes, name: string, levels: readonly string[]): void {
  const shown = levels.slice(0, MOST_MAPPINGS);
  const texts = shown.map(mappedText);
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  out.add('<lbl>');
  out.number(8 + 8 * shown.length + length, 4);
  out.field(name, NAME);
  out.add(new Uint8Array(3));
  out.number(shown.length, 4);
  out.number(length, 4);
  let at = 0;
  for (const text of texts) {
    out.number(at, 4);
    at += text.length;
  }
  shown.forEach((_, i) => void out.number(i + 1, 4));
  texts.forEach((text) => void out.add(text));
  out.add('</lbl>');
}
