/** Rows that are periods stand in the order of time, whichever column has them first. */
import { describe, expect, it } from 'vitest';
import { withPeriodsInOrder } from '../../../src/table/period-order.ts';

const periods = (of: string, ...all: number[]): string[] => all.map((period) => `${of}::${period}`);

describe('withPeriodsInOrder', () => {
  it('puts the periods of several columns into the order of time, where the first of them stands', () => {
    const event = 'event(year - g)';
    const listed = ['x', ...periods(event, -2, 0, 1), 'z', '_cons', ...periods(event, -10, -1), ...periods(event, 11)];
    expect(withPeriodsInOrder(listed)).toEqual(['x', ...periods(event, -10, -2, -1, 0, 1, 11), 'z', '_cons']);
  });

  it('keeps event terms of different cohorts, and their products, apart', () => {
    const [a, b] = ['event(year - g)', 'event(year - `first year`)'];
    const products = [`${a}::0:x`, `x:${b}::0`];
    expect(withPeriodsInOrder([`${b}::0`, `${a}::0`, ...products, `${a}::-2`, `${a}::-2:x`, `${b}::-3`])).toEqual([
      ...periods(b, -3, 0),
      ...periods(a, -2, 0),
      `${a}::-2:x`,
      ...products,
    ]);
  });

  it('puts effects of `kind: did` as each of its results lists them', () => {
    const shown = [
      'simple',
      'dynamic',
      ...periods('event', -5, -1, 0, 1),
      'group::2004',
      'group::2006',
      'calendar::2005',
    ];
    const columns = [
      ['simple', ...periods('event', 0, 1), 'calendar::2005', 'group::2006'],
      ['simple', 'dynamic', ...periods('event', -5, 0), 'group::2004'],
      periods('event', -1),
    ];
    expect(withPeriodsInOrder([...new Set(columns.flat())])).toEqual(shown);
  });

  it('leaves all else as it is: levels of factors, and variables that are called as averages are', () => {
    const names = ['group', 'i(since)::0', 'simple', 'i(since)::-2', 'event(year)', '_cons'];
    expect(withPeriodsInOrder(names)).toEqual(names);
  });
});
