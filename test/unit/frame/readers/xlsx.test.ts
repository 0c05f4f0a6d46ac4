import fc from 'fast-check';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { calendar } from '../../../../src/base/calendar.ts';
import { untypedOf } from '../../../../src/frame/cells/untyped.ts';
import { DataError } from '../../../../src/frame/complaint.ts';
import { load } from '../../../../src/frame/ingest/load.ts';
import { xlsx } from '../../../../src/frame/readers/xlsx/xlsx.ts';
import { xlsxOf } from '../../../support/xlsx.ts';
import { errorsOf, fixture, values } from '../support.ts';

const open = (name: string, declaration = {}) =>
  load(fixture(name), { file: 'x.xlsx', ...declaration }, () => expect.fail());

describe('Excel workbooks', () => {
  it('give text, numbers, codes, dates and truth values', () => {
    const { frame } = open('book.xlsx');
    expect(values(frame, 'town')).toEqual(['南京', '南京', 'A & B <c>']);
    expect(values(frame, 'year')).toEqual(['2011', '2012', '2011']);
    expect(values(frame, 'x')).toEqual(['1.5', '', '-2']);
    expect(values(frame, 'code')).toEqual(['010', '011', 'x']);
    expect(values(frame, 'day')).toEqual(['2011-03-01', '1900-01-01', '2020-02-29T12:00:00']);
    expect(frame.type('day')).toBe('date');
    expect(values(frame, 'flag')).toEqual(['TRUE', 'FALSE', '']);
  });

  it('give a moment as the number that its text is', () => {
    const moments = Array.from({ length: 20 }, (_, i) => new Date(Date.UTC(2010, 2, 4, 7, 8, i)));
    const bytes = xlsxOf({ name: 'a', rows: [['at'], ...moments.map((moment) => [moment])] });
    const { frame } = load(bytes, { file: 'x.xlsx' }, () => expect.fail());
    const texts = moments.map((moment) => moment.toISOString().slice(0, 19));
    expect([...frame.numbers('at')]).toEqual(texts.map(calendar.date.parse));
  });

  it('take a sheet by name or number and names from two rows', () => {
    const declaration = { header: [2, 3], missing: ['n/a'] };
    for (const sheet of ['Two rows', 2]) {
      const { frame } = open('book.xlsx', { sheet, ...declaration });
      expect(frame.names).toEqual(['town', 'income_urban', 'income_rural', 'year']);
      expect(values(frame, 'income_rural')).toEqual(['2', '']);
    }
  });

  it('name the sheet row of a bad cell', () => {
    const errors = errorsOf(() => open('book.xlsx', { sheet: 2, header: [2, 3] }));
    expect(errors).toMatchObject([{ code: 'text-in-number', row: 6, column: 'income_rural' }]);
  });

  it('refuse a sheet that is not there', () => {
    expect(errorsOf(() => open('book.xlsx', { sheet: 'Panle' }))).toMatchObject([
      { hint: 'did you mean `Panel`? (the workbook has the sheets `Panel`, `Two rows`)', path: ['sheet'] },
    ]);
    expect(errorsOf(() => open('book.xlsx', { sheet: 7 }))).toMatchObject([
      { code: 'unknown-sheet', hint: 'the workbook has the sheets `Panel`, `Two rows`' },
    ]);
  });

  it('are read as another library writes them', () => {
    const { frame } = open('writexl.xlsx');
    expect(values(frame, 'x')).toEqual(['0.1', '']);
    expect(values(frame, 'day')).toEqual(['2011-03-01', '']);
  });

  it('hold no integer beyond 2^53 as a number among others', () => {
    const bytes = xlsxOf({
      name: 'a',
      rows: [
        ['v', 'id'],
        [3.5, 2 ** 60],
        [2 ** 60, 2 ** 61],
        ['-9007199254740993', null],
      ],
    });
    const { frame } = load(bytes, { file: 'x.xlsx' }, () => expect.fail());
    expect(errorsOf(() => frame)).toMatchObject([
      {
        code: 'lost-digits',
        row: 3,
        message: expect.stringContaining('`row 3: 1152921504606847000`, `row 4: -9007199254740993`'),
      },
    ]);
    expect(values(frame, 'id')).toEqual(['1152921504606847000', '2305843009213694000', '']);
  });

  it('may use every form the standard knows', () => {
    const { frame, warnings } = open('hand.xlsx');
    expect(frame.names).toEqual(['name', 'day', 'span', 'time', 'note']);
    expect(values(frame, 'name')).toEqual(['東京', '#N/A']);
    expect(values(frame, 'day')).toEqual(['1908-01-01', '']);
    expect([frame.type('span'), values(frame, 'span')[0]]).toEqual(['number', '7']);
    expect([frame.type('time'), values(frame, 'time')[0]]).toEqual(['number', '0.5']);
    expect(values(frame, 'note')).toEqual(['a\rb', '<&>']);
    expect(warnings.map((w) => w.code)).toEqual(['nameless-column', 'merged-cells']);
  });

  it('refuse a formula whose value was never stored: it would be missing in silence', () => {
    const { frame } = open('formula.xlsx');
    const named = frame.names.map((name) => [name, untypedOf(frame.column(name))?.code]);
    expect(named).toEqual([
      ['a', undefined],
      ['b', 'formula-without-value'],
    ]);
    const untyped = untypedOf(frame.column('b'))!;
    expect([untyped.row, untyped.message]).toEqual([2, expect.stringContaining('cell B2')]);
    expect(() => frame.numbers('b')).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/^open the workbook/) }),
    );
    expect(errorsOf(() => open('formula.xlsx', { header: [2] }))).toMatchObject([
      { code: 'formula-without-value', row: 2 },
    ]);
  });

  it('agree with an independent reader', async () => {
    for (const name of ['book.xlsx', 'writexl.xlsx']) {
      const sheets = await readXlsxFile(Buffer.from(fixture(name)));
      for (const { sheet, data } of sheets.filter((s) => s.sheet !== 'Two rows')) {
        const { frame } = open(name, { sheet, types: {} });
        const theirs = data.slice(1).map((row) =>
          row.map((cell) => {
            if (cell === null || cell === undefined) return '';
            if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
            return cell instanceof Date ? cell.getTime() / 86_400_000 : cell;
          }),
        );
        const ours = Array.from({ length: frame.nrows }, (_, i) =>
          frame.names.map((column) => {
            const text = values(frame, column)[i]!;
            return text !== '' && ['number', 'date'].includes(frame.type(column)) ? frame.numbers(column)[i]! : text;
          }),
        );
        // The library takes the workbook's days before 1900-03-01 as Excel counts them, one too late.
        const days = (row: readonly unknown[]) =>
          row.map((cell) => (typeof cell === 'number' && cell < -25500 ? 'before March 1900' : cell));
        expect(ours.map(days)).toEqual(theirs.map(days));
      }
    }
  });

  it('are refused when cut, spoilt or of another kind, and never crash', () => {
    expect(errorsOf(() => xlsx.header(new TextEncoder().encode('a,b\n1,2\n'), {}))).toMatchObject([
      { code: 'damaged-file' },
    ]);
    const file = fixture('book.xlsx');
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fraction,
        fc.array(fc.tuple(fraction, fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        (cut, flips) => {
          const bytes = file.slice(0, flips.length > 0 ? file.length : Math.floor(cut * file.length));
          for (const [where, byte] of flips) bytes[Math.floor(where * (bytes.length - 1))] = byte;
          try {
            load(bytes, { file: 'x.xlsx' }, () => expect.fail());
          } catch (error) {
            if (!(error instanceof DataError)) throw error;
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of many rows have the names of their first part, and every cell', () => {
    const random = (i: number, j: number): number => ((i * 7919 + j * 104729) % 999_983) / 999_983;
    const rows = Array.from({ length: 20_000 }, (_, i) => [
      `id ${i}`,
      ...[1, 2, 3].map((j) => random(i, j)),
      i % 7 === 0 ? null : 'x',
    ]);
    const bytes = xlsxOf({ name: 'a', rows: [['id', 'a', 'b', 'c', 'note'], ...rows] });
    expect(bytes.length).toBeGreaterThan(3 * 65_536);
    expect(xlsx.header(bytes, {}).map(({ name }) => name)).toEqual(['id', 'a', 'b', 'c', 'note']);
    expect(xlsx.header(bytes, { header: [19_000] })[0]).toEqual({ name: 'id 18998', type: null });
    const { frame } = load(bytes, { file: 'x.xlsx' }, () => expect.fail());
    const b = frame.column('b');
    expect('values' in b && b.values.every((value, i) => value === random(i, 2))).toBe(true);
    expect(values(frame, 'note').slice(5, 9)).toEqual(['x', 'x', '', 'x']);
    expect(values(frame, 'id').at(-1)).toBe('id 19999');
  });
});
