import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendar, daysOfTicks, timeTypeOf, timeTypes } from '../../../src/base/calendar.ts';

const { date, month, quarter } = calendar;

describe('times of the calendar', () => {
  it('are the same number from texts and from ticks', () => {
    const seconds = fc.integer({ min: -4e9, max: 8e9 });
    fc.assert(
      fc.property(seconds, (at) => {
        const text = new Date(1000 * at).toISOString().slice(0, 19).replace('T', ' ');
        expect(daysOfTicks(1000 * at, 86_400_000)).toBe(date.parse(text));
        expect(daysOfTicks(1_000_000 * at, 86_400_000_000)).toBe(date.parse(text));
      }),
    );
  });

  it.each([
    ['date', '2011-03-01', 15034],
    ['date', '2011/3/1', 15034],
    ['date', '2011.03.01', 15034],
    ['date', '20110301', 15034],
    ['date', '2011年3月1日', 15034],
    ['date', '2011-03-01 12:00', 15034.5],
    ['date', '2011-03-01T06:00:00Z', 15034.25],
    ['date', '1969-12-31', -1],
    ['month', '1960m1', 0],
    ['month', '2015m7', 666],
    ['month', '2015M07', 666],
    ['month', '2015-07', 666],
    ['month', '2015/7', 666],
    ['month', '201507', 666],
    ['month', '2015年7月', 666],
    ['month', '2015年7月份', 666],
    ['month', '2015-07-31', 666],
    ['month', '1959-12-31', -1],
    ['quarter', '1960q1', 0],
    ['quarter', '2015q3', 222],
    ['quarter', '2015Q3', 222],
    ['quarter', '2015-Q3', 222],
    ['quarter', '2015 Q3', 222],
    ['quarter', 'Q3 2015', 222],
    ['quarter', '2015年第三季度', 222],
    ['quarter', '2015年3季度', 222],
    ['quarter', '2015-09-30', 222],
    ['quarter', '20150701', 222],
    ['quarter', '1959q4', -1],
  ] as const)('as a %s, %s is %d', (type, text, value) => {
    expect(calendar[type].parse(text)).toBe(value);
    expect(calendar[type].parse(` ${text}\u3000`)).toBe(value);
  });

  it.each([
    [
      'date',
      ['2011-02-29', '2011-13-01', '1.5.2011', '03/01/2011', '2011-3/1', '2011', '2011-03', '2011-03-01 25:00', ''],
    ],
    ['month', ['2011m13', '2011m0', '2011-00', '201113', '2011', '2011q1', '2011-02-29', '15.2011', '']],
    ['quarter', ['2011q5', '2011q0', '2011-03', '201103', '2011', '1/2011', '2011年五季度', '']],
  ] as const)('no %s', (type, texts) => {
    for (const text of texts) expect(calendar[type].parse(text), text).toBeNaN();
  });

  it('are read back as they are printed, a step apart', () => {
    fc.assert(
      fc.property(fc.constantFrom(...timeTypes), fc.integer({ min: -7000, max: 20_000 }), (type, value) => {
        expect(calendar[type].parse(calendar[type].print(value))).toBe(value);
      }),
    );
    expect([218, 219, 220].map(quarter.print)).toEqual(['2014q3', '2014q4', '2015q1']);
    expect([659, 660, -1].map(month.print)).toEqual(['2014m12', '2015m1', '1959m12']);
    expect([0.5, -1].map(date.print)).toEqual(['1970-01-01T12:00:00', '1969-12-31']);
    expect(quarter.print(1.5)).toBe('1.5');
  });

  it('are recognised by what they look like', () => {
    expect(timeTypeOf(['2015q3', '2015-Q4'])).toBe('quarter');
    expect(timeTypeOf(['2015-07', '2015m8'])).toBe('month');
    expect(timeTypeOf(['2015-07-01'])).toBe('date');
    expect(timeTypeOf(['2015-07-01', '2015m8'])).toBe('month');
    expect(timeTypeOf(['2015q3', '2015m8'])).toBeUndefined();
    expect(timeTypeOf([])).toBeUndefined();
  });
});
