/** The canonical bytes of a column: equal values give equal bytes, and different values different ones. */
import { canonicalJson } from '../../base/canonical.ts';
import type { FileBytes } from '../../base/reader.ts';
import { bytesToShare, HEAD_BYTES, numbersToShare } from '../../base/system/shared-memory.ts';
import { type Column, type ColumnType, caveatsOf, isText, type NumericColumn, type TextColumn } from '../column.ts';

const tags = {
  number: 'num1',
  date: 'dat1',
  month: 'mon1',
  quarter: 'qtr1',
  string: 'str1',
  category: 'cat1',
} as const;
const typesByTag: ReadonlyMap<string, ColumnType> = new Map(
  Object.entries(tags).map(([type, tag]) => [tag, type as ColumnType]),
);

/**
 * Tag and number of rows (8 bytes), then
 * numbers and times: float64 little-endian, −0 as 0 and one bit pattern for missing;
 * text: number of entries (uint32, padded to 8), codes (int32, padded to 8), entries as byte length (uint32) and UTF-8; then, where
 * there are any, what nobody said of it (`doubts`, `untyped`) as canonical JSON.
 */
export function encodeColumn(column: Column): Uint8Array {
  return isText(column) ? encodeText(column) : encodeNumbers(column);
}

function encodeNumbers({ type, values }: NumericColumn): Uint8Array {
  const n = values.length;
  const numbers = isToShare(values, tags[type]) ? values : numbersToShare(n);
  const bytes = new Uint8Array(numbers.buffer, 0, HEAD_BYTES + 8 * n);
  writeHeader(bytes, tags[type], n);
  if (numbers !== values) numbers.set(values);
  settleBits(numbers.subarray(0, n));
  return bytes;
}

/** Writes only where it must: most columns have neither of both, and stay as they were read. */
function settleBits(numbers: Float64Array): void {
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!;
    if (value === 0) numbers[i] = 0;
    // A NaN's payload is free in the language, so missing is written as words.
    else if (Number.isNaN(value)) {
      words[2 * i] = 0;
      words[2 * i + 1] = 0x7ff80000;
    }
  }
}

/** Tells whether numbers lie behind an unused head in shared memory. Then they are stored in place. */
function isToShare(values: Float64Array, tag: string): boolean {
  if (!(values.buffer instanceof SharedArrayBuffer) || values.byteOffset !== HEAD_BYTES) return false;
  const head = new Uint8Array(values.buffer, 0, HEAD_BYTES);
  const wanted = new Uint8Array(HEAD_BYTES);
  writeHeader(wanted, tag, values.length);
  return head.every((byte) => byte === 0) || head.every((byte, i) => byte === wanted[i]);
}

function encodeText(column: TextColumn): Uint8Array {
  const { type, codes, dictionary } = column;
  const encoder = new TextEncoder();
  const entries = dictionary.map((text) => {
    if (/\p{Surrogate}/u.test(text)) throw new TypeError('text with a lone surrogate');
    return encoder.encode(text);
  });
  const codesAt = HEAD_BYTES + 8;
  const entriesAt = codesAt + 8 * Math.ceil(codes.length / 2);
  const caveats = caveatsOf(column);
  const caveatsAt = entries.reduce((sum, entry) => sum + 4 + entry.length, entriesAt);
  const caveat = encoder.encode(Object.keys(caveats).length === 0 ? '' : canonicalJson(caveats));
  const bytes = bytesToShare(caveatsAt + caveat.length);
  bytes.set(caveat, caveatsAt);
  const view = new DataView(bytes.buffer);
  writeHeader(bytes, tags[type], codes.length);
  view.setUint32(HEAD_BYTES, entries.length, true);
  new Int32Array(bytes.buffer, codesAt, codes.length).set(codes);
  let at = entriesAt;
  for (const entry of entries) {
    view.setUint32(at, entry.length, true);
    bytes.set(entry, at + 4);
    at += 4 + entry.length;
  }
  return bytes;
}

function writeHeader(bytes: Uint8Array, tag: string, nrows: number): void {
  for (let i = 0; i < 4; i++) bytes[i] = tag.charCodeAt(i);
  new DataView(bytes.buffer).setUint32(4, nrows, true);
}

/** The inverse of `encodeColumn`; views into `bytes` where they lie on a multiple of 8, copies otherwise. */
export function decodeColumn(bytes: Uint8Array): Column {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  const tag = String.fromCharCode(...aligned.subarray(0, 4));
  const nrows = view.getUint32(4, true);
  const payload = aligned.byteOffset + HEAD_BYTES;
  const type = typesByTag.get(tag);
  if (type === undefined) throw new Error(`not a column: tag ${JSON.stringify(tag)}`);
  if (type !== 'string' && type !== 'category') {
    return { type, values: new Float64Array(aligned.buffer, payload, nrows) };
  }
  const decoder = new TextDecoder();
  const dictionary: string[] = [];
  let at = HEAD_BYTES + 8 + 8 * Math.ceil(nrows / 2);
  for (let left = view.getUint32(HEAD_BYTES, true); left > 0; left--) {
    const length = view.getUint32(at, true);
    dictionary.push(decoder.decode(aligned.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  const codes = new Int32Array(aligned.buffer, payload + 8, nrows);
  if (at === aligned.length) return { type, codes, dictionary };
  const caveats = JSON.parse(decoder.decode(aligned.subarray(at))) as Pick<TextColumn, 'doubts' | 'untyped'>;
  return { type, codes, dictionary, ...caveats };
}

/** The bytes of a stored column's rows from one to before another, as a column of their own: of a text with the whole dictionary. */
export function sliceOfColumn(file: FileBytes, from: number, to: number): Uint8Array {
  const head = file.part(0, HEAD_BYTES + 8);
  const nrows = new DataView(head.buffer, head.byteOffset).getUint32(4, true);
  const type = typesByTag.get(String.fromCharCode(...head.subarray(0, 4)));
  if (to > nrows || type === undefined) throw new RangeError(`no rows ${from} to ${to} of ${nrows}`);
  const isOfTexts = type === 'string' || type === 'category';
  const width = isOfTexts ? 4 : 8;
  const valuesAt = isOfTexts ? HEAD_BYTES + 8 : HEAD_BYTES;
  const values = file.part(valuesAt + width * from, valuesAt + width * to);
  const room = 8 * Math.ceil((width * (to - from)) / 8);
  const rest = isOfTexts ? file.part(valuesAt + 8 * Math.ceil(nrows / 2), file.size) : new Uint8Array();
  const bytes = new Uint8Array(valuesAt + room + rest.length);
  bytes.set(head.subarray(0, valuesAt));
  writeHeader(bytes, tags[type], to - from);
  bytes.set(values, valuesAt);
  bytes.set(rest, valuesAt + room);
  return bytes;
}
