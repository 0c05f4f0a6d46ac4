/** What a query reads and makes, by its words. */
import { describe, expect, it } from 'vitest';
import { columnsNamed, namesMade } from '../../../../src/frame/sql/lineage.ts';

const made = (query: string): string[] | 'all' => {
  const names = namesMade(query);
  return names === 'all' ? names : [...names].sort();
};

describe('names that a query gives', () => {
  it.each([
    ['select id, year, income from p', []],
    ['select id, income as pop from p', ['pop']],
    ['select id, income pop from p', ['pop']],
    ['select income as date, date first, last from p', ['date', 'first']],
    ['select sum(x) filter (where y > 0) over (partition by year order by d) as s from p', ['s']],
    ['select id, (income) "pop" from p', ['pop']],
    ["select id, '1' pop, 2 n, case when x then y end z from p", ['n', 'pop', 'z']],
    ['select pop: income from p', ['pop']],
    ['select income::double pop from p', ['pop']],
    ['select * rename (income as pop) from p', ['pop']],
    ['select * replace (income as pop) from p', ['pop']],
    ['select p.id from panel as p join gdp g using (year) order by id desc nulls last', ['g', 'p']],
    ['with a as (select income as x from p) select x from a', ['x']],
  ])('%s', (query, names) => {
    expect(made(query)).toEqual(names);
  });

  it.each([
    'select pop from g union all select income from p',
    'select b from (select * from p) as t(a, b)',
    'select b from (select * from p) t(a, b)',
    'with t(a, b) as (select * from p) select b from t',
    'with x as (select 1 as z), t(a, b) as not materialized (select * from p) select b from t',
    'select * from (values (1)) v',
  ])('%s: any', (query) => {
    expect(made(query)).toBe('all');
  });
});

describe('columns that a query reads', () => {
  const columns = ['id', 'year', 'income', 'Pop', '时间'];
  it.each([
    ['select id, sum(income) as s, count(*) as n, max(2 * year) as m from p group by id', ['id', 'year', 'income']],
    ['select pop * 2 as x from p -- income', ['Pop']],
    ['select "时间" from p where year > 2000 and extract(year from d) > 1', ['year', '时间']],
  ])('%s', (query, read) => {
    expect(columnsNamed(query, columns)).toEqual(read);
  });

  it.each([
    'select * from p',
    'select distinct * from p',
    'select p.* from p',
    'select id, * exclude (year) from p',
    'from p',
    'select x from (from p)',
    'with a as (from p) select id from a',
    'select id from p union from q',
    "select columns('i.*') from p",
    'select id from p natural join g',
    'select max(*) from p',
  ])('%s: all', (query) => {
    expect(columnsNamed(query, columns)).toBe('all');
  });
});
