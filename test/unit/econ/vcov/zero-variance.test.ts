/** Variances of which nothing but rounding is left, beside those that are only small. */
import { describe, expect, it } from 'vitest';
import { mean, sumSquaresAbout } from '../../../../src/base/number/sum.ts';
import type { Design, NamedColumn } from '../../../../src/econ/design.ts';
import { clusterOn, column, fitOn, simulate, term } from '../panels.ts';

const why = { invalid: 'only rounding is left of its variance' };
const undefinedRow = { stdError: why, statistic: why, pValue: why, confLow: why, confHigh: why };

const panel = simulate('standardised', 12, 6, 0);
const { unit, region } = panel;
const absorbing: Design = { ...panel.design, absorb: [unit] };
const onUnits = { ...clusterOn(unit), small: 'xtreg' } as const;

const standardised = (values: Float64Array): Float64Array => {
  const centre = mean(values);
  const deviation = Math.sqrt(sumSquaresAbout(values, centre) / (values.length - 1));
  return values.map((value) => (value - centre) / deviation);
};
/** Every term by `change`, the outcome moved by `shift`. */
const changed = (change: (values: Float64Array) => Float64Array, shift = 0): Design => ({
  ...absorbing,
  outcome: column(
    'y',
    absorbing.outcome.values.map((value) => value + shift),
  ),
  terms: absorbing.terms.map(({ name, values }) => column(name, change(values))),
});

/** Of mean zero, exactly. */
const contrast = column(
  'early',
  panel.times.map((year) => (year < 2003 ? 1 : -1)),
);

describe('the constant where all terms have mean zero and clusters hold whole units', () => {
  const cases: readonly (readonly [string, Design])[] = [
    ['standardised terms', changed(standardised)],
    ['in small units', changed((values) => standardised(values).map((value) => value * 1e-9))],
    ['standardised from far off zero', changed((values) => standardised(values.map((value) => value + 1000)))],
    ['in single precision', changed((values) => standardised(values).map(Math.fround))],
    ['an outcome far off zero', changed(standardised, 1e7)],
    ['contrasts', { ...absorbing, terms: [contrast] }],
  ];
  it.each(cases)('%s: its standard error is undefined', (_, design) => {
    for (const options of [onUnits, { ...onUnits, ...clusterOn(region) }]) {
      const fit = fitOn(design, options);
      const constant = term(fit, '_cons');
      expect(constant).toMatchObject(undefinedRow);
      expect(constant.estimate).toBeCloseTo(mean(design.outcome.values), 6);
      for (const { stdError } of fit.terms.slice(0, -1)) expect(stdError).toBeGreaterThan(0);
      expect(fit.vcov.at(-1)!.every((value) => value === 0)).toBe(true);
      const warning = fit.warnings.find(({ code }) => code === 'zero-standard-error');
      expect(warning?.message).toContain('`_cons`');
    }
  });

  it('in the style of reghdfe, and under Driscoll–Kraay with effects of time', () => {
    const both = { ...changed(standardised), absorb: [unit, panel.time] };
    const dk = { vcov: { is: 'dk', lag: 1 }, time: panel.times } as const;
    for (const options of [clusterOn(unit), clusterOn(panel.time), dk]) {
      expect(term(fitOn(both, { ...options, small: 'reghdfe' }), '_cons')).toMatchObject(undefinedRow);
    }
  });

  it('an outcome in single precision is no reason', () => {
    const design = changed((values) => values);
    const fit = fitOn({ ...design, outcome: column('y', design.outcome.values.map(Math.fround)) }, onUnits);
    expect(term(fit, '_cons').stdError).toBeGreaterThan(0);
  });
});

describe('a small standard error of the constant', () => {
  const error = (design: Design, options: object = onUnits) => term(fitOn(design, options), '_cons').stdError as number;

  it('is one where terms have a mean, however small beside their variation', () => {
    for (const tiny of [1e-3, 1e-6, 1e-9]) {
      const moved = (values: Float64Array) => standardised(values).map((value) => value + tiny);
      const fit = fitOn(changed(moved), onUnits);
      const [a, b] = fit.vcov as [readonly number[], readonly number[]];
      const expected = tiny * Math.sqrt(a[0]! + 2 * a[1]! + b[1]!);
      expect(Math.abs(error(changed(moved)) / expected - 1)).toBeLessThan(1e-5);
    }
  });

  it('is one in whatever units of the outcome', () => {
    const scaled = (by: number): Design => ({
      ...absorbing,
      outcome: column(
        'y',
        absorbing.outcome.values.map((value) => value * by),
      ),
    });
    for (const by of [2 ** -40, 2 ** 40]) expect(error(scaled(by)) / by).toBeCloseTo(error(absorbing), 12);
  });

  it('is one where a single term has a mean', () => {
    const [x1, x2] = absorbing.terms as [Design['terms'][0], Design['terms'][0]];
    const design = { ...absorbing, terms: [column('x1', standardised(x1.values)), x2] };
    const fit = fitOn(design, onUnits);
    expect(error(design)).toBeCloseTo(mean(x2.values) * Math.sqrt(fit.vcov[1]![1]!), 10);
  });

  it.each([
    ['iid', { small: 'xtreg' }],
    ['HC0', { small: 'xtreg', vcov: { is: 'hc', type: 'HC0' } }],
    ['dk', { small: 'xtreg', vcov: { is: 'dk', lag: 1 }, time: panel.times }],
  ])('is one under %s, where rows of a unit do not stand together', (_, options) => {
    expect(error(changed(standardised), options)).toBeGreaterThan(1e-3);
  });
});

describe('a term whose scores cancel in every cluster', () => {
  it.each([0, 1e3, 1e7])('has no standard error, wherever the outcome lies: + %d', (shift) => {
    // differs within the first unit only, which then fits both of its means
    const treated = Array.from(unit.codes, (code, i) => (code === 0 && i % 2 === 0 ? 1 : 0));
    const design: Design = {
      ...absorbing,
      outcome: column(
        'y',
        absorbing.outcome.values.map((value) => value + shift),
      ),
      terms: [column('treated', treated), absorbing.terms[0]!],
    };
    const fit = fitOn({ ...design, terms: design.terms.slice(0, 1) }, onUnits);
    expect(term(fit, 'treated')).toMatchObject(undefinedRow);
    expect(fit.stats.f).toEqual({ invalid: 'the covariance is singular' });
  });

  it('has none either where those of other terms do not', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { design, unit: firm } = simulate(`own lines ${seed}`, 6 + seed, 4 + (seed % 6), 0);
      const [x1, x2] = design.terms as [NamedColumn, NamedColumn];
      const ofFirm = (name: string, which: number, of: (i: number) => number) =>
        column(
          name,
          Array.from(firm.codes, (code, i) => (code === which ? of(i) : 0)),
        );
      // the first two firms have a line each, and the others a level
      const slopes = [0, 1].map((which) => ofFirm(`slope${which}`, which, (i) => x1.values[i]!));
      const levels = [0, 1].map((which) => ofFirm(`level${which}`, which, () => 1));
      const fit = fitOn({ ...design, terms: [...slopes, ...levels] }, clusterOn(firm));
      for (const { name } of slopes) expect(term(fit, name)).toMatchObject(undefinedRow);
      for (const { name } of levels)
        expect(term(fit, name).stdError).toBeCloseTo(term(fit, '_cons').stdError as number);
      expect(term(fit, '_cons').stdError).toBeGreaterThan(1e-3);
      const joined = fitOn({ ...design, terms: [...slopes, ...levels, x2] }, clusterOn(firm));
      for (const { name } of slopes) expect(term(joined, name).stdError).toBeGreaterThan(1e-6);
    }
  });

  it('but a perfect fit has one of zero', () => {
    const fit = fitOn({ ...absorbing, outcome: absorbing.terms[0]! }, onUnits);
    expect(term(fit, 'x1').stdError).toBe(0);
    expect(fit.warnings.map(({ code }) => code)).toEqual(['perfect-fit']);
  });
});
