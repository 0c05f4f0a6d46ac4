/** `iv`: two-stage least squares by the path a pipeline takes, with first stages, weak-instrument and other tests. */
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { FirstStage, Fit, Stat } from '../../../src/econ/fit.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { estimate } from '../../support/estimate.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import { keysOf, written } from './linear.ts';
import type { Runner } from './runner.ts';

export const runIv: Runner = (run, data) => differences(run, fitRun(run, data), fields);

const fitRun = (run: Run, data: Data): Fit => estimate(ivSpecOf(run, data), data);

/** The spec that a run stands for. */
export function ivSpecOf(run: Run, data: Data): ModelSpec {
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const { small: _, singletons: __, ...keys } = keysOf(run);
  const robust = run.vcov?.type === 'HC0' || run.vcov?.type === 'HC1';
  const { specs, problems } = compileColumn(
    {
      ...keys,
      fit: `${keys.fit} | ${run.endog!.map(written).join(' + ')} ~ ${run.inst!.map(written).join(' + ')}`,
      ...(robust ? { vcov: 'robust' } : {}),
      ...(run.method === 'liml' ? { estimator: 'liml' } : {}),
      ...(run.vcov?.small ? { small: true } : {}),
      ...(run.drop_singletons === undefined ? {} : { singletons: run.drop_singletons ? 'drop' : 'keep' }),
    },
    null,
    context,
  );
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('; '));
  return specs[0]!;
}

const ofTerm =
  (key: 'estimate' | 'stdError' | 'statistic' | 'pValue' | 'confLow' | 'confHigh'): Lookup<Fit> =>
  (fit, [name]) =>
    fit.terms.find((row) => row.term === name)?.[key];

const stat =
  (key: keyof Fit['stats']): Lookup<Fit> =>
  ({ stats }) =>
    stats[key];

/** The first of the tests named that the fit has. */
const test =
  (names: readonly string[], key: 'statistic' | 'pValue' | 'df' | 'chi2'): Lookup<Fit> =>
  (fit, [position]) => {
    const entry = fit.tests.find(({ name }) => names.includes(name));
    return key === 'df' ? entry?.df?.[Number(position ?? 0)] : (entry?.[key] as Actual);
  };

const firstStage: Lookup<Fit> = ({ firstStage: stages }, [endogenous, field, name]) => {
  const stage = stages?.find((each) => each.endogenous === endogenous);
  if (stage === undefined) return undefined;
  const term = stage.terms.find((row) => row.term === name);
  const found: Record<string, (stage: FirstStage) => Actual> = {
    coef: () => term?.estimate,
    se: () => term?.stdError,
    F_excluded: ({ f }) => f,
    partial_r2: ({ partialR2 }) => partialR2,
  };
  return found[field!]?.(stage);
};

const covarianceOf: Lookup<Fit> = ({ terms, vcov }, [a, b]) => {
  const names = terms.map((row) => row.term);
  return vcov[names.indexOf(a!)]?.[names.indexOf(b!)];
};

const eigenvalue: Lookup<Fit> = ({ stats, tests }) => {
  const df = tests.find(({ name }) => name === 'cragg-donald')?.df;
  return typeof stats.cdWaldF === 'number' && df ? (stats.cdWaldF * df[0]!) / df[1]! : undefined;
};

const identification = ['kp-lm', 'anderson-lm'];
const overidentification = ['sargan', 'hansen-j'];

const fields: Fields<Fit> = {
  known: {
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    t: ofTerm('statistic'),
    p: ofTerm('pValue'),
    ci_lo: ofTerm('confLow'),
    ci_hi: ofTerm('confHigh'),
    ymean: ({ stats }) => stats.ymean,
    vcov: covarianceOf,
    N: ({ nobs }) => nobs,
    N_g: ({ ngroups }) => ngroups ?? undefined,
    G: ({ nclusters }) => nclusters ?? undefined,
    N_clust: ({ nclusters }) => nclusters ?? undefined,
    df_r: ({ dfResid }): Stat => dfResid ?? { invalid: 'normal' },
    df_m: stat('fDf1'),
    K_counted: stat('kCounted'),
    rss: stat('rss'),
    mss: stat('mss'),
    r2: stat('r2'),
    r2_a: stat('r2Adj'),
    r2_within: stat('r2Within'),
    rmse: stat('rmse'),
    F: stat('f'),
    chi2: test(['wald'], 'statistic'),
    kappa: ({ stats }) => stats.kappa ?? 1,
    anderson_rubin_LR: stat('arOverid'),
    basmann_liml_F: stat('basmannF'),
    first_stage: firstStage,
    cragg_donald_F: stat('cdWaldF'),
    cragg_donald_eigenvalue: eigenvalue,
    widstat: ({ stats }) => (typeof stats.kpWaldF === 'number' ? stats.kpWaldF : stats.cdWaldF),
    anderson_LM: stat('andersonLm'),
    kp_rk_LM: stat('kpLm'),
    kp_rk_wald_F: stat('kpWaldF'),
    kp_rk_wald_chi2_raw: test(['kp-wald'], 'chi2'),
    idstat: test(identification, 'statistic'),
    id_df: test(identification, 'df'),
    id_p: test(identification, 'pValue'),
    sargan: stat('sargan'),
    sargan_p: test(['sargan'], 'pValue'),
    hansen_j: stat('hansenJ'),
    hansen_j_p: test(['hansen-j'], 'pValue'),
    j: test(overidentification, 'statistic'),
    j_p: test(overidentification, 'pValue'),
    overid_df: test(overidentification, 'df'),
    wu_hausman_F: stat('wuHausmanF'),
    wu_hausman_p: test(['wu-hausman'], 'pValue'),
    wu_hausman_df: test(['wu-hausman'], 'df'),
    c_stat: test(['c-statistic'], 'statistic'),
    c_stat_p: test(['c-statistic'], 'pValue'),
  },
  ignored: { text: 'words' },
};
