/** Files without a row of names, with cells between blanks or at fixed places, and with rows that are no data above and below. */
import { describe, expect, it } from 'vitest';
import { errorsOf, frameOf, loadText, values } from '../support.ts';

const table = (text: string, options: Parameters<typeof frameOf>[1]): string[] => {
  const frame = frameOf(text, options);
  return [
    frame.names.join(),
    ...Array.from({ length: frame.nrows }, (_, row) => frame.names.map((name) => values(frame, name)[row]).join()),
  ];
};

describe('a text file', () => {
  it('without names is given them', () => {
    expect(table('a,1\nb,2\n', { names: ['id', 'x'] })).toEqual(['id,x', 'a,1', 'b,2']);
    expect(table('ID,X\na,1\n', { names: ['id', 'x'], skip: [1] })).toEqual(['id,x', 'a,1']);
  });

  it('has its cells between blanks', () => {
    expect(table('  id   x\ty \n a  1 2.5\n\n"b c" 3  4\n', { delimiter: 'blanks' })).toEqual([
      'id,x,y',
      'a,1,2.5',
      'b c,3,4',
    ]);
    expect(table('a  1\nb 2\n', { delimiter: 'blanks', names: ['id', 'x'] })).toEqual(['id,x', 'a,1', 'b,2']);
  });

  it('has its cells at fixed places, counted in characters', () => {
    const text = '北京 2011  1.5\n𠮷野 2012 22.5\n\nab 2013\n';
    const widths: [number, number][] = [
      [1, 2],
      [4, 7],
      [8, 12],
    ];
    expect(table(text, { names: ['city', 'year', 'x'], widths })).toEqual([
      'city,year,x',
      '北京,2011,1.5',
      '𠮷野,2012,22.5',
      'ab,2013,',
    ]);
  });

  it('names the row of the file where a cell is wrong', () => {
    const [error] = errorsOf(() =>
      loadText('a 1\nb x\n', { delimiter: 'blanks', names: ['id', 'x'], types: { x: 'number' } }),
    );
    expect(error).toMatchObject({ row: 2, column: 'x' });
    const [ragged] = errorsOf(() => loadText('a 1\nb 2 3\n', { delimiter: 'blanks', names: ['id', 'x'] }));
    expect(ragged).toMatchObject({ code: 'ragged-rows', row: 2 });
  });
});

describe('rows of units above and a note below', () => {
  const told = (text: string) => errorsOf(() => loadText(text)).map(({ code, hint }) => [code, hint]);
  const units = ['unit-rows', 'if rows 2 and 3 hold units or other names, `skip: [2, 3]` passes over them'];

  it('are told at once', () => {
    const csv =
      'code,year,roa\n证券代码,年份,资产收益率\n没有单位,没有单位,%\n000001,2011,1.5\n000002,2011,2.5\n数据来源：CSMAR,,\n';
    expect(told(csv)).toEqual([
      ['note-row', '`footer: 数据来源` leaves it out with what follows, `skip: [6]` it alone'],
      units,
    ]);
  });

  it('are told at once where the note has one cell', () => {
    const csv = 'code,year,roa\n证券代码,年份,资产收益率\n没有单位,没有单位,%\n000001,2011,1.5\n数据来源：CSMAR\n';
    expect(told(csv)).toEqual([
      ['ragged-rows', expect.stringContaining('if row 5 is a note, `footer: 1` leaves it out')],
      units,
    ]);
  });

  it('are not told of where there are none', () => {
    expect(told('code,year\na,2011\nb,2012\nSource: me,\n')).toEqual([['note-row', expect.any(String)]]);
  });
});
