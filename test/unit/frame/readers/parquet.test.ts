import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../src/frame/complaint.ts';
import { load } from '../../../../src/frame/ingest/load.ts';
import { parquet } from '../../../../src/frame/readers/parquet/parquet.ts';
import { errorsOf, fixture, values } from '../support.ts';

const open = (name: string, declaration = {}) =>
  load(fixture(`${name}.parquet`), { file: 'x.parquet', ...declaration }, () => expect.fail());

describe('Parquet files', () => {
  it.each(['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli'])('as DuckDB writes them, %s', (codec) => {
    const { frame, warnings } = open(`duckdb-${codec}`);
    expect(warnings).toEqual([]);
    expect(Object.fromEntries(frame.names.map((name) => [name, values(frame, name)]))).toEqual({
      flag: ['1', '0', ''],
      tiny: ['1', '', '-127'],
      small: ['-32768', '0', '7'],
      medium: ['2147483647', '-1', ''],
      large: ['9007199254740991', '-5', ''],
      unsigned: ['4294967295', '0', '3000000000'],
      half: [String(Math.fround(0.1)), 'Infinity', '-2.5'],
      whole: ['-1e+300', '', '0'],
      money: ['123.45', '', '0.1'],
      huge: ['-0.07', '1.2345678901234569e+27', ''],
      name: ['Ada', '', 'Zoë'],
      day: ['1960-01-01', '2011-03-01', ''],
      moment: ['2011-03-01T12:00:00', '1969-12-31', ''],
      nano: ['1969-12-31T18:00:00', '', '2024-02-29'],
      id: ['4ac7a9e9-607c-4c8a-84f3-843f0191e3fd', '', ''],
      code: ['9223372036854775807', '2', ''],
    });
    expect(() => frame.numbers('code')).toThrow(
      '`code` has 1 number and 1 integer beyond 2^53, of which a number does not keep all digits (`row 1: 9223372036854775807`)',
    );
    const declared = (type: string) => open(`duckdb-${codec}`, { types: { code: type } }).frame;
    expect([...declared('number').numbers('code')]).toEqual([2 ** 63, 2, Number.NaN]);
    expect(declared('string').codes('code').levels).toEqual(['2', '9223372036854775807']);
    const { frame: made } = open(`duckdb-${codec}`, { missing: [2 ** 63] });
    expect([...made.numbers('code')]).toEqual([Number.NaN, 2, Number.NaN]);
    expect(frame.column('day').type).toBe('date');
  });

  it('tells types before values are read, but of integers that may be codes', () => {
    const header = parquet.header(fixture('duckdb-snappy.parquet'), {});
    expect(Object.fromEntries(header.map(({ name, type }) => [name, type]))).toMatchObject({
      flag: 'number',
      medium: 'number',
      large: null,
      money: 'number',
      name: 'string',
      day: 'date',
      moment: 'date',
      code: null,
    });
  });

  it('in several row groups and pages', () => {
    const { frame } = open('duckdb-groups', { types: { text: 'category' } });
    expect(frame.nrows).toBe(5000);
    const { codes, levels } = frame.codes('text');
    expect(levels).toEqual(['level 0', 'level 1', 'level 2']);
    for (let i = 0; i < 5000; i++) {
      expect(frame.numbers('row')[i]).toBe(i);
      expect(frame.numbers('seven')[i]).toBe(i % 7);
      expect(frame.numbers('eighths')[i]).toBe(i / 8);
      expect(codes[i]).toBe(i % 5 === 0 ? -1 : i % 3);
    }
  });

  it.each(['snappy', 'zstd'])('as Apache Arrow writes them, dictionaries and all, %s', (codec) => {
    const { frame } = open(`arrow-${codec}`, { types: { y: 'string' } });
    expect([...frame.numbers('x')]).toEqual([1.5, Number.NaN, -0]);
    expect(values(frame, 'text')).toEqual(['b', 'a', 'b']);
    expect(values(frame, 'y')).toEqual(['3', '2', '1']);
  });

  it('leaves out what has no place in a frame, and says so', () => {
    const { frame, warnings } = open('duckdb-nested');
    expect(frame.names).toEqual(['plain']);
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      [
        'column-left-out',
        '5 columns left out that hold lists, records, bytes or times of day (`list`, `record`, `bytes`, `clock`, `span`)',
      ],
    ]);
  });

  it('without rows', () => {
    expect(open('duckdb-empty').frame.nrows).toBe(0);
  });

  it('refuses a compression it does not know by name', () => {
    const [error] = errorsOf(() => open('duckdb-lz4_raw'));
    expect(error).toMatchObject({
      code: 'unsupported-compression',
      message: 'a Parquet file with unsupported compression codec: LZ4_RAW',
      hint: 'write it with snappy, gzip, brotli or zstd, or without compression',
    });
  });

  it('says of other files that they are none', () => {
    const text = new TextEncoder().encode('x,y\n1,2\n');
    const [error] = errorsOf(() => load(text, { file: 'x.parquet' }, () => expect.fail()));
    expect(error).toMatchObject({ code: 'damaged-file', path: ['file'] });
    expect(error?.message).toMatch(/^not a readable Parquet file: /);
  });

  it('is never damaged without an error that says so, whatever is cut or changed', { tags: 'slow' }, () => {
    const names = ['duckdb-uncompressed', 'duckdb-zstd', 'duckdb-groups', 'arrow-snappy'];
    const files = names.map((name) => fixture(`${name}.parquet`));
    const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.nat(files.length - 1), fc.array(change, { maxLength: 3 }), fc.boolean(), (k, changes, cut) => {
        const bytes = Uint8Array.from(files[k]!);
        for (const { at, to } of changes) bytes[Math.floor(at * (bytes.length - 1))] = to;
        const given = cut && changes.length > 0 ? bytes.slice(0, Math.floor(changes[0]!.at * bytes.length)) : bytes;
        try {
          load(given, { file: 'x.parquet' }, () => expect.fail());
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
