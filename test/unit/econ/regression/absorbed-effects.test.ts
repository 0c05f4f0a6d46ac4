import { describe, expect, it } from 'vitest';
import { clusterOn, type FitOptions, fitOn, simulate, term, withDummies } from '../panels.ts';

/** Absorbing effects gives what regressing on their dummies gives: estimates, errors, sums of squares. */
function expectEqualToDummies(panel: ReturnType<typeof simulate>, which: 'one' | 'two', options: FitOptions) {
  const effects = which === 'one' ? [panel.unit] : [panel.unit, panel.time];
  const small = options.small ?? (which === 'one' ? 'areg' : 'reghdfe');
  const absorbed = fitOn({ ...panel.design, absorb: effects }, { ...options, small });
  const dummies = fitOn(withDummies(panel.design, effects), {
    ...options,
    small: small === 'asymptotic' ? small : 'regress',
  });
  for (const name of ['x1', 'x2']) {
    expect(term(absorbed, name).estimate).toBeCloseTo(term(dummies, name).estimate, 10);
    expect(term(absorbed, name).stdError).toBeCloseTo(term(dummies, name).stdError as number, 10);
    expect(term(absorbed, name).pValue).toBeCloseTo(term(dummies, name).pValue as number, 10);
  }
  expect(absorbed.vcov[0]![1]).toBeCloseTo(dummies.vcov[0]![1]!, 11);
  expect(absorbed.stats.rss).toBeCloseTo(dummies.stats.rss as number, 8);
  expect(absorbed.stats.r2Lsdv).toBeCloseTo(dummies.stats.r2 as number, 11);
  expect(absorbed.stats.r2AdjLsdv).toBeCloseTo(dummies.stats.r2Adj as number, 11);
  expect(absorbed.stats.rmse).toBeCloseTo(dummies.stats.rmse as number, 10);
  expect(absorbed.dfResid).toBe(dummies.dfResid);
}

describe('absorbed effects equal dummies', () => {
  const balanced = simulate('balanced', 12, 7, 0);
  const ragged = simulate('ragged', 18, 8, 0.35);

  for (const [name, panel] of [
    ['balanced', balanced],
    ['unbalanced', ragged],
  ] as const) {
    for (const which of ['one', 'two'] as const) {
      it(`${name}, ${which} effect(s): iid, HC0, HC1, Driscoll–Kraay`, () => {
        expectEqualToDummies(panel, which, {});
        expectEqualToDummies(panel, which, { vcov: { is: 'hc', type: 'HC0' } });
        expectEqualToDummies(panel, which, { vcov: { is: 'hc', type: 'HC1' } });
        expectEqualToDummies(panel, which, { vcov: { is: 'dk', lag: 2 }, time: panel.times });
      });
    }
    it(`${name}, one effect: HC2, HC3, clusters`, () => {
      expectEqualToDummies(panel, 'one', { vcov: { is: 'hc', type: 'HC2' } });
      expectEqualToDummies(panel, 'one', { vcov: { is: 'hc', type: 'HC3' } });
      expectEqualToDummies(panel, 'one', clusterOn(panel.unit));
    });
  }

  it('counts redundant levels of disconnected effects', () => {
    const { design, unit, time } = simulate('parts', 10, 6, 0);
    const halves = [...time.codes].map((t, i) => (unit.codes[i]! < 5 ? t : t + 6));
    const split = { ...time, codes: Int32Array.from(halves), levels: Array.from({ length: 12 }, (_, i) => `${i}`) };
    const absorbed = fitOn({ ...design, absorb: [unit, split] }, { small: 'reghdfe' });
    expect(absorbed.stats.dfAbsorbed).toBe(10 + 12 - 2);
    const dummies = fitOn(withDummies(design, [unit, split]));
    expect(dummies.dropped).toHaveLength(1);
    expect(absorbed.dfResid).toBe(dummies.dfResid);
    expect(term(absorbed, 'x1').stdError).toBeCloseTo(term(dummies, 'x1').stdError as number, 10);
  });

  it('takes three effects', () => {
    const { design, unit, time } = simulate('three', 30, 9, 0.4);
    const third = { ...time, name: 'third', codes: Int32Array.from(time.codes, (t, i) => (t * 7 + i * 3) % 5) };
    const absorbed = fitOn({ ...design, absorb: [unit, time, third] }, { small: 'reghdfe' });
    const dummies = fitOn(withDummies(design, [unit, time, { ...third, levels: third.levels.slice(0, 5) }]));
    expect(term(absorbed, 'x1').estimate).toBeCloseTo(term(dummies, 'x1').estimate, 10);
    expect(term(absorbed, 'x1').stdError).toBeCloseTo(term(dummies, 'x1').stdError as number, 9);
  });
});

describe('finite-sample styles', () => {
  const { design, unit, time, region } = simulate('styles', 20, 8, 0.2);
  const one = { ...design, absorb: [unit] };
  const two = { ...design, absorb: [unit, time] };
  const n = design.nobs;

  it('count K as xtreg, areg and reghdfe do', () => {
    const counted = (d: typeof one, options: FitOptions) => fitOn(d, options).stats.kCounted;
    expect(counted(one, { small: 'xtreg', ...clusterOn(unit) })).toBe(3);
    expect(counted(one, { small: 'xtreg', ...clusterOn(region) })).toBe(3);
    expect(counted(one, { small: 'xtreg' })).toBe(22);
    expect(counted(one, { small: 'areg', ...clusterOn(unit) })).toBe(22);
    expect(counted(one, { small: 'reghdfe', ...clusterOn(unit) })).toBe(3);
    expect(counted(one, { small: 'reghdfe', ...clusterOn(time) })).toBe(22);
    expect(counted(two, { small: 'reghdfe' })).toBe(2 + 20 + 8 - 1);
    expect(counted(two, { small: 'reghdfe', ...clusterOn(unit) })).toBe(2 + 8);
    expect(counted(two, { small: 'reghdfe', ...clusterOn(time) })).toBe(2 + 20);
    expect(counted(two, { small: 'reghdfe', ...clusterOn(unit, time) })).toBe(3);
  });

  it('scale the standard errors by their K alone', () => {
    const xtreg = term(fitOn(one, { small: 'xtreg', ...clusterOn(unit) }), 'x1').stdError as number;
    const areg = term(fitOn(one, { small: 'areg', ...clusterOn(unit) }), 'x1').stdError as number;
    expect(areg / xtreg).toBeCloseTo(Math.sqrt((n - 3) / (n - 22)), 12);
    const reghdfe = fitOn(one, { small: 'reghdfe', ...clusterOn(unit) });
    expect(term(reghdfe, 'x1').stdError).toBeCloseTo(xtreg, 13);
    const own = fitOn(one, { small: 'xtreg', ...clusterOn(unit) });
    expect(term(reghdfe, '_cons').stdError).toBeCloseTo(term(own, '_cons').stdError as number, 13);
  });

  it('asymptotic: no factor, z, and the small-sample F of ivreg2', () => {
    const small = fitOn(design, clusterOn(unit));
    const large = fitOn(design, { ...clusterOn(unit), small: 'asymptotic' });
    const q = (20 / 19) * ((n - 1) / (n - 3));
    expect(term(small, 'x1').stdError as number).toBeCloseTo((term(large, 'x1').stdError as number) * Math.sqrt(q), 12);
    expect(large.stats.f).toBeCloseTo(small.stats.f as number, 9);
    expect(large.dfResid).toBeNull();
    expect(large.inference).toBe('z');
  });

  it('refuse what is not defined, by name', () => {
    expect(() => fitOn(one, { small: 'xtreg', ...clusterOn(time) })).toThrow(/not nested within the clusters `time`/);
    expect(() => fitOn(two, { small: 'xtreg' })).toThrow(/one absorbed effect, got 2/);
    expect(() => fitOn(design, { small: 'areg' })).toThrow(/needs an absorbed effect/);
    expect(() => fitOn(two, { small: 'reghdfe', vcov: { is: 'hc', type: 'HC3' } })).toThrow(
      /HC3 is defined here for at most one/,
    );
    expect(() => fitOn(design, { vcov: { is: 'dk', lag: 1 } })).toThrow(/`dk` needs the time/);
  });

  it('report the grand-mean constant with the variance of its own regression', () => {
    const clustered = fitOn(one, { small: 'xtreg', ...clusterOn(unit) });
    const means = design.terms.map(({ values }) => values.reduce((a, b) => a + b) / n);
    let variance = 0;
    for (const [i, a] of means.entries())
      for (const [j, b] of means.entries()) variance += a * b * clustered.vcov[i]![j]!;
    expect(term(clustered, '_cons').stdError).toBeCloseTo(Math.sqrt(variance), 12);
    const fitted = means.reduce((total, mean, j) => total + mean * clustered.terms[j]!.estimate, 0);
    expect(term(clustered, '_cons').estimate + fitted).toBeCloseTo(clustered.stats.ymean as number, 12);
  });
});
