import { describe, expect, it } from 'vitest';
import { type Base, compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecContext, SpecKeys } from '../../../../src/econ/compile/keys.ts';
import { readsPanel, singletonConvention, variablesRead, withCommonSample } from '../../../../src/econ/spec.ts';

const context: SpecContext = {
  sets: { controls: ['a', 'b'] },
  samples: { late: 'year  >= 2015', broken: 'year >=' },
  frame: 'panel',
  columns: ['y', 'x', 'a', 'b', 'year']
    .map((name) => ({ name, type: 'number' as const }))
    .concat([
      { name: 'province', type: 'string' as never },
      { name: 'region', type: 'string' as never },
    ]),
  panel: { unit: 'province', time: 'year' },
};

const compile = (keys: SpecKeys, more: Partial<SpecContext> = {}) => compileColumn(keys, null, { ...context, ...more });
function spec(keys: SpecKeys, more: Partial<SpecContext> = {}) {
  const { specs, problems } = compile(keys, more);
  expect(problems).toEqual([]);
  return specs[0]!;
}
function baseOf(keys: SpecKeys): Base {
  const { specs, written } = compile(keys);
  return { spec: specs[0]!, written };
}
const problemsOf = (keys: SpecKeys, more: Partial<SpecContext> = {}) => compile(keys, more).problems;

describe('equal meaning, equal spec', () => {
  it.each<[SpecKeys, SpecKeys]>([
    [{ fit: 'y ~ x + $controls | province' }, { fit: 'y~x+a+b|province' }],
    [
      { fit: 'y ~ x', sample: 'late' },
      { fit: 'y ~ x', sample: '(year>=2015)' },
    ],
    [
      { fit: 'y ~ x', vcov: 'cluster(province + year)' },
      { fit: 'y ~ x', vcov: 'cluster(year+province)' },
    ],
    [
      { fit: 'y ~ x | province', vcov: 'robust' },
      { fit: 'y ~ x | province', vcov: 'cluster(province)' },
    ],
    [
      { fit: 'y ~ x', vcov: 'robust' },
      { fit: 'y ~ x', vcov: 'HC1' },
    ],
    [{ fit: 'y ~ x | province' }, { fit: 'y ~ x | province', small: true }],
    [{ fit: 'y ~ x | province + year' }, { fit: 'y ~ x | province + year', small: 'reghdfe' }],
    [{ fit: 'y ~ x' }, { fit: 'y ~ x', small: true, vcov: 'iid', winsorize: false }],
    [
      { fit: 'y ~ x', winsorize: [1, 99] },
      { fit: 'y ~ x', winsorize: { at: [1, 99], vars: ['x', 'y'], method: 'stata', rows: 'complete' } },
    ],
  ])('%j and %j', (a, b) => {
    expect(spec(a)).toEqual(spec(b));
  });

  it('different meaning, different spec', () => {
    const base = spec({ fit: 'y ~ x | province' });
    for (const keys of [
      { small: 'areg' },
      { small: false },
      { vcov: 'HC1' },
      { winsorize: [1, 99] as const },
      { sample: 'late' },
      { exclude: 'late' },
      { singletons: 'drop' as const },
      // refuses clusters that cut through provinces
      { small: 'xtreg' },
    ]) {
      expect(spec({ fit: 'y ~ x | province', ...keys })).not.toEqual(base);
    }
  });
});

describe('robust', () => {
  it('is HC1 where no unit is absorbed or the style takes it at its word', () => {
    expect(spec({ fit: 'y ~ x | year', vcov: 'robust' }).vcov).toEqual({ is: 'hc', type: 'HC1' });
    expect(spec({ fit: 'y ~ x | province', vcov: 'robust', small: 'areg' }).vcov).toEqual({ is: 'hc', type: 'HC1' });
    expect(spec({ fit: 'y ~ x | year + province', vcov: 'robust' }).vcov).toEqual({ is: 'hc', type: 'HC1' });
    for (const small of ['reghdfe', false]) {
      expect(spec({ fit: 'y ~ x | province', vcov: 'robust', small }).vcov).toEqual({ is: 'hc', type: 'HC1' });
    }
  });
  it('clusters on the unit in the style of xtreg', () => {
    for (const small of [undefined, true, 'xtreg']) {
      const keys = { fit: 'y ~ x | province', vcov: 'robust', ...(small === undefined ? {} : { small }) };
      expect(spec(keys).vcov).toEqual({ is: 'cluster', by: ['province'] });
    }
    expect(spec({ fit: 'y ~ x | region', vcov: 'robust' }, { panel: null }).vcov).toEqual({
      is: 'cluster',
      by: ['region'],
    });
  });
});

describe('a base', () => {
  const base = baseOf({
    fit: 'y ~ x + a | province',
    vcov: 'cluster(province)',
    sample: 'late',
    small: 'areg',
    winsorize: [5, 95],
  });
  it('gives what the column does not say', () => {
    expect(compileColumn({}, base, context).specs).toEqual([base.spec]);
    expect(compileColumn({ sample: 'year == 2012' }, base, context).specs).toEqual([
      { ...base.spec, sample: 'year == 2012' },
    ]);
    expect(compileColumn({ winsorize: false, small: true }, base, context).specs).toEqual([
      { ...base.spec, winsorize: null, small: null },
    ]);
  });
  it('a style that no longer fits the formula goes', () => {
    expect(compileColumn({ fit: 'y ~ x | province + year' }, base, context).specs[0]!.small).toBeNull();
  });
});

describe('instrumental variables', () => {
  const iv = { fit: 'y ~ b | province | x ~ L.x + a' };

  it('are asymptotic unless `small` says otherwise, and drop singletons as xtivreg2 does', () => {
    expect(spec(iv)).toMatchObject({
      terms: ['b'],
      iv: { endogenous: ['x'], instruments: ['L.x', 'a'] },
      small: null,
    });
    expect(singletonConvention(spec(iv))).toBe('drop');
    for (const small of [false, 'xtivreg2']) expect(spec({ ...iv, small })).toEqual(spec(iv));
    expect(spec({ ...iv, small: true }).small).toBe('regress');
    expect(spec({ ...iv, small: 'xtreg' }).small).toBe('xtreg');
    expect(singletonConvention(spec({ ...iv, small: 'xtreg' }))).toBe('keep');
    expect(spec({ ...iv, singletons: 'keep' }).singletons).toBe('keep');
    expect(spec({ fit: 'y ~ b | x ~ a', small: 'reghdfe' }).small).toBe('regress');
  });

  it('take `robust` at its word, but in the style of xtreg', () => {
    expect(spec({ ...iv, vcov: 'robust' }).vcov).toEqual({ is: 'hc', type: 'HC1' });
    expect(spec({ ...iv, vcov: 'robust', small: 'xtreg' }).vcov).toEqual({ is: 'cluster', by: ['province'] });
  });

  it('turn a base without them into xtivreg2, and keep a style that fits', () => {
    const base = baseOf({ fit: 'y ~ x + b | province', vcov: 'cluster(province)' });
    const made = compileColumn({ iv: 'x ~ L.x' }, base, context).specs[0]!;
    expect(made).toMatchObject({ terms: ['b'], small: null });
    expect(singletonConvention(made)).toBe('drop');
    expect(compileColumn({ vcov: 'iid' }, baseOf({ ...iv, small: 'xtreg' }), context).specs[0]!.small).toBe('xtreg');
  });
});

describe('the wild bootstrap', () => {
  it('clusters, and says how it draws', () => {
    const drawn = { weights: 'rademacher', reps: 9999, seed: '1' };
    expect(spec({ fit: 'y ~ x', vcov: 'wild(province)' }).vcov).toEqual({
      is: 'cluster',
      by: ['province'],
      wild: drawn,
    });
    const options = 'wild(province, weights = webb, reps = 99, seed = 7)';
    expect(spec({ fit: 'y ~ x', vcov: options }).vcov).toEqual({
      is: 'cluster',
      by: ['province'],
      wild: { weights: 'webb', reps: 99, seed: '7' },
    });
  });
});

describe('Driscoll–Kraay', () => {
  it('has its factor only when asked for', () => {
    expect(spec({ fit: 'y ~ x', vcov: 'dk(2)' }).vcov).toEqual({ is: 'dk', lag: 2 });
    expect(spec({ fit: 'y ~ x', vcov: 'dk()', small: true }).vcov).toEqual({ is: 'dk', lag: null, small: true });
    const named = spec({ fit: 'y ~ x | province + year', vcov: 'dk(1)', small: 'reghdfe' });
    expect(named).toEqual(spec({ fit: 'y ~ x | province + year', vcov: 'dk(1)' }));
  });
});

describe('what is read', () => {
  it('exactly the columns of the spec', () => {
    const full = spec({
      fit: 'log(y) ~ L.x:a + i(region) | province^year',
      sample: 'b > 0',
      vcov: 'cluster(province)',
    });
    expect(variablesRead(full)).toEqual(['a', 'b', 'province', 'region', 'x', 'y', 'year']);
    expect(variablesRead(spec({ fit: 'y ~ log(a + L.b)' }))).toEqual(['a', 'b', 'y']);
    expect(variablesRead({ ...spec({ fit: 'y ~ x' }), split: { column: 'region', level: 'East' } })).toEqual([
      'region',
      'x',
      'y',
    ]);
    expect(variablesRead(spec({ fit: 'y ~ x', winsorize: { at: [1, 99], by: 'region' } }))).toEqual([
      'region',
      'x',
      'y',
    ]);
  });

  it('the panel only for lags and the calendar', () => {
    expect(readsPanel(spec({ fit: 'y ~ x | province' }))).toBe(false);
    expect(readsPanel(spec({ fit: 'y ~ log(L.x)' }))).toBe(true);
    expect(readsPanel(spec({ fit: 'y ~ x', vcov: 'dk(1)' }))).toBe(true);
  });
});

describe('common sample', () => {
  it('adds what others need and nothing where all are alike', () => {
    const [one, two] = [spec({ fit: 'y ~ x' }), spec({ fit: 'y ~ a | province', sample: 'late' })];
    const [first, second] = withCommonSample([one, two]);
    expect(first!.common).toEqual({ terms: ['a'], levels: ['province'], samples: ['year >= 2015'], excludes: [] });
    expect(second!.common).toEqual({ terms: ['x'], levels: [], samples: [], excludes: [] });
    expect(withCommonSample([one, one])).toEqual([one, one]);
  });
});

describe('problems', () => {
  it.each<[SpecKeys, object]>([
    [
      { fit: 'y ~ quality' },
      { key: 'fit', code: 'unknown-variable', within: [4, 11], hint: expect.stringMatching(/^panel has 7 columns: `/) },
    ],
    [
      { fit: 'y ~ x | provinc' },
      { key: 'fit', code: 'unknown-variable', within: [8, 15], hint: 'did you mean `province`? (panel has 7 columns)' },
    ],
    [{ fit: 'y ~ region' }, { key: 'fit', code: 'text-column', within: [4, 10] }],
    [{ fit: 'y ~ x | e ~ z' }, { key: 'fit', code: 'unknown-variable' }],
    [
      { fit: 'y ~ x', sample: 'lat' },
      { key: 'sample', code: 'unknown-sample', hint: 'did you mean `late`?' },
    ],
    [
      { fit: 'y ~ x', sample: 'broken' },
      { key: 'sample', namedSample: 'broken', code: 'unexpected-end' },
    ],
    [
      { fit: 'y ~ x', exclude: 'region == 1' },
      { key: 'exclude', code: 'type-mismatch', within: [0, 11] },
    ],
    [
      { fit: 'y ~ x', sample: 'x' },
      { key: 'sample', code: 'not-a-condition' },
    ],
    [
      { fit: 'y ~ x', vcov: 'clutser(a)' },
      { key: 'vcov', code: 'unknown-vcov', hint: 'did you mean `cluster`?' },
    ],
    [
      { fit: 'y ~ x', vcov: 'cluster(q)' },
      { key: 'vcov', code: 'unknown-variable', within: [8, 9] },
    ],
    [
      { fit: 'y ~ x', vcov: 'cluster(a + b + x + y + a^b + a^x + b^x)' },
      { key: 'vcov', code: 'too-many-clusters' },
    ],
    [
      { fit: 'y ~ x', vcov: 'wild(a, weights = web)' },
      { key: 'vcov', code: 'unexpected-token', within: [18, 21] },
    ],
    [
      { fit: 'y ~ x', vcov: 'dk(1.5)' },
      { key: 'vcov', code: 'unexpected-token' },
    ],
    [
      { fit: 'y ~ x', small: 'xtreg' },
      { key: 'small', code: 'style-mismatch' },
    ],
    [
      { fit: 'y ~ x', small: 'ivreg2' },
      { key: 'small', code: 'style-mismatch' },
    ],
    [
      { fit: 'y ~ 1 | province | x ~ a', small: 'ivregress' },
      { key: 'small', code: 'style-mismatch' },
    ],
    [
      { fit: 'y ~ 1 | x ~ a', small: 'ivreg' },
      { key: 'small', code: 'unknown-style', hint: 'did you mean `ivreg2`?' },
    ],
    [
      { fit: 'y ~ x', small: 'xtrge' },
      { key: 'small', code: 'unknown-style', hint: 'did you mean `xtreg`?' },
    ],
    [
      { fit: 'y ~ x', winsorize: [99, 1] },
      { key: 'winsorize', code: 'bad-percentages', below: [] },
    ],
    [
      { fit: 'y ~ x', winsorize: { at: [0.01, 0.99] } },
      { key: 'winsorize', code: 'bad-percentages', below: ['at'] },
    ],
    [
      { fit: 'y ~ x', winsorize: { at: [1, 99], vars: ['x', 'a'] } },
      { key: 'winsorize', code: 'not-in-regression', below: ['vars', 1] },
    ],
    [
      { fit: 'y ~ x', winsorize: { at: [1, 99], by: 'q' } },
      { key: 'winsorize', code: 'unknown-variable', below: ['by'] },
    ],
    [
      { fit: 'y ~ x', winsorize: { at: [1, 99], method: 'typ7' } },
      { key: 'winsorize', code: 'unknown-method', hint: 'did you mean `type7`?' },
    ],
    [
      { fit: 'y ~ x', winsorize: { at: [1, 99], stage: 'terms', rows: 'own' } },
      { key: 'winsorize', code: 'unsupported' },
    ],
  ])('%j', (keys, expected) => {
    expect(problemsOf(keys)[0]).toMatchObject(expected);
  });

  it('lags and dk need a panel', () => {
    expect(problemsOf({ fit: 'y ~ L.x' }, { panel: null })).toMatchObject([{ code: 'no-panel', key: 'fit' }]);
    expect(problemsOf({ fit: 'y ~ x', vcov: 'dk(1)' }, { panel: null })).toMatchObject([
      { code: 'no-panel', key: 'vcov' },
    ]);
  });

  it.each([
    ['y ~ a + L.x', 'L.x', [10, 11]],
    ['y ~ a + L1.x', 'L.x', [11, 12]],
    ['y ~ log(x + 1)', 'log(x+1)', [8, 9]],
    ['y ~ x^2:a', 'x^2', [8, 9]],
    ['y ~ x:a', 'x:a', [6, 7]],
    ['y ~ i(region)', 'i(region)', [6, 12]],
    ['y ~ a | x ~ F.x', 'F.x', [14, 15]],
    ['D.y ~ x', 'D.y', [2, 3]],
  ])('%s beside a column called %s', (fit, name, within) => {
    const columns = [...context.columns!, { name, type: 'number' as const }];
    const hint = expect.stringContaining(`rename: {"${name}": …}`);
    expect(problemsOf({ fit }, { columns })).toMatchObject([{ code: 'shadowed-column', key: 'fit', within, hint }]);
    expect(spec({ fit: `y ~ \`${name}\`` }, { columns }).terms).toEqual([`\`${name}\``]);
    expect(problemsOf({ fit }, { columns: undefined })).toEqual([]);
  });

  it('columns that are not known yet pass', () => {
    expect(problemsOf({ fit: 'y ~ whatever', vcov: 'cluster(z)', sample: 'q > 1' }, { columns: undefined })).toEqual(
      [],
    );
  });

  it('are told all at once', () => {
    expect(problemsOf({ fit: 'y ~ q', sample: 'lat', vcov: 'HC4' }).map((p) => p.key)).toEqual([
      'fit',
      'sample',
      'vcov',
    ]);
  });
});
