/** `dpdgmm`: system and difference GMM, by the path a pipeline takes. */
import type { Estimate, Fit, TestResult } from '../../../src/econ/fit.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import { fitRun, written } from './linear.ts';
import type { Runner } from './runner.ts';

export const runDpdGmm: Runner = (run, data) => differences(run, fitRun(run, data, keysOf(run)), fields);

/** The keys that a run stands for. */
export function keysOf({ vcov, model, transform, steps, h, artests, gmm = [], iv = [], constant, y, x }: Run) {
  const terms = x!.map(written).join(' + ');
  return {
    fit: `${written(y!)} ~ ${terms}${constant === false && model === 'system' ? ' - 1' : ''}`,
    singletons: 'keep' as const,
    vcov: vcov?.cluster !== undefined ? `cluster(${vcov.cluster[0]})` : vcov?.type === 'iid' ? 'iid' : 'robust',
    small: vcov?.small ?? false,
    estimator: {
      is: 'gmm',
      model: model as 'diff',
      transform: transform!,
      steps: steps!,
      h: h ?? 3,
      artests: artests ?? 2,
      instruments: {
        gmm: gmm.map(({ vars, lag, collapse, equation }) => ({ of: vars.map(written), lags: lag, collapse, equation })),
        // what is of the level equation alone is ignored in difference GMM
        iv: iv
          .filter(({ equation }) => model === 'system' || equation !== 'level')
          .map(({ vars, equation }) => ({ of: vars.map(written), equation })),
      },
    },
  } as never;
}

const ofTerm =
  (key: keyof Omit<Estimate, 'term'>): Lookup<Fit> =>
  (fit, [name]) =>
    fit.terms.find(({ term }) => term === name)?.[key];

/** The first of these that the fit has. */
const stat =
  (...names: readonly string[]): Lookup<Fit> =>
  ({ stats }) =>
    names.map((name) => stats[name]).find((value) => value !== undefined);

const covarianceOf: Lookup<Fit> = ({ terms, vcov }, [a, b]) => {
  const names = terms.map(({ term }) => term);
  return vcov[names.indexOf(a!)]?.[names.indexOf(b!)];
};

const groupFields: Readonly<Record<string, (test: TestResult) => unknown>> = {
  group: ({ group }) => group,
  excluding: ({ excluding }) => excluding,
  excluding_df: ({ excludingDf }) => excludingDf,
  excluding_p: ({ excludingP }) => excludingP,
  difference: ({ statistic }) => statistic,
  difference_df: ({ df }) => df![0],
  difference_p: ({ pValue }) => pValue,
};

const ofGroup: Lookup<Fit> = ({ tests }, [at, field]) => {
  const test = tests.filter(({ name }) => name.startsWith('difference-in-hansen('))[Number(at)];
  return test === undefined ? undefined : (groupFields[field!]!(test) as Actual);
};

const fields: Fields<Fit> = {
  known: {
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    t: ofTerm('statistic'),
    p: ofTerm('pValue'),
    vcov: covarianceOf,
    N: ({ nobs }) => nobs,
    N_g: stat('nGroups'),
    g_min: stat('groupMin'),
    g_avg: stat('groupAvg'),
    g_max: stat('groupMax'),
    n_inst: stat('nInst'),
    df_m: stat('chi2Df', 'fDf1'),
    df_r: ({ dfResid }) => dfResid ?? { invalid: 'normal' },
    sig2: stat('sig2'),
    sargan: stat('sargan'),
    sargan_df: stat('sarganDf'),
    sargan_p: stat('sarganP'),
    hansen: stat('hansen'),
    hansen_df: stat('hansenDf'),
    hansen_p: stat('hansenP'),
    ar: ({ stats }, [order, what]) => stats[`ar${order}${what === 'p' ? 'P' : ''}`],
    diff_hansen: ofGroup,
    chi2: stat('chi2All'),
    chi2_p: stat('chi2AllP'),
    F: stat('fAll'),
    F_p: stat('fAllP'),
    wald_slopes: ({ stats }) => stats.chi2 ?? (stats.f as number) * (stats.fDf1 as number),
    F_slopes: stat('f'),
  },
  ignored: {},
};
