/** `poisson`: by the path a pipeline takes. */
import type { Estimate, Fit } from '../../../src/econ/fit.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { fitRun } from './linear.ts';
import type { Runner } from './runner.ts';

export const runPoisson: Runner = (run, data) => {
  const { exposure } = run;
  const estimator = exposure === undefined ? 'poisson' : { is: 'poisson', exposure };
  return differences(run, fitRun(run, data, { estimator }), fields);
};

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

const types: Readonly<Record<string, string>> = { 'likelihood-ratio': 'LR', wald: 'Wald' };

const fields: Fields<Fit> = {
  known: {
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    t: ofTerm('statistic'),
    p: ofTerm('pValue'),
    ci_lo: ofTerm('confLow'),
    ci_hi: ofTerm('confHigh'),
    vcov: covarianceOf,
    N: ({ nobs }) => nobs,
    G: ({ nclusters }) => nclusters ?? undefined,
    df_m: stat('chi2Df'),
    ll: stat('ll'),
    ll_0: stat('ll0'),
    r2_pseudo: stat('pseudoR2'),
    chi2: stat('chi2'),
    chi2_p: stat('chi2P'),
    chi2_type: ({ tests }) => types[tests[0]!.name],
  },
  ignored: { tests: 'tests of restrictions are not offered yet' },
};
