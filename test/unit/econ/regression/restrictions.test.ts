import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit, TestResult } from '../../../../src/econ/fit.ts';
import { dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const context = {
  sets: { controls: ['x', 'z'] },
  samples: {},
  frame: 'd',
  columns: undefined,
  panel: { unit: 'id', time: 'year' },
};

function sample(seed: string): Record<string, number[]> {
  const draw = createRng(seed).stream('rows', 0);
  const rows = Array.from({ length: 80 }, (_, i) => {
    const [x, z, q] = [draw.normal(), draw.normal(), draw.normal()];
    return { y: 1 + x + 0.5 * z + draw.normal(), x, z, q, id: Math.floor(i / 8), year: 2000 + (i % 8), g: i % 5 };
  });
  return Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as 'y'])]));
}

function fitOf(columns: Record<string, number[]>, keys: SpecKeys): Fit {
  const { specs, problems } = compileColumn(keys, null, context);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return estimate(specs.at(-1)!, dataOf(columns, context.panel));
}

const test = (fit: Fit, name: string): TestResult => fit.tests.find((each) => each.name === name)!;
const problemOf = (keys: SpecKeys) => compileColumn({ fit: 'y ~ x + z', ...keys }, null, context).problems[0];

describe('tests of restrictions', () => {
  it('of all slopes are the header, and of one the square of its t', () => {
    for (const vcov of ['iid', 'HC1', 'cluster(id)']) {
      const fit = fitOf(sample('header'), {
        fit: 'y ~ x + z',
        vcov,
        tests: { all: 'x + z', one: 'x', set: '$controls = 0' },
      });
      expect(test(fit, 'all').statistic as number).toBeCloseTo(fit.stats.f as number, 9);
      expect(test(fit, 'set').statistic).toBe(test(fit, 'all').statistic);
      expect(test(fit, 'all').df).toEqual([2, fit.dfResid]);
      expect(test(fit, 'one').statistic as number).toBeCloseTo((fit.terms[0]!.statistic as number) ** 2, 9);
      expect(test(fit, 'one').pValue as number).toBeCloseTo(fit.terms[0]!.pValue as number, 9);
    }
  });

  it('are the rise of the residual sum of squares where the restriction is imposed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (seed, value) => {
          const columns = sample(`${seed}`);
          // a = b + value: a regression of y − value·x on x + z
          const tied = {
            ...columns,
            s: columns.x!.map((x, i) => x + columns.z![i]!),
            u: columns.y!.map((y, i) => y - value * columns.x![i]!),
          };
          const free = fitOf(columns, { fit: 'y ~ x + z + q', tests: { tie: `x = z + ${value.toFixed(12)}` } });
          const rss = fitOf({ ...tied, u: tied.u }, { fit: 'u ~ s + q' }).stats.rss as number;
          const f = (rss - (free.stats.rss as number)) / ((free.stats.rss as number) / free.dfResid!);
          expect(test(free, 'tie').statistic as number).toBeCloseTo(f, 6);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('take the levels of a factor that were estimated, whatever the order of other terms', () => {
    const columns = sample('levels');
    const fit = fitOf(columns, {
      fit: 'y ~ x + i(year) | id',
      tests: { time: 'i(year) = 0', two: 'i(year)::2001 = i(year)::2002' },
    });
    expect(test(fit, 'time').df![0]).toBe(7);
    const other = fitOf(columns, { fit: 'y ~ i(year, ref=2003) + x | id', tests: { time: 'i(year)' } });
    expect(test(other, 'time').statistic as number).toBeCloseTo(test(fit, 'time').statistic as number, 8);
    expect(test(fit, 'two').df![0]).toBe(1);
  });

  it('leave out what follows from others and say so, and are not defined where they contradict', () => {
    const fit = fitOf(sample('redundant'), {
      fit: 'y ~ x + z + q',
      tests: { more: ['x = z', 'z = q', 'x = q'], both: ['x = 0', 'x = 1'], chain: 'x = z = q' },
    });
    expect(test(fit, 'more')).toMatchObject({ df: [2, 76], redundant: 1 });
    expect(test(fit, 'chain').statistic as number).toBeCloseTo(test(fit, 'more').statistic as number, 9);
    expect(fit.warnings).toMatchObject([
      {
        code: 'redundant-restriction',
        message: expect.stringMatching(/^1 of .* follows from the others and is left out$/),
      },
    ]);
    expect(test(fit, 'both').statistic).toEqual({ invalid: 'the restrictions contradict each other' });
  });

  it('are not defined with fewer clusters than restrictions, nor for dropped terms', () => {
    const columns = { ...sample('few'), w: sample('few').x!.map((x) => 2 * x), h: sample('few').g!.map((g) => g % 3) };
    const fit = fitOf(columns, {
      fit: 'y ~ x + z + q + w',
      vcov: 'cluster(h)',
      tests: { all: 'x + z + q', two: 'x + z', gone: 'w' },
    });
    expect(test(fit, 'all').statistic).toEqual({ invalid: 'F(.): 3 clusters cannot test 3 restrictions' });
    expect(typeof test(fit, 'two').statistic).toBe('number');
    expect(test(fit, 'gone').statistic).toEqual({ invalid: '`w` was dropped' });
  });

  it('are told where they are wrong', () => {
    expect(problemOf({ tests: { a: 'x = p' } })).toMatchObject({ code: 'no-such-term', key: 'tests', below: ['a'] });
    expect(problemOf({ tests: { a: 'x =' } })).toMatchObject({ code: 'bad-restriction' });
    expect(problemOf({ tests: { a: '(x = 1' } })).toMatchObject({ code: 'bad-restriction' });
    expect(problemOf({ tests: { a: 'x = 0, z = 0' } })?.hint).toContain('a list, `[x = 0, z = 0]`');
    expect(problemOf({ lincom: { a: 'x = z' } })).toMatchObject({ code: 'bad-restriction', key: 'lincom' });
    expect(problemOf({ lincom: { a: '1 + 2' } })).toMatchObject({ code: 'bad-restriction' });
    expect(problemOf({ tests: { a: '2*x + z' } })).toMatchObject({ code: 'bad-restriction' });
  });

  it('of a base give way where an edit drops their terms', () => {
    const base = compileColumn({ fit: 'y ~ x + z', tests: { a: 'z = 0', b: 'x = 0' } }, null, context);
    const edited = compileColumn({ drop: 'z' }, { spec: base.specs[0]!, written: base.written }, context);
    expect(edited.problems).toEqual([]);
    expect(edited.specs[0]!.tests?.map(({ name }) => name)).toEqual(['b']);
  });

  it('belong to the columns of a list that have their terms', () => {
    const { specs } = compileColumn({ fit: 'y ~ x + csw0(z, q)', tests: { a: 'z = q' } }, null, context);
    expect(specs.map(({ tests }) => tests?.length ?? 0)).toEqual([0, 0, 1]);
  });
});

describe('combinations of coefficients', () => {
  it('are coefficients of the regression in other terms', () => {
    const columns = sample('combined');
    for (const vcov of ['iid', 'HC1', 'cluster(id)']) {
      const fit = fitOf(columns, { fit: 'y ~ x + z', vcov, lincom: { total: 'x + z', more: '2*x - z/4 + 1 - _cons' } });
      // x + z is what x has beside z − x
      const turned = fitOf({ ...columns, d: columns.z!.map((z, i) => z - columns.x![i]!) }, { fit: 'y ~ x + d', vcov });
      const [total, more] = fit.lincom!;
      expect(total!.estimate).toBeCloseTo(turned.terms[0]!.estimate, 10);
      expect(total!.stdError as number).toBeCloseTo(turned.terms[0]!.stdError as number, 10);
      expect(total!.confLow as number).toBeCloseTo(turned.terms[0]!.confLow as number, 9);
      const [x, z, cons] = fit.terms.map((row) => row.estimate);
      expect(more!.estimate).toBeCloseTo(2 * x! - z! / 4 + 1 - cons!, 12);
    }
  });

  it('of what was dropped are refused', () => {
    const columns = { ...sample('dropped'), w: sample('dropped').x!.map((x) => 3 * x) };
    expect(() => fitOf(columns, { fit: 'y ~ x + w', lincom: { a: 'x + w' } })).toThrow('`w` was dropped');
  });
});

describe('functions of coefficients', () => {
  it('have the error of the delta method, from derivatives that are differences of the function in the limit', () => {
    const columns = sample('delta');
    const functions: Readonly<Record<string, readonly [string, (x: number, z: number, q: number) => number]>> = {
      ratio: ['b(x) / b(z)', (x, z) => x / z],
      peak: ['-b(x) / (2 * b(z))', (x, z) => -x / (2 * z)],
      root: ['sqrt(b(x) * b(z)) - 1', (x, z) => Math.sqrt(x * z) - 1],
      odds: ['100 * (exp(b(x) + b(q)) - 1)', (x, _, q) => 100 * (Math.exp(x + q) - 1)],
      logs: ['log(b(x)) / (1 - b(z))^3', (x, z) => Math.log(x) / (1 - z) ** 3],
      powers: ['2^b(x) + b(x)^b(z)', (x, z) => 2 ** x + x ** z],
    };
    const nlcom = Object.fromEntries(Object.entries(functions).map(([name, [text]]) => [name, text]));
    for (const vcov of ['iid', 'HC1', 'cluster(id)']) {
      const fit = fitOf(columns, { fit: 'y ~ x + z + q', vcov, nlcom });
      const b = fit.terms.slice(0, 3).map(({ estimate: each }) => each) as [number, number, number];
      for (const { term, of, ...row } of fit.nlcom!) {
        const [text, g] = functions[term]!;
        expect(of).toBe(text);
        expect(row.estimate).toBeCloseTo(g(...b), 12);
        const h = 1e-5;
        const gradient = b.map((_, i) => {
          const moved = (by: number) => g(...(b.map((each, j) => each + (i === j ? by : 0)) as typeof b));
          return (moved(h) - moved(-h)) / (2 * h);
        });
        const variance = gradient.reduce(
          (sum, gi, i) => sum + gradient.reduce((own, gj, j) => own + gi * gj * fit.vcov[i]![j]!, 0),
          0,
        );
        expect((row.stdError as number) / Math.sqrt(variance)).toBeCloseTo(1, 7);
        expect(row.statistic as number).toBeCloseTo(row.estimate / (row.stdError as number), 12);
      }
    }
  });

  it('are combinations where they are linear, whatever names a term has', () => {
    const fit = fitOf(sample('linear'), {
      fit: 'y ~ x^2 + x:z + q + i(g)',
      vcov: 'HC1',
      lincom: { a: 'x^2 - 2*z:x + 1 - _cons', levels: 'i(g)::1 - "i(g)::2"' },
      nlcom: { a: 'b("x^2") - 2*b(z:x) + 1 - b(_cons)', levels: 'b("i(g)::1") - b("i(g)::2")' },
    });
    for (const [i, { of: _, ...row }] of fit.nlcom!.entries()) {
      const { of: __, ...linear } = fit.lincom![i]!;
      expect(row).toEqual(linear);
    }
  });

  it('are refused where they are none, and follow an edit of the terms', () => {
    const of = (text: string) => problemOf({ nlcom: { a: text } });
    expect(of('x / z')).toMatchObject({ code: 'bad-restriction', key: 'nlcom', hint: 'its coefficient is `b(x)`' });
    expect(of('1 + 2')).toMatchObject({ code: 'bad-restriction' });
    expect(of('max(b(x), b(z))')?.message).toContain('has no derivative by the coefficient of `x`');
    expect(of('b(x) / b(w)')).toMatchObject({ code: 'no-such-term' });
    expect(of('b(x) / b()')).toMatchObject({ code: 'argument-count' });
    expect(of('b(x')).toMatchObject({ code: 'unbalanced' });
    expect(of('b($controls)')?.message).toContain('stands for several terms');
    const base = compileColumn({ fit: 'y ~ x + z', nlcom: { r: 'b(x) / b("x")' } }, null, context);
    const edited = compileColumn({ swap: { x: 'q' } }, { spec: base.specs[0]!, written: base.written }, context);
    expect(edited.specs[0]!.nlcom).toEqual([{ name: 'r', of: 'b(q) / b("q")', value: 'b1 / b1', terms: ['q'] }]);
    const dropped = compileColumn({ drop: 'x' }, { spec: base.specs[0]!, written: base.written }, context);
    expect([dropped.problems, dropped.specs[0]!.nlcom]).toEqual([[], undefined]);
  });

  it('are refused where the estimates do not define them', () => {
    const columns = sample('undefined');
    expect(() => fitOf(columns, { fit: 'y ~ x + z', nlcom: { a: 'log(-b(x))' } })).toThrow(
      '`a`: `log(-b(x))` is not defined at the estimates',
    );
    expect(() => fitOf(columns, { fit: 'y ~ x + z', nlcom: { a: 'b(x) / (b(z) - b(z))' } })).toThrow('is not defined');
  });
});
