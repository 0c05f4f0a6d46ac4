import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../../src/base/expression/parser.ts';
import { readingForms, readingOf } from '../../../src/frame/cells/readings.ts';
import { type Declaration, declaredColumns } from '../../../src/frame/declared/declaration.ts';
import { errorsOf, fixture, frameOf, loadText, values } from './support.ts';

const read = (type: string, ...cells: readonly string[]): readonly string[] =>
  values(frameOf(`id,v\n${cells.map((cell) => `a,"${cell}"\n`).join('')}`, { types: { v: type } }), 'v');

describe('readings', () => {
  it.each([
    [
      'number(thousands)',
      ['28,418', '1,234,567.5', "1'000", '1 000', '12', '-1,000', '１，０００', '−5'],
      ['28418', '1234567.5', '1000', '1000', '12', '-1000', '1000', '-5'],
    ],
    ['number(suffix=年)', ['12年', '13 年', '14'], ['12', '13', '14']],
    ['number(prefix=¥, thousands)', ['¥1,200', '¥3'], ['1200', '3']],
    ['percent', ['12.5%', '-3 %', '１２％', '0.7%'], ['0.125', '-0.03', '0.12', '0.007']],
    ['boolean', ['TRUE', 'no', '是', '否', '1', 'F'], ['1', '0', '1', '0', '1', '0']],
    ['date(format=DD/MM/YYYY)', ['31/12/2011', '1/2/2012'], ['2011-12-31', '2012-02-01']],
    ['date(format=YYYY年MM月DD日)', ['2011年2月1日'], ['2011-02-01']],
  ])('%s', (type, cells, expected) => expect(read(type, ...cells)).toEqual(expected));

  it.each([
    ['number(thousands)', '28,41', '28,41'],
    ['number(thousands)', '1,2345', '1,2345'],
    ['percent', '0.12', '0.12'],
    ['boolean', 'maybe', 'maybe'],
    ['date(format=DD/MM/YYYY)', '31/13/2011', '31/13/2011'],
    ['number(suffix=年)', '12月', '12月'],
    ['number(thousands)', '10²', '10²'],
    ['number(suffix=年)', '10②', '10②'],
    ['percent', '8³%', '8³%'],
  ])('%s does not read %s, and says what it reads', (type, cell, shown) => {
    const [error] = errorsOf(() => frameOf(`id,v\na,${/,/.test(cell) ? `"${cell}"` : cell}\n`, { types: { v: type } }));
    expect(error).toMatchObject({ code: 'unread-cells', row: 2, column: 'v' });
    expect(error!.message).toContain(shown);
    expect(error!.message).toContain('1 cell of `v` is not');
    expect(error!.hint).toMatch(/^it reads /);
  });

  it.each([
    ['DD-MM-YYYY', '31-12-2011'],
    ['MM/DD/YYYY', '12/31/2011'],
    ['DD.MM.YYYY', '31.12.2011'],
    ['YYYY年MM月DD日', '2011年12月31日'],
    ['(YYYY) MM+DD', '(2011) 12+31'],
  ])('date(format=%s) reads %s', (format, cell) => {
    expect(values(frameOf(`id,v\na,${cell}\n`, { types: { v: `date(format=${format})` } }), 'v')).toEqual([
      '2011-12-31',
    ]);
  });

  it('of dates are named where a declared date is none, both where days and months may be either', () => {
    const hintOf = (...cells: string[]) =>
      errorsOf(() => frameOf(`id,v\n${cells.map((cell) => `a,${cell}\n`).join('')}`, { types: { v: 'date' } }))[0]!
        .hint;
    expect(hintOf('31/12/2011', '1/2/2012')).toMatch(/^`types: \{v: date\(format=DD\/MM\/YYYY\)\}` reads these; /);
    expect(hintOf('1/2/2012')).toMatch(/DD\/MM\/YYYY.* or .*MM\/DD\/YYYY/);
    expect(hintOf('soon')).toMatch(/^dates are read as/);
  });

  it('empty cells and missing codes stay missing', () => {
    const frame = frameOf('id,v\na,\nb,"1,000"\nc,-99\n', { types: { v: 'number(thousands)' }, missing: [-99] });
    expect(values(frame, 'v')).toEqual(['', '1000', '']);
  });

  it.each(['numbers', 'number(thousand)', 'number()', 'date(format=MM/YYYY)', 'number(prefix=)', 'percent(2)'])(
    '%s is no type',
    (type) => {
      expect(readingOf(type)).toBeUndefined();
      const header = [{ name: 'v', type: null }];
      const { complaints } = declaredColumns(header, { file: 'f.csv', types: { v: type } }, () => undefined);
      expect(complaints.map(({ code }) => code)).toEqual(['unknown-type']);
    },
  );

  it.each(readingForms)('%s is one', (form) => expect(readingOf(form)).toBeDefined());
});

describe('rows that are no data', () => {
  const yearbook =
    '表2-1 各地区生产总值,,\n地区,GDP,人口\n,亿元,万人\n北京,"28,014",2171\n上海,"30,633",2418\n数据来源：统计年鉴,,\n';
  const declared = { header: [2], skip: [3], types: { GDP: 'number(thousands)' } };

  it('title, units and source, by text or by count', () => {
    for (const footer of ['数据来源', 1]) {
      const frame = frameOf(yearbook, { ...declared, footer });
      expect(values(frame, '地区')).toEqual(['北京', '上海']);
      expect(values(frame, 'GDP')).toEqual(['28014', '30633']);
    }
  });

  it('a source line of one cell', () => {
    const text = 'id,x\na,1\nb,2\nSource: yearbook\n';
    expect(errorsOf(() => frameOf(text))[0]!.hint).toMatch(/^if row 4 is a note, `footer: 1` leaves it out/);
    expect(values(frameOf(text, { footer: 'Source' }), 'id')).toEqual(['a', 'b']);
  });

  it('a footer that is not there is an error, and so are rows of a file without such', () => {
    expect(errorsOf(() => frameOf(yearbook, { ...declared, footer: 'Source' }))[0]).toMatchObject({
      code: 'no-footer',
      path: ['footer'],
    });
    expect(errorsOf(() => loadText(fixture('haven-14.dta'), { file: 'haven-14.dta', skip: [2] }))[0]!.code).toBe(
      'not-for-format',
    );
  });

  it('three rows of names and units, as CSMAR exports them', () => {
    const csmar =
      'Stkcd,Accper,A001\n证券代码,会计期间,资产总计\n没有单位,没有单位,元\n000001,2011-12-31,100\n000002,2011-12-31,200\n';
    const frame = frameOf(csmar, { skip: [2, 3], types: { Accper: 'date' } });
    expect(values(frame, 'Stkcd')).toEqual(['000001', '000002']);
    expect(values(frame, 'A001')).toEqual(['100', '200']);
  });

  it('in a sheet of Excel', () => {
    const all = loadText(fixture('book.xlsx'), { file: 'book.xlsx', sheet: 'Panel' }).frame;
    const fewer = loadText(fixture('book.xlsx'), { file: 'book.xlsx', sheet: 'Panel', skip: [2], footer: 1 }).frame;
    expect(fewer.nrows).toBe(all.nrows - 2);
  });
});

describe('columns, map, where', () => {
  const where = (text: string): Pick<Declaration, 'where'> & {} => {
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new Error(parsed.problems[0].message);
    return { where: { text, expression: parsed.ast } };
  };

  it('a dirty column that is not read stops nobody', () => {
    const text = 'id,x,dirty\na,1,"1,2,3"\nb,2,3\n';
    expect(errorsOf(() => frameOf(text))).toHaveLength(1);
    expect(frameOf(text, { columns: ['id', 'x'] }).names).toEqual(['id', 'x']);
  });

  it('unknown columns are refused, those of the panel always read', () => {
    const header = ['id', 'year', 'x'].map((name) => ({ name, type: null }));
    const { complaints, columns } = declaredColumns(
      header,
      { file: 'f.csv', columns: ['x', 'z'], panel: { unit: 'id', time: 'year' } },
      () => undefined,
    );
    expect(complaints.map(({ message, path }) => [message, path])).toEqual([['unknown variable `z`', ['columns', 1]]]);
    expect(columns!.map(({ name }) => name)).toEqual(['id', 'year', 'x']);
  });

  it('map gives other texts, and numbers where every value has one', () => {
    const text = 'id,region\na,East\nb,West\nc,East\n';
    const { frame, told, warnings } = loadText(text, { map: { region: { East: '东部', North: '北部' } } });
    expect(values(frame, 'region')).toEqual(['东部', 'West', '东部']);
    expect(told).toEqual(['`region`: 2 values recoded']);
    expect(warnings.map(({ message }) => message)).toEqual(['no row has `region` equal to `North`']);
    expect(frameOf(text, { map: { region: { East: 1, West: 0 } } }).numbers('region')).toEqual(
      Float64Array.of(1, 0, 1),
    );
    expect(errorsOf(() => frameOf(text, { map: { region: { East: 1 } } }))[0]!.message).toBe(
      '1 value of `region` become no number: `West`',
    );
    const category = frameOf(text, {
      map: { region: { East: 'E' } },
      types: { region: 'category' },
      levels: { region: ['West', 'E'] },
    });
    expect(category.codes('region').levels).toEqual(['West', 'E']);
  });

  it('where keeps the rows that hold it, and tells how many it leaves out', () => {
    const text = 'id,x\na,1\nb,\nc,3\n';
    const { frame, told } = loadText(text, where('x > 1'));
    expect(values(frame, 'id')).toEqual(['c']);
    expect(told).toEqual(['2 rows left out by `where`']);
    expect(errorsOf(() => frameOf(text, where('x > 9')))[0]!.message).toBe('no row holds `x > 9`');
  });

  it('where true and columns of all change nothing', () => {
    const text = 'id,x\na,1\nb,2\n';
    for (const declaration of [where('x >= 1 or missing(x)'), { columns: ['x', 'id'] }, { map: { id: {} } }]) {
      const frame = frameOf(text, declaration);
      expect([values(frame, 'id'), values(frame, 'x')]).toEqual([
        values(frameOf(text), 'id'),
        values(frameOf(text), 'x'),
      ]);
    }
  });
});
