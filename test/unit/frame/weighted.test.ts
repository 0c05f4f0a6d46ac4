/** Weighted statistics of groups, deflated values and indices of z-scores, by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collapse, parseStatistics } from '../../../src/frame/shape/collapse.ts';
import { derivation, errorsOf, frameOf, values } from './support.ts';

const csv = 'id,g,x,w\na,u,1,1\nb,u,4,3\nc,u,,5\nd,v,2,\ne,v,6,2\nf,z,3,0\n';

function made(expression: string, text = csv, panel?: { unit: string; time: string }): readonly string[] {
  return values(frameOf(text, { derive: [derivation('made', expression)], ...(panel ? { panel } : {}) }), 'made');
}

describe('weighted statistics', () => {
  it.each([
    ['mean(x, by=g, weights=w)', ['3.25', '3.25', '3.25', '6', '6', '']],
    ['sum(x, by=g, weights=w)', ['13', '13', '13', '12', '12', '0']],
    ['mean(x, by=g, leave_out=true, weights=w)', ['4', '1', '3.25', '6', '', '']],
  ])('%s', (expression, expected) => expect(made(expression)).toEqual(expected));

  it('of weights that are alike are the plain ones', () => {
    const numbers = fc.array(fc.option(fc.integer({ min: -50, max: 50 })), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(numbers, (x) => {
        const text = `g,x,w\n${x.map((value, i) => `${i % 3},${value ?? ''},2`).join('\n')}\n`;
        const [weighted, plain] = [made('mean(x, by=g, weights=w)', text), made('mean(x, by=g)', text)];
        for (const [i, each] of weighted.entries()) expect(Number(each)).toBeCloseTo(Number(plain[i]), 12);
      }),
      { numRuns: 50 },
    );
  });

  it('are there in collapse', () => {
    const { statistics } = parseStatistics({ m: 'mean(x, weights=w)' }, ['g']);
    const { frame } = collapse(frameOf(csv), new Map(), { by: ['g'], statistics, panel: null });
    expect(values(frame, 'm')).toEqual(['3.25', '6', '']);
  });

  it('refuse weights below 0', () => {
    expect(errorsOf(() => made('mean(x, by=g, weights=w)', 'g,x,w\n1,2,-1\n'))[0]).toMatchObject({
      code: 'bad-weights',
      message: 'weights are numbers from 0 on, and `w` is below 0 in 1 row',
    });
  });
});

describe('deflate', () => {
  const panel = { unit: 'id', time: 'year' };
  it('has the prices of the base period', () => {
    const text = 'id,year,x,p\na,2010,100,80\na,2011,110,100\na,2012,120,120\nb,2010,5,50\nb,2011,6,\n';
    expect(made('deflate(x, p, 2011)', text, panel)).toEqual(['125', '110', '100', '', '']);
  });

  it('chains indices of the year before', () => {
    const text = 'id,year,x,p\na,2010,100,103\na,2011,110,110\na,2012,121,110\na,2014,9,100\n';
    expect(
      made('deflate(x, p, 2010, index=chain)', text, panel).map((each) => each && Number(each).toFixed(6)),
    ).toEqual(['100.000000', '100.000000', '100.000000', '']);
    expect(
      made('deflate(x, p, 2012, index=chain)', text, panel).map((each) => each && Number(each).toFixed(6)),
    ).toEqual(['121.000000', '121.000000', '121.000000', '']);
  });

  it('refuses a base that no row has', () => {
    const text = 'id,year,x,p\na,2010,100,80\n';
    expect(errorsOf(() => made('deflate(x, p, 1999)', text, panel))[0]!.message).toBe('no row is of the period 1999');
  });
});

describe('zindex', () => {
  const text = 'c,x,y\n1,1,10\n1,3,30\n0,5,\n0,,\n';
  it('is the mean of z-scores by the reference', () => {
    // by hand: the reference has x 2 ± √2, y 20 ± √200
    const [a, b, c, d] = made('zindex(x, -y, reference=c)', text);
    expect([Number(a), Number(b)]).toEqual([0, 0]);
    expect(Number(c)).toBeCloseTo(3 / Math.SQRT2, 12);
    expect(d).toBe('');
    const all = made('zindex(x, x)', text).map(Number);
    expect(all[0]).toBeCloseTo(-1, 12);
    expect(all[2]).toBeCloseTo(1, 12);
  });
});
