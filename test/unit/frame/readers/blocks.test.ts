/** Delimited texts read block by block: the same as at once, wherever the blocks end, and files of any size. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldBytes } from '../../../../src/base/reader.ts';
import { storedBytes } from '../../../../src/engine/system/files.ts';
import { isText } from '../../../../src/frame/column.ts';
import { DataError } from '../../../../src/frame/complaint.ts';
import { load } from '../../../../src/frame/load.ts';
import { blocksOf, NoUtf8 } from '../../../../src/frame/readers/csv/blocks.ts';
import { csv } from '../../../../src/frame/readers/csv/csv.ts';
import { recordText, tokenize } from '../../../../src/frame/readers/csv/tokens.ts';
import { refuseMemory } from '../../../../src/frame/readers/limits.ts';
import { scratchFolder } from '../../../support/scratch.ts';

const inBlocks = (text: string, size: number): string[][] | string => {
  const records: string[][] = [];
  try {
    for (const { tokens, before } of blocksOf(heldBytes(Buffer.from(text)), ',', 0, undefined, size)) {
      expect(before).toBe(records.length);
      for (let record = 0; record < tokens.nrecords; record++) records.push([...recordText(tokens, record)]);
    }
  } catch (error) {
    if (error instanceof DataError) return `${error.message} ${error.complaints[0]!.row}`;
    throw error;
  }
  return records;
};

const atOnce = (text: string): string[][] | string => {
  try {
    const tokens = tokenize(Buffer.from(text), ',');
    return Array.from({ length: tokens.nrecords }, (_, record) => [...recordText(tokens, record)]);
  } catch (error) {
    return `${(error as DataError).message} ${(error as DataError).complaints[0]!.row}`;
  }
};

const piece = fc.constantFrom(
  'a',
  '中',
  '😀',
  ',',
  ',',
  '\n',
  '\r\n',
  '\r',
  '"',
  '""',
  '"x,y"',
  '"a\r\nb"',
  '1.5',
  ' ',
  '',
);

describe('blocks', () => {
  it('have the records of the whole text, and its mistakes in the same row', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (pieces, size) => {
        const text = pieces.join('');
        expect(inBlocks(text, size)).toEqual(atOnce(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('say that a text is no UTF-8 rather than what its bytes look like', () => {
    const bytes = Buffer.concat([Buffer.from('x,y\n'), Buffer.from([0xb1, 0xb1, 0x22, 0x41]), Buffer.from('\n1,2\n')]);
    expect(() => [...blocksOf(heldBytes(bytes), ',', 0)]).toThrow(NoUtf8);
  });
});

const n = 40_000;
const rows = Array.from({ length: n }, (_, i) => ({
  number: i % 7 === 3 ? '' : String(i / 8),
  // the first text comes behind the first block
  late: i < n - 5 ? String(i) : 'word',
  code: i < n - 5 ? String(i) : '007',
  place: ['East', '"W ""x"" st"', '北京', ' spaced ', ''][i % 5]!,
  mixed: i % 2 === 0 ? 'NA' : String(i),
}));
const names = ['number', 'late', 'code', 'place', 'mixed'] as const;
const text = `${names.join(',')}\r\n${rows.map((row) => `${names.map((name) => row[name]).join(',')}\r\n`).join('')}`;
const loaded = (declaration: object) =>
  load(heldBytes(Buffer.from(text)), { file: 'x.csv', ...declaration }, () => expect.fail()).frame;

describe('a file of several blocks', () => {
  it('gives the columns that its cells are, in whatever block they show it', () => {
    const frame = loaded({ missing: ['NA', 'word', 3] });
    expect(frame.numbers('number')[8]).toBe(1);
    expect(frame.numbers('number')[3]).toBeNaN();
    expect(frame.numbers('late')[n - 6]).toBe(n - 6);
    expect([frame.numbers('late')[3], frame.numbers('late')[n - 1]]).toEqual([Number.NaN, Number.NaN]);
    expect(frame.numbers('mixed')[5]).toBe(5);
    const code = frame.column('code');
    expect(isText(code) && code.dictionary.length).toBe(n - 6 + 1);
    const place = frame.column('place');
    expect(isText(place) && [...place.dictionary].sort()).toEqual(['East', 'W "x" st', 'spaced', '北京']);
  });

  it('reads a column as declared, late surprises included', () => {
    const frame = loaded({ types: { late: 'string', code: 'number', mixed: 'string' }, missing: ['NA'] });
    const late = frame.column('late');
    expect(isText(late) && late.dictionary.includes('word')).toBe(true);
    expect(frame.numbers('code')[n - 1]).toBe(7);
    const mixed = frame.column('mixed');
    expect(isText(mixed) && mixed.codes[0]).toBe(-1);
  });

  it('names the cell far below where a column changes its type', () => {
    const wrong = loaded({ columns: ['late'] });
    expect(() => wrong.numbers('late')).toThrow(
      `\`late\` has ${n - 5} numbers and 5 cells of text (\`row ${n - 3}: word\``,
    );
  });

  it('has the rows of the file, whatever is passed over', () => {
    const body = ['1', '', '2', '3', '4'].map((x) => (x === '' ? '' : `${x},a`)).join('\n');
    const frame = load(heldBytes(Buffer.from(`x,y\n${body}\n\nnote,\n`)), { file: 'x.csv', skip: [4], footer: 1 }, () =>
      expect.fail(),
    ).frame;
    expect([...frame.numbers('x')]).toEqual([1, 3, 4]);
  });
});

it('reads of a file beyond 4 GiB what is asked for', () => {
  const path = join(scratchFolder(), 'large.csv');
  const size = 5 * 1024 ** 3;
  const descriptor = openSync(path, 'w');
  writeSync(descriptor, 'x,y\n1,2\n');
  ftruncateSync(descriptor, size);
  writeSync(descriptor, 'end', size - 3);
  closeSync(descriptor);
  const file = storedBytes(path, size);
  expect(csv.header(file, {}).map(({ name }) => name)).toEqual(['x', 'y']);
  expect(Buffer.from(file.part(size - 3, size + 10)).toString()).toBe('end');
});

it('says what a file would need before it is read', () => {
  refuseMemory(1_000_000, { numbers: 8, texts: 2 }, 1e9);
  expect(() => refuseMemory(80_000_000, { numbers: 8, texts: 2 }, 2 * 1024 ** 3)).toThrow(
    'about 80000000 rows of 10 columns take 22133 MiB of memory, and 2048 MiB are free',
  );
});
