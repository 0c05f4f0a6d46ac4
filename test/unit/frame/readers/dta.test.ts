import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendar } from '../../../../src/base/calendar.ts';
import type { FileBytes } from '../../../../src/base/reader.ts';
import { DataError } from '../../../../src/frame/complaint.ts';
import { load } from '../../../../src/frame/ingest/load.ts';
import { dta } from '../../../../src/frame/readers/dta/dta.ts';
import { dtaLayout } from '../../../../src/frame/readers/dta/layout.ts';
import { errorsOf, fixture, values } from '../support.ts';

const open = (name: string, declaration = {}) =>
  load(fixture(name), { file: 'x.dta', ...declaration }, () => expect.fail());

/** Three observations of a byte, an int and a long, at the edge of what was a number before Stata 8. */
function largeNumbers(release: 111 | 113): Uint8Array {
  const bytes = new Uint8Array(109 + 3 + 3 * 33 + 2 * 4 + 3 * 12 + 3 * 33 + 3 * 81 + 5 + 3 * 7);
  const view = new DataView(bytes.buffer);
  bytes.set([release, 2, 1, 0, 3, 0, 3]);
  bytes.set([251, 252, 253], 109);
  for (const [i, name] of ['b', 'i', 'l'].entries()) bytes[112 + 33 * i] = name.charCodeAt(0);
  [
    [101, 32741, 2147483621],
    [126, 32766, 2147483646],
    [127, 32767, 2147483647],
  ].forEach(([byte, int, long], i) => {
    const at = bytes.length - 21 + 7 * i;
    view.setInt8(at, byte!);
    view.setInt16(at + 1, int!, true);
    view.setInt32(at + 3, long!, true);
  });
  return bytes;
}

/** The bytes of a file, read in parts alone, of which the longest is told. */
function stored(bytes: Uint8Array): FileBytes & { longest(): number } {
  let longest = 0;
  const part = (from: number, to: number): Uint8Array => {
    longest = Math.max(longest, Math.min(to, bytes.length) - from);
    return bytes.slice(from, to);
  };
  return { size: bytes.length, part, fill: () => expect.fail(), bytes: () => expect.fail(), longest: () => longest };
}

it('reads `%tc`, which counts milliseconds, as days with their times', () => {
  const { frame } = open('pandas-datetimes.dta');
  expect([frame.type('at'), frame.type('on')]).toEqual(['date', 'date']);
  expect([...frame.numbers('at')]).toEqual([18262.5, -3653.25, Number.NaN, 11016]);
  expect([...frame.numbers('on')]).toEqual([18262, -3654, Number.NaN, 11016]);
});

it('reads a moment of `%tc` as the number that its text is', () => {
  const bytes = Buffer.from(fixture('pandas-datetimes.dta'));
  const since1960 = (text: string): Buffer => {
    const milliseconds = Buffer.alloc(8);
    milliseconds.writeDoubleLE(Date.parse(text) - Date.parse('1960-01-01T00:00:00Z'));
    return milliseconds;
  };
  // By one division, and days less those of the epoch, its last bits would be others.
  since1960('2010-03-04T07:08:10Z').copy(bytes, bytes.indexOf(since1960('2020-01-01T12:00:00Z')));
  const { frame } = load(bytes, { file: 'x.dta' }, () => expect.fail());
  expect(frame.numbers('at')[0]).toBe(calendar.date.parse('2010-03-04 07:08:10'));
});

it('value labels of format 105, where Stata keeps them', () => {
  const bytes = fixture('haven-format-105.dta');
  const labels = Buffer.alloc(2 + 10 + 2 * 2 + 2 * 8);
  labels.writeUInt16LE(2, 0);
  labels.write('town', 2);
  labels.writeInt16LE(1, 12);
  labels.writeInt16LE(2, 14);
  labels.write('north', 16);
  labels.write('southern', 24);
  const at = Buffer.from(bytes).lastIndexOf('town') - 4;
  const made = Buffer.concat([bytes.slice(0, at), labels]);
  const { notes } = load(made, { file: 'x.dta' }, () => expect.fail());
  expect(notes.get('town')).toEqual({ label: 'Where', valueLabels: { 1: 'north', 2: 'southern' } });
  expect(errorsOf(() => load(made.subarray(0, -1), { file: 'x.dta' }, () => expect.fail()))).toMatchObject([
    { code: 'damaged-file' },
  ]);
});

describe('a file that is not held', () => {
  it.each([
    'pandas-114-big.dta',
    'pandas-117-little.dta',
    'pandas-119-big.dta',
    'haven-15.dta',
    'haven-format-105.dta',
  ])('is read in parts: %s', (name) => {
    const all = open(name, { encoding: 'latin1' });
    const parts = load(stored(fixture(name)), { file: 'x.dta', encoding: 'latin1' }, () => expect.fail());
    for (const column of all.frame.names) expect(values(parts.frame, column)).toEqual(values(all.frame, column));
    expect(parts.notes).toEqual(all.notes);
    const file = stored(fixture(name));
    expect(dtaLayout(file, 200)).toEqual({ ...dtaLayout(file), file });
  });

  it('gives the columns that are asked for, block by block', () => {
    const [nobs, head] = [300_000, 109 + 2 + 2 * 33 + 2 * 3 + 2 * 12 + 2 * 33 + 2 * 81 + 5];
    const bytes = new Uint8Array(head + nobs * 16);
    const view = new DataView(bytes.buffer);
    bytes.set([113, 2, 1, 0, 2, 0]);
    view.setInt32(6, nobs, true);
    bytes.set([255, 255], 109);
    for (const [i, name] of ['a', 'b'].entries()) bytes[111 + 33 * i] = name.charCodeAt(0);
    for (let i = 0; i < nobs; i++) view.setFloat64(head + 16 * i + 8, i / 7, true);
    const file = stored(bytes);
    const { frame } = load(file, { file: 'x.dta', columns: ['b'] }, () => expect.fail());
    expect(frame.names).toEqual(['b']);
    expect(frame.numbers('b').every((value, i) => value === i / 7)).toBe(true);
    expect(file.longest()).toBeLessThanOrEqual(1_048_576);
  });
});

describe('Stata files', () => {
  const orders = ['little', 'big'];
  it.each([114, 117, 118, 119].flatMap((version) => orders.map((order) => [version, order])))(
    'format %i, %s-endian',
    (version, order) => {
      const { frame, notes } = open(`pandas-${version}-${order}.dta`, { encoding: 'latin1' });
      expect(frame.names).toEqual(['town', 'year', 'tiny', 'large', 'half', 'full', 'name', 'day']);
      expect(values(frame, 'town')).toEqual(['1', '0', '1', '']);
      expect(notes.get('town')).toEqual({ valueLabels: { 0: 'north', 1: 'south' } });
      expect(notes.get('year')).toEqual({ label: 'Year of survey' });
      expect(values(frame, 'tiny')).toEqual(['-127', '100', '0', '1']);
      expect(values(frame, 'large')).toEqual(['-2147483647', '2147483620', '0', '5']);
      expect([...frame.numbers('half')]).toEqual([Math.fround(0.1), -2.5, Number.NaN, Math.fround(1e30)]);
      expect([...frame.numbers('full')]).toEqual([0.1, -1e300, Number.NaN, 0]);
      expect(values(frame, 'name')).toEqual(['Ada', '', 'Bo b', 'Zoë']);
      expect(values(frame, 'day')).toEqual(['1960-01-01', '2011-03-01', '', '1959-12-31']);
    },
  );

  it.each([8, 10, 12, 13, 14, 15])('as Stata %i writes them, by haven', (version) => {
    const { frame, notes } = open(`haven-${version}.dta`);
    expect(values(frame, 'score')).toEqual(['0.1', '-1e+300', '', '0']);
    expect(values(frame, 'marked')).toEqual(['1', '', '', '4']);
    expect(values(frame, 'name')).toEqual(['Ada', '', 'Bo b', 'Zoe']);
    expect(values(frame, 'day')).toEqual(['1960-01-01', '2011-03-01', '', '1959-12-31']);
    expect(notes.get('town')).toEqual({ label: 'Where', valueLabels: { 1: 'north', 2: 'south' } });
  });

  it.each([105, 110, 111])('format %i of haven', (format) => {
    const { frame, notes, warnings } = open(`haven-format-${format}.dta`);
    expect(values(frame, 'l')).toEqual(['2147483646', '', '0']);
    expect(values(frame, 'd')).toEqual(['0.1', '', '-1e+300']);
    expect(values(frame, 's')).toEqual(['Ada', '', 'Zoe']);
    expect(values(frame, 'day')).toEqual(['1960-01-01', '', '2011-03-01']);
    expect(values(frame, 'town')).toEqual(['2', '1', '2']);
    expect(notes.get('town')).toEqual({ label: 'Where', valueLabels: { 1: 'north', 2: 'south' } });
    expect(warnings).toEqual([]);
  });

  it.each([
    [111, [101, 126, ''], [32741, 32766, ''], [2147483621, 2147483646, '']],
    [113, ['', '', ''], ['', '', ''], ['', '', '']],
  ])('numbers that became missing values with format 113, in %i', (release, byte, int, long) => {
    const { frame } = load(largeNumbers(release as 111 | 113), { file: 'x.dta' }, () => expect.fail());
    expect([values(frame, 'b'), values(frame, 'i'), values(frame, 'l')]).toEqual(
      [byte, int, long].map((column) => column.map(String)),
    );
  });

  it.each(['6', '8', '10', 'default'])('as the R package foreign writes them, version %s', (version) => {
    const { frame } = open(`foreign-${version}.dta`, { types: { g: 'category' } });
    expect(frame.codes('g')).toEqual({ codes: Int32Array.of(1, 0, 1), levels: ['north', 'south'] });
    expect(values(frame, 'n')).toEqual(['1', '', '3']);
    expect(values(frame, 'd')).toEqual(['0.5', '', '-1']);
  });

  it.each([117, 118, 119])('with long strings, format %i', (version) => {
    expect(values(open(`strl-${version}.dta`).frame, 'text')).toEqual([
      'x'.repeat(3000),
      '',
      'short',
      'x'.repeat(3000),
    ]);
  });

  it('takes . and .z of every type for missing', () => {
    const { frame } = open('missing-118.dta');
    for (const name of ['b', 'i', 'l', 'f', 'd']) expect(values(frame, name)).toEqual(['1', '', '']);
  });

  it('recognises old Chinese text and does not guess at other', () => {
    expect(values(open('gb18030-114.dta').frame, 'town')).toEqual(['北京', '上海', '北京']);
    expect(errorsOf(() => open('pandas-114-little.dta'))).toMatchObject([
      { code: 'unknown-encoding', path: ['encoding'] },
    ]);
  });

  it('types, missing codes and declared levels apply', () => {
    const types = { town: 'category', year: 'string', name: 'category' } as const;
    const { frame, notes } = open('haven-14.dta', { types, missing: [2012], levels: { town: ['south', 'north'] } });
    expect(frame.codes('town')).toEqual({ codes: Int32Array.of(0, 1, 0, -1), levels: ['south', 'north'] });
    expect(values(frame, 'year')).toEqual(['2011', '', '2013', '2014']);
    expect(notes.get('town')).toEqual({ label: 'Where' });
    expect(errorsOf(() => open('haven-14.dta', { types, levels: { town: ['south'] } }))).toMatchObject([
      { code: 'undeclared-level' },
    ]);
    expect(errorsOf(() => open('haven-14.dta', { types: { name: 'number' } }))).toMatchObject([
      { code: 'text-in-number', row: 1 },
    ]);
  });

  it('tell names and types from the header alone', () => {
    const header = dta.header(fixture('haven-14.dta'), {});
    expect(header.map(({ name, type }) => `${name}:${type}`)).toEqual([
      'town:number',
      'year:number',
      'score:number',
      'name:string',
      'marked:number',
      'day:date',
    ]);
  });

  it('are read or refused when cut or spoilt, and never crash', () => {
    const names = [
      'haven-format-105.dta',
      'foreign-6.dta',
      'foreign-default.dta',
      'haven-8.dta',
      'haven-12.dta',
      'strl-117.dta',
      'pandas-118-big.dta',
      'strl-119.dta',
    ];
    const files = names.map(fixture);
    const spoil = fc.record({
      file: fc.constantFrom(...files),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      flips: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
        maxLength: 4,
      }),
    });
    fc.assert(
      fc.property(spoil, ({ file, cut, flips }) => {
        const bytes = file.slice(0, flips.length > 0 ? file.length : Math.floor(cut * file.length));
        for (const [where, byte] of flips) bytes[Math.floor(where * (bytes.length - 1))] = byte;
        try {
          dta.header(bytes, {});
          load(bytes, { file: 'x.dta', encoding: 'latin1' }, () => expect.fail());
        } catch (error) {
          if (!(error instanceof DataError)) throw error;
        }
      }),
      { numRuns: 600 },
    );
  });
});
