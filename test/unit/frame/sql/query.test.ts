/** What a query may not do, and what it makes of values. */
import { describe, expect, it } from 'vitest';
import type { Column } from '../../../../src/frame/column.ts';
import type { DataError } from '../../../../src/frame/complaint.ts';
import { Frame } from '../../../../src/frame/frame.ts';
import { type QueryDeclaration, runQuery } from '../../../../src/frame/sql/query.ts';

const numbers = (...values: number[]): Column => ({ type: 'number', values: Float64Array.from(values) });
const texts = (codes: number[], ...dictionary: string[]): Column => ({
  type: 'string',
  codes: Int32Array.from(codes),
  dictionary,
});
const frame = (columns: Record<string, Column>, nrows: number) => Frame.of(new Map(Object.entries(columns)), nrows);
const p = frame(
  {
    id: texts([1, 0, 1, 0], 'a', 'b'),
    year: numbers(2011, 2010, 2010, 2011),
    income: numbers(Number.NaN, 1.5, 3, 2.5),
    m: { type: 'month', values: Float64Array.of(614, 600, 601, Number.NaN) },
    q: { type: 'quarter', values: Float64Array.of(204, 200, 201, 202) },
    d: { type: 'date', values: Float64Array.of(0.5, -1.25, 14_000, Number.NaN) },
  },
  4,
);
const g = frame({ year: numbers(2010, 2011), gdp: numbers(100, 110) }, 2);

const asked = (query: string, more: Partial<QueryDeclaration> = {}, tables = { p, g }) =>
  runQuery(
    new Map(Object.entries(tables).map(([name, each]) => [name, { frame: each, labels: new Map() }])),
    { query, order: ['id', 'year'], panel: null, ...more },
    new AbortController().signal,
  );

const refused = (query: string, more: Partial<QueryDeclaration> = {}) =>
  asked(query, more).then(
    () => [],
    (error: DataError) => error.complaints,
  );

describe('refuses', () => {
  it.each([
    ['a mistake', 'select id\nfrom p\nwehre x = 1', 'the query does not hold: syntax error at or near "x"'],
    ['a column that is not there', 'select id, yeer from p', 'no such column `yeer`'],
    ['a table that is not declared', 'select * from q', 'the query reads `q`, which is not declared'],
    ['a file by its path', "select * from 'gdp.csv'", 'the query reads `gdp.csv`, which is not declared'],
    ['a reader', "select * from read_csv('/etc/passwd')", '`read_csv` reads what is not declared'],
    ['a folder', "select * from glob('/etc/*')", '`glob` reads what is not declared'],
    ['the settings', 'select * from duckdb_settings()', '`duckdb_settings` reads what is not declared'],
    ['a setting', "select current_setting('temp_directory') as id", '`current_setting` has another value'],
    ['draws', 'select id, year, random() as r from p', '`random` has another value in every run'],
    ['the clock', 'select id, current_date as year from p', '`current_date` has another value in every run'],
    ['the clock by another name', 'select id, year, age(m) as a from p', '`age` has another value in every run'],
    ['a sample', 'select * from p using sample 10%', 'a sample has other rows in every run'],
    ['a whole row', 'select id, year, hash(p) as h from p', '`p` as a value is a whole row'],
    ['writing', "copy p to '/tmp/papermake.csv'", 'expected a query that begins with'],
    ['an extension', 'install httpfs', 'expected a query that begins with'],
    ['several', 'select 1 as id; select 2 as id', 'expected one query, got 2 statements'],
    ['nothing', '-- nothing', 'expected a query that begins with'],
    ['parameters', 'select id, $1 as year from p', 'the query has 1 parameter'],
    [
      'columns without names',
      'select id, year, sum(gdp) from p join g using (year) group by all',
      'without a name of its own',
    ],
    ['lists', 'select id, year, [1] as l from p', '`l` is INTEGER[], for which a column has no place'],
    ['two columns of a name', 'select id, year, p.m as year from p', 'two columns would be called `year`'],
    ['a key that is not there', 'select id from p', 'unknown variable `year`'],
    [
      'a text without end',
      "select id, repeat('ab', 30000000000) as year from p",
      'repeat would make more than 1048576',
    ],
    ['one by a column', 'select id, rpad(id, year::int * 1000000, id) as year from p', 'rpad would make more than'],
    [
      'a list of all seconds',
      "select id, len(range(timestamp '1000-01-01', timestamp '3000-01-01', interval 1 second)) as year from p",
      'range would make more than',
    ],
    [
      'a list of days, backwards',
      "select id, len(generate_series(date '9999-01-01', date '0001-01-01', interval '-1 day')) as year from p",
      'generate_series would make more than',
    ],
    [
      'a bit string',
      "select id, bit_count(bitstring('1', 2000000000)) as year from p",
      'bitstring would make more than',
    ],
    ['a list without end', 'select id, len(range(0, 1000000000000)) as year from p', 'range would make more than'],
    ['a list made longer', 'select id, len(list_resize([1], 4000000000)) as year from p', 'list_resize would make'],
    ['rows in any order', 'select id, 1 as year, year as y from p', 'leaves open in which order 4 rows come'],
  ])('%s', async (_, query, message) => {
    const [complaint] = await refused(query);
    expect(complaint?.message).toContain(message);
  });

  it('at the word, whatever stands before it', async () => {
    const query = "select id, '中文😀' as x,\n  yeer, z from p";
    const [complaint] = await refused(query);
    expect(query.slice(...complaint!.within!)).toBe('yeer');
    const cast = "select id, '中' as x, id::int as year from p";
    const [conversion] = await refused(cast);
    expect(conversion!.message).toMatch(/^the query does not run, a value cannot be converted: .*'[ab]'/);
    expect(cast.slice(...conversion!.within!)).toBe(':');
  });

  it('columns that differ in capitals alone', async () => {
    const alike = frame({ id: numbers(1), ID: numbers(2), year: numbers(3) }, 1);
    await expect(asked('select * from p', {}, { p: alike, g })).rejects.toThrow('`id` and `ID` of `p` are one name');
  });

  it('a panel with two rows of a unit and a time', async () => {
    const doubled = asked('select id, year from p union all select id, year from p', {
      order: [],
      panel: { unit: 'id', time: 'year' },
    });
    await expect(doubled).rejects.toThrow('4 duplicate panel keys');
  });
});

const valuesOf = async (query: string, name: string, more: Partial<QueryDeclaration> = {}) => {
  const { frame: made } = await asked(query, more);
  const column = made.column(name);
  return 'values' in column ? [...column.values] : [...column.codes].map((code) => column.dictionary[code] ?? null);
};

describe('makes', () => {
  it('rows in the order of the keys, missing ones last', async () => {
    const query = 'select case when income > 2 then income end as x, id, year from p order by random_order';
    expect(await refused(query)).toHaveLength(1);
    const ordered = query.replace(' order by random_order', '');
    expect(await valuesOf(ordered, 'x', { order: ['x', 'year', 'id'] })).toEqual([2.5, 3, Number.NaN, Number.NaN]);
    expect(await valuesOf(ordered, 'id', { order: ['x', 'year', 'id'] })).toEqual(['a', 'b', 'a', 'b']);
  });

  it('names that follow `as` as they are written, and others in the capitals of the inputs', async () => {
    const { frame: made } = await asked(
      'select ID, yEAR, avg(income) AS Income, max(income) as "INCOME2" from p group by all',
    );
    expect(made.names).toEqual(['id', 'year', 'Income', 'INCOME2']);
  });

  it('days of months and quarters, and times of day', async () => {
    const day = (text: string): number => Date.parse(text) / 86_400_000;
    expect(await valuesOf('select id, year, m, q, d from p', 'm')).toEqual([
      day('2010-01-01'),
      Number.NaN,
      day('2010-02-01'),
      day('2011-03-01'),
    ]);
    expect(await valuesOf('select id, year, q from p', 'q')).toEqual(
      ['2010-01-01', '2010-07-01', '2010-04-01', '2011-01-01'].map(day),
    );
    expect(await valuesOf('select id, year, d from p', 'd')).toEqual([-1.25, Number.NaN, 14_000, 0.5]);
    expect(await valuesOf('select id, year, m from p', 'm', { types: { m: 'month' } })).toEqual([
      600,
      Number.NaN,
      601,
      614,
    ]);
  });

  it('numbers of every kind, and texts of integers that no number holds', async () => {
    const query = `select id, year, income > 2 as b, count(*) over () as n, 12.34::decimal(10, 2) as f,
      9007199254740993 + year::bigint as big, 'x' || year::int as t, null as none, ''::varchar as empty from p`;
    expect(await valuesOf(query, 'b')).toEqual([0, 1, 1, Number.NaN]);
    expect(await valuesOf(query, 'n')).toEqual([4, 4, 4, 4]);
    expect(await valuesOf(query, 'f')).toEqual([12.34, 12.34, 12.34, 12.34]);
    expect((await valuesOf(query, 'big'))[0]).toBe('9007199254743003');
    const mixed = 'select id, year, case when year = 2010 then 9007199254740993 else 7 end as big from p';
    expect(await refused(mixed)).toMatchObject([
      {
        code: 'lost-digits',
        message: expect.stringContaining('`big` has 2 numbers and 2 integers beyond 2^53'),
        hint: expect.stringContaining('`types: {big: number}` reads'),
      },
    ]);
    expect(await valuesOf(mixed, 'big', { types: { big: 'string' } })).toContain('9007199254740993');
    expect((await valuesOf(query, 't'))[0]).toBe('x2010');
    expect(await valuesOf(query, 'none')).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(await valuesOf(query, 'empty')).toEqual([null, null, null, null]);
  });

  it('missing values of infinite ones, with a word', async () => {
    const { frame: made, warnings } = await asked('select id, year, 1.0 / (year - 2010) as x from p');
    expect(made.numbers('x')[0]).toBeNaN();
    expect(warnings.map(({ message }) => message)).toEqual(['2 values of `x` are infinite and missing now']);
  });

  it('the same sums in every run', async () => {
    const n = 100_000;
    let seed = 1;
    const draw = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const large = frame(
      { g: numbers(...Array.from({ length: n }, (_, i) => i % 7)), x: numbers(...Array.from({ length: n }, draw)) },
      n,
    );
    const sums = async () => {
      const { frame: made } = await asked('select g, sum(x) as s, avg(x) as a from t group by g', { order: ['g'] }, {
        t: large,
      } as never);
      return [...made.numbers('s'), ...made.numbers('a')];
    };
    const first = await sums();
    expect(await sums()).toEqual(first);
    expect(await sums()).toEqual(first);
  });
});
