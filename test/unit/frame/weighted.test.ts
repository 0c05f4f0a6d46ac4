/** Weighted statistics of groups, deflated values and indices of z-scores, by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collapse, parseStatistics } from '../../../src/frame/shape/collapse.ts';
import { derivation, errorsOf, frameOf, loadText, values } from './support.ts';

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

  it.each([
    // by hand: of u the values 1 and 4 count 1 and 3, whose sd is √(2 · (1·2.25² + 3·0.75²) / 4)
    ['sd(x, by=g, weights=w)', [Math.sqrt(2 * ((2.25 * 2.25 + 3 * 0.75 * 0.75) / 4)), Number.NaN, Number.NaN]],
    ['sd(x, by=g, frequencies=w)', [1.5, 0, Number.NaN]],
    ['median(x, by=g, weights=w)', [4, 6, Number.NaN]],
    // the first quarter of the weights ends exactly at 1
    ['quantile(x, 0.25, by=g, weights=w)', [2.5, 6, Number.NaN]],
    ['quantile(x, 0.2, by=g, frequencies=w)', [1, 6, Number.NaN]],
    ['count(x, by=g, frequencies=w)', [4, 2, 0]],
    ['mean(x, by=g, frequencies=w)', [3.25, 6, Number.NaN]],
  ] as const)('%s', (expression, expected) => {
    const own = made(expression);
    for (const [i, row] of [0, 3, 5].entries()) {
      if (Number.isNaN(expected[i]!)) expect(own[row]).toBe('');
      else expect(Number(own[row])).toBeCloseTo(expected[i]!, 12);
    }
  });

  it('of frequencies are those of the rows written out', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 0, max: 4 })), { minLength: 1 });
    const names = ['mean(x', 'sd(x', 'median(x', 'quantile(x, 0.3', 'sum(x', 'count(x'];
    fc.assert(
      fc.property(rows, fc.constantFrom(...names), (drawn, name) => {
        const once = `x,w\n0,0\n${drawn.map(([x, w]) => `${x},${w}`).join('\n')}\n`;
        const often = `x\n${drawn.flatMap(([x, w]) => Array.from({ length: w }, () => x)).join('\n')}\n`;
        if (often === 'x\n\n') return;
        const [first] = made(`${name}, by=[], frequencies=w)`, once);
        const [second] = made(`${name}, by=[])`, often);
        if (second === '') expect(first).toBe('');
        else expect(Number(first)).toBeCloseTo(Number(second), 10);
      }),
      { numRuns: 100 },
    );
  });

  it('refuse frequencies that are parts, and both kinds at once', () => {
    const text = 'g,x,w\n1,2,1.5\n';
    expect(errorsOf(() => made('sd(x, by=g, frequencies=w)', text))[0]).toMatchObject({
      code: 'bad-weights',
      message: 'frequencies are whole numbers, and `w` is none in 1 row',
    });
    expect(errorsOf(() => made('sd(x, by=g, frequencies=w, weights=w)', text))[0]!.message).toBe(
      '`weights=` and `frequencies=` exclude each other',
    );
  });

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

  const parts = 'c,x,y,z\n1,1,2,1\n1,2,1,5\n1,4,3,2\n0,3,5,\n0,6,4,7\n0,5,7,3\n0,,,\n';
  it('weighs by the inverse of the covariance', () => {
    // Anderson (2008): Σ of the z-scores over the rows that have all, its inverse by cofactors
    const cells = parts
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map((v) => (v === '' ? Number.NaN : Number(v))));
    const known = (j: number, rows = cells) => rows.map((row) => row[j]!).filter((v) => !Number.isNaN(v));
    const mean = (v: number[]) => v.reduce((a, b) => a + b, 0) / v.length;
    const cov = (a: number[], b: number[]) =>
      a.reduce((sum, v, i) => sum + (v - mean(a)) * (b[i]! - mean(b)), 0) / (a.length - 1);
    const control = cells.filter((row) => row[0] === 1);
    const scores = [1, 2, 3].map((j) => {
      const own = known(j, control);
      return cells.map((row) => (row[j]! - mean(own)) / Math.sqrt(cov(own, own)));
    });
    const whole = cells.flatMap((row, i) => (row.some(Number.isNaN) ? [] : [i]));
    const s = scores.map((a) =>
      scores.map((b) =>
        cov(
          whole.map((i) => a[i]!),
          whole.map((i) => b[i]!),
        ),
      ),
    );
    const minor = (i: number, j: number) => {
      const [p, q] = [0, 1, 2].filter((r) => r !== i) as [number, number];
      const [u, v] = [0, 1, 2].filter((r) => r !== j) as [number, number];
      return (s[p]![u]! * s[q]![v]! - s[p]![v]! * s[q]![u]!) * ((i + j) % 2 === 0 ? 1 : -1);
    };
    const weights = [0, 1, 2].map((i) => minor(i, 0) + minor(i, 1) + minor(i, 2));
    const expected = cells.map((_, row) => {
      const held = [0, 1, 2].filter((j) => !Number.isNaN(scores[j]![row]!));
      return (
        held.reduce((sum, j) => sum + weights[j]! * scores[j]![row]!, 0) / held.reduce((sum, j) => sum + weights[j]!, 0)
      );
    });
    const own = made('zindex(x, y, z, reference=c, weighting=inverse_covariance)', parts);
    for (const [row, value] of expected.entries()) {
      if (Number.isNaN(value)) expect(own[row]).toBe('');
      else expect(Number(own[row])).toBeCloseTo(value, 10);
    }
  });

  it('tells of rows with some components, and leaves them out by rule', () => {
    const told = (expression: string) =>
      loadText(parts, { derive: [derivation('made', expression)] }).warnings.map(({ message }) => message);
    expect(told('zindex(x, y, z)')).toEqual(['the index of 1 row is of some of its 3 components alone']);
    expect(told('zindex(x, y, z, missing=drop)')).toEqual([
      'no index is made of 1 row with some of the 3 components alone',
    ]);
    expect(made('zindex(x, y, z, missing=drop)', parts).map((value) => value === '')).toEqual([
      ...[false, false, false, true, false, false, true],
    ]);
  });

  it('refuses collinear components, and too few rows', () => {
    expect(errorsOf(() => made('zindex(x, 2*x, weighting=inverse_covariance)', parts))[0]).toMatchObject({
      code: 'collinear',
    });
    expect(errorsOf(() => made('zindex(x, y, weighting=inverse_covariance)', 'x,y\n1,2\n2,1\n'))[0]).toMatchObject({
      code: 'too-few-rows',
    });
  });
});
