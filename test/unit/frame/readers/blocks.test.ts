/** Delimited texts read block by block: the same as at once, wherever the blocks end, and files of any size. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldBytes } from '../../../../src/base/reader.ts';
import { storedBytes } from '../../../../src/engine/system/large-file.ts';
import { isText } from '../../../../src/frame/column.ts';
import { DataError } from '../../../../src/frame/complaint.ts';
import { load } from '../../../../src/frame/ingest/load.ts';
import { refuseMemory } from '../../../../src/frame/limits.ts';
import { blocksOf, NoUtf8 } from '../../../../src/frame/readers/csv/blocks.ts';
import { collect, csv } from '../../../../src/frame/readers/csv/csv.ts';
import { recordText, tokenize } from '../../../../src/frame/readers/csv/tokens.ts';
import type { ReadOptions, Want } from '../../../../src/frame/readers/source.ts';
import { ownScratch } from '../../../support/scratch.ts';

const inBlocks = (text: string, size: number): string[][] | string => {
  const records: string[][] = [];
  try {
    for (const { tokens, before } of blocksOf(heldBytes(Buffer.from(text)), ',', 0, { size })) {
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

const scratch = ownScratch();

it('reads of a file beyond 4 GiB what is asked for', { tags: 'slow' }, () => {
  const path = join(scratch, 'large.csv');
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

const cell = fc.oneof(
  fc.constantFrom(
    ...'1|-2.5|0|-0|007|00.5|.5|5.|.|-|+3|1e3|1,5| 7|8 |" 9"|"12"|NA|""|"""q"""|a b|x"y|中|-中| |\t'.split('|'),
  ),
  fc.constantFrom(
    '123456789',
    '1234567890',
    '123456789012345',
    '1234567890123456',
    '9007199254740993',
    '-9007199254740993',
    '0.1234567891234',
  ),
  fc.double({ noNaN: true }).map(String),
  fc.integer().map(String),
  // texts are compared eight bytes at a time
  fc
    .tuple(fc.integer({ min: 6, max: 26 }), fc.constantFrom('', 'x', 'y'))
    .map(([n, end]) => `a2345678b2345678c2345678d2`.slice(0, n) + end),
);
/** Most rows are plain, so that what follows a row that is not is taken both ways; few tables have rows of other widths, which are mistakes. */
const plainRow = fc.tuple(fc.integer().map(String), fc.constantFrom('a', '"b"', '北京', ''), fc.constant('0.25'));
const oddRow = fc.oneof(fc.tuple(cell, fc.constant('a'), fc.constant('')), fc.tuple(cell, cell, cell));
const rowsOf = (odd: fc.Arbitrary<string[]>) =>
  fc.array(fc.oneof({ weight: 3, arbitrary: plainRow }, { weight: 1, arbitrary: odd }), { maxLength: 30 });
const table = fc.record({
  separator: fc.constantFrom(',', ',', ';', '\t', '5', '-'),
  ending: fc.constantFrom('\n', '\r\n', '\r'),
  rows: fc.oneof(
    { weight: 4, arbitrary: rowsOf(oddRow) },
    { weight: 1, arbitrary: rowsOf(fc.array(cell, { minLength: 1, maxLength: 4 })) },
  ),
  isWhole: fc.boolean(),
});

const wants = ['open', 'number', 'text', 'none'] as const;
const options = fc.record(
  { decimal: fc.constant(',' as const), skip: fc.constant([3, 5]), footer: fc.constantFrom(1, 2, 'NA') },
  { requiredKeys: [] },
);

/** All that can be asked of the cells, or the words of the mistake. */
function everything(text: string, size: number, options: ReadOptions, kinds: readonly Want[]): unknown {
  try {
    const cells = collect({ file: heldBytes(Buffer.from(text)), from: 0 }, options, kinds, size);
    const wanted = [...kinds.keys()].filter((j) => kinds[j] !== 'none');
    const rows = Array.from({ length: cells.nrows }, (_, i) => i);
    // Asking for texts may turn numbers into texts.
    const asNumbers = rows.map((i) =>
      wanted.map((j) => [cells.number(i, j), kinds[j] === 'open' && cells.isCode(i, j)]),
    );
    return rows.map((i) => [cells.row(i), asNumbers[i], ...wanted.map((j) => cells.text(i, j))]);
  } catch (error) {
    if (error instanceof DataError) return error.complaints;
    throw error;
  }
}

describe('records that are taken straight from their bytes', () => {
  it('are those that the tokens of the whole text say', { tags: 'slow' }, () => {
    let compared = 0;
    fc.assert(
      fc.property(
        table,
        options,
        fc.tuple(fc.constantFrom(...wants), fc.constantFrom(...wants), fc.constantFrom(...wants)),
        fc.integer({ min: 8, max: 80 }),
        ({ separator, ending, rows, isWhole }, options, kinds, size) => {
          const lines = ['x', 'y', 'z'].join(separator) + ending + rows.map((row) => row.join(separator)).join(ending);
          const text = isWhole ? lines + ending : lines;
          const read = { ...options, delimiter: separator };
          // The first block is gone through by tokens, here the whole text.
          const whole = everything(text, 60_000, read, kinds);
          if (Array.isArray(whole) && typeof whole[0]?.[0] === 'number') compared += whole.length;
          expect(everything(text, size, read, kinds)).toEqual(whole);
        },
      ),
      { numRuns: 1500 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  it('keep texts apart that begin alike, or are as long as each other', () => {
    const texts = ['abcdefgh', 'abcdefghijklmnop', 'abcdefghijklmnopqrstuvwx', ''].flatMap((start) =>
      Array.from({ length: 1000 }, (_, i) => start + (7919 * (i + 1)).toString(36)),
    );
    const rows = [...texts, ...texts.toReversed(), ...texts];
    const file = heldBytes(Buffer.from(['x,y', ...rows.map((text) => `1,${text}`)].join('\n')));
    const cells = collect({ file, from: 0 }, {}, ['number', 'text'], 4096);
    expect(rows.map((_, i) => cells.text(i, 1))).toEqual(rows);
  });

  it('have the codes of their texts, also behind records that are not taken so', () => {
    // Each begins like a text that no row holds, before its quote shows that it is another.
    const texts = Array.from({ length: 4000 }, (_, i) =>
      i % 64 === 5 && i % 256 > 64 ? `q${i}"r` : i % 89 === 7 ? '  ' : `t${i % 1500}`,
    );
    const cells = texts.map((text) => (text.includes('"') ? `"${text.replace('"', '""')}"` : text));
    const file = heldBytes(Buffer.from(['x,y', ...cells.map((text) => `1,${text}`)].join('\n')));
    const read = collect({ file, from: 0 }, {}, ['number', 'text'], 4096);
    expect(texts.map((_, i) => read.text(i, 1))).toEqual(texts.map((text) => text.trim()));
  });
});
