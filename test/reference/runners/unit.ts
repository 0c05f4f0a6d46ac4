/** `re` and `be`: by the path a pipeline takes, with the unit behind the formula's bar. */
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import type { Estimate, Fit } from '../../../src/econ/fit.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { fitRun } from './linear.ts';
import type { Runner } from './runner.ts';

export const runUnit: Runner = (run, data) => differences(run, fitRun(unitRun(run), data, unitKeys(run)), fields);

/** The unit stands behind the bar. */
export const unitRun = (run: Run): Run => ({ ...run, absorb: run.unit }) as Run;

export const unitKeys = ({ est, mundlak, wls }: Run): SpecKeys => ({
  estimator: {
    is: est,
    ...(mundlak === undefined ? {} : { mundlak }),
    ...(wls === undefined ? {} : { wls }),
  },
});

const ofTerm =
  (key: keyof Omit<Estimate, 'term'>): Lookup<Fit> =>
  (fit, [name]) =>
    fit.terms.find(({ term }) => term === name)?.[key];

const stat =
  (name: string): Lookup<Fit> =>
  ({ stats }) =>
    stats[name];

const fields: Fields<Fit> = {
  known: {
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    t: ofTerm('statistic'),
    p: ofTerm('pValue'),
    ci_lo: ofTerm('confLow'),
    ci_hi: ofTerm('confHigh'),
    ymean: stat('ymean'),
    vcov: ({ terms, vcov }, [a, b]) => {
      const names = terms.map(({ term }) => term);
      return vcov[names.indexOf(a!)]?.[names.indexOf(b!)];
    },
    N: ({ nobs }) => nobs,
    N_g: ({ ngroups }) => ngroups ?? undefined,
    G: ({ nclusters }) => nclusters ?? undefined,
    g_min: stat('groupMin'),
    g_max: stat('groupMax'),
    g_avg: stat('groupAvg'),
    Tbar: stat('groupHarmonicMean'),
    df_r: ({ dfResid }) => dfResid ?? undefined,
    df_m: ({ stats }) => stats.chi2Df ?? stats.fDf1,
    F: stat('f'),
    chi2: stat('chi2'),
    chi2_p: stat('chi2P'),
    sigma_u: stat('sigmaU'),
    sigma_e: stat('sigmaE'),
    rho: stat('rho'),
    rmse: stat('rmse'),
    rss: stat('rss'),
    r2: stat('r2'),
    r2_a: stat('r2Adj'),
    r2_within: stat('r2Within'),
    r2_between: stat('r2Between'),
    r2_overall: stat('r2Overall'),
    theta: stat('theta'),
    theta_min: stat('thetaMin'),
    theta_p5: stat('thetaP5'),
    theta_median: stat('thetaMedian'),
    theta_p95: stat('thetaP95'),
    theta_max: stat('thetaMax'),
  },
  ignored: { tests: 'tests of restrictions have a suite of their own; the joint test of means is that of `mundlak`' },
};
