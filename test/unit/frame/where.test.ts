/** Rows that are chosen while a file is read: the same as those chosen among all rows, of whatever files. */
import { syncBuiltinESMExports } from 'node:module';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type FileBytes, heldBytes } from '../../../src/base/reader.ts';
import { isText } from '../../../src/frame/column.ts';
import { complaintsOf, type DataComplaint } from '../../../src/frame/complaint.ts';
import type { Declaration } from '../../../src/frame/declared/declaration.ts';
import { type ReadRows, readRows } from '../../../src/frame/ingest/where/read-rows.ts';
import { readWhere } from '../../../src/frame/ingest/where/read-where.ts';
import { WholeOnly } from '../../../src/frame/ingest/where/whole-only.ts';
import { parseWhere } from '../../../steps/lib/ingest/expressions.ts';

const whereOf = (text: string): NonNullable<Declaration['where']> => parseWhere({ where: text }).where!;

/** All that is made of a file, or what is wrong with it. */
function madeOf(read: () => ReadRows): unknown {
  let made: unknown;
  const complaints: readonly DataComplaint[] = complaintsOf(() => {
    const { columns, changes, marks, fileRows, nrows, of, warnings } = read();
    const values = [...columns].map(([name, column]) => {
      const { type } = column;
      const cells = isText(column) ? { ...column, codes: [...column.codes] } : { values: [...column.values] };
      return { name, type, cells, changes: changes.of(name) };
    });
    made = { values, marks: marks.list, fileRows: [...fileRows], nrows, of, warnings };
  });
  return made ?? complaints;
}

/** Tells whether the rows are chosen while the file is read. */
function isChosen(bytes: Buffer, declaration: Declaration, size: number): boolean {
  try {
    complaintsOf(() => readWhere(heldBytes(bytes), declaration, declaration.where!.expression, size));
    return true;
  } catch (error) {
    if (error instanceof WholeOnly) return false;
    throw error;
  }
}

const common = (weight: number, ...values: readonly string[]) => ({ weight, arbitrary: fc.constantFrom(...values) });
const columnsOf: Readonly<Record<string, fc.Arbitrary<string>>> = {
  year: fc.oneof(common(600, '2018', '2019', '2020'), common(6, '', 'NA', '-99', '2019.0'), common(1, '02019')),
  x: fc.oneof(common(600, '1.5', '-2', '3e2', '7'), common(40, '', 'NA', '-99'), common(1, 'n', '007', '1e400')),
  name: fc.oneof(common(600, '甲', '乙', 'b c', '"d,e"', '"f""g"'), common(6, 'NA', '', ' 甲', '12', '-99', '"h\ni"')),
  code: fc.oneof(common(600, '000001', '600000', '300001'), common(6, '', 'NA')),
  day: fc.oneof(common(600, '2019-01-01', '2019-01-31', '2020-02-29'), common(6, '', 'NA'), common(1, 'soon')),
};
const names = Object.keys(columnsOf);
const conditions = [
  'year == 2019',
  'year in [2018, 2019] and x > 1',
  'name == "乙"',
  'name != "nowhere" and not missing(x)',
  'missing(name) or x < 0',
  'code == "000001"',
  'log(x) > 0',
  'x > 5',
  'day >= "2019-06-01"',
];
const declarations: readonly Omit<Declaration, 'file'>[] = [
  {},
  { missing: ['NA'] },
  { missing: ['NA', -99] },
  { missing: ['NA', -99], not_missing: { name: ['NA'] }, types: { day: 'date' } },
  { missing: ['NA'], types: { day: 'date', name: 'category', code: 'string', x: 'number' } },
  { types: { day: 'date', year: 'string' }, rename: { name: 'who' }, columns: ['year', 'x', 'who', 'code', 'day'] },
  { missing: ['NA'], types: { code: 'number', name: 'string' }, footer: '合计' },
  { missing: ['NA'], columns: ['year', 'x'] },
];
const ends = ['', '\n', '\n\n', '\n注：甲,,,,', '\n合计,1,1,1,1'];

const someRows = fc.array(fc.tuple(...names.map((name) => columnsOf[name]!)), {
  minLength: 1,
  maxLength: 40,
  size: 'max',
});

const file = fc.record({
  rows: fc
    .tuple(someRows, fc.integer({ min: 0, max: 40 }), someRows)
    .map(([first, times, last]) => [...Array.from({ length: times }, () => first).flat(), ...last]),
  header: fc.constant(names.join()),
  end: fc.oneof(common(9, '\n'), common(1, ...ends)),
});

describe('rows chosen while a file is read', () => {
  it('are those chosen among all rows, with columns of the same types, and the same is told', () => {
    let chosen = 0;
    fc.assert(
      fc.property(
        file,
        fc.constantFrom(...conditions),
        fc.constantFrom(...declarations),
        fc.constantFrom(64, 700, 70_000),
        ({ rows, header, end }, text, declared, size) => {
          const bytes = Buffer.from(`${header}\n${rows.map((row) => row.join()).join('\n')}${end}`);
          const declaration = { ...declared, file: 'a.csv', where: whereOf(text) };
          const among = (large: number) => () => {
            try {
              return madeOf(() => readRows(heldBytes(bytes), declaration, { large, size }));
            } catch (error) {
              return String(error);
            }
          };
          expect(among(0)()).toEqual(among(Number.POSITIVE_INFINITY)());
          try {
            if (isChosen(bytes, declaration, size)) chosen += 1;
          } catch {
            // an error that is thrown of all rows too
          }
        },
      ),
      { numRuns: Number(process.env.PAPERMAKE_FUZZ ?? 60) },
    );
    expect(chosen).toBeGreaterThan(10);
  });
});

/** A file of so many equal blocks behind its names, of which nothing is held. */
function repeated(names: string, block: string, times: number): FileBytes {
  const [head, body] = [Buffer.from(`${names}\n`), Buffer.from(block)];
  const size = head.length + times * body.length;
  const fill = (into: Uint8Array, from: number): number => {
    const n = Math.max(0, Math.min(into.length, size - from));
    for (let at = 0; at < n; ) {
      const place = from + at - head.length;
      const piece = place < 0 ? head.subarray(from + at) : body.subarray(place % body.length);
      into.set(piece.subarray(0, n - at), at);
      at += Math.min(piece.length, n - at);
    }
    return n;
  };
  const part = (from: number, to: number): Uint8Array => {
    const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from));
    fill(bytes, from);
    return bytes;
  };
  return { size, fill, part, bytes: () => part(0, size) };
}

describe('a file that is larger than the memory', () => {
  const { availableMemory } = process;
  afterEach(() => {
    process.availableMemory = availableMemory;
    syncBuiltinESMExports();
  });
  const withMebibytes = (free: number): void => {
    process.availableMemory = () => free * 1024 * 1024;
    syncBuiltinESMExports();
  };
  const years = Array.from({ length: 2000 }, (_, i) => `${100_000 + i},${2000 + (i % 20)},${i / 8},乙\n`).join('');
  const text = repeated('id,year,y,name', years, 2000);
  const declaration = { file: 'a.csv', where: whereOf('year == 2019') };

  it('is read where the rows that are kept fit', () => {
    withMebibytes(280);
    const whole = complaintsOf(() => readRows(text, declaration, { large: Number.POSITIVE_INFINITY }));
    expect(whole.map(({ code }) => code)).toEqual(['not-enough-memory']);
    const { nrows, of, columns } = readRows(text, declaration);
    expect({ nrows, of, types: [...columns.values()].map(({ type }) => type) }).toEqual({
      nrows: 200_000,
      of: 4_000_000,
      types: ['number', 'number', 'number', 'string'],
    });
  });

  it('is refused where they do not fit, and where all rows have to be read, with the reason', () => {
    withMebibytes(180);
    const allYears = complaintsOf(() => readRows(text, { ...declaration, where: whereOf('year > 0') }));
    expect(allYears.map(({ code }) => code)).toEqual(['not-enough-memory']);
    const mapped = complaintsOf(() => readRows(text, { ...declaration, map: { name: { 乙: 'B' } } }));
    expect(mapped.map(({ code, hint }) => ({ code, hint }))).toEqual([
      {
        code: 'not-enough-memory',
        hint: expect.stringMatching(
          /^`where` is asked after all rows are read, since `map` is about the values of all rows; /,
        ),
      },
    ]);
  });
});
