/** Values of old units brought to new ones by shares: against sums written out, what is counted, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../../src/frame/frame.ts';
import { type CrosswalkDeclaration, crosswalk } from '../../../../src/frame/shape/crosswalk.ts';
import { errorsOf, frameOf, values } from '../support.ts';

const table = (frame: Frame): string[] =>
  Array.from({ length: frame.nrows }, (_, row) => frame.names.map((name) => values(frame, name)[row]).join(','));

const counties = 'county,year,gdp,pop,price\na,2000,100,10,2\nb,2000,60,30,4\na,2010,200,10,3\nb,2010,80,20,5\n';
const parts = 'county,city,share\na,X,0.25\na,Y,0.75\nb,Y,1\nc,Y,1\n';
const of = (more: Partial<CrosswalkDeclaration> = {}, data = counties, shares = parts) =>
  crosswalk([frameOf(data), new Map()], [frameOf(shares), new Map()], {
    ...{ on: 'county', to: 'city', share: 'share', by: ['year'], sums: ['gdp', 'pop'], means: { price: 'pop' } },
    ...{ unmatched: 'error', incomplete: 'error', panel: null, ...more },
  });
const said = ({ warnings }: ReturnType<typeof of>) => warnings.map(({ message }) => message);

describe('crosswalk', () => {
  it('has sums by shares, and means weighted by shares of the weights', () => {
    const { frame, told, warnings } = of();
    const price = (2 * 7.5 + 4 * 30) / 37.5;
    expect(table(frame)).toEqual([
      'X,2000,25,2.5,2',
      'X,2010,50,2.5,3',
      `Y,2000,135,37.5,${price}`,
      `Y,2010,230,27.5,${(3 * 7.5 + 5 * 20) / 27.5}`,
    ]);
    expect(told).toEqual(['4 rows in 6 parts became 4 rows', '1 unit of the shares has no row']);
    expect(warnings).toEqual([]);
    expect(of({ panel: { unit: 'city', time: 'year' } }).frame.panel).toEqual({ unit: 'city', time: 'year' });
    expect(table(of({ by: [], means: {} }).frame)).toEqual(['X,75,5', 'Y,365,65']);
  });

  it('loses nothing of a sum, and gives one unit of all the plain sums and weighted means', () => {
    const rows = fc.array(fc.tuple(fc.nat(4), fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 })), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(rows, fc.array(fc.nat(4), { minLength: 5, maxLength: 5 }), (drawn, cuts) => {
        const data = `county,gdp,pop\n${drawn.map(([unit, x, w]) => `u${unit},${x},${w}`).join('\n')}\n`;
        const shares = cuts.flatMap((cut, unit) => [`u${unit},X,${cut / 4}`, `u${unit},Y,${1 - cut / 4}`]);
        const text = `county,city,share\n${shares.join('\n')}\n`;
        const { frame } = of({ by: [], sums: ['gdp', 'pop'], means: {} }, data, text);
        const total = (name: string) => values(frame, name).reduce((sum, value) => sum + Number(value), 0);
        expect(total('gdp')).toBeCloseTo(
          drawn.reduce((sum, [, x]) => sum + x, 0),
          9,
        );
        expect(total('pop')).toBeCloseTo(
          drawn.reduce((sum, [, , w]) => sum + w, 0),
          9,
        );
        const whole = `county,city,share\n${cuts.map((_, unit) => `u${unit},X,1`).join('\n')}\n`;
        const all = of({ by: [], sums: [], means: { gdp: 'pop' } }, data, whole).frame;
        const weight = drawn.reduce((sum, [, , w]) => sum + w, 0);
        expect(Number(values(all, 'gdp')[0])).toBeCloseTo(drawn.reduce((sum, [, x, w]) => sum + x * w, 0) / weight, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('refuses rows without shares, or leaves them out and counts them', () => {
    const data = `${counties}d,2000,1,1,1\nd,2010,1,1,1\n,2010,1,1,1\n`;
    expect(errorsOf(() => of({}, data))[0]).toMatchObject({
      code: 'unmatched-units',
      message: '3 rows of 2 units have no shares (`d`, `.`)',
      path: ['on'],
    });
    const left = of({ unmatched: 'drop' }, data);
    expect(said(left)).toEqual(['3 rows of 2 units without shares (`d`, `.`) left out']);
    expect(table(left.frame)).toEqual(table(of().frame));
  });

  it('refuses shares that do not add up, or keeps or rescales them', () => {
    const shares = parts.replace('a,Y,0.75', 'a,Y,0.25');
    expect(errorsOf(() => of({}, counties, shares))[0]).toMatchObject({
      code: 'shares-sum',
      message: 'shares of 1 unit do not add up to 1 (`a: 0.5`)',
      path: ['share'],
    });
    const kept = of({ incomplete: 'keep', means: {} }, counties, shares);
    expect(said(kept)).toEqual(['shares of 1 unit do not add up to 1 (`a: 0.5`): they are kept as they are']);
    expect(table(kept.frame)[0]).toBe('X,2000,25,2.5');
    expect(table(of({ incomplete: 'rescale', means: {} }, counties, shares).frame)[0]).toBe('X,2000,50,5');
    const rounded = parts.replace('a,X,0.25\na,Y,0.75', 'a,X,0.333\na,Y,0.333\na,Z,0.333');
    expect(of({}, counties, rounded).warnings).toEqual([]);
  });

  it('is missing where a part of a sum is, and a mean of the other parts, and says so', () => {
    const found = of({}, counties.replace('b,2000,60,30,4', 'b,2000,,30,'));
    expect(table(found.frame)[2]).toBe('Y,2000,,37.5,2');
    expect(said(found)).toEqual([
      '`gdp` is missing in 1 row, of which a part has no value',
      '`price` of 1 row is the mean of some parts alone, since others have no value',
    ]);
  });

  it('refuses what no shares are', () => {
    const error = (shares: string) => errorsOf(() => of({}, counties, shares))[0];
    expect(error(`${parts}a,X,0.1\n`)).toMatchObject({ code: 'repeated-id', path: ['shares'] });
    expect(error(parts.replace('c,Y,1', 'c,,1'))).toMatchObject({ code: 'missing-id', path: ['shares'] });
    expect(error(parts.replace('0.25', '-0.25'))).toMatchObject({ code: 'bad-shares' });
    expect(errorsOf(() => of({ means: { gdp: 'price' } }, counties.replace(',2\n', ',-2\n')))[0]!.code).toBe(
      'bad-weights',
    );
  });
});
