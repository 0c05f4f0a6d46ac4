/** Models of estimators and options of which no reference case has a run, on data of an unbalanced panel. */
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../src/econ/compile/keys.ts';
import { columnsRead } from '../../src/export/columns-read.ts';
import { TrackedData } from '../../src/export/data.ts';
import type { ExportedModel } from '../../src/export/language.ts';
import { type Cells, dataOf } from '../support/data.ts';
import { estimate } from '../support/estimate.ts';

const UNITS = 14;
const YEARS = 8;
/** Numbers between 0 and 1 without any order that could be seen. */
const wobble = (i: number, j: number): number => {
  const value = Math.sin(i * 12.9898 + j * 78.233 + 4.1414) * 43758.5453;
  return Math.round((value - Math.floor(value)) * 1e6) / 1e6;
};
const rows = Array.from({ length: UNITS * YEARS }, (_, row) => [Math.floor(row / YEARS), row % YEARS] as const).filter(
  ([unit, time]) => unit % 5 !== 2 || time !== 3,
);
const column = (of: (unit: number, time: number, row: number) => number | string | null): Cells =>
  rows.map(([unit, time], row) => of(unit, time, row));
const outcome = (unit: number, time: number, row: number): number =>
  2 * wobble(row, 1) - wobble(row, 2) + unit / 4 + time / 9 + wobble(row, 4);
/** Inefficiency that is exponential, as a loss, and an error around it. */
const loss = (row: number, mean: number): number => mean * Math.log(wobble(row, 9) * 0.999 + 0.001);
const noise = (row: number): number => 0.5 * (wobble(row, 10) + wobble(row, 11) + wobble(row, 12) - 1.5);
/** A row whose count is 0 whatever its mean. */
const stays = (row: number): boolean => wobble(row, 13) + wobble(row, 2) / 2 < 0.55;
/** The count of a Poisson distribution whose cumulated probability a row reaches. */
function drawnCount(row: number, mean: number): number {
  let [count, chance, left] = [0, Math.exp(-mean), wobble(row, 14)];
  while (left > chance && count < 60) {
    left -= chance;
    count++;
    chance *= mean / count;
  }
  return count;
}
const isChosen = (row: number): boolean => wobble(row, 3) + wobble(row, 5) + wobble(row, 2) / 2 > 1;

const columns: Readonly<Record<string, Cells>> = {
  id: column((unit) => `u${unit}`),
  region: column((unit) => ['North', 'East', 'South'][unit % 3]!),
  year: column((_, time) => 2000 + time),
  x: column((_, __, row) => wobble(row, 1)),
  z: column((_, __, row) => wobble(row, 2)),
  w: column((_, __, row) => wobble(row, 3) + 0.2),
  f: column((_, __, row) => 1 + (row % 3)),
  y: column(outcome),
  yes: column((unit, _, row) => (wobble(row, 1) + wobble(row, 5) + (unit % 2) / 4 > 1.1 ? 1 : 0)),
  n: column((_, __, row) => Math.floor(9 * wobble(row, 1) * wobble(row, 6) * (1 + 2 * wobble(row, 7)))),
  many: column((_, __, row) => (stays(row) ? 0 : drawnCount(row, 2 * Math.exp(wobble(row, 1))))),
  much: column((_, __, row) => (stays(row) ? 0 : drawnCount(row, -4 * Math.log(wobble(row, 9) * 0.999 + 0.001)))),
  wage: column((unit, time, row) => (isChosen(row) ? outcome(unit, time, row) + wobble(row, 5) : null)),
  seen: column((_, __, row) => (isChosen(row) ? 1 : 0)),
  grade: column((_, __, row) => 1 + Math.min(3, Math.floor(2.2 * (wobble(row, 1) + wobble(row, 7))))),
  share: column((_, __, row) => Math.max(0, Math.min(1, 0.6 * wobble(row, 1) + 0.7 * wobble(row, 8) - 0.1))),
  made: column((_, __, row) => 1 + 2 * wobble(row, 1) + loss(row, 0.6) + noise(row)),
  costly: column((_, __, row) => 1 + 2 * wobble(row, 1) - loss(row, 0.6) + noise(row)),
  first: column((unit) => [2003, 2005, 0, 2000, 2019, null][unit % 6]!),
  lat: column((unit) => 30 + 10 * wobble(unit, 3)),
  lon: column((unit) => 100 + 10 * wobble(unit, 8)),
};
const panel = { unit: 'id', time: 'year' };
const iv = 'y ~ z | x ~ w + L.x';

/** Columns by their names. */
const models: Readonly<Record<string, SpecKeys>> = {
  negbin_robust: { fit: 'n ~ x + z', estimator: 'negbin', vcov: 'HC1' },
  negbin_clustered: { fit: 'n ~ x + i(region)', estimator: { is: 'negbin', exposure: 'w' }, vcov: 'cluster(id)' },
  negbin_frequency: { fit: 'n ~ x + z', estimator: 'negbin', weights: { frequency: 'f' } },
  negbin_probability: { fit: 'n ~ x', estimator: 'negbin', weights: { probability: 'w' } },
  inflated: { fit: 'many ~ x + z', estimator: { is: 'zip', inflate: ['x', 'i(region)'] } },
  inflated_constant: { fit: 'many ~ x + i(region)', estimator: { is: 'zip', inflate: [] }, vcov: 'HC1' },
  inflated_exposed: { fit: 'many ~ x', estimator: { is: 'zip', inflate: ['z'], exposure: 'w' }, vcov: 'cluster(id)' },
  inflated_frequency: { fit: 'many ~ x + z', estimator: { is: 'zip', inflate: ['z'] }, weights: { frequency: 'f' } },
  inflated_spread: { fit: 'much ~ x', estimator: { is: 'zinb', inflate: ['z'], offset: 'w' } },
  inflated_weighted: { fit: 'much ~ x + z', estimator: { is: 'zinb', inflate: ['x'] }, weights: { probability: 'w' } },
  heckman_twostep: { fit: 'wage ~ x + z', estimator: { is: 'heckman', select: '~ z + w + i(region)' } },
  heckman_ml: { fit: 'wage ~ x + z', estimator: { is: 'heckman', select: 'seen ~ z + w', method: 'ml' } },
  heckman_robust: {
    fit: 'wage ~ x + z',
    estimator: { is: 'heckman', select: 'seen ~ z + w', method: 'ml' },
    vcov: 'HC1',
  },
  heckman_clustered: {
    fit: 'wage ~ x + z',
    estimator: { is: 'heckman', select: 'seen ~ z + w', method: 'ml' },
    vcov: 'cluster(id)',
  },
  frontier: { fit: 'made ~ x + z', estimator: 'sfa' },
  frontier_cost: {
    fit: 'costly ~ x + z',
    estimator: { is: 'sfa', distribution: 'exponential', cost: true },
    vcov: 'HC1',
  },
  frontier_clustered: { fit: 'made ~ x', estimator: 'sfa', vcov: 'cluster(id)' },
  fractional_logit: { fit: 'share ~ x + z + i(region)', estimator: 'flogit' },
  fractional_offset: { fit: 'share ~ x', estimator: { is: 'flogit', offset: 'z' }, vcov: 'iid' },
  fractional_probit: { fit: 'share ~ x + z', estimator: 'fprobit', vcov: 'cluster(id)' },
  fractional_frequency: { fit: 'share ~ x + z', estimator: 'fprobit', weights: { frequency: 'f' } },
  fractional_weighted: { fit: 'share ~ x', estimator: 'flogit', weights: { probability: 'w' } },
  ordered_logit: { fit: 'grade ~ x + z + i(region)', estimator: 'ologit' },
  ordered_logit_frequency: { fit: 'grade ~ x + z', estimator: 'ologit', weights: { frequency: 'f' } },
  ordered_logit_clustered: { fit: 'grade ~ x', estimator: 'ologit', vcov: 'cluster(id)' },
  ordered_probit: { fit: 'grade ~ x + z', estimator: 'oprobit', vcov: 'HC1' },
  ordered_probit_weighted: { fit: 'grade ~ x', estimator: 'oprobit', weights: { probability: 'w' } },
  ordered_cloglog: { fit: 'grade ~ x + z', estimator: 'ocloglog' },
  multinomial: { fit: 'grade ~ x + z + i(region)', estimator: { is: 'mlogit', base: 2 } },
  multinomial_robust: { fit: 'grade ~ x + z', estimator: { is: 'mlogit', base: 1 }, vcov: 'HC1' },
  multinomial_weighted: { fit: 'grade ~ x', estimator: { is: 'mlogit', base: 1 }, weights: { probability: 'w' } },
  quantile_low: { fit: 'y ~ x + z', estimator: { is: 'quantile', tau: 0.25 } },
  clogit: { fit: 'yes ~ x + z | id', estimator: 'clogit' },
  clogit_clustered: { fit: 'yes ~ x + z | id', estimator: 'clogit', vcov: 'cluster(id)' },
  poisson_conditional: { fit: 'n ~ x + z | id', estimator: { is: 'poisson', conditional: true } },
  poisson_conditional_clustered: {
    fit: 'n ~ x + z | id',
    estimator: { is: 'poisson', conditional: true, exposure: 'w' },
    vcov: 'cluster(id)',
  },
  iv_weighted: { fit: iv, weights: { analytic: 'w' }, vcov: 'HC1' },
  tobit_both: { fit: 'y ~ x + z', estimator: { is: 'tobit', lower: 1, upper: 4 }, weights: { frequency: 'f' } },
  truncreg_both: { fit: 'y ~ x + z', estimator: { is: 'truncreg', lower: -4, upper: 8 }, weights: { frequency: 'f' } },
  truncreg_lower: { fit: 'y ~ x + z', estimator: { is: 'truncreg', lower: 1 }, vcov: 'cluster(id)' },
  truncreg_upper: { fit: 'y ~ x', estimator: { is: 'truncreg', upper: 4 }, vcov: 'HC1' },
  re: { fit: 'y ~ x + z | id', estimator: 're' },
  re_clustered: { fit: 'y ~ x + z | id', estimator: 're', vcov: 'cluster(region)' },
  re_mundlak: { fit: 'y ~ x + z | id', estimator: { is: 're', mundlak: true } },
  be: { fit: 'y ~ x + z | id', estimator: 'be' },
  be_wls: { fit: 'y ~ x + z | id', estimator: { is: 'be', wls: true } },
  liml_clustered: { fit: iv, estimator: 'liml', vcov: 'cluster(id)' },
  liml_weighted: { fit: iv, estimator: 'liml', weights: { analytic: 'w' } },
  liml_within: { fit: 'y ~ z | id | x ~ w + L.x', estimator: 'liml', vcov: 'robust' },
  fuller: { fit: iv, estimator: { is: 'fuller', alpha: 4 }, small: true },
  fuller_within: { fit: 'y ~ z | id | x ~ w + L.x', estimator: 'fuller', vcov: 'cluster(id)' },
  kclass: { fit: iv, estimator: { is: 'kclass', k: 0.5 } },
  conley: { fit: 'y ~ x + z', vcov: 'conley(lat, lon, 600)' },
  conley_bartlett: { fit: 'y ~ x + z | id', vcov: 'conley(lat, lon, 800, lags = 2, kernel = bartlett)' },
  conley_iv: { fit: iv, vcov: 'conley(lat, lon, 600)' },
  tobit: { fit: 'n ~ x', estimator: { is: 'tobit', lower: 0 }, vcov: 'HC1' },
  logit_offset: { fit: 'yes ~ x', estimator: { is: 'logit', offset: 'z' }, vcov: 'cluster(id)' },
  logit_weighted: { fit: 'yes ~ x', estimator: 'logit', weights: { probability: 'w' } },
  poisson_within: { fit: 'n ~ x + z | region', estimator: { is: 'poisson', exposure: 'w' }, vcov: 'robust' },
  ols_hc3: { fit: 'y ~ x + z', vcov: 'HC3' },
  ols_hc2_within: { fit: 'y ~ x + z | id', vcov: 'HC2' },
  ols_twoway: { fit: 'y ~ x + L.z | id + year', vcov: 'cluster(id + year)' },
  ols_joint: { fit: 'y ~ x | region^year', vcov: 'cluster(region)' },
  ols_frequency: { fit: 'y ~ x*i(region)', weights: { frequency: 'f' } },
  ols_winsorized: { fit: 'y ~ x + log(w) | id', winsorize: { at: [5, 95], by: ['region'] } },
  ols_sample: { fit: 'y ~ D.x + z^2', sample: 'not (year < 2002 or region == "East") and z not in [0.5]' },
  ols_function: { fit: 'y ~ log(if(x > 0.5, x, 0))', exclude: 'missing(wage) or max(x, z) > 0.95' },
  ols_nw: { fit: 'y ~ x + z', vcov: 'nw(2)' },
  ols_dk: { fit: 'y ~ x + z | id', vcov: 'dk(2)' },
  restricted: {
    fit: 'y ~ x + z + w + i(region)',
    vcov: 'cluster(id)',
    lincom: { gap: 'x - 2 * z + 0.5', half: '0.5 * w' },
    nlcom: { ratio: 'b(x) / (1 + b(z)^2)', odds: 'exp(b(w)) - 1' },
    oster: 'x',
    tests: { alike: ['x = z', 'w = 0.3'], regions: 'i(region) = 0' },
  },
  restricted_logit: {
    fit: 'yes ~ x + z',
    estimator: 'logit',
    lincom: { sum: 'x + z' },
    nlcom: { odds: 'exp(b(x) - b(z))' },
    tests: { none: ['x = 0', 'z = 0'] },
  },
  margins_logit: { fit: 'yes ~ x + z', estimator: 'logit', vcov: 'cluster(id)', margins: true },
  margins_probit: { fit: 'yes ~ x + z', estimator: 'probit', margins: { at: 'means' } },
  margins_poisson: { fit: 'n ~ x + z', estimator: 'poisson', vcov: 'robust', margins: { dydx: ['z'] } },
  margins_squared: { fit: 'yes ~ x + x^2', estimator: 'logit', margins: true },
  wild: { fit: 'y ~ x + z | id', vcov: 'wild(id, reps = 99)' },
  event: { fit: 'y ~ x + event(year - first, ref=-1, window=[-3, 2]) | id + year', vcov: 'cluster(id)' },
  event_open: { fit: 'y ~ event(year - first, ref=[-1, -2])', sample: 'year >= 2001' },
  event_within: {
    fit: 'y ~ event(year - first, ref=-1, window=[-2, 2], bin=false) | id',
    vcov: 'cluster(id)',
  },
  event_left: { fit: 'y ~ event(year - first, ref=-1, window=[-3, 2], always=drop) | id + year', vcov: 'cluster(id)' },
  iv_within: { fit: 'y ~ z | id | x ~ w + L.x', vcov: 'cluster(id)', small: true },
};

export function optionedModels(): { readonly models: readonly ExportedModel[]; readonly data: TrackedData } {
  const raw = dataOf(columns, panel);
  const data = new TrackedData('optioned', raw);
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel };
  return {
    data,
    models: Object.entries(models).map(([name, keys]) => {
      const { specs, problems } = compileColumn(keys, null, context);
      if (problems.length > 0) throw new Error(`${name}: ${problems.map(({ message }) => message).join('; ')}`);
      const [spec] = specs;
      data.reads(columnsRead(spec!, panel));
      return { node: `optioned.${name}`, data, spec: spec!, fit: estimate(spec!, raw) };
    }),
  };
}
