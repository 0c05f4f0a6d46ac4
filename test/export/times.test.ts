/** Days, months and quarters in data sets and conditions of Stata: what its formats hold is what results count by. */
import { describe, expect, it } from 'vitest';
import { calendar } from '../../src/base/calendar.ts';
import { TrackedData } from '../../src/export/data.ts';
import { isLevel, stataCondition } from '../../src/export/stata/expression.ts';
import { stata } from '../../src/export/stata/language.ts';
import { StataNames } from '../../src/export/stata/names.ts';
import type { Column } from '../../src/frame/column.ts';
import { Frame } from '../../src/frame/frame.ts';
import { dta } from '../../src/frame/readers/dta/dta.ts';
import { fault } from './stata-grammar.ts';

const texts = {
  date: ['1959-12-31', '1970-01-01', '2011-03-05'],
  month: ['1959m12', '1960m1', '2011m3'],
  quarter: ['1959q4', '1960q1', '2011q2'],
} as const;

const columns = Object.entries(texts).map(([type, cells]): [string, Column] => [
  type,
  { type, values: Float64Array.from(cells, calendar[type as keyof typeof texts].parse) } as Column,
]);
const data = new TrackedData('times', Frame.of(new Map(columns), 3, null));
data.reads(Object.keys(texts));
const scope = { data, names: new StataNames() };

describe('times in Stata', () => {
  it('have the format that counts as they do; the label of days says since when those count', () => {
    const source = dta.read(stata.open().data(data, () => 'Seen').content as Uint8Array, {});
    if (source.is !== 'typed') throw new Error('a data set without types');
    const found = Object.fromEntries(source.columns.map(({ name, label, column }) => [name, { label, column }]));
    expect(found.month).toMatchObject({ label: 'Seen', column: { type: 'month' } });
    expect(found.quarter).toMatchObject({ label: 'Seen', column: { type: 'quarter' } });
    // a variable of days would be read 3653 days off if it had Stata's format of days
    expect(found.date).toMatchObject({ label: 'Seen (days since 1970-01-01)', column: { type: 'number' } });
    for (const { name, column } of source.columns)
      expect('values' in column && [...column.values]).toEqual([...data.codedCells(name)]);
  });

  it.each([
    ['month >= "2011-03"', 'month >= tm(2011m3) & !missing(month)'],
    ['quarter == "2011q2"', 'quarter == tq(2011q2)'],
    ['quarter in ["1959q4", "1960q1"]', 'inlist(quarter, tq(1959q4), tq(1960q1))'],
    ['date == "2011-03-05"', 'date == 15038 /* 2011-03-05 */'],
  ])('are in conditions as Stata writes them: %s', (text, written) => {
    expect(stataCondition(text, scope)).toBe(written);
    expect(fault(`generate double x = (${written.replace(/ \/\*.*\*\//, '')})`)).toBeUndefined();
  });

  it.each([
    ['missing(month)', 'missing(month)'],
    ['not missing(month)', '!missing(month)'],
    ['not missing(month) and quarter != "2011q2"', '(!missing(month)) & quarter != tq(2011q2) & !missing(quarter)'],
  ])('may be asked for: %s', (text, written) => {
    expect(stataCondition(text, scope).replaceAll(/[()]/g, '')).toBe(written.replaceAll(/[()]/g, ''));
    expect(fault(`generate double x = (${stataCondition(text, scope)})`)).toBeUndefined();
  });

  it.each(['missing(month) or quarter == "2011q2"', 'not (missing(month) and quarter == "2011q2")'])(
    'where another value decides is no condition: %s',
    (text) => {
      expect(() => stataCondition(text, scope)).toThrow('values that may be missing');
    },
  );

  it('are the levels of a factor so', () => {
    expect(isLevel('quarter', '1960q1', scope)).toBe('quarter == tq(1960q1)');
    expect(isLevel('date', '1970-01-01', scope)).toBe('date == 0 /* 1970-01-01 */');
  });
});
