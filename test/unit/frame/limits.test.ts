/**
 * Files that Node cannot hold are refused in words, before time or memory is spent on them.
 * @module-tag slow
 */
import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { load } from '../../../src/frame/ingest/load.ts';
import { toUtf8 } from '../../../src/frame/readers/encoding.ts';
import { readerFor } from '../../../src/frame/readers/registry.ts';
import { errorsOf, utf8 } from './support.ts';

const MIB = 1_048_576;
const loading = (bytes: Uint8Array, file: string) => errorsOf(() => load(bytes, { file }, () => expect.fail()));

describe('files beyond what Node holds', () => {
  it('a cell of a CSV file that is longer than a cell may be', () => {
    const bytes = Buffer.alloc(17 * MIB);
    bytes.write('y,z\n1,2\n3,"');
    bytes.write('"\n', bytes.length - 2);
    expect(loading(bytes, 'x.csv')).toMatchObject([{ code: 'long-cell', row: 3 }]);
  });

  it('a sheet that unpacks to more than a text may hold', () => {
    const sheet = deflated(513);
    expect(errorsOf(() => readerFor('x.xlsx').header(workbook(sheet), {}))).toMatchObject([
      { code: 'too-large', hint: expect.stringContaining('CSV') },
    ]);
  });

  it('more observations than a column can store, before room is made for them', () => {
    const bytes = new Uint8Array(109 + 1 + 33 + 4 + 12 + 33 + 81 + 5);
    bytes.set([113, 2, 1, 0, 1, 0]);
    new DataView(bytes.buffer).setUint32(6, 1_500_000_000, true);
    bytes[109] = 251;
    bytes.set(utf8('b'), 110);
    expect(loading(bytes, 'x.dta')).toMatchObject([{ code: 'too-large' }]);
    expect(loading(emptyParquet(1_500_000_000), 'x.parquet')).toMatchObject([{ code: 'too-large' }]);
  });

  it('decodes long text in pieces, characters across their edges whole', () => {
    const bytes = new Uint8Array(64 * MIB + 3).fill(0x61);
    bytes.set([0xb1, 0xb1], 64 * MIB - 1);
    const { bytes: text, encoding } = toUtf8(bytes);
    expect(encoding).toBe('gb18030');
    expect(text.length).toBe(bytes.length + 1);
    expect(Buffer.from(text.subarray(-6)).toString()).toBe('a北aa');
    bytes[bytes.length - 1] = 0xff;
    expect(errorsOf(() => toUtf8(bytes, 'gb18030'))).toMatchObject([{ code: 'bad-encoding' }]);
  });
});

/** So many MiB of blanks. A flushed block stands for itself and can be repeated. */
function deflated(mebibytes: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(MIB, ' '), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array<Buffer>(mebibytes).fill(block), deflateRawSync(Buffer.alloc(0))]);
}

/** A workbook of one sheet whose bytes are given deflated. */
function workbook(sheet: Buffer): Uint8Array {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relation = (id: string, kind: string, target: string) =>
    `<Relationships><Relationship Id="${id}" Type="${type}/${kind}" Target="${target}"/></Relationships>`;
  const files: readonly (readonly [string, Buffer])[] = [
    ['_rels/.rels', deflateRawSync(relation('r1', 'officeDocument', 'xl/workbook.xml'))],
    ['xl/workbook.xml', deflateRawSync('<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>')],
    ['xl/_rels/workbook.xml.rels', deflateRawSync(relation('r1', 'worksheet', 'sheet.xml'))],
    ['xl/sheet.xml', sheet],
  ];
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, data] of files) {
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const central = Buffer.alloc(46 + name.length);
    central.writeUInt32LE(0x02014b50);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(at, 42);
    central.write(name, 46);
    parts.push(local, data);
    directory.push(central);
    at += local.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** A file of one DOUBLE column that claims a number of rows and holds no row group (Thrift's compact protocol). */
function emptyParquet(nrows: number): Uint8Array {
  const varint: number[] = [];
  for (let rest = 2 * nrows; ; rest = Math.floor(rest / 128)) {
    varint.push(rest < 128 ? rest : (rest % 128) + 128);
    if (rest < 128) break;
  }
  const root = [0x48, 1, 0x72, 0x15, 2, 0];
  const leaf = [0x15, 10, 0x25, 2, 0x18, 1, 0x78, 0];
  const footer = [0x15, 2, 0x19, 0x2c, ...root, ...leaf, 0x16, ...varint, 0x19, 0x0c, 0];
  return Uint8Array.from([...utf8('PAR1'), ...footer, footer.length, 0, 0, 0, ...utf8('PAR1')]);
}

it('reads the workbook and the Parquet file made here when they are small', () => {
  const sheet = '<sheetData><row r="1"><c r="A1" t="str"><v>x</v></c></row></sheetData>';
  expect(readerFor('x.xlsx').header(workbook(deflateRawSync(sheet)), {})).toEqual([{ name: 'x', type: null }]);
  expect(load(emptyParquet(0), { file: 'x.parquet' }, () => expect.fail()).frame.names).toEqual(['x']);
});
