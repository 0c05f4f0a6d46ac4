/** The key `estimator` of a column, by the paths that a pipeline has to it. */
import { describe, expect, it } from 'vitest';
import { planned } from './planned.ts';

const rows = Array.from({ length: 24 }, (_, i) => [
  `u${i % 6}`,
  2010 + Math.floor(i / 6),
  (i * 7) % 5,
  (i * i) % 13,
  1 + (i % 3),
  i % 3,
]);
const csv = [['unit', 'year', 'y', 'x', 'pop', 'w'], ...rows].map((row) => row.join(',')).join('\n');
const plan = (steps: string, defaults = '') =>
  planned(
    `papermake: 1
${defaults}steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}}
${steps}`,
    csv,
  );
const column = (keys: string) => `  m: {kind: models, from: d, ${keys}}\n`;
const specOf = (keys: string) => plan(column(keys)).nodes.get('m')!.params as Record<string, unknown>;
const told = (keys: string) => {
  const p = plan(column(keys));
  return p.problems.map((problem) => ({
    code: problem.code,
    message: problem.message,
    at: p.pointsAt(problem),
    hint: problem.hint,
  }));
};

describe('an estimator', () => {
  it('that the formula stands for is no part of the specification', () => {
    expect(specOf('fit: y ~ x, estimator: linear')).toEqual(specOf('fit: y ~ x'));
    expect(specOf('fit: y ~ x, estimator: {is: linear}')).toEqual(specOf('fit: y ~ x'));
    expect(specOf('fit: y ~ 1 | x ~ w, estimator: iv')).toEqual(specOf('fit: y ~ 1 | x ~ w'));
  });

  it('that a key names is, with the terms that its options name', () => {
    expect(specOf('fit: y ~ x, estimator: poisson').estimator).toEqual({ is: 'poisson' });
    expect(specOf('fit: y ~ x, estimator: {is: poisson}')).toEqual(specOf('fit: y ~ x, estimator: poisson'));
    expect(specOf('fit: y ~ x, estimator: {is: poisson, exposure: L.pop }').estimator).toEqual({
      is: 'poisson',
      terms: { exposure: ['L.pop'] },
    });
  });

  it('is the method of its nodes', () => {
    const p = plan(
      '  m: {kind: models, from: d, columns: [{fit: y ~ x}, {fit: y ~ x | unit}, {fit: y ~ 1 | x ~ w}, {fit: y ~ x, estimator: poisson}]}\n',
    );
    expect([...p.nodes.values()].slice(1).map(({ method }) => method)).toEqual(['linear', 'linear', 'iv', 'poisson']);
  });

  it('reads the columns of its options, and loses the rows where they have no value', async () => {
    const p = plan(column('fit: y ~ x, estimator: {is: poisson, exposure: L.pop}, vcov: robust'));
    expect(p.nodes.get('m')!.inputs.data).toMatchObject({ parts: expect.arrayContaining(['column:pop']) });
    const { parts } = await p.run('m');
    expect(parts).toMatchObject({ nobs: 18, rowsLost: [{ cause: 'lag', count: 6, detail: 'L.pop' }] });
  });

  it('is asked of a base, unless an edit says another', async () => {
    const p =
      plan(`  m: {kind: models, from: d, columns: [{id: main, fit: y ~ x + w, estimator: {is: poisson, exposure: pop}, vcov: robust}, {id: ols, fit: y ~ x + w, vcov: robust}]}
  r:
    kind: robustness
    base: m.main
    columns: {less: {drop: w}, plain: {estimator: poisson}, ols: {estimator: linear}}
`);
    expect(p.problems).toEqual([]);
    const estimators = ['less', 'plain', 'ols'].map(
      (id) => (p.nodes.get(`r.${id}`)!.params as Record<string, unknown>).estimator,
    );
    expect(estimators).toEqual([{ is: 'poisson', terms: { exposure: ['pop'] } }, { is: 'poisson' }, undefined]);
    expect((await p.run('r.ols')).parts).toEqual((await p.run('m.ols')).parts);
  });

  it('that an edit of the instruments undoes gives way', () => {
    const p = plan(`  m: {kind: models, from: d, columns: [{id: main, fit: y ~ w | x ~ pop, estimator: iv}]}
  r: {kind: robustness, base: m.main, columns: {ols: {iv: false}}}
`);
    expect(p.problems).toEqual([]);
    expect(p.nodes.get('r.ols')).toMatchObject({ method: 'linear' });
  });

  it('may be the default of models', () => {
    const p = plan(column('fit: y ~ x'), 'defaults: {models: {estimator: poisson, vcov: robust}}\n');
    expect(p.nodes.get('m')).toMatchObject({ method: 'poisson' });
  });

  it('shares the rows that all columns of a step can use, by its options too', async () => {
    const p = plan(
      '  m: {kind: models, from: d, common_sample: true, columns: [{fit: y ~ x}, {fit: y ~ x, estimator: {is: poisson, exposure: L.pop}}]}\n',
    );
    expect((await p.run('m.1')).parts.nobs).toBe(18);
  });
});

describe('complaints', () => {
  it('of names', () => {
    expect(told('fit: y ~ x, estimator: posson')).toEqual([
      {
        code: 'unknown-estimator',
        message: 'unknown estimator `posson`',
        at: 'posson',
        hint: 'did you mean `poisson`?',
      },
    ]);
    expect(told('fit: y ~ x, estimator: xtabond2')).toMatchObject([{ hint: '`xtabond2` is `gmm` here' }]);
    expect(told('fit: y ~ x, estimator: cloglog')).toMatchObject([
      { code: 'unknown-estimator', hint: expect.stringContaining('a step of R, Python or Stata runs it') },
    ]);
  });

  it('of an option that names no column, or is no term', () => {
    expect(told('fit: y ~ x, estimator: {is: poisson, exposure: popp}')).toMatchObject([
      { code: 'unknown-variable', message: 'unknown variable `popp`', at: 'popp' },
    ]);
    expect(told('fit: y ~ x, estimator: {is: poisson, exposure: "log("}')).toHaveLength(1);
    expect(told('fit: y ~ x, estimator: {is: poisson, exposure: i(year)}')).toMatchObject([
      { code: 'not-a-term', message: 'expected one variable, got the indicators `i(year)`', at: 'i(year)' },
    ]);
  });

  it.each([
    ['fit: y ~ x, estimator: iv', 'iv'],
    ['fit: y ~ 1 | x ~ w, estimator: linear', 'linear'],
    ['fit: y ~ x | unit, estimator: logit', 'y ~ x | unit'],
    ['fit: y ~ x, fe: unit, estimator: logit', 'unit'],
    ['fit: y ~ 1 | x ~ w, estimator: poisson', 'y ~ 1 | x ~ w'],
    ['fit: y ~ x, iv: x ~ w, estimator: poisson', 'x ~ w'],
    ['fit: y ~ x, estimator: poisson, vcov: HC3', 'HC3'],
    ['fit: y ~ x, estimator: poisson, vcov: dk(1)', 'dk(1)'],
    ['fit: y ~ x, estimator: poisson, vcov: wild(unit)', 'wild(unit)'],
    ['fit: y ~ x, estimator: poisson, small: false', 'false'],
    ['fit: y ~ x, estimator: {is: poisson, exposure: pop}, winsorize: [1, 99]', 'winsorize'],
    ['fit: y ~ x, estimator: {is: poisson, exposure: pop}, trim: [1, 99]', 'trim'],
  ])('%s', (keys, at) => {
    expect(told(keys)).toMatchObject([{ code: 'unsupported', at, hint: expect.any(String) }]);
  });

  it('of what a base has and the estimator of an edit is not defined for, at the edit', () => {
    const p = plan(`  m: {kind: models, from: d, columns: [{id: main, fit: y ~ x | unit, vcov: dk(1), small: xtreg}]}
  r: {kind: robustness, base: m.main, columns: {binary: {estimator: logit}}}
`);
    expect(p.problems.map((problem) => [problem.message, p.pointsAt(problem)])).toEqual([
      ['`logit` with an absorbed effect is not defined', 'logit'],
      ['`dk` is not defined for `logit`', 'logit'],
    ]);
  });

  it('of a threshold in a model that is not linear', () => {
    const p = plan(
      `${column('fit: y ~ x, estimator: poisson')}  t: {kind: threshold, base: m, fe: unit, on: w, slope: x}\n`.replace(
        'fe: unit, ',
        '',
      ),
    );
    expect(p.problems.map(({ code }) => code)).toContain('threshold-linear');
  });
});
