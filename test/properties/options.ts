/** Every option of a column of models: what its default is when written, and what stands in a column that is edited with it. */
import type { Json } from '../../src/base/json.ts';
import type { SpecKeys } from '../../src/econ/compile/keys.ts';

/** An equation in pieces, so that an edit of it can be written out. */
export interface Equation {
  readonly y: string;
  readonly x: readonly string[];
  readonly constant?: boolean;
  readonly fe?: readonly string[];
  readonly iv?: { readonly endogenous: string; readonly instruments: string };
}

export const textOf = ({ y, x, constant = true, fe = [], iv }: Equation): string => {
  const effects = fe.length === 0 ? '' : ` | ${fe.join(' + ')}`;
  return `${y} ~ ${x.join(' + ') || '1'}${constant ? '' : ' - 1'}${effects}${iv ? ` | ${iv.endogenous} ~ ${iv.instruments}` : ''}`;
};

export const equations: Readonly<Record<string, Equation>> = {
  pooled: { y: 'y', x: ['x', 'x^2', 'a'] },
  'without a constant': { y: 'y', x: ['x', 'x^2', 'a'], constant: false },
  unit: { y: 'y', x: ['x', 'x^2', 'a'], fe: ['unit'] },
  year: { y: 'y', x: ['x', 'x^2', 'a'], fe: ['year'] },
  'unit and year': { y: 'y', x: ['x', 'x^2', 'a'], fe: ['unit', 'year'] },
  iv: { y: 'y', x: ['x^2', 'a'], iv: { endogenous: 'x', instruments: 'L.x' } },
  'iv under units': { y: 'y', x: ['x^2', 'a'], fe: ['unit'], iv: { endogenous: 'x', instruments: 'L.x' } },
};

export interface Option {
  readonly key: keyof SpecKeys;
  readonly value: NonNullable<SpecKeys[keyof SpecKeys]>;
  /** Of an edit of the equation: what it makes, null where it is refused. Others are keys of a column that is written directly too. */
  readonly makes?: (equation: Equation) => Equation | null;
}

const plain = (key: keyof SpecKeys, ...values: Option['value'][]): Option[] => values.map((value) => ({ key, value }));
const edit = (key: keyof SpecKeys, value: Option['value'], makes: Option['makes']): Option => ({
  key,
  value,
  ...(makes && { makes }),
});
const has = ({ x, iv }: Equation, term: string): boolean => x.includes(term) || iv?.endogenous === term;

const swapped = ({ y, x, iv, ...rest }: Equation): Equation => ({
  ...rest,
  y,
  x: x.map((term) => term.replace('x', 'w')),
  ...(iv && { iv: { endogenous: 'w', instruments: 'L.w' } }),
});
const exogenous = ({ iv, x, ...rest }: Equation): Equation => ({ ...rest, x: iv ? [iv.endogenous, ...x] : x });
const endogenous = (equation: Equation): Equation => ({
  ...exogenous(equation),
  x: exogenous(equation).x.filter((term) => term !== 'x'),
  iv: { endogenous: 'x', instruments: 'L.x' },
});

/** Effects take the place of the constant. */
const absorbing = ({ constant: _, ...equation }: Equation, fe: readonly string[]): Equation => ({ ...equation, fe });

/** GMM with instruments, and what else is said of it. */
const dynamic = (options: Readonly<Record<string, Json>>): { is: string; [option: string]: Json } => ({
  is: 'gmm',
  instruments: { gmm: [{ of: ['a'], lags: [1, 2] }] },
  ...options,
});

/** By key of the schema; a key that is in none of the tables fails the suites. */
export const options: Readonly<Record<string, readonly Option[]>> = {
  fit: [edit('fit', 'y ~ x + x^2 + a + b | unit', () => ({ y: 'y', x: ['x', 'x^2', 'a', 'b'], fe: ['unit'] }))],
  estimator: plain(
    'estimator',
    'linear',
    { is: 'iv' },
    'poisson',
    { is: 'poisson', exposure: 'w', separation: 'drop' },
    { is: 'poisson', conditional: true },
    'logit',
    { is: 'logit', offset: 'w' },
    { is: 'flogit', offset: 'w' },
    'fprobit',
    { is: 'mlogit', base: 1 },
    'ologit',
    'oprobit',
    'ocloglog',
    { is: 're', mundlak: true },
    { is: 're', mundlak: ['a'] },
    { is: 're', mundlak: ['x', 'a'] },
    { is: 'be', wls: true },
    { is: 'fuller', alpha: 4 },
    { is: 'kclass', k: 0.5 },
    { is: 'tobit', lower: 0, upper: 9 },
    { is: 'truncreg', lower: -90, upper: 90 },
    { is: 'zip', inflate: ['w'] },
    { is: 'zip', inflate: [], exposure: 'w' },
    { is: 'zinb', inflate: ['w'] },
    { is: 'zinb', inflate: ['w'], offset: 'w' },
    { is: 'quantile', tau: 0.25 },
    { is: 'heckman', select: 'w ~ a + b', method: 'ml' },
    { is: 'sfa', distribution: 'exponential' },
    { is: 'sfa', cost: true, over_time: 'constant' },
    { is: 'sfa', inefficiency: ['a'] },
    dynamic({ model: 'diff', transform: 'fod', steps: 1, h: 2, artests: 3 }),
  ),
  sample: plain('sample', 'late', 'a > 1'),
  exclude: plain('exclude', 'year == 2011'),
  winsorize: plain(
    'winsorize',
    false,
    [5, 95],
    { at: [10, 90], vars: ['x', 'a'], by: 'region', rows: 'own' },
    { at: [5, 95], vars: ['$most'], method: 'type7', stage: 'terms' },
    { at: [5, 95], vars: ['y', 'x', 'a'] },
  ),
  trim: plain(
    'trim',
    false,
    [5, 95],
    { at: [10, 90], vars: ['x', 'a'], by: 'region', rows: 'own' },
    { at: [5, 95], vars: ['x'], method: 'type7', stage: 'terms' },
  ),
  swap: [
    edit('swap', { x: 'w' }, (equation) => (has(equation, 'x') ? swapped(equation) : null)),
    edit('swap', {}, (equation) => equation),
  ],
  drop: [
    edit('drop', 'a', (equation) =>
      has(equation, 'a') ? { ...equation, x: equation.x.filter((term) => term !== 'a') } : null,
    ),
  ],
  add: [edit('add', 'b', (equation) => (has(equation, 'b') ? equation : { ...equation, x: [...equation.x, 'b'] }))],
  fe: [
    edit('fe', 'unit', (equation) => absorbing(equation, ['unit'])),
    edit('fe', ['unit', 'year'], (equation) => absorbing(equation, ['unit', 'year'])),
    edit('fe', false, (equation) => ({ ...equation, fe: [] })),
  ],
  iv: [
    edit('iv', 'x ~ L.x', (equation) => (has(equation, 'x') ? endogenous(equation) : null)),
    edit('iv', false, exogenous),
  ],
  u_test: plain('u_test', false, 'x', { linear: 'x', square: 'x^2', level: 0.9 }),
  weights: plain('weights', false, 'b', { analytic: 'w' }, { frequency: 'b' }, { probability: 'b' }),
  tests: plain('tests', false, { none: ['a'] }, { same: 'x = a', both: 'x + a' }),
  lincom: plain('lincom', false, { total: '2*x + a - 1' }),
  nlcom: plain('nlcom', false, { ratio: 'b(x) / (1 + exp(b(a)))' }),
  margins: plain(
    'margins',
    false,
    true,
    { at: 'means' },
    { dummies: ['a'] },
    { dummies: 'x' },
    { at: { x: [0, 1], a: 'mean' }, predict: true, dydx: ['x'] },
    { atmeans: true, predict: true, dydx: false },
  ),
  oster: plain(
    'oster',
    false,
    'x',
    { treatment: 'x', mcontrols: ['a'], rmax: 0.99, beta: 0.1, delta: 2 },
    { treatment: 'x', rmax_multiple: 2 },
  ),
  vcov: plain(
    'vcov',
    'iid',
    'HC1',
    'HC3',
    'robust',
    'cluster(unit)',
    'cluster(unit + year)',
    'dk()',
    'dk(1)',
    'wild(unit)',
    'wild(unit, weights = webb, reps = 99, seed = 7)',
  ),
  small: plain('small', true, false, 'xtreg', 'areg', 'reghdfe', 'ivreg2', 'ivregress', 'xtivreg2'),
  singletons: plain('singletons', 'keep', 'drop'),
};

/** Keys that are no part of what one column estimates, and why. */
export const others: Readonly<Record<string, string>> = {
  from: 'which data',
  base: 'what is edited',
  id: 'a name',
  columns: 'the columns themselves',
  header: 'shown only',
  spanner: 'shown only',
  show: 'shown only',
  common_sample: 'of the columns of a step together: an edit of one of them stands by itself',
  difference: 'of the nodes of a step',
  split: 'of the nodes of a step: `test/unit/steps/robustness.test.ts` edits one of them',
};

/** Members of a key's value that have no default, and why. */
export const undefaulted: Readonly<Record<string, string>> = {
  base: 'it must be said',
  inflate: 'it must be said',
  exposure: 'counts are of whole rows where nothing says of what',
  offset: 'nothing stands beside the terms where nothing says so',
  k: 'it must be said',
  lower: 'no limit: no number says so',
  upper: 'no limit: no number says so',
  select: 'it must be said',
  inefficiency: 'nothing explains it where nothing says so',
  over_time: 'every row has its own inefficiency where nothing says so',
  instruments: 'they must be said',
  frequency: 'rows are no counts where nothing says so',
  probability: 'rows are no sample where nothing says so',
  at: 'the average over the rows: no word says so',
  dummies: 'none: an empty list is refused',
  treatment: 'it must be said',
  mcontrols: 'none: an empty list is refused',
  rmax: 'a multiple of R² where nothing is said',
};

/** A default as it is written out: in which equations, beside which keys. */
export interface Default {
  readonly in: readonly string[];
  readonly beside?: SpecKeys;
  readonly written: SpecKeys;
}

const all = Object.keys(equations);
const linear = all.filter((name) => !name.startsWith('iv'));
const finite = ['iid', 'HC1', 'robust', 'cluster(unit)', 'dk(1)', 'dk()', 'wild(unit)'];
const each = (names: readonly string[], written: SpecKeys, beside: readonly SpecKeys[] = [{}]): Default[] =>
  beside.map((keys) => ({ in: names, beside: keys, written }));
const named = (...names: readonly string[]): SpecKeys[] => names.map((estimator) => ({ estimator }));
const under = (vcovs: readonly string[]): SpecKeys[] => vcovs.map((vcov) => ({ vcov }));
const tails = { at: [5, 95], method: 'stata', stage: 'variables', rows: 'complete' } as const;
const everything = ['y', 'x', 'a'];

/** Of each key all ways to write its default, or why it has none. */
export const defaults: Readonly<Record<string, readonly Default[] | string>> = {
  fit: 'every column has one',
  estimator: [
    ...each(linear, { estimator: 'linear' }),
    ...each(['iv', 'iv under units'], { estimator: { is: 'iv' } }),
    ...each(['pooled'], { estimator: { is: 'poisson', separation: 'refuse', conditional: false } }, named('poisson')),
    ...each(['unit'], { estimator: { is: 'poisson', separation: 'drop' } }, named('poisson')),
    ...each(['pooled'], { estimator: { is: 're', mundlak: false } }, named('re')),
    ...each(['pooled'], { estimator: { is: 'be', wls: false } }, named('be')),
    ...each(['pooled'], { estimator: { is: 'heckman', select: 'w ~ a + b', method: 'twostep' } }, [
      { estimator: { is: 'heckman', select: 'w ~ a + b' } },
    ]),
    ...each(['iv'], { estimator: { is: 'fuller', alpha: 1 } }, named('fuller')),
    ...each(['pooled'], { estimator: { is: 'quantile', tau: 0.5 } }, named('quantile')),
    ...each(['pooled'], { estimator: { is: 'sfa', distribution: 'half-normal', cost: false } }, named('sfa')),
    ...each(['pooled'], { estimator: dynamic({ model: 'system', transform: 'fd', steps: 2, h: 3, artests: 2 }) }, [
      { estimator: dynamic({}) },
    ]),
  ],
  weights: [...each(all, { weights: false }), ...each(all, { weights: { analytic: 'b' } }, [{ weights: 'b' }])],
  tests: [...each(all, { tests: false }), ...each(all, { tests: { none: ['a'] } }, [{ tests: { none: 'a' } }])],
  lincom: each(all, { lincom: false }),
  nlcom: each(all, { nlcom: false }),
  margins: [
    ...each(all, { margins: false }),
    ...each(['pooled'], { margins: {} }, [{ estimator: 'logit', margins: true }]),
    ...each(['pooled'], { margins: { atmeans: false, predict: false } }, [{ estimator: 'logit', margins: true }]),
    ...each(['pooled'], { margins: { dydx: 'a' } }, [{ estimator: 'logit', margins: { dydx: ['a'] } }]),
    ...each(['pooled'], { margins: { dummies: 'a' } }, [{ estimator: 'logit', margins: { dummies: ['a'] } }]),
  ],
  oster: [
    ...each(all, { oster: false }),
    ...each(['pooled', 'unit'], { oster: { treatment: 'x', rmax_multiple: 1.3, beta: 0, delta: 1 } }, [{ oster: 'x' }]),
  ],
  sample: 'all rows: no condition says so',
  exclude: 'no rows: no condition says so',
  drop: 'nothing: an empty list is refused',
  add: 'nothing: an empty list is refused',
  swap: each(all, { swap: {} }),
  fe: [
    ...each(['pooled', 'without a constant', 'iv'], { fe: false }),
    ...each(['unit', 'iv under units'], { fe: 'unit' }),
    ...each(['unit and year'], { fe: ['unit', 'year'] }),
  ],
  iv: [...each(linear, { iv: false }), ...each(['iv', 'iv under units'], { iv: 'x ~ L.x' })],
  winsorize: [
    ...each(all, { winsorize: false }),
    ...each(linear, { winsorize: [5, 95] }, [{ winsorize: { at: [5, 95] } }, { winsorize: tails }]),
    ...each(linear, { winsorize: { ...tails, vars: everything } }, [{ winsorize: [5, 95] }]),
    ...each(linear, { winsorize: { at: [5, 95], by: 'region' } }, [{ winsorize: { at: [5, 95], by: ['region'] } }]),
  ],
  trim: [
    ...each(all, { trim: false }),
    ...each(linear, { trim: { ...tails, vars: everything } }, [{ trim: [5, 95] }]),
    ...each(linear, { trim: { at: [5, 95], by: 'region' } }, [{ trim: { at: [5, 95], by: ['region'] } }]),
  ],
  u_test: [
    ...each(all, { u_test: false }),
    ...each(all, { u_test: { linear: 'x' } }, [{ u_test: 'x' }]),
    ...each(all, { u_test: { linear: 'x', square: 'x^2', level: 0.95 } }, [{ u_test: 'x' }]),
  ],
  vcov: [
    ...each(all, { vcov: 'iid' }),
    ...each(all, { vcov: 'dk(2)' }, [{ vcov: 'dk' }, { vcov: 'dk()' }]),
    ...each(all, { vcov: 'cluster(year + unit)' }, [{ vcov: 'cluster(unit + year)' }]),
    ...each(linear, { vcov: 'wild(unit, weights = rademacher, reps = 9999, seed = 1)' }, [{ vcov: 'wild(unit)' }]),
    ...each(
      all.filter((name) => name !== 'unit'),
      { vcov: 'HC1' },
      [{ vcov: 'robust' }],
    ),
    ...each(['unit'], { vcov: 'cluster(unit)' }, [{ vcov: 'robust' }]),
  ],
  small: [
    ...each(linear, { small: true }, under(finite.filter((vcov) => !vcov.startsWith('dk')))),
    ...each(['pooled', 'without a constant', 'unit and year'], { small: 'reghdfe' }, under(finite)),
    ...each(['unit'], { small: 'xtreg' }, under(finite)),
    ...each(['iv', 'iv under units'], { small: false }, under(finite)),
    ...each(['iv'], { small: 'ivreg2' }, under(finite)),
    ...each(['iv under units'], { small: 'xtivreg2' }, under(finite)),
  ],
  singletons: [
    ...each(['pooled', 'without a constant', 'unit', 'year', 'iv'], { singletons: 'keep' }),
    ...each(['unit and year', 'iv under units'], { singletons: 'drop' }),
  ],
};
