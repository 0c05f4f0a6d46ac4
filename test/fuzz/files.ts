/** Data files whose bytes were changed: cut, flipped, doubled, filled; and workbooks whose XML was. */
import { readdirSync, readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { DATA } from '../cli/paper.ts';
import { zipOf } from '../support/zip.ts';

const folder = new URL('../unit/frame/fixtures/', import.meta.url);

export interface DataFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const CSVS: readonly string[] = [
  DATA,
  'a;b;c\r\n1,5;x;2011-03-01\r\n"q ""r""";;\r\n',
  '\ufeff变量\t值\n甲\t1\n乙\t2\n',
  'id,code,v\n1,007,NA\n2,9007199254740993,-99\n\n3,x,1e308\n',
  ',a,a\n1,2,3\n',
];

const JSON_LINES: readonly string[] = [
  '{"a": 1, "b": "x", "c": null}\n{"a": 2.5e-3, "b": "\\u4e2d\\n", "c": true}\n',
  '{"id": 9007199254740993, "day": "2011-03-01"}\r\n\r\n{"id": "007", "other": -1e308}',
];

/** Small files of every format. */
export const soundFiles: readonly DataFile[] = [
  ...JSON_LINES.map((text, i) => ({ name: `${i}.jsonl`, bytes: Buffer.from(text) })),
  ...CSVS.map((text, i) => ({ name: `${i}.csv`, bytes: Buffer.from(text) })),
  { name: 'gb.csv', bytes: Buffer.from([0xca, 0xa1, 0x2c, 0x61, 0x0a, 0xb1, 0xb1, 0x2c, 0x31, 0x0a]) },
  ...readdirSync(folder).flatMap((name) =>
    /\.(dta|parquet|xlsx)$/.test(name) ? [{ name, bytes: readFileSync(new URL(name, folder)) }] : [],
  ),
];

/** Of archives that are sound. */
export function partsOf(bytes: Uint8Array): Map<string, Uint8Array> {
  const buffer = Buffer.from(bytes);
  const end = buffer.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = buffer.readUInt32LE(end + 16);
  const parts = new Map<string, Uint8Array>();
  for (let left = buffer.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = buffer.readUInt16LE(at + 28);
    const headerAt = buffer.readUInt32LE(at + 42);
    const dataAt = headerAt + 30 + buffer.readUInt16LE(headerAt + 26) + buffer.readUInt16LE(headerAt + 28);
    const data = buffer.subarray(dataAt, dataAt + buffer.readUInt32LE(at + 20));
    parts.set(
      buffer.toString('utf8', at + 46, at + 46 + nameLength),
      buffer.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data),
    );
    at += 46 + nameLength + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32);
  }
  return parts;
}

const INTERESTING = [0, 1, 0x7f, 0x80, 0xff, 0x22, 0x2c, 0x0a, 0x0d, 0x09, 0x3b, 0x3c, 0x26];
const WORDS = [
  'NA',
  '1e999',
  '-1e308',
  '""',
  '"',
  ',',
  '\n',
  '\r',
  ';',
  '\t',
  '2011-02-30',
  '#N/A',
  '0x10',
  '1,5',
  '\ufeff',
  '\0',
  '&#xD800;',
  '&#0;',
  '_xD800_',
  '_x0000_',
  '&amp;',
  '<c r="XFD1048576"><v>1</v></c>',
  '<c r="A0"/>',
  '<c t="s"><v>-1</v></c>',
  '<c t="s"><v>1e9</v></c>',
  '<row r="9999999999">',
  '<row r="-1">',
  '<row r="x">',
  '</row>',
  '<v>1e400</v>',
  '<mergeCell ref="A1:B9"/>',
  'nan',
  'x'.repeat(70_000),
  '999999999',
  '中',
];

type Edit = (bytes: Uint8Array, place: number, other: number) => Uint8Array;

const changed = (bytes: Uint8Array, change: (copy: Buffer) => void): Uint8Array => {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
};
const put = (bytes: Uint8Array, at: number, what: Uint8Array, over: number): Uint8Array =>
  Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at + over)]);

const EDITS: readonly Edit[] = [
  ...INTERESTING.map(
    (value): Edit =>
      (bytes, place) =>
        changed(bytes, (copy) => void copy.subarray(place, place + 1).fill(value)),
  ),
  ...INTERESTING.map(
    (value): Edit =>
      (bytes, place) =>
        changed(bytes, (copy) => void copy.subarray(place, place + 4).fill(value)),
  ),
  (bytes, place, other) =>
    changed(bytes, (copy) => void copy.subarray(place, place + 1).fill(copy[place]! ^ (1 << (other % 8)))),
  (bytes, place, other) =>
    changed(bytes, (copy) => void copy.subarray(place, place + 1).fill(copy[place]! + (other % 5) - 2)),
  (bytes, place) => bytes.subarray(0, place),
  (bytes, place) => bytes.subarray(place),
  (bytes, place, other) => put(bytes, place, new Uint8Array(), other % 16),
  (bytes, place, other) => put(bytes, place, bytes.subarray(place, place + (other % 200)), 0),
  ...WORDS.map(
    (word): Edit =>
      (bytes, place) =>
        put(bytes, place, Buffer.from(word), 0),
  ),
  ...WORDS.map(
    (word): Edit =>
      (bytes, place, other) =>
        put(bytes, place, Buffer.from(word), other % 8),
  ),
];

/** Of places within the first kilobyte as often as of all: that is where headers are. */
export const edits = fc.array(fc.tuple(fc.constantFrom(...EDITS), fc.oneof(fc.nat(1024), fc.nat()), fc.nat()), {
  minLength: 1,
  maxLength: 3,
});

export function applied(bytes: Uint8Array, made: readonly (readonly [Edit, number, number])[]): Uint8Array {
  return made.reduce((now, [edit, place, other]) => edit(now, place % (now.length + 1), other), bytes);
}

const inBytes = fc
  .tuple(fc.constantFrom(...soundFiles), edits)
  .map(([{ name, bytes }, made]): DataFile => ({ name, bytes: applied(bytes, made) }));

const books = soundFiles
  .filter(({ name }) => name.endsWith('.xlsx'))
  .map(({ name, bytes }) => ({ name, parts: partsOf(bytes) }));

const inXml = fc.tuple(fc.constantFrom(...books), fc.nat(), edits).map(([{ name, parts }, which, made]): DataFile => {
  const worksheets = [...parts.keys()].filter((path) => path.endsWith('.xml'));
  const path = worksheets[which % worksheets.length]!;
  return { name, bytes: zipOf(new Map([...parts, [path, applied(parts.get(path)!, made)]])) };
});

export const dataFiles = fc.oneof({ weight: 3, arbitrary: inBytes }, { weight: 1, arbitrary: inXml });
