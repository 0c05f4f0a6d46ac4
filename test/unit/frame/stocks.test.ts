/** Capital stocks by the perpetual inventory method, by hand. */
import { describe, expect, it } from 'vitest';
import { derivation, errorsOf, frameOf, values } from './support.ts';

const panel = { unit: 'id', time: 'year' };
// a grows by 10 percent; b begins in its second year, has a gap after 2013 and lacks a value; c has one year; d begins at nothing
const rows = [
  ...['a,2010,100,500', 'a,2011,110,', 'a,2012,121,'],
  ...['b,2010,,', 'b,2011,40,7', 'b,2012,60,8', 'b,2013,90,9', 'b,2015,50,', 'b,2016,50,'],
  ...['c,2010,5,0', 'd,2010,0,', 'd,2011,4,'],
];
const made = (expression: string, given: readonly string[] = rows): Record<string, string> => {
  const text = ['id,year,i,k0', ...given].join('\n');
  const frame = frameOf(text, { panel, derive: [derivation('made', expression)] });
  const [id, year] = [values(frame, 'id'), values(frame, 'year')];
  return Object.fromEntries(
    values(frame, 'made').map((value, row) => [
      `${id[row]}${year[row]}`,
      value === '' ? '' : String(Math.round(1e6 * Number(value)) / 1e6),
    ]),
  );
};
const round = (value: number): string => String(Math.round(1e6 * value) / 1e6);

/** A stock from its first value. */
function stock(first: number, rate: number, further: readonly number[]): string[] {
  const found = [first];
  for (const each of further) found.push((1 - rate) * found.at(-1)! + each);
  return found.map(round);
}

describe('perpetual_inventory', () => {
  it('begins at investment over depreciation and the unit’s own growth', () => {
    const found = made('perpetual_inventory(i, 0.1)');
    expect([found.a2010, found.a2011, found.a2012]).toEqual(stock(100 / 0.2, 0.1, [110, 121]));
    // from 40 in 2011 to 50 in 2016
    const [b2011, b2012, b2013] = stock(40 / (0.1 + 1.25 ** 0.2 - 1), 0.1, [60, 90]);
    expect(found).toMatchObject({ b2010: '', b2011, b2012, b2013, b2015: '', b2016: '' });
    expect(found).toMatchObject({ c2010: '', d2010: '', d2011: '' });
  });

  it('begins with a rate of growth that is given', () => {
    const found = made('perpetual_inventory(i, 0.096, 0.004)');
    expect([found.a2010, found.a2011, found.a2012]).toEqual(stock(1000, 0.096, [110, 121]));
    expect([found.b2011, found.c2010, found.d2010]).toEqual(['400', '50', '']);
  });

  it('begins at a column where that is first known, and nowhere at nothing', () => {
    const found = made('perpetual_inventory(i, 0.1, initial=k0)');
    expect([found.a2010, found.a2011, found.a2012]).toEqual(stock(500, 0.1, [110, 121]));
    expect([found.b2011, found.b2012, found.b2013]).toEqual(stock(7, 0.1, [60, 90]));
    expect(found).toMatchObject({ b2010: '', b2015: '', c2010: '', d2010: '', d2011: '' });
  });

  it('does not depend on the order of rows', () => {
    for (const expression of ['perpetual_inventory(i, 0.1)', 'perpetual_inventory(i, 0.1, initial=k0)'])
      expect(made(expression, [...rows].reverse())).toEqual(made(expression));
  });

  it('refuses rates that are none, and two beginnings', () => {
    const told = (expression: string) => errorsOf(() => made(expression))[0]!.message;
    expect(told('perpetual_inventory(i, 1.5)')).toContain('the rate of depreciation, a share between 0 and 1');
    expect(told('perpetual_inventory(i, 0.1, -0.2)')).toContain('the rate of depreciation, a share between 0 and 1');
    expect(told('perpetual_inventory(i, 0.1, 0.05, initial=k0)')).toBe(
      '`initial=` and a rate of growth exclude each other',
    );
    expect(
      errorsOf(() => frameOf('i\n1\n', { derive: [derivation('made', 'perpetual_inventory(i, 0.1)')] })),
    ).toHaveLength(1);
  });
});
