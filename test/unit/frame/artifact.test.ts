import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersToShare } from '../../../src/base/system/shared-memory.ts';
import { type Column, TextBuilder } from '../../../src/frame/column.ts';
import { frameArtifact, frameParts, readFrame } from '../../../src/frame/stored/artifact.ts';
import { decodeColumn, encodeColumn } from '../../../src/frame/stored/bytes.ts';
import { errorsOf, frameOf, loadText, readerOf, values } from './support.ts';

const panel = { unit: 'town', time: 'year' };

const numeric = fc.array(fc.oneof(fc.double(), fc.constantFrom(0, -0, Number.NaN, 1, 1)), { maxLength: 9 });
const textual = fc.array(fc.constantFrom('', 'a', 'b', 'ab', 'é', '北京', '\u{1f600}', '\uffff'), { maxLength: 9 });

function textColumn(texts: readonly string[], type: 'string' | 'category' = 'string'): Column {
  const builder = new TextBuilder(texts.length);
  texts.forEach((text, i) => {
    builder.set(i, text);
  });
  return builder.finish(type);
}

describe('bytes of a column', () => {
  it('come back as the same numbers, −0 as 0', () => {
    fc.assert(
      fc.property(numeric, (list) => {
        const back = decodeColumn(encodeColumn({ type: 'number', values: Float64Array.from(list) }));
        expect(back).toEqual({ type: 'number', values: Float64Array.from(list, (x) => (x === 0 ? 0 : x)) });
      }),
    );
  });

  it('come back as the same text', () => {
    fc.assert(
      fc.property(textual, fc.constantFrom('string' as const, 'category' as const), (texts, type) => {
        const column = textColumn(texts, type);
        expect(decodeColumn(encodeColumn(column))).toEqual(column);
      }),
    );
  });

  it('are equal exactly when the values are', () => {
    const same = (a: readonly number[], b: readonly number[]) =>
      a.length === b.length && a.every((x, i) => x === b[i] || (Number.isNaN(x) && Number.isNaN(b[i])));
    fc.assert(
      fc.property(numeric, numeric, (a, b) => {
        const [x, y] = [a, b].map((list) => encodeColumn({ type: 'number', values: Float64Array.from(list) }));
        expect(Buffer.compare(x!, y!) === 0).toBe(same(a, b));
      }),
    );
    fc.assert(
      fc.property(textual, textual, (a, b) => {
        const equal = Buffer.compare(encodeColumn(textColumn(a)), encodeColumn(textColumn(b))) === 0;
        expect(equal).toBe(a.length === b.length && a.every((text, i) => text === b[i]));
      }),
    );
  });

  it('are the same of numbers that are stored where they lie, also when two columns share them', () => {
    const list = Array.from({ length: 20_000 }, (_, i) => [1 / (i + 1), -0, Number.NaN][i % 3]!);
    const lying = numbersToShare(list.length);
    lying.set(list);
    const copied = (type: 'number' | 'date') => encodeColumn({ type, values: Float64Array.from(list) });
    const numbers = encodeColumn({ type: 'number', values: lying });
    expect(numbers.buffer).toBe(lying.buffer);
    const dates = encodeColumn({ type: 'date', values: lying });
    const some = encodeColumn({ type: 'number', values: lying.subarray(0, 9000) });
    expect(Buffer.compare(numbers, copied('number'))).toBe(0);
    expect(Buffer.compare(dates, copied('date'))).toBe(0);
    expect(Buffer.compare(some, encodeColumn({ type: 'number', values: Float64Array.from(list.slice(0, 9000)) }))).toBe(
      0,
    );
  });

  it('have one pattern for missing, whatever the bits of the NaN', () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8000000000001n, 0x7ff8000000000000n]).buffer);
    const bytes = encodeColumn({ type: 'number', values: odd });
    expect(bytes.subarray(8, 16)).toEqual(bytes.subarray(16, 24));
  });

  it('differ between types, and between two declared orders', () => {
    const number = encodeColumn({ type: 'number', values: Float64Array.of(1) });
    expect(Buffer.compare(number, encodeColumn({ type: 'date', values: Float64Array.of(1) }))).not.toBe(0);
    const order = (levels: string[]) =>
      encodeColumn(frameOf('v,w\na,1\nb,1\n', { types: { v: 'category' }, levels: { v: levels } }).column('v'));
    expect(Buffer.compare(order(['a', 'b']), order(['b', 'a']))).not.toBe(0);
  });

  it('are read where they lie on a multiple of 8, and elsewhere', () => {
    const bytes = encodeColumn({ type: 'number', values: Float64Array.of(1, 2) });
    for (const shift of [0, 3, 8]) {
      const moved = new Uint8Array(new ArrayBuffer(bytes.length + shift), shift);
      moved.set(bytes);
      const column = decodeColumn(moved);
      expect(column).toEqual({ type: 'number', values: Float64Array.of(1, 2) });
      expect('values' in column && column.values.buffer === moved.buffer).toBe(shift % 8 === 0);
    }
  });
});

describe('parts of a frame', () => {
  const cell = fc.record({
    town: fc.constantFrom('a', 'b', 'c', 'ü'),
    year: fc.integer({ min: 2000, max: 2004 }),
    x: fc.integer(),
    s: fc.constantFrom('p', 'q', ''),
  });
  const rows = fc.uniqueArray(cell, { minLength: 1, maxLength: 12, selector: (r) => `${r.town} ${r.year}` });
  const names = ['town', 'year', 'x', 's'] as const;
  const csvOf = (list: readonly Record<string, string | number>[], columns: readonly string[], end = '\n') =>
    [columns.join(','), ...list.map((row) => columns.map((c) => row[c]).join(','))].join(end);

  it('do not depend on the order of rows and columns, nor on line endings', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (list, draws) => {
        const shuffled = list
          .map((row) => ({ row, key: draws.next().value }))
          .sort((a, b) => a.key! - b.key!)
          .map(({ row }) => row);
        const a = frameArtifact(frameOf(csvOf(list, names), { panel })).parts;
        const b = frameArtifact(frameOf(csvOf(shuffled, [...names].reverse(), '\r\n'), { panel })).parts;
        expect([...b.keys()]).toEqual([...a.keys()]);
        for (const [part, bytes] of a) if (part !== 'schema') expect(Buffer.compare(bytes, b.get(part)!)).toBe(0);
      }),
    );
  });

  it('change only where values change', () => {
    const before = frameArtifact(frameOf('town,year,x,s\na,1,1,p\nb,1,2,q\n', { panel })).parts;
    const after = frameArtifact(frameOf('town,year,x,s,new\na,1,1,p,0\nb,1,3,q,0\n', { panel })).parts;
    const changed = [...before.keys()].filter((part) => Buffer.compare(before.get(part)!, after.get(part)!) !== 0);
    expect(changed).toEqual(['schema', 'column:x']);
  });

  it('leave labels out of the columns', () => {
    const { frame } = loadText('x,y\n1,2\n');
    const plain = frameArtifact(frame).parts;
    const labelled = frameArtifact(frame, new Map([['x', { label: 'A label', valueLabels: { 1: 'one' } }]])).parts;
    expect(labelled.get('column:x')).toEqual(plain.get('column:x'));
    expect(labelled.get('schema')).toEqual(plain.get('schema'));
    expect(labelled.get('labels')).not.toEqual(plain.get('labels'));
  });

  it('hold the panel in few bytes, with whatever units and times it has', () => {
    const unit = fc.array(fc.constantFrom('a', 'b', 'c', '北京'), { minLength: 1, maxLength: 12 });
    const time = fc.constantFrom(
      (i: number) => 2000 + i,
      (i: number) => i - 3,
      (i: number) => i / 4,
      (i: number) => 30_000 * i,
    );
    fc.assert(
      fc.property(unit, time, fc.boolean(), (units, timeOf, isText) => {
        const names = units.toSorted().map((name) => (isText ? name : String(name.charCodeAt(0))));
        const text = `town,year\n${names.map((name, i) => `${name},${timeOf(i)}\n`).join('')}`;
        const whole = frameOf(text, { panel });
        const back = readFrame(readerOf(frameArtifact(whole), frameParts([])));
        for (const name of ['town', 'year']) expect(back.column(name)).toEqual(whole.column(name));
      }),
    );
    const rows = Array.from({ length: 5000 }, (_, i) => `${Math.floor(i / 10)},${2000 + (i % 10)}\n`).join('');
    const { parts } = frameArtifact(frameOf(`town,year\n${rows}`, { panel }));
    expect(parts.get('rows')!.length).toBeLessThan(5000 * 4);
  });

  it('are read as an earlier papermake wrote them, too', () => {
    const frame = frameOf('town,year\na,1\na,2\nb,1\n', { panel });
    const keys = ['town', 'year'].map((name) => encodeColumn(frame.column(name)));
    const head = Buffer.from(JSON.stringify({ lengths: keys.map(({ length }) => length), nrows: 3, panel }));
    const pad = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
    const start = Buffer.alloc(8);
    start.writeUInt32LE(head.length);
    const rows = new Uint8Array(Buffer.concat([start, ...[head, ...keys].map(pad)]));
    const back = readFrame(readerOf({ type: 'frame', parts: new Map([['rows', rows]]) }, ['rows']));
    for (const name of ['town', 'year']) expect(back.column(name)).toEqual(frame.column(name));
  });

  it('give only what was declared, and the panel with the rows', () => {
    const artifact = frameArtifact(frameOf('town,year,x,s\nb,2,1,p\na,1,2,q\n', { panel }));
    const frame = readFrame(readerOf(artifact, frameParts(['x'])));
    expect(frame.panel).toEqual(panel);
    expect(frame.nrows).toBe(2);
    expect([...frame.numbers('x')]).toEqual([2, 1]);
    expect([...frame.numbers('year')]).toEqual([1, 2]);
    expect(frame.codes('town').levels).toEqual(['a', 'b']);
    expect(frame.has('s')).toBe(false);
    expect(() => frame.codes('s')).toThrow(/unknown variable `s`/);
    expect(frame.type('x')).toBe('number');
  });

  it('read nothing before it is asked for', () => {
    const artifact = frameArtifact(frameOf('x,s\n1,p\n'));
    const reader = readerOf(artifact, frameParts(['x', 's']));
    const read: string[] = [];
    const bytes = (part: string) => {
      read.push(part);
      return reader.bytes(part);
    };
    const frame = readFrame({ ...reader, bytes });
    frame.numbers('x');
    frame.numbers('x');
    expect(read).toEqual(['rows', 'column:x']);
  });

  it('tell files of different length apart even when no column is read', () => {
    const rowsOf = (text: string) => frameArtifact(frameOf(text)).parts.get('rows')!;
    expect(Buffer.compare(rowsOf('x\n1\n'), rowsOf('x\n1\n2\n'))).not.toBe(0);
  });
});

describe('a frame', () => {
  it('refuses text where numbers are wanted, naming a value', () => {
    expect(() => frameOf('s,t\nlow,1\n').numbers('s')).toThrow(
      '`s` holds text, such as `low`; numbers are expected here',
    );
  });

  it('names the value that made text of numbers, and what it would be read as', () => {
    expect(() => frameOf('s,t\n0,1\n12,1\n007,1\n').numbers('s')).toThrow(
      expect.objectContaining({
        message: '`s` holds text, such as `007`; numbers are expected here',
        hint: '`i(s)` enters it as indicators; `types: {s: number}` reads it, `007` as 7',
      }),
    );
  });

  it('offers to read as numbers only what holds numbers', () => {
    const hintOf = (text: string): string | undefined => {
      try {
        frameOf(text, { types: { s: 'string' } }).numbers('s');
      } catch (error) {
        return (error as { hint?: string }).hint;
      }
      return undefined;
    };
    expect(hintOf('s\nlow\n')).toBe('`i(s)` enters it as indicators');
    expect(hintOf('s\n010\n')).toContain('`types: {s: number}` reads it');
  });

  it('numbers levels by size and spells them shortest', () => {
    const frame = frameOf('x,y\n10,1e15\n9,0.1\n,-2\n10,\n');
    expect(frame.codes('x')).toEqual({ codes: Int32Array.of(1, 0, -1, 1), levels: ['9', '10'] });
    expect(frame.codes('y')).toEqual({ codes: Int32Array.of(2, 1, 0, -1), levels: ['-2', '0.1', '1000000000000000'] });
    expect(values(frame, 'y')).toEqual(['1000000000000000', '0.1', '-2', '']);
  });

  it('is refused without rows of one panel', () => {
    expect(errorsOf(() => frameOf('town,year\n,1\n', { panel }))).toMatchObject([{ code: 'missing-panel-key' }]);
  });
});
