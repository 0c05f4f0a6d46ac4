/** Columns that could not be typed: they stop whoever reads them, wherever they were carried, and nobody else. */
import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../../src/base/expression/parser.ts';
import type { Refusal } from '../../../src/base/problem.ts';
import { append } from '../../../src/frame/shape/append.ts';
import { balance } from '../../../src/frame/shape/balance.ts';
import { collapse, parseStatistics } from '../../../src/frame/shape/collapse.ts';
import { long } from '../../../src/frame/shape/long.ts';
import { wide } from '../../../src/frame/shape/wide.ts';
import { frameArtifact, readFrame } from '../../../src/frame/stored/artifact.ts';
import { encodeColumn } from '../../../src/frame/stored/bytes.ts';
import { writeCsv } from '../../../src/frame/write-csv.ts';
import { derivation, errorsOf, frameOf, loadText, readerOf, values } from './support.ts';

const text = 'id,year,x,gdp\na,1,1,"28,418"\na,2,2,12\nb,1,3,x\nb,2,4,13\n';
const place = { code: 'text-in-number', row: 2, column: 'gdp' };
const message = '`gdp` has 2 numbers and 2 cells of text (`row 2: 28,418`, `row 4: x`)';

const refusalOf = (work: () => unknown): Refusal => {
  try {
    work();
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('expected a refusal');
};

describe('a column that could not be typed', () => {
  it('is refused at its first cell by whoever reads it, as stored too', () => {
    const { frame, told } = loadText(text);
    for (const each of [frame, readFrame(readerOf(frameArtifact(frame)))]) {
      for (const way of [() => each.numbers('gdp'), () => each.codes('gdp'), () => each.type('gdp')]) {
        const refusal = refusalOf(way);
        expect(refusal).toMatchObject({ message, variable: 'gdp', cell: { is: 'marked cell', row: 2, column: 'gdp' } });
        expect(refusal.hint).toMatch(/^in the step that reads the file, /);
      }
      expect([...each.numbers('x')]).toEqual([1, 2, 3, 4]);
      expect(() => writeCsv(each, ['gdp'], ',')).toThrow(message);
    }
    expect(told).toEqual([expect.stringMatching(/^`gdp` cannot be read: `gdp` has 2 numbers and 2 cells of text/)]);
  });

  it('is told of where it is kept, under the name it has by then', () => {
    expect(loadText(text, { drop: ['gdp'] }).told).toEqual([]);
    expect(loadText(text, { rename: { gdp: 'g' } }).told[0]).toMatch(/^`g` cannot be read/);
    expect(refusalOf(() => frameOf(text, { rename: { gdp: 'g' } }).numbers('g')).variable).toBe('g');
  });

  it('is refused by keys of the step that reads the file, at the cell', () => {
    const where = parseExpression('gdp > 1');
    const condition = where.ok ? { text: 'gdp > 1', expression: where.ast } : undefined!;
    expect(errorsOf(() => frameOf(text, { where: condition }))).toMatchObject([{ ...place, path: ['where'] }]);
    const derive = [derivation('y', '2 * L.gdp')];
    const panel = { unit: 'id', time: 'year' };
    expect(errorsOf(() => frameOf(text, { derive, panel }))).toMatchObject([{ ...place, path: ['derive', 'y'] }]);
    expect(errorsOf(() => frameOf(text, { panel: { unit: 'id', time: 'gdp' } }))).toMatchObject([
      { ...place, path: ['panel', 'time'] },
    ]);
    expect(errorsOf(() => frameOf(text, { panel: { unit: 'gdp', time: 'year' } }))).toMatchObject([
      { ...place, path: ['panel', 'unit'] },
    ]);
    const merge = (on: string) => [{ from: 'other', on: [on], how: '1:1' as const, unmatched: 'drop' as const }];
    const merged = (on: string) => loadText('gdp,b\n1,1\n', { merge: merge(on) }, [frameOf(text)]);
    const [other] = errorsOf(() => merged('gdp'));
    expect(other).toMatchObject({ code: 'text-in-number', path: ['merge', 0, 'on'] });
    expect(other!.message).toBe(`${message} (row 2 of the file that it is merged from)`);
    expect(other!.row).toBeUndefined();
  });

  it('is carried on by merges and shapes, which read what they are of', () => {
    const frame = frameOf(text);
    const none = new Map();
    const merged = loadText(
      'id,z\na,5\nb,6\n',
      { merge: [{ from: 'o', on: ['id'], how: '1:m', unmatched: 'error' }] },
      [frame],
    );
    const panel = { unit: 'id', time: 'year' };
    const inPanel = frameOf(text, { panel });
    const clean = frameOf('id,year,x,gdp\nc,1,1,7\n');
    const { statistics } = parseStatistics({ x_m: 'mean(x)' }, ['id']);
    const frames = {
      merged: merged.frame,
      appended: append([clean, frame], [none, none], {
        from: ['a', 'b'],
        unmatched: 'error',
        source: null,
        panel: null,
      }).frame,
      balanced: balance(inPanel, none, { variables: ['x'], times: null }).frame,
      wide: wide(frameOf('id,year,x,gdp\na,1,1,"2,8"\na,2,2,"2,8"\nb,1,3,"1,1"\nb,2,4,"1,1"\n'), none, {
        stubs: [{ value: 'x', before: 'x', after: '' }],
        name: 'year',
        id: ['id'],
        keep: null,
      }).frame,
      long: long(frameOf('id,x1,x2,gdp\na,1,2,"28,418"\nb,3,4,2\n'), none, {
        stubs: [{ value: 'x', before: 'x', after: '' }],
        name: 'year',
        type: 'number',
        id: ['id'],
        keep: null,
        dropMissing: false,
        panel: null,
      }).frame,
      values: long(frameOf('id,gdp1,gdp2\na,1,"28,418"\nb,3,4\n'), none, {
        stubs: [{ value: 'gdp', before: 'gdp', after: '' }],
        name: 'year',
        type: 'number',
        id: [],
        keep: null,
        dropMissing: false,
        panel: null,
      }).frame,
    };
    for (const [how, made] of Object.entries(frames))
      expect([how, refusalOf(() => made.numbers('gdp')).variable]).toEqual([how, 'gdp']);
    expect(values(frames.appended, 'gdp')).toEqual(['7', '28,418', '12', 'x', '13']);
    expect(collapse(frame, none, { by: ['id'], statistics, panel: null }).frame.names).toEqual(['id', 'x_m']);
    const reading = parseStatistics({ m: 'mean(gdp)' }, ['id']).statistics;
    expect(refusalOf(() => collapse(frame, none, { by: ['id'], statistics: reading, panel: null }))).toMatchObject({
      cell: { row: 2 },
    });
    expect(() => balance(inPanel, none, { variables: ['gdp'], times: null })).toThrow(message);
  });

  it('keeps its bytes when other cells of its file change', () => {
    const [before, after] = [text, text.replace('a,1,1', 'a,1,9')].map((each) => frameOf(each).column('gdp'));
    expect(encodeColumn(after!)).toEqual(encodeColumn(before!));
  });

  it('may be one whose map leaves values out', () => {
    const frame = frameOf('id,v\na,1\nb,2.5\n', { map: { v: { '1': 5 } } });
    expect(refusalOf(() => frame.numbers('v'))).toMatchObject({ code: 'unmapped-value', cell: undefined });
    expect(values(frame, 'v')).toEqual(['1', '2.5']);
  });
});
