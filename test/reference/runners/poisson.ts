/** Models by maximum likelihood: by the path a pipeline takes. */
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import type { Estimate, Fit } from '../../../src/econ/fit.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { fitRun, restriction } from './linear.ts';
import type { Runner } from './runner.ts';

export const runPoisson: Runner = (run, data) =>
  differences(run, fitRun(run, data, poissonKeys(run)), likelihoodFields);

export const poissonKeys = ({ exposure }: Run): SpecKeys => ({
  estimator: exposure === undefined ? 'poisson' : { is: 'poisson', exposure },
});

/** `ppml`: effects absorbed, separated rows dropped; `poisson_fe`: the conditional likelihood. */
export const runPpml: Runner = (run, data) =>
  differences(run, fitRun(ppmlRun(run), data, ppmlKeys(run)), likelihoodFields);

/** The unit of a conditional likelihood stands behind the bar. */
export const ppmlRun = (run: Run): Run => (run.est === 'poisson_fe' ? { ...run, absorb: run.group } : run) as Run;

export function ppmlKeys({ exposure, est }: Run): SpecKeys {
  const isConditional = est === 'poisson_fe';
  const estimator = {
    is: 'poisson',
    ...(isConditional ? { conditional: true } : { separation: 'drop' }),
    ...(exposure === undefined ? {} : { exposure }),
  };
  return { estimator };
}

export const runNegbin: Runner = (run, data) => differences(run, fitRun(run, data, negbinKeys(run)), likelihoodFields);

export const negbinKeys = ({ exposure }: Run): SpecKeys => ({
  estimator: { is: 'negbin', ...(exposure === undefined ? {} : { exposure }) },
});

export const runClogit: Runner = (run, data) =>
  differences(run, fitRun({ ...run, absorb: run.group } as Run, data, { estimator: 'clogit' }), likelihoodFields);

export const runTobit: Runner = (run, data) => differences(run, fitRun(run, data, tobitKeys(run)), likelihoodFields);

export const tobitKeys = ({ ll, ul }: Run): SpecKeys => ({
  estimator: { is: 'tobit', ...(ll === undefined ? {} : { lower: ll }), ...(ul === undefined ? {} : { upper: ul }) },
});

export const runHeckman: Runner = (run, data) =>
  differences(run, fitRun(run, data, heckmanKeys(run)), likelihoodFields);

export function heckmanKeys({ select }: Run): SpecKeys {
  const { y = '', x } = select!;
  return { estimator: { is: 'heckman', select: `${y} ~ ${x.join(' + ')}` } };
}

export const runQuantile: Runner = (run, data) =>
  differences(run, fitRun(run, data, { estimator: { is: 'quantile', tau: run.tau! } }), likelihoodFields);

/** `logit` and `probit`; variables that the run calls dummies are changed from 0 to 1. */
export const runBinary: Runner = (run, data) => {
  const { est, margins } = run;
  const fit = fitRun(run, data, { estimator: est, ...(margins === undefined ? {} : marginsKey(margins)) });
  return differences(run, fit, likelihoodFields);
};

const marginsKey = ({ dummies = [], at }: NonNullable<Run['margins']>): Pick<SpecKeys, 'margins'> => ({
  margins: {
    ...(dummies.length === 0 ? {} : { dummies }),
    ...(at === undefined ? {} : { at: 'means' as const }),
  },
});

const marginFields: Readonly<Record<string, keyof Omit<Estimate, 'term'>>> = {
  dydx: 'estimate',
  se: 'stdError',
  z: 'statistic',
  p: 'pValue',
};

const selectFields: Readonly<Record<string, keyof Omit<Estimate, 'term'>>> = {
  coef: 'estimate',
  se: 'stdError',
  t: 'statistic',
  p: 'pValue',
};

const ofMargin: Lookup<Fit> = ({ margins }, [field, name]) =>
  margins?.find(({ term }) => term === name)?.[marginFields[field!]!];

const ofTerm =
  (key: keyof Omit<Estimate, 'term'>): Lookup<Fit> =>
  (fit, [name]) =>
    fit.terms.find(({ term }) => term === name)?.[key];

const stat =
  (name: string): Lookup<Fit> =>
  ({ stats }) =>
    stats[name];

const covarianceOf: Lookup<Fit> = ({ terms, vcov }, [a, b]) => {
  const names = terms.map(({ term }) => term);
  return vcov[names.indexOf(a!)]?.[names.indexOf(b!)];
};

/** What a fit says of the `at`-th term that predicts perfectly. */
function perfectly({ dropped, rowsLost }: Fit, at: number, field: string): string | number | undefined {
  const { term, detail } = dropped.filter(({ why }) => why === 'predicts perfectly')[at]!;
  const [, value, outcome] = /= (\d) have .* = (\d)$/.exec(detail)!;
  const rows = rowsLost.filter(({ cause }) => cause === 'perfectly predicted')[at]?.count;
  const said: Readonly<Record<string, string | number | undefined>> = { variable: term, rows_dropped: rows };
  return said[field] ?? Number(field === 'value' ? value : outcome);
}

const types: Readonly<Record<string, string>> = { 'likelihood-ratio': 'LR', wald: 'Wald' };

export const likelihoodFields: Fields<Fit> = {
  known: {
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    t: ofTerm('statistic'),
    p: ofTerm('pValue'),
    ci_lo: ofTerm('confLow'),
    ci_hi: ofTerm('confHigh'),
    ymean: stat('ymean'),
    vcov: covarianceOf,
    N: ({ nobs }) => nobs,
    G: ({ nclusters }) => nclusters ?? undefined,
    df_m: ({ stats, terms }) => stats.chi2Df ?? stats.fDf1 ?? terms.length - 1,
    ll: stat('ll'),
    ll_0: stat('ll0'),
    r2_pseudo: stat('pseudoR2'),
    chi2: stat('chi2'),
    chi2_p: stat('chi2P'),
    margins: ofMargin,
    F: stat('f'),
    F_p: stat('fP'),
    df_r: ({ dfResid }) => dfResid ?? undefined,
    sigma: stat('sigma'),
    sigma_se: stat('sigmaSe'),
    var_e: stat('varE'),
    var_e_se: stat('varESe'),
    N_unc: stat('nUncensored'),
    N_lc: stat('nLeft'),
    N_rc: stat('nRight'),
    N_selected: stat('nSelected'),
    N_nonselected: stat('nNonselected'),
    lambda: stat('lambda'),
    lambda_se: stat('lambdaSe'),
    rho: stat('rho'),
    select: ({ selection }, [field, name]) =>
      field === 'll'
        ? selection?.stats.ll
        : selection?.terms.find(({ term }) => term === name)?.[selectFields[field!]!],
    tau: stat('tau'),
    sum_adev: stat('sumAdev'),
    sum_rdev: stat('sumRdev'),
    bwidth: stat('bandwidth'),
    sparsity: stat('sparsity'),
    f_r: stat('density'),
    tests: restriction,
    N_g: ({ ngroups }) => ngroups ?? undefined,
    g_min: stat('groupMin'),
    g_max: stat('groupMax'),
    deviance: stat('deviance'),
    alpha: stat('alpha'),
    alpha_se: stat('alphaSe'),
    chi2_alpha: stat('alphaLr'),
    chi2_alpha_p: stat('alphaLrP'),
    N_group_drop: stat('nDroppedGroups'),
    N_dropped_fe: stat('nDroppedFe'),
    num_separated: stat('nSeparated'),
    N_drop: ({ stats }) => stats.nDroppedFe ?? stats.nDroppedRows,
    df_a: stat('dfAbsorbed'),
    absorbed: ({ absorbed }, [name, part]) =>
      absorbed.find((effect) => effect.name === name)?.[part as 'levels' | 'redundant' | 'nested'],
    dropped: ({ dropped }, [at]) => dropped[Number(at)]?.term,
    perfect: (fit, [at, field]) => perfectly(fit, Number(at), field!),
    chi2_type: ({ tests }) => types[tests[0]!.name],
  },
  ignored: {
    df: 'residual degrees of freedom are in no number of a model with z',
    n_singletons: 'of rows that go, which are singletons hangs on the order; their sum is compared',
    n_zero_group_rows: 'as `n_singletons`',
    N_group_drop_one: 'as `n_singletons`',
    N_group_drop_zero: 'as `n_singletons`',
    separated_rows: 'a fit counts them',
    ll_poisson: 'the likelihood-ratio statistic of α holds it',
  },
};
