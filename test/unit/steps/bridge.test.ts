import { describe, expect, it } from 'vitest';
import { Frame } from '../../../src/frame/frame.ts';
import { load } from '../../../src/frame/ingest/load.ts';
import { dataAt } from '../../../steps/lib/bridge/data.ts';
import { dtaFile, refusedByStata } from '../../../steps/lib/bridge/dta.ts';
import { callFailure } from '../../../steps/lib/bridge/failure.ts';
import type { BridgeNodeParams } from '../../../steps/lib/bridge/keys.ts';
import { python } from '../../../steps/lib/bridge/python.ts';
import { r } from '../../../steps/lib/bridge/r.ts';
import { stata } from '../../../steps/lib/bridge/stata.ts';
import { hexNumber, stataFit } from '../../../steps/lib/bridge/stata-fit.ts';
import { FitReader } from '../../../steps/lib/command/fit.ts';

const frameOf = (csv: string, types: Record<string, string> = {}): Frame =>
  load(new TextEncoder().encode(csv), { file: 'd.csv', types } as never, () => {
    throw new Error('merges with nothing');
  }).frame;

/** As Stata's %21x prints it. */
function hex(value: number): string {
  if (value === 0) return '+0.0000000000000X-3ff';
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const power = Number((bits >> 52n) & 0x7ffn) - 1023;
  const fraction = (bits & 0xfffffffffffffn).toString(16).padStart(13, '0');
  const exponent = Math.abs(power).toString(16).padStart(3, '0');
  return `${value < 0 ? '-' : '+'}1.${fraction}X${power < 0 ? '-' : '+'}${exponent}`;
}

describe('numbers of Stata', () => {
  it('are read from %21x to the last bit', () => {
    expect(hexNumber('-1.8000000000000X+001')).toBe(-3);
    expect(hexNumber('+1.999999999999aX-004')).toBe(0.1);
    for (const value of [0, 1, -1 / 3, 2 / 3e7, 1e300, 5e-300, 123456.789]) expect(hexNumber(hex(value))).toBe(value);
    expect(hexNumber('.')).toBeNull();
    expect(hexNumber('1.5')).toBeNull();
  });
});

describe('a fit of Stata', () => {
  const data = frameOf(
    'id,year,region,y,x,z\na,1,East,1,2,1\na,2,West,2,3,0\nb,1,East,3,1,1\nb,2,West,1,1,0\nc,1,North,2,5,1\n',
    { region: 'category' },
  );
  const left = (
    macros: Record<string, string>,
    scalars: Record<string, number>,
    terms: readonly (readonly [string, string, number, number])[],
    more: readonly string[] = [],
  ): string =>
    [
      `rows ${hex(5)}`,
      ...Object.entries(macros).map(([name, text]) => `macro ${name} ${text}`),
      ...Object.entries(scalars).map(([name, value]) => `scalar ${name} ${hex(value)}`),
      ...terms.map(([equation, name, b]) => `b ${hex(b)} ${equation}\t${name}`),
      ...terms.flatMap(([, , , v], i) => terms.slice(0, i + 1).map((_, j) => `V ${hex(i === j ? v : 0)}`)),
      ...more,
      'end',
      '',
    ].join('\n');
  const request = { call: 'x', packages: [], stats: {} };
  const read = (text: string) => {
    const reader = new FitReader(null);
    const fit = reader.fit(stataFit(text, data, request));
    return { fit, wrong: reader.wrong };
  };

  it('has its terms by our names, base levels left out and omitted ones told', () => {
    const { fit, wrong } = read(
      left(
        { cmd: 'regress', depvar: 'y', vce: 'cluster', clustvar: 'id', cmdline: 'regress y x' },
        { N: 4, N_clust: 2, df_r: 1, df_m: 3, F: 12.5, r2: 0.5, r2_a: 0.25, rmse: 0.7 },
        [
          ['', 'x', 0.5, 0.04],
          ['', 'c.x#c.x', 0.1, 0.01],
          ['', '1b.region', 0, 0],
          ['', '2.region', -1, 0.09],
          ['', '3.region#c.z', 2, 0.25],
          ['', 'o.z', 0, 0],
          ['', 'L2.x', 0.25, 0.01],
          ['', '_cons', 1, 1],
        ],
      ),
    );
    expect(wrong).toEqual([]);
    expect(fit.terms.map(({ term }) => term)).toEqual([
      'x',
      'x^2',
      'i(region)::North',
      'i(region)::West:z',
      'L2.x',
      '_cons',
    ]);
    expect(fit.terms[0]).toMatchObject({ estimate: 0.5, stdError: 0.2, statistic: 2.5 });
    expect(fit.vcov.map((row, i) => row[i])).toEqual([0.04, 0.01, 0.09, 0.25, 0.01, 1]);
    expect(fit.dropped).toEqual([{ term: 'z', why: 'collinear', detail: '' }]);
    expect(fit.vcovInfo).toMatchObject({ type: 'CRV1', clusters: [{ name: 'id', count: 2 }], text: 'cluster(id)' });
    expect(fit).toMatchObject({ outcome: 'y', nobs: 4, dfResid: 1, inference: 't(G-1)', estimator: 'regress' });
    expect(fit.stats).toEqual({ r2: 0.5, r2Adj: 0.25, rmse: 0.7, f: 12.5, fDf1: 3, fDf2: 1 });
    expect(fit.rowsLost).toEqual([{ cause: 'missing', count: 1, detail: '' }]);
  });

  it('has a likelihood, further equations, effects, statistics of its own and rows that the call left out', () => {
    const { fit, wrong } = read(
      left(
        { cmd: 'nb', depvar: 'y', vce: 'oim', cmdline: 'nb y x if z > 0', ivar: 'id', model: 'fe' },
        { N: 3, N_g: 2, chi2: 9, df_m: 1, p: 0.0027, ll: -10, ll_0: -14.5, r2_p: 0.31, ar2p: 0.4 },
        [
          ['y', 'x', 0.5, 0.04],
          ['y', '_cons', 1, 1],
          ['/', 'lnalpha', -0.7, 0.01],
          ['select', 'z', 0.2, 0.01],
        ],
        [`stat mine ${hex(0.75)}`, 'stat none .'],
      ),
    );
    expect(wrong).toEqual([]);
    expect(fit.terms.map(({ term }) => term)).toEqual(['x', '_cons', '/lnalpha', 'select:z']);
    expect(fit).toMatchObject({ dfResid: null, inference: 'z', ngroups: 2, absorbed: [{ name: 'id', levels: 2 }] });
    expect(fit.stats).toEqual({
      ...{
        pseudoR2: 0.31,
        ll: -10,
        ll0: -14.5,
        aic: 28,
        bic: 20 + 4 * Math.log(3),
        ar2P: 0.4,
        chi2: 9,
        chi2Df: 1,
        chi2P: 0.0027,
        mine: 0.75,
      },
      none: { invalid: 'not finite' },
    });
    expect(fit.rowsLost).toEqual([{ cause: 'sample', count: 2, detail: 'the call' }]);
  });

  it('counts clusters of two variables, singletons, and levels of effects', () => {
    const { fit } = read(
      left(
        { cmd: 'areg2', depvar: 'y', vce: 'cluster', clustvar: 'id year', absvars: 'id year', cmdline: 'areg2 y x' },
        { N: 4, N_clust: 2, N_clust1: 3, N_clust2: 2, num_singletons: 1, df_r: 1 },
        [['', 'x', 0.5, 0.04]],
      ),
    );
    expect(fit.vcovInfo.clusters).toEqual([
      { name: 'id', count: 3 },
      { name: 'year', count: 2 },
    ]);
    expect(fit.absorbed).toEqual([
      { name: 'id', levels: 3 },
      { name: 'year', levels: 2 },
    ]);
    expect(fit.rowsLost).toEqual([{ cause: 'singleton', count: 1, detail: '' }]);
  });

  it('that was not written to its end is none', () => {
    expect(() => stataFit('rows +1.0000000000000X+000\n', data, request)).toThrow('not written to their end');
  });
});

describe('a data file for Stata', () => {
  const data = frameOf(
    '单位,t,d,q,x,g\n甲,2001,2011-03-01,2011q2,0.1,b\n乙,2002,,,,a\n丙,2003,2012-02-29,2012q1,-1e-300,\n',
    {
      d: 'date',
      q: 'quarter',
      g: 'string',
    },
  );

  it('reads back as it was: numbers to the last bit, missing values, texts as labelled numbers, dates', () => {
    const bytes = dtaFile(data);
    const { frame, notes } = load(bytes, { file: 'd.dta' } as never, () => {
      throw new Error('merges with nothing');
    });
    expect(frame.names).toEqual(data.names);
    for (const name of ['t', 'd', 'q', 'x']) expect([...frame.numbers(name)]).toEqual([...data.numbers(name)]);
    expect(frame.type('d')).toBe('date');
    expect(frame.type('q')).toBe('quarter');
    expect([...frame.numbers('g')]).toEqual([2, 1, Number.NaN]);
    expect(notes.get('g')?.valueLabels).toEqual({ 1: 'a', 2: 'b' });
    expect(notes.get('单位')?.valueLabels).toEqual({ 1: '丙', 2: '乙', 3: '甲' });
  });

  it('has the levels in use alone', () => {
    const some = dataAt(data, ['g', 'x'], Int32Array.of(0, 2));
    const { frame, notes } = load(dtaFile(some), { file: 'd.dta' } as never, () => {
      throw new Error('merges with nothing');
    });
    expect([...frame.numbers('g')]).toEqual([1, Number.NaN]);
    expect(notes.get('g')?.valueLabels).toEqual({ 1: 'b' });
  });

  it.each(['GDP growth', 'a.b', '1x', 'x'.repeat(33), '_all', 'if'])('refuses the name `%s`', (name) => {
    const frame = Frame.of(new Map([[name, data.column('x')]]), 3);
    expect(refusedByStata(frame)?.message).toBe(`\`${name}\` is no name that a variable of Stata can have`);
  });
});

describe('what a call names', () => {
  it('packages of R: before `::`, in library(), and sandwich for covariances by word', () => {
    const found = r.packagesIn(['library(plm); MASS::polr(y ~ x, data)', 'sandwich::vcovCL(fit, ~ id)']);
    expect([...found].sort()).toEqual(['MASS', 'plm', 'sandwich']);
    expect(r.packagesIn(['lm(y ~ x:z, data)', 'cluster(id)'])).toEqual(['sandwich?']);
    expect(r.packagesIn(['lm(y ~ x, data)', ''])).toEqual([]);
  });

  it('modules of Python, those that have an alias too', () => {
    const found = python.packagesIn(['from linearmodels import PanelOLS\nnp.log(2)', 'smf.ols("y ~ x", data).fit()']);
    expect(found).toEqual(['linearmodels', 'statsmodels', 'numpy', 'pandas?']);
  });

  it('commands that Stata does not come with', () => {
    expect(stata.packagesIn(['quietly reghdfe y x, absorb(id)'])).toEqual(['reghdfe']);
    expect(stata.installs('ivreghdfe')).toContain('ssc install ranktest');
  });

  it.each([
    [r, 'glm(y ~ x, binomial, data)', 'glm'],
    [r, 'd <- subset(data, x > 0)\nm <- fixest::feols(y ~ x | id, d)', 'feols'],
    [r, 'm', undefined],
    [r, 'own(data,\n  start = c(a = 0),\n  by = "(")', 'own'],
    [r, 'f <- function(b) {\n  exp(b)\n}\nown(f) # (', 'own'],
    [python, 'import numpy\nsmf.ols("y ~ x", data).fit(cov_type="HC1")', 'ols'],
    [python, 'PanelOLS.from_formula("y ~ x", data).fit()', undefined],
    [stata, 'gen z = x\nquietly xtreg y x, fe', 'xtreg'],
    [stata, 'bootstrap, reps(50): regress y x', 'regress'],
  ] as const)('the function that estimates', (language, call, called) => {
    expect(language.called(call)).toBe(called);
  });
});

describe('an error of a call', () => {
  const params = (call: string, columns: readonly string[] | null = null): BridgeNodeParams => ({
    language: 'r',
    request: { call, packages: [], stats: { mine: 'f(fit)' } },
    columns,
    sample: null,
    env: {},
  });
  const how = { step: 's', program: '/r', sought: ['Rscript'], timeout: null };
  const pointed = (call: string, message: string, more: object = {}): string | undefined => {
    const { within } = callFailure(r, { at: 'call', message, ...more }, params(call), how);
    return within && call.slice(...within);
  };

  it('points at what its message names', () => {
    expect(pointed('lm(y ~ zz, data)', "object 'zz' not found")).toBe('zz');
    expect(pointed('lm(zzz ~ zz, data)', "object 'zz' not found")).toBe('zz');
    expect(pointed('nope(data)', 'could not find function "nope"')).toBe('nope');
    expect(pointed('a\nlm(y ~~ x', '<text>:2:6: unexpected something')).toBe('~');
    expect(pointed('a\n  b()\n', 'KeyError: 1', { line: 2 })).toBe('b()');
    expect(pointed('lm(y ~ x', '<text>:2:0: unexpected end of input')).toBeUndefined();
  });

  it('says what the data have, and where a function or a package comes from', () => {
    const told = (message: string, more: object = {}, columns: readonly string[] | null = null) =>
      callFailure(r, { at: 'call', message, ...more }, params('lm(y ~ zz, data)', columns), how);
    expect(told("object 'zz' not found", {}, ['y', 'x']).hint).toBe('`data` has `columns: [y, x]`');
    expect(told('could not find function "feols"', { has: 'fixest' }).hint).toBe(
      '`feols` is of the package fixest: write `fixest::feols`, or add `packages: [fixest]`',
    );
    const lacking = told('there is no package', { package: 'fixest' });
    expect(lacking.code).toBe('missing-package');
    expect(lacking.hint).toBe('`Rscript -e \'install.packages("fixest")\'` installs it');
    expect(callFailure(r, { at: 'stats.mine', message: 'x' }, params('a'), how).param).toBe('request.stats.mine');
  });
});
