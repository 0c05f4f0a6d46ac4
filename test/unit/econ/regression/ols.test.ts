import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterOn, column, fitOn, named, simulate, term } from '../panels.ts';

const { design, unit, time, times } = simulate('ols', 15, 6, 0.1);
const values = (name: string) => design.terms.find((column) => column.name === name)!.values;

describe('terms that add nothing', () => {
  it('are dropped, the later one, with the reason', () => {
    const sum = column(
      'sum',
      values('x1').map((x, i) => 2 * x - values('x2')[i]!),
    );
    const two = column('two', new Float64Array(design.nobs).fill(2));
    const result = fitOn({ ...design, terms: [design.terms[0]!, two, design.terms[1]!, sum] });
    expect(result.terms.map(({ term: name }) => name)).toEqual(['x1', 'x2', '_cons']);
    expect(result.dropped).toEqual([
      { term: 'two', why: 'constant', detail: 'takes one value in all rows used' },
      { term: 'sum', why: 'collinear', detail: 'spanned by `x1`, `x2`' },
    ]);
    expect(result.stats.fDf1).toBe(2);
  });

  it('are dropped when absorbed', () => {
    const level = column(
      'level',
      Array.from(unit.codes, (code) => code * 0.1 + 100),
    );
    const result = fitOn({ ...design, absorb: [unit], terms: [level, ...design.terms] }, { small: 'xtreg' });
    expect(result.dropped).toEqual([{ term: 'level', why: 'absorbed', detail: 'does not vary within `unit`' }]);
  });

  it('are kept when merely hard: a variable with a large mean, columns 1e12 apart', () => {
    const far = column(
      'far',
      values('x1').map((x) => 1e9 + x),
    );
    const tiny = column(
      'tiny',
      values('x2').map((x) => x * 1e-12),
    );
    const plain = fitOn(design);
    const result = fitOn({ ...design, terms: [far, tiny] });
    expect(result.dropped).toEqual([]);
    expect(term(result, 'far').estimate).toBeCloseTo(term(plain, 'x1').estimate, 5);
    expect(term(result, 'tiny').estimate / 1e12).toBeCloseTo(term(plain, 'x2').estimate, 6);
    expect(term(result, 'tiny').statistic).toBeCloseTo(term(plain, 'x2').statistic as number, 5);
  });
});

describe('degenerate samples give a number, a reason or a refusal', () => {
  const two = (y: readonly number[], x: readonly number[], constant = true) => ({
    nobs: y.length,
    outcome: column('y', y),
    terms: [column('x', x)],
    constant,
    absorb: [],
  });

  it('an outcome that does not vary', () => {
    const result = fitOn(two([5, 5, 5, 5], [1, 2, 3, 5]));
    expect(term(result, 'x').estimate).toBeCloseTo(0, 14);
    expect(result.stats.r2).toEqual({ invalid: 'the outcome does not vary' });
    expect(term(result, 'x').statistic).toEqual({ invalid: 'the standard error is zero' });
  });

  it('a perfect fit', () => {
    const result = fitOn(two([3, 5, 7, 11], [1, 2, 3, 5]));
    expect(term(result, 'x').estimate).toBeCloseTo(2, 14);
    expect(term(result, 'x').stdError).toBe(0);
    expect(result.stats.r2).toBe(1);
    expect(result.stats.rss).toBe(0);
    expect(result.warnings.map(({ code }) => code)).toContain('perfect-fit');
  });

  it('as many parameters as rows', () => {
    const result = fitOn(two([3, 4], [1, 2]));
    expect(term(result, 'x').stdError).toEqual({ invalid: 'no residual degrees of freedom' });
    expect(result.vcov).toEqual([]);
    expect(result.stats.rmse).toEqual({ invalid: 'no residual degrees of freedom' });
  });

  it('fewer rows than parameters', () => {
    const pair = two([3, 4], [1, 2]);
    const third = { name: 'z', values: Float64Array.of(1, 5) };
    expect(() => fitOn({ ...pair, terms: [...pair.terms, third] })).toThrow(/got N = 2 and K = 3/);
    const few = two([1, 2, 3], [3, 1, 2]);
    const terms = [...few.terms, { name: 'z', values: Float64Array.of(1, 5, 2) }];
    const absorb = [named('unit', [0, 1, 1])];
    expect(() => fitOn({ ...few, terms, absorb })).toThrow(/N = 3 and K = 4, absorbed effects included/);
    // what does not vary within units is dropped, and asks for no row
    const fixed = { name: 'fixed', values: Float64Array.of(1, 2, 2) };
    const { dropped } = fitOn({ ...few, terms: [...few.terms, fixed], absorb });
    expect(dropped).toMatchObject([{ term: 'fixed', why: 'absorbed' }]);
  });

  it('one cluster, and fewer clusters than regressors', () => {
    const all = named(
      'all',
      [...unit.codes].map(() => 0),
    );
    expect(() => fitOn(design, clusterOn(all))).toThrow(/at least two clusters of `all`, got 1/);
    const half = named(
      'half',
      [...unit.codes].map((code) => code % 2),
    );
    const result = fitOn(design, clusterOn(half));
    expect(result.stats.f).toEqual({ invalid: 'F(.): 2 clusters cannot test 2 restrictions' });
    const message = 'F(.): 2 clusters cannot test 2 restrictions';
    const hint = '`vcov: wild(half)` bootstraps the tests';
    expect(result.warnings).toEqual([{ code: 'few-clusters', message, hint }]);
    expect(result.dfResid).toBe(1);
  });

  it('values too large to square', () => {
    expect(() => fitOn(two([1e300, 2, 3], [1, 2, 4]))).toThrow(/`y` holds 1e\+300/);
    expect(() => fitOn(two([1, 2, 3], [1, Number.NaN, 4]))).toThrow(/`x` holds NaN/);
    expect(() => fitOn(two([1e-300, 2e-300, 3e-300], [1, 2, 4]))).toThrow(/`y` holds 3e-300/);
    const [tiny, zero] = [1e-219, 0].map((least) => fitOn(two([1, 2, 3, 5], [1, least, 4, 3])));
    expect(tiny!.terms).toEqual(zero!.terms);
    const large = fitOn(two([1e90, 2e90, 4e90, 4.5e90], [1, 2, 4, 5]));
    expect(large.stats.r2 as number).toBeGreaterThan(0.9);
  });

  it('no regressors at all', () => {
    const result = fitOn({ ...design, terms: [] });
    expect(result.terms.map(({ term: name }) => name)).toEqual(['_cons']);
    expect(result.stats.f).toEqual({ invalid: 'no regressors' });
    const none = fitOn({ ...design, terms: [], absorb: [unit] }, { small: 'reghdfe' });
    expect(none.terms.map(({ term: name }) => name)).toEqual(['_cons']);
    expect(none.stats.r2Within).toBeCloseTo(0, 14);
  });

  it('a row with leverage one', () => {
    const spike = column(
      'spike',
      Array.from(unit.codes, (_, i) => (i === 3 ? 1 : 0)),
    );
    expect(() => fitOn({ ...design, terms: [spike] }, { vcov: { is: 'hc', type: 'HC3' } })).toThrow(
      /row 4 .* leverage 1/,
    );
  });

  it('a single unit', () => {
    const one = { ...two([1, 2, 4, 3], [1, 2, 3, 5]), absorb: [named('unit', [0, 0, 0, 0])] };
    const result = fitOn(one, { small: 'xtreg' });
    expect(result.stats.sigmaU).toEqual({ invalid: 'one level of unit' });
    expect(result.tests[0]!.statistic).toEqual({ invalid: 'one level only' });
  });
});

describe('covariances', () => {
  it('two-way clusters: the sum of both less their intersection, with the factor of the smaller', () => {
    const cells = named(
      'cell',
      Array.from(unit.codes, (code, i) => code * 6 + time.codes[i]!),
    );
    const plain = (options: ReturnType<typeof clusterOn>) => fitOn(design, { ...options, small: 'asymptotic' }).vcov;
    const [a, b, both] = [clusterOn(unit), clusterOn(time), clusterOn(cells)].map(plain);
    const result = fitOn(design, clusterOn(unit, time));
    expect(result.warnings.map(({ code }) => code)).toEqual(['few-clusters']);
    const factor = (6 / 5) * ((design.nobs - 1) / (design.nobs - 3));
    for (const [i, row] of result.vcov.entries()) {
      for (const [j, value] of row.entries()) {
        expect(value).toBeCloseTo(factor * (a![i]![j]! + b![i]![j]! - both![i]![j]!), 13);
      }
    }
    expect(result.dfResid).toBe(5);
  });

  it('two-way clusters on one variable twice nested reduce to the coarser one', () => {
    const region = named(
      'region',
      [...unit.codes].map((code) => code % 5),
    );
    const nested = fitOn(design, clusterOn(region, unit));
    const coarse = fitOn(design, clusterOn(region));
    expect(term(nested, 'x1').stdError).toBeCloseTo(term(coarse, 'x1').stdError as number, 12);
    expect(nested.nclusters).toBe(5);
    expect(nested.dfResid).toBe(4);
  });

  it('a covariance that is not positive semi-definite is mended, and says so', () => {
    const mended = Array.from({ length: 40 }, (_, i) => {
      const panel = simulate(`indefinite ${i}`, 3, 3, 0);
      return fitOn(panel.design, clusterOn(panel.unit, panel.time));
    }).filter((result) => result.warnings.some(({ code }) => code === 'vcov-mended'));
    expect(mended.length).toBeGreaterThan(0);
    for (const result of mended)
      for (const row of result.terms) expect(row.stdError as number).toBeGreaterThanOrEqual(0);
  });

  it('singleton clusters are HC1 up to the factor', () => {
    const rows = named(
      'row',
      Array.from(unit.codes, (_, i) => i),
    );
    const clustered = fitOn(design, clusterOn(rows));
    const robust = fitOn(design, { vcov: { is: 'hc', type: 'HC1' } });
    expect(term(clustered, 'x2').stdError).toBeCloseTo(term(robust, 'x2').stdError as number, 12);
  });

  it('Driscoll–Kraay without lags is clustering on time without the factor', () => {
    const dk = fitOn(design, { vcov: { is: 'dk', lag: 0 }, time: times });
    const clustered = fitOn(design, { ...clusterOn(time), small: 'asymptotic' });
    expect(term(dk, 'x1').stdError).toBeCloseTo(term(clustered, 'x1').stdError as number, 13);
    const small = fitOn(design, { vcov: { is: 'dk', lag: 0, small: true }, time: times });
    expect(term(small, 'x1').stdError).toBeCloseTo(term(fitOn(design, clusterOn(time)), 'x1').stdError as number, 13);
    expect(dk.dfResid).toBe(5);
  });

  it('Driscoll–Kraay lags follow the calendar, not the order of periods', () => {
    const gap = times.map((t) => (t >= 2003 ? t + 10 : t));
    const stretched = times.map((t) => t * 10);
    const se = (time: Float64Array, lag: number) =>
      term(fitOn(design, { vcov: { is: 'dk', lag }, time }), 'x1').stdError as number;
    expect(se(gap, 2)).not.toBeCloseTo(se(times, 2), 6);
    expect(() => se(stretched, 2)).toThrow('`dk(2)` found no two periods at most 2 apart: the closest are 10 apart');
    expect(se(stretched, 0)).toBeCloseTo(se(times, 0), 13);
    expect(() => se(times, 6)).toThrow(/needs more than 6 periods, got 6/);
  });

  it('HC2 and HC3 weigh by leverage', () => {
    const se = (type: 'HC0' | 'HC2' | 'HC3') =>
      term(fitOn(design, { vcov: { is: 'hc', type } }), 'x1').stdError as number;
    expect(se('HC0')).toBeLessThan(se('HC2'));
    expect(se('HC2')).toBeLessThan(se('HC3'));
  });
});

describe('invariance', () => {
  const shift = fc.double({ min: -100, max: 100, noNaN: true });
  const scale = fc.double({ min: 0.01, max: 100, noNaN: true });

  it('slopes and t do not see a shift of a regressor, and scale with it', () => {
    const plain = fitOn(design, clusterOn(unit));
    fc.assert(
      fc.property(shift, scale, (a, s) => {
        const moved = {
          ...design,
          terms: [
            column(
              'x1',
              values('x1').map((x) => s * x + a),
            ),
            design.terms[1]!,
          ],
        };
        const result = fitOn(moved, clusterOn(unit));
        expect(term(result, 'x1').estimate * s).toBeCloseTo(term(plain, 'x1').estimate, 8);
        expect(term(result, 'x1').statistic).toBeCloseTo(term(plain, 'x1').statistic as number, 8);
        expect(result.stats.f).toBeCloseTo(plain.stats.f as number, 6);
      }),
      { numRuns: 30 },
    );
  });

  it('the order of rows does not matter', () => {
    const order = Array.from({ length: design.nobs }, (_, i) => i).sort((a, b) => ((a * 37) % 101) - ((b * 37) % 101));
    const pick = (x: ArrayLike<number>) => order.map((i) => x[i]!);
    const turned = {
      ...design,
      outcome: column('y', pick(design.outcome.values)),
      terms: design.terms.map(({ name, values: x }) => column(name, pick(x))),
      absorb: [named('unit', pick(unit.codes)), named('time', pick(time.codes))],
    };
    const plain = fitOn({ ...design, absorb: [unit, time] }, { small: 'reghdfe', ...clusterOn(unit) });
    const result = fitOn(turned, { small: 'reghdfe', ...clusterOn(named('unit', pick(unit.codes))) });
    expect(term(result, 'x1').estimate).toBeCloseTo(term(plain, 'x1').estimate, 12);
    expect(term(result, 'x1').stdError).toBeCloseTo(term(plain, 'x1').stdError as number, 12);
  });

  it('Frisch–Waugh–Lovell: a slope is that of the parts the other term does not explain', () => {
    const residuals = (outcome: Float64Array) => {
      const b = fitOn({ ...design, outcome: column('y', outcome), terms: [design.terms[1]!] });
      return outcome.map((y, i) => y - term(b, '_cons').estimate - term(b, 'x2').estimate * values('x2')[i]!);
    };
    const partial = fitOn({
      ...design,
      outcome: column('y', residuals(design.outcome.values)),
      terms: [column('x1', residuals(values('x1')))],
      constant: false,
    });
    expect(term(partial, 'x1').estimate).toBeCloseTo(term(fitOn(design), 'x1').estimate, 11);
  });

  it('confidence intervals hold the level asked for', () => {
    const [wide, narrow] = [0.99, 0.9].map((level) => term(fitOn(design, { level }), 'x1'));
    expect(wide!.confHigh as number).toBeGreaterThan(narrow!.confHigh as number);
    expect(((narrow!.confLow as number) + (narrow!.confHigh as number)) / 2).toBeCloseTo(narrow!.estimate, 12);
  });
});
