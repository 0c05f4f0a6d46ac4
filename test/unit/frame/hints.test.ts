/** Files as yearbooks and spreadsheets have them: what is said leads to what is to be written. */
import { describe, expect, it } from 'vitest';
import { type Declaration, declaredColumns } from '../../../src/frame/declared/declaration.ts';
import { readerFor } from '../../../src/frame/readers/registry.ts';
import { errorsOf, fixture, frameOf, utf8 } from './support.ts';

const headerErrors = (text: string, options = {}) => errorsOf(() => readerFor('d.csv').header(utf8(text), options));

describe('a title above the names', () => {
  const rows = '地区,年份,GDP,人口\n北京,2011,1,2\n上海,2011,3,4\n';
  it.each([
    ['as Excel saves it', `表1 各地区生产总值,,,\n${rows}`, 'header: 2'],
    ['in a line of its own', `表1 各地区生产总值\n${rows}`, 'header: 2'],
    ['with a blank line', `表1 各地区生产总值,,,\n,,,\n${rows}`, 'header: 3'],
    ['over names in two rows', '表1,,,,\n地区,2011,,2012,\n,GDP,人口,GDP,人口\n北京,1,2,3,4\n', 'header: [2, 3]'],
    ['over years as names', '表1,,,\n地区,2011,2012,2013\n北京,1,2,3\n', 'header: 2'],
  ])('is told %s, and which row looks like the names', (_, text, header) => {
    const [error] = headerErrors(text);
    expect(error).toMatchObject({ code: 'title-row', path: ['header'] });
    expect(error!.message).toContain('`表1');
    expect(error!.hint).toContain(`\`${header}\``);
    expect(readerFor('d.csv').header(utf8(text), { header: [1] })).toBeDefined();
  });

  it('or an empty row there', () => {
    expect(headerErrors(`,,,\n${rows}`)).toMatchObject([{ message: 'row 1 names 0 of 4 columns' }]);
  });

  it('is looked for without telling what is wrong further below', () => {
    expect(readerFor('d.csv').header(utf8('x,y,z\n1,2,3\n4,"5,6\n'), {})).toHaveLength(3);
  });

  it('in a workbook, too', () => {
    const open = () => readerFor('d.xlsx').header(fixture('book.xlsx'), { sheet: 'Two rows' });
    expect(errorsOf(open)).toMatchObject([{ code: 'title-row', hint: expect.stringContaining('`header: [2, 3]`') }]);
  });

  it.each([
    ['a row of names without that of the row numbers', 'x,y\n1,2,3\n2,3,4\n'],
    ['notes beside the data', 'id,x,y,,,\n1,2,3,,,see below\n'],
    ['one or two columns', 'x\n1\n2\n'],
    ['names alone', 'x,y,z\n'],
    ['half of the columns without a name', 'x,,y,\n1,2,3,4\n'],
  ])('is not seen in %s', (_, text) => {
    expect(() => readerFor('d.csv').header(utf8(text), {})).not.toThrow();
  });
});

describe('units', () => {
  it('in a row below the names are told apart from missing codes', () => {
    const hintOf = (text: string, declaration = {}) => errorsOf(() => frameOf(text, declaration))[0]!.hint!;
    expect(hintOf('id,GDP\n,亿元\na,1\nb,2\n')).toMatch(
      /^if row 2 holds units, `skip: \[2\]` passes over it, and `header: \[1, 2\]` takes it into the names \(`GDP_亿元`\), which `rename` shortens; /,
    );
    expect(hintOf('t,\nid,GDP\n,亿元\na,1\n', { header: [2] })).toContain('`header: [2, 3]`');
    expect(hintOf('id,GDP\n,n/a\na,1\n')).toMatch(/^if `n\/a` means missing/);
    expect(hintOf('id,GDP\na,1\nb,亿元\nc,2\n')).toMatch(/^if `亿元` means missing/);
    expect(hintOf('id,GDP\na,1\nb,亿元\n')).toMatch(
      /^if row 3 is a note, `footer: 1` leaves it out; if `亿元` means missing/,
    );
    expect(frameOf('id,GDP\n省,亿元\na,1\n', { header: [1, 2] }).names).toEqual(['id_省', 'GDP_亿元']);
  });

  const follow = (
    names: readonly string[],
    declaration: Partial<Declaration>,
    tables?: Parameters<typeof declaredColumns>[4],
  ) =>
    declaredColumns(
      names.map((name) => ({ name, type: null })),
      { file: 'f.csv', ...declaration },
      () => undefined,
      [],
      tables,
    ).complaints.map(({ hint }) => hint);

  it.each([
    ['GDP（亿元）', 'GDP（亿元）'],
    ['GDP (bn)', '"GDP (bn)"'],
    ['GDP_亿元', 'GDP_亿元'],
    ['GDP，亿元', '"GDP，亿元"'],
  ])('in a name: %s is offered under `rename`', (name, written) => {
    expect(follow(['id', name], { keep: ['GDP'] })).toEqual([
      `the file has \`${name}\`: \`rename: {${written}: GDP}\``,
    ]);
  });

  it('are no part of another variable’s name', () => {
    expect(follow(['id', 'GDP_growth'], { keep: ['GDP'] })).toEqual(['the file has `id`, `GDP_growth`']);
  });

  it('the sheet that has a name is found, and the sheets are listed where none has', () => {
    const tables = () => readerFor('b.xlsx').tables!(fixture('book.xlsx'), { sheet: 2, header: [2, 3] });
    expect(tables()[1]).toEqual({ name: 'Two rows', columns: ['town', 'income_urban', 'income_rural', 'year'] });
    const first = () => readerFor('b.xlsx').tables!(fixture('book.xlsx'), { sheet: 2 });
    expect(follow(['Table of incomes'], { keep: ['flag'] }, first)).toEqual(['`sheet: Panel` has it']);
    expect(follow(['Table of incomes'], { keep: ['nothing'] }, first)).toEqual([
      'the file has `Table of incomes`; the workbook has the sheets `Panel`, `Two rows`',
    ]);
  });
});

describe('numbers in a dress', () => {
  const hintOf = (...cells: readonly string[]) =>
    errorsOf(() => frameOf(`id,v\n${cells.map((cell) => `a,"${cell}"\n`).join('')}`))[0]!;
  it.each([
    ['28,418', '`types: {v: number(thousands)}` reads `28,418` as 28418'],
    ['12,345,678.5', '`types: {v: number(thousands)}` reads `12,345,678.5` as 12345678.5'],
    ['12.3%', '`types: {v: percent}` reads `12.3%` as 0.123'],
    ['5‰', '`types: {v: number(suffix=‰)}` reads `5‰` as 5'],
    ['１２', '`types: {v: number(thousands)}` reads `１２` as 12'],
    ['１２．５％', '`types: {v: percent}` reads `１２．５％` as 0.125'],
    ['￥1,200', '`types: {v: "number(thousands, prefix=￥)"}` reads `￥1,200` as 1200'],
    ['(1,200)', 'save plain numbers: `-1200` for `(1,200)`'],
  ])('%s alone and among plain numbers: which cells, and what to write', (cell, plain) => {
    for (const error of [hintOf(cell), hintOf('1', '2', cell)]) {
      expect(error.message).toContain(`: ${cell}\``);
      expect(error.hint).toContain(plain);
      expect(error.hint).not.toContain('missing');
    }
  });

  it.each([
    ['US$28', '`types: {v: number(prefix=US$)}` reads'],
    ['1.5万元', '`types: {v: number(suffix=万元)}` reads'],
  ])('%s is text alone, and named with its reading where numbers are expected', (cell, reads) => {
    expect(hintOf('1', '2', cell).hint).toContain(reads);
    const frame = frameOf(`id,v\na,"${cell}"\n`);
    expect(() => frame.numbers('v')).toThrow(expect.objectContaining({ hint: expect.stringContaining(reads) }));
  });

  it('without quotes are two cells, and that is said', () => {
    const [error] = errorsOf(() => frameOf('id,v\na,28,418\nb,1,234\n'));
    expect(error).toMatchObject({
      code: 'ragged-rows',
      row: 2,
      hint: '`28,418` is two cells: save numbers without thousands separators',
    });
    expect(errorsOf(() => frameOf('id,v\na,b,c\n'))[0]!.hint).toContain('quote a cell');
  });
});

describe('rows of other names and of units, as in CSMAR’s exports', () => {
  const rows =
    'Stkcd,Accper,F\n证券代码,会计期间,资产报酬率\n没有单位,没有单位,没有单位\n000001,2019-12-31,0.09\n000002,2019-12-31,\n000001,2020-12-31,0.08\n000002,2020-12-31,0.07\n';
  const hints = (text: string, declaration: Partial<Declaration> = {}) =>
    errorsOf(() => frameOf(text, declaration)).map(({ hint }) => hint);
  const skips = 'if rows 2 and 3 hold units or other names, `skip: [2, 3]` passes over them';

  it('lead to the key that passes over them', () => {
    expect(hints(rows)).toEqual([expect.stringContaining(skips)]);
    expect(hints(rows, { panel: { unit: 'Stkcd', time: 'Accper' } })).toEqual([skips]);
    expect(frameOf(rows, { skip: [2, 3] }).type('F')).toBe('number');
  });

  it('are not suspected where text stands further below, or is the time of the panel', () => {
    expect(hints(`${rows.replace('0.08', 'x')}000003,2019-12-31,1\n000003,2020-12-31,2\n`)[0]).not.toContain(skips);
    const named = { panel: { unit: 'Stkcd', time: 'Accper' } };
    expect(hints(rows.replace('2020-12-31,0.07', 'soon,0.07'), named)[0]).not.toContain(skips);
  });
});
