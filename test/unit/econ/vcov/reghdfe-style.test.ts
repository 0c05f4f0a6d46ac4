/** What `reghdfe` does by default: singletons, the constant, degrees of freedom, what it refuses. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { Refusal } from '../../../../src/base/problem.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { withinTransform } from '../../../../src/econ/panel/within.ts';
import { type ModelSpec, withCommonSample } from '../../../../src/econ/spec.ts';
import { compilerOf } from '../../../support/columns.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';
import { clusterOn, column, fitOn, simulate, term } from '../panels.ts';

const draw = createRng('reghdfe').stream('data', 0);
/** 12 firms in 4 sectors over 6 years; firm 13 is there once, and is all that there is of 2020. */
const cells = [
  ...Array.from({ length: 72 }, (_, i) => ({ firm: `f${Math.floor(i / 6)}`, year: 2010 + (i % 6) })),
  { firm: 'f13', year: 2020 },
];
const x = cells.map(() => draw.normal());
const columns: Record<string, Cells> = {
  firm: cells.map(({ firm }) => firm),
  year: cells.map(({ year }) => year),
  // firms move between sectors; the last row is a sector of its own
  sector: cells.map(({ firm, year }) =>
    firm === 'f13' ? 's9' : `s${(Number(firm.slice(1)) + (year > 2012 ? 1 : 0)) % 4}`,
  ),
  x,
  z: x.map((v) => v + draw.normal()),
  y: x.map((v, i) => 1 + v + (i % 6) + draw.normal()),
};
const panel = { unit: 'firm', time: 'year' };
const data = dataOf(columns, panel);
const context = { sets: {}, samples: {}, frame: 'panel', columns: undefined, panel };

const compile = compilerOf(context);

function spec(keys: SpecKeys, base: ModelSpec | null = null): ModelSpec {
  const { specs, problems } = compile(keys, base);
  expect(problems).toEqual([]);
  return specs[0]!;
}
const fitted = (keys: SpecKeys): Fit => estimate(spec(keys), data);
const lostTo = ({ rowsLost }: Fit) => rowsLost.filter(({ cause }) => cause === 'singleton');

function refusal(keys: SpecKeys): Refusal {
  try {
    fitted(keys);
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('not refused');
}

describe('singletons', () => {
  it.each<SpecKeys>([
    { fit: 'y ~ x | firm + year' },
    { fit: 'y ~ x | firm + year', small: 'reghdfe' },
    { fit: 'y ~ x | firm + year', small: true },
    { fit: 'y ~ x | firm + year', small: false },
    { fit: 'y ~ x | firm', small: 'reghdfe' },
    { fit: 'y ~ 1 | firm | x ~ z', small: 'reghdfe' },
    { fit: 'y ~ 1 | firm + year | x ~ z' },
  ])('go by default: %j', (keys) => {
    const dropped = fitted(keys);
    expect(dropped.nobs).toBe(72);
    expect(lostTo(dropped)).toMatchObject([{ count: 1 }]);
    const kept = fitted({ ...keys, singletons: 'keep' });
    expect(kept.nobs).toBe(73);
    expect(lostTo(kept)).toEqual([]);
  });

  it.each<SpecKeys>([
    { fit: 'y ~ x | firm' },
    { fit: 'y ~ x | firm', small: 'areg' },
    { fit: 'y ~ x | firm', small: false },
    { fit: 'y ~ x | firm', vcov: 'cluster(firm)' },
    { fit: 'y ~ 1 | firm | x ~ z', small: 'xtreg' },
  ])('stay in the other styles: %j', (keys) => {
    expect(fitted(keys).nobs).toBe(73);
    expect(fitted({ ...keys, singletons: 'drop' }).nobs).toBe(72);
  });

  it('go or stay with a base as they do where all is written', () => {
    const [xtreg, kept] = [{ fit: 'y ~ x | firm' }, { fit: 'y ~ x | firm', singletons: 'keep' as const }];
    for (const edit of [{ fe: 'firm + year' }, { small: 'reghdfe' }] as SpecKeys[]) {
      expect(estimate(spec(edit, spec(xtreg)), data).nobs).toBe(72);
      expect(estimate(spec(edit, spec(kept)), data).nobs).toBe(73);
    }
    const two = spec({ fit: 'y ~ x | firm + year', singletons: 'drop' });
    expect(estimate(spec({ fe: 'firm' }, two), data).nobs).toBe(72);
  });

  it('of any column are lost to a common sample', () => {
    const specs = withCommonSample([spec({ fit: 'y ~ x | firm' }), spec({ fit: 'y ~ x | firm + year' })]);
    const [one, two] = specs.map((each) => estimate(each, data));
    expect([one!.nobs, two!.nobs]).toEqual([72, 72]);
    expect(one!.rowsLost).toEqual([{ cause: 'common sample', count: 1, detail: 'firm, year' }]);
    expect(lostTo(two!)).toHaveLength(1);
  });
});

describe('an effect that the clusters cut', () => {
  const keys = { fit: 'y ~ x | sector', vcov: 'cluster(firm)' };

  it('is counted as `reghdfe` counts, which is said', () => {
    const { warnings, ...fit } = fitted(keys);
    const { warnings: none, ...asked } = fitted({ ...keys, small: 'reghdfe' });
    expect(none).toEqual([]);
    expect(fit).toEqual(asked);
    expect(fit.nobs).toBe(72);
    expect(fit.stats.kCounted).toBe(1 + 4);
    expect(warnings).toMatchObject([{ code: 'counted-as-reghdfe' }]);
    expect(warnings[0]!.message).toBe(
      '`sector` is not nested within the clusters `firm`, as `xtreg` requires: its levels are counted as `reghdfe` counts them',
    );
  });

  it('is refused where `xtreg` was written', () => {
    expect(refusal({ ...keys, small: 'xtreg' })).toMatchObject({ code: 'clusters-not-nested', param: 'small' });
    expect(fitted({ ...keys, vcov: 'cluster(sector)', small: 'xtreg' }).terms).toEqual(
      fitted({ ...keys, vcov: 'cluster(sector)' }).terms,
    );
  });
});

describe('the constant beside several effects', () => {
  const { design, unit, time } = simulate('constant', 15, 6, 0.3);
  const effects = [unit, time];
  const absorbed = { ...design, absorb: effects };
  const n = design.nobs;
  const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / n;
  /** ỹ + ȳ on (x̃ + x̄, 1). */
  const about = (values: Float64Array) => {
    const compacted = effects.map(({ name, codes, levels }) => {
      const counts = new Int32Array(levels.length);
      for (const code of codes) counts[code]!++;
      return { name, codes, levels: levels.length, counts, runs: n };
    });
    return withinTransform(values, compacted).map((value) => value + mean(values));
  };
  const own = {
    ...design,
    outcome: column('y', about(design.outcome.values)),
    terms: design.terms.map(({ name, values }) => column(name, about(values))),
  };

  it.each([
    ['iid', { vcov: { is: 'iid' } }],
    ['HC1', { vcov: { is: 'hc', type: 'HC1' } }],
    ['clusters', clusterOn(unit)],
    ['clusters that cut through both', clusterOn(simulate('constant', 15, 6, 0.3).region)],
  ] as const)('has the error of its own regression: %s', (_, options) => {
    const fit = fitOn(absorbed, options);
    const plain = fitOn(own, options);
    const clusters = 'clusters' in options;
    const k = fit.stats.kCounted as number;
    const ratio = Math.sqrt((n - 3) / (n - k));
    for (const name of ['x1', 'x2', '_cons']) {
      expect(term(fit, name).estimate).toBeCloseTo(term(plain, name).estimate, 11);
      expect(term(fit, name).stdError).toBeCloseTo((term(plain, name).stdError as number) * ratio, 11);
    }
    if (!clusters) expect(fit.dfResid).toBe(n - k);
  });
});

describe('degrees of freedom', () => {
  const { design, unit, time, region } = simulate('df', 12, 8, 0);

  it('of t are those of the rows where the clusters have more', () => {
    const rows = Array.from({ length: 16 }, (_, i) => i);
    const few = {
      ...design,
      nobs: 16,
      outcome: column(
        'y',
        rows.map((i) => design.outcome.values[i]!),
      ),
      terms: design.terms.map(({ name, values }) =>
        column(
          name,
          rows.map((i) => values[i]!),
        ),
      ),
    };
    const named = (name: string, of: (i: number) => number, levels: number) => ({
      name,
      codes: Int32Array.from(rows, of),
      levels: Array.from({ length: levels }, (_, i) => `${i}`),
    });
    const effect = named('effect', (i) => i % 7, 7);
    const fit = fitOn({ ...few, absorb: [effect] }, { small: 'reghdfe', ...clusterOn(named('g', (i) => i >> 1, 8)) });
    expect(fit.stats.kCounted).toBe(2 + 7);
    expect(fit.dfResid).toBe(7);
    const more = fitOn({ ...few, absorb: [effect] }, { small: 'reghdfe', ...clusterOn(named('g', (i) => i, 16)) });
    expect(more.dfResid).toBe(16 - 2 - 7);
    expect(more.inference).toBe('t(N-K)');
    expect(more.vcovInfo.small).toBe('G/(G − 1) · (N − 1)/(N − K), t(N − K)');
    expect(more.stats.fDf2).toBe(7);
  });

  it('tell nested from redundant levels', () => {
    const fit = fitOn({ ...design, absorb: [unit, region, time] }, { small: 'reghdfe', ...clusterOn(region) });
    expect(fit.absorbed).toEqual([
      { name: 'unit', levels: 12, redundant: 12, nested: true },
      { name: 'region', levels: 6, redundant: 6, nested: true },
      { name: 'time', levels: 8, redundant: 1, nested: false },
    ]);
    expect(fit.stats).toMatchObject({ dfAbsorbed: 7, dfAbsorbedNested: 18, kCounted: 2 + 7 + 1 });
    expect(fit.stats.rmse).toBeCloseTo(Math.sqrt((fit.stats.rss as number) / (96 - 2 - 7 - 18)), 12);
  });

  it('tell those without clusters where the root MSE counts more', () => {
    const both = { ...design, absorb: [unit, time] };
    const [all, one, none] = [clusterOn(unit, time), clusterOn(unit), {}].map((by) => fitOn(both, by).stats);
    expect(all).toMatchObject({ dfAbsorbed: 0, dfAbsorbedNested: 20, dfAbsorbedUnclustered: 19 });
    expect((all!.rmse as number) / (none!.rmse as number)).toBeCloseTo(Math.sqrt((96 - 2 - 19) / (96 - 2 - 20)), 12);
    for (const same of [one!, none!]) expect(same).not.toHaveProperty('dfAbsorbedUnclustered');
    expect(one!.rmse).toBe(none!.rmse);
  });

  it('are required', () => {
    expect(refusal({ fit: 'y ~ x | firm + firm^year', singletons: 'keep' })).toMatchObject({ code: 'too-few-rows' });
    const two = 'firm in ["f0", "f1"] and year in [2010, 2011]';
    expect(refusal({ fit: 'y ~ x | firm + year', sample: two })).toMatchObject({
      code: 'too-few-rows',
      message: 'expected more rows than parameters, got N = 4 and K = 4, absorbed effects included',
    });
  });
});

describe('a perfect fit', () => {
  it('has estimates and no standard errors', () => {
    const exact = dataOf({ ...columns, y: x.map((v, i) => 2 * v + (cells[i]!.year - 2000)) }, panel);
    const fit = estimate(spec({ fit: 'y ~ x | firm + year', vcov: 'cluster(firm)' }), exact);
    expect(fit.terms.map(({ term: name }) => name)).toEqual(['x', '_cons']);
    expect(fit.terms[0]!.estimate).toBeCloseTo(2, 12);
    const undefinedError = { invalid: 'the outcome is fitted without error' };
    for (const row of fit.terms) expect(row).toMatchObject({ stdError: undefinedError, pValue: undefinedError });
    expect(fit.vcov).toEqual([]);
    expect(fit.stats).toMatchObject({ r2: 1, rss: 0, f: undefinedError, fP: undefinedError });
    expect(fit.warnings.map(({ code }) => code)).toContain('perfect-fit');
  });
});

describe('instruments', () => {
  it('have no constant beside absorbed effects, and no adjusted R² within', () => {
    const fit = fitted({ fit: 'y ~ 1 | firm + year | x ~ z', small: 'reghdfe' });
    expect(fit.terms.map(({ term: name }) => name)).toEqual(['x']);
    expect(fit.stats.r2AdjWithin).toEqual({ invalid: 'not defined for instrumental variables' });
    expect(fit.stats.r2).toBe(fit.stats.r2Within);
  });
});
