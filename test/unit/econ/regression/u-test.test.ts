import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecContext, SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { type Quadratic, uTest } from '../../../../src/econ/regression/u-test.ts';
import { dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const n = 60;
const x = Array.from({ length: n }, (_, i) => ((i * 37) % n) / 6);
const noise = Array.from({ length: n }, (_, i) => (((i * 29) % 17) - 8) / 8);
const columns = {
  y: x.map((v, i) => 1 + 4 * v - 0.5 * v * v + noise[i]!),
  x,
  xx: x.map((v) => v * v),
  z: noise.map((_, i) => (i * 7) % 5),
  keep: x.map((_, i) => (i % 2 === 0 ? 1 : 0)),
};
const data = dataOf(columns);

const plain: SpecContext = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
const panelContext: SpecContext = { ...plain, panel: { unit: 'unit', time: 't' } };

function compile(keys: SpecKeys, context = plain) {
  return compileColumn(keys, null, context);
}

function fitted(keys: SpecKeys, from = data, context = plain): Fit {
  const { specs, problems } = compile(keys, context);
  expect(problems).toEqual([]);
  return estimate(specs[0]!, from);
}

const testOf = (found: Fit) => found.tests.find((test) => test.name === 'u-test')!;

describe('the turning point', () => {
  it('stands in the statistics of any quadratic, asked for or not', () => {
    const found = fitted({ fit: 'y ~ x + x^2 + z' });
    const [b1, b2] = [found.terms[0]!.estimate, found.terms[1]!.estimate];
    expect(found.stats.turningPoint).toBe(-b1 / (2 * b2));
    expect(found.tests).toEqual([]);
    expect(fitted({ fit: 'y ~ x + z' }).stats.turningPoint).toBeUndefined();
  });

  it('is not defined where another term moves the slope too', () => {
    expect(fitted({ fit: 'y ~ x + x^2 + x^3' }).stats.turningPoint).toEqual({ invalid: '`x^3` moves the slope too' });
    expect(fitted({ fit: 'y ~ x + x^2 + x:z' }).stats.turningPoint).toEqual({ invalid: '`x:z` moves the slope too' });
    expect(testOf(fitted({ fit: 'y ~ x + x^2 + x:z', u_test: 'x' })).pValue).toEqual({
      invalid: '`x:z` moves the slope too',
    });
  });

  const time = { unit: x.map((_, i) => i % 3), t: x.map((_, i) => Math.floor(i / 3)) };
  const panel = dataOf({ ...columns, ...time }, { unit: 'unit', time: 't' });
  const inPanel = (fit: string) => fitted({ fit, u_test: false }, panel, panelContext).stats.turningPoint;

  it.each(['log(x + 1)', 'sqrt(x)', 'x^2:z', 'i(keep):x', 'exp(x - z)', 'x:L.z', 'log(L.F.x + 1)'])(
    'is not defined beside %s, nor is the test',
    (other) => {
      const found = fitted({ fit: `y ~ x + x^2 + ${other}`, u_test: 'x' }, panel, panelContext);
      const why = { invalid: expect.stringContaining('moves the slope too') };
      expect(found.stats.turningPoint).toEqual(why);
      expect(testOf(found)).toMatchObject({ statistic: why, pValue: why });
      expect(testOf(found)).not.toHaveProperty('slopes');
    },
  );

  it.each(['L.x', 'L.x^2', 'D.x', 'z', 'log(z + 1)', 'i(keep):z'])('is defined beside %s', (other) => {
    expect(typeof inPanel(`y ~ x + x^2 + ${other}`)).toBe('number');
  });

  it('is defined beside a term that was dropped', () => {
    const dropped = fitted({ fit: 'y ~ x + x^2 + one:x' }, dataOf({ ...columns, one: x.map(() => 1) }));
    expect(typeof dropped.stats.turningPoint).toBe('number');
  });

  it('of a lag hangs on other uses of that lag', () => {
    expect(typeof inPanel('y ~ L.x + L.x^2 + x + log(x + 1)')).toBe('number');
    expect(inPanel('y ~ L.x + L.x^2 + L.log(x + 1)')).toEqual({ invalid: '`L.log(x + 1)` moves the slope too' });
    expect(inPanel('y ~ L.x + L.x^2 + sqrt(L.x)')).toEqual({ invalid: '`sqrt(L.x)` moves the slope too' });
  });

  it('is none of a product and the square of one of its factors', () => {
    expect(fitted({ fit: 'y ~ x:z + x:z^2' }).stats.turningPoint).toBeUndefined();
  });

  it('says when the square was dropped', () => {
    const binary = dataOf({ ...columns, x: columns.keep });
    const found = fitted({ fit: 'y ~ x + x^2', u_test: 'x' }, binary);
    expect(found.stats.turningPoint).toEqual({ invalid: '`x^2` was dropped' });
    expect(testOf(found).statistic).toEqual({ invalid: '`x^2` was dropped' });
  });
});

describe('the test', () => {
  it('takes its bounds from all rows of the data, and the share beyond from the rows used', () => {
    const all = testOf(fitted({ fit: 'y ~ x + x^2', u_test: 'x' }));
    const half = testOf(fitted({ fit: 'y ~ x + x^2', u_test: 'x', sample: 'x < 5' }));
    expect(all.bounds).toEqual([0, Math.max(...x)]);
    expect(half.bounds).toEqual(all.bounds);
    expect(all.beyond).toBe(x.filter((v) => v > (all.extreme as number)).length / n);
    expect(half.beyond).not.toBe(all.beyond);
    expect(all).toMatchObject({ shape: 'inverse U', fiellerKind: 'interval', trivial: false, df: [n - 3] });
  });

  it('winsorised, takes them from the winsorised values', () => {
    const test = testOf(fitted({ fit: 'y ~ x + x^2', u_test: 'x', winsorize: [10, 90] }));
    expect((test.bounds as number[])[0]).toBeGreaterThan(0);
  });

  it('takes a square by name, and another level', () => {
    const power = testOf(fitted({ fit: 'y ~ x + x^2', u_test: 'x' }));
    const named = testOf(fitted({ fit: 'y ~ x + xx', u_test: { linear: 'x', square: 'xx' } }));
    expect(named.statistic).toBeCloseTo(power.statistic as number, 9);
    const narrow = testOf(fitted({ fit: 'y ~ x + x^2', u_test: { linear: 'x', level: 0.8 } }));
    const [a, b] = [power.fieller as number[], narrow.fieller as number[]];
    expect(a[0]! < b[0]! && b[1]! < a[1]!).toBe(true);
  });

  it.each([
    ['in another unit', 8, (v: number) => (v * v) / 100],
    ['about another centre', 8, (v: number) => (v - 4) * (v - 4)],
    ['both, turned round', 8, (v: number) => 7 - 3 * (v + 2) * (v + 2)],
    ['in single precision', 4, (v: number) => Math.fround(v * v)],
    ['as printed', 1, (v: number) => Number((v * v).toFixed(2))],
  ])('takes a square %s as the square it is', (_, digits, square) => {
    const power = testOf(fitted({ fit: 'y ~ x + x^2', u_test: 'x' }));
    const other = dataOf({ ...columns, xx: x.map(square) });
    const found = fitted({ fit: 'y ~ x + xx', u_test: { linear: 'x', square: 'xx' } }, other);
    const named = testOf(found);
    for (const key of ['statistic', 'pValue', 'extreme', 'deltaSe'] as const)
      expect(named[key], key).toBeCloseTo(power[key] as number, digits);
    for (const i of [0, 1]) {
      expect((named.slopes as number[])[i]).toBeCloseTo((power.slopes as number[])[i]!, digits);
      expect((named.fieller as number[])[i]).toBeCloseTo((power.fieller as number[])[i]!, digits);
    }
    expect(named.shape).toBe(power.shape);
    expect(found.stats.turningPoint).toBe(named.extreme);
  });

  it.each([
    ['a third power', (v: number) => v * v * v],
    ['another variable', (v: number, i: number) => v + noise[i]!],
    ['a square with one value of its own', (v: number, i: number) => (i === 7 ? 30 : v * v)],
    ['a logarithm', (v: number) => Math.log(v + 1)],
  ])('refuses %s as a square, on the rows used', (_, square) => {
    const other = dataOf({ ...columns, xx: x.map(square) });
    const keys = { fit: 'y ~ x + xx', u_test: { linear: 'x', square: 'xx' } };
    expect(() => fitted(keys, other)).toThrow(
      expect.objectContaining({ code: 'not-a-square', param: 'uTest', hint: expect.stringContaining('`x^2`') }),
    );
    const elsewhere = dataOf({
      ...columns,
      keep: x.map((_v, i) => Number(i !== 7)),
      xx: x.map((v, i) => (i === 7 ? 30 : v * v)),
    });
    expect(typeof testOf(fitted({ ...keys, sample: 'keep == 1' }, elsewhere)).statistic).toBe('number');
  });

  it('says where winsorising made a square none', () => {
    const signed = dataOf({ ...columns, x: x.map((v) => v - 4), xx: x.map((v) => (v - 4) * (v - 4)) });
    const why = { invalid: '`xx` as winsorised is no square of `x`' };
    const named = { fit: 'y ~ x + xx', u_test: { linear: 'x', square: 'xx' }, winsorize: [10, 90] as const };
    expect(testOf(fitted(named, signed)).pValue).toEqual(why);
    const terms = { fit: 'y ~ x + x^2', u_test: 'x', winsorize: { at: [10, 90], stage: 'terms' } as const };
    expect(fitted(terms, signed).stats.turningPoint).toEqual({ invalid: '`x^2` as winsorised is no square of `x`' });
    expect(typeof testOf(fitted({ fit: 'y ~ x + x^2', u_test: 'x', winsorize: [10, 90] }, signed)).statistic).toBe(
      'number',
    );
  });

  it('uses N as degrees of freedom where inference is normal, as `utest` does', () => {
    expect(testOf(fitted({ fit: 'y ~ x + x^2', u_test: 'x', small: false })).df).toEqual([n]);
  });

  it('is refused by name where a term is missing or the level is none', () => {
    const problem = (keys: SpecKeys) => compile(keys).problems[0];
    expect(problem({ fit: 'y ~ x', u_test: 'x' })).toMatchObject({ code: 'no-quadratic', key: 'u_test' });
    expect(problem({ fit: 'y ~ x', u_test: 'x' })!.hint).toContain('`x^2`');
    expect(problem({ fit: 'y ~ Gap + Gap^2', u_test: 'Gup' })!.hint).toBe('did you mean `Gap`?');
    const level = { linear: 'x', level: 95 };
    expect(problem({ fit: 'y ~ x + x^2', u_test: level })).toMatchObject({ code: 'bad-level', below: ['level'] });
  });
});

describe('the formulas', () => {
  const quadratic = fc.record({
    b1: fc.double({ min: -5, max: 5, noNaN: true }),
    b2: fc.double({ min: 0.2, max: 3, noNaN: true }),
    v11: fc.double({ min: 0.01, max: 2, noNaN: true }),
    v22: fc.double({ min: 0.01, max: 2, noNaN: true }),
    r: fc.double({ min: -0.9, max: 0.9, noNaN: true }),
  });
  const of = ({ r, ...q }: { b1: number; b2: number; v11: number; v22: number; r: number }): Quadratic => ({
    ...q,
    v12: r * Math.sqrt(q.v11 * q.v22),
  });

  it('Fieller’s ends are where the slope’s t is the critical value', () => {
    fc.assert(
      fc.property(quadratic, (drawn) => {
        const q = of(drawn);
        const { fieller, fiellerKind, extreme, slopeStatistics } = uTest(q, [-10, 10], 30, 0.95);
        const variance = q.v11 + 400 * q.v22 + 40 * q.v12;
        expect(slopeStatistics[1]).toBeCloseTo((q.b1 + 20 * q.b2) / Math.sqrt(variance), 9);
        if ('invalid' in fieller) {
          expect(fiellerKind).toBe('line');
          return;
        }
        const critical = 2.0422724563012373;
        for (const end of fieller) {
          const slope = q.b1 + 2 * q.b2 * end;
          const se = Math.sqrt(q.v11 + 4 * end * end * q.v22 + 4 * end * q.v12);
          expect(Math.abs(slope / se) / critical).toBeCloseTo(1, 5);
        }
        const inside = fieller[0] <= (extreme as number) && (extreme as number) <= fieller[1];
        expect(inside).toBe(fiellerKind === 'interval');
      }),
    );
  });

  it('does not care for the sign of y: U and inverse U have one p', () => {
    fc.assert(
      fc.property(quadratic, (drawn) => {
        const q = of(drawn);
        const [up, down] = [uTest(q, [-10, 10], 30, 0.95), uTest({ ...q, b1: -q.b1, b2: -q.b2 }, [-10, 10], 30, 0.95)];
        if (up.trivial) expect(down.shape).not.toBe(up.shape);
        else expect([up.shape, down.shape]).toEqual(['U', 'inverse U']);
        expect(down.statistic).toEqual(up.statistic);
        expect(down.extreme).toEqual(up.extreme);
      }),
    );
  });

  it('rejects trivially where the extreme point lies outside the data', () => {
    const test = uTest({ b1: 1, b2: 1, v11: 0.01, v12: 0, v22: 0.01 }, [0, 1], 30, 0.95);
    expect(test).toMatchObject({ trivial: true, shape: 'U', extreme: -0.5 });
    expect(test.pValue).toHaveProperty('invalid');
  });

  it('calls the shape by the t statistics, as `utest` does, also where the slopes are ordered otherwise', () => {
    // slopes 1 and 3, t 10 and 3 / √0.41
    const test = uTest({ b1: 1, b2: 1, v11: 0.01, v12: 0, v22: 0.1 }, [0, 1], 30, 0.95);
    expect(test.slopes).toEqual([1, 3]);
    expect(test).toMatchObject({ trivial: true, shape: 'inverse U' });
  });

  it('has an answer where the square is zero and where nothing varies', () => {
    const flat = uTest({ b1: 1, b2: 0, v11: 0.01, v12: 0, v22: 0.01 }, [0, 1], 30, 0.95);
    expect(flat.extreme).toHaveProperty('invalid');
    const exact = uTest({ b1: 1, b2: -1, v11: 0, v12: 0, v22: 0 }, [0, 1], 30, 0.95);
    expect(exact.statistic).toEqual({ invalid: 'the standard error of the slope is zero' });
  });
});
