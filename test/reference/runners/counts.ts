/** Counts with an equation of zeros, by the path a pipeline takes. */
import { printName } from '../../../src/base/expression/print.ts';
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import type { Estimate, Fit } from '../../../src/econ/fit.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { choiceKeys } from './choice.ts';
import { fitRun } from './linear.ts';
import type { Runner } from './runner.ts';

interface Asked {
  readonly inflate?: readonly string[];
  readonly exposure?: string;
  readonly offset?: string;
}

/** The keys of a run; the second equation has the terms of the first where the run names none. */
export function countKeys(run: Run): SpecKeys {
  const { inflate, exposure, offset } = run as unknown as Asked;
  const terms = (inflate ?? run.x!).map((name) => printName(name));
  const estimator = { is: run.est, inflate: terms, ...(exposure && { exposure }), ...(offset && { offset }) };
  return { ...choiceKeys(run), estimator };
}

/** The errors of pscl are from differences of the likelihood, which hold three digits where a regressor is large. */
export const runCounts: Runner = (run, data) => {
  const fit = fitRun(run, data, countKeys(run));
  const { se, ...others } = run.expected;
  if (se === undefined || !/\bpscl \d/.test(JSON.stringify(run.computed_by ?? '')))
    return differences(run, fit, fields);
  return [
    ...differences({ ...run, expected: others }, fit, fields),
    ...differences({ ...run, expected: { se }, tolerance: { rel: 5e-4 } }, fit, fields),
  ];
};

/** Their `count__cons` and `zero_x` are our `_cons` and `x | inflate`. */
function termOf(name: string): string {
  const [, part, own] = /^(count|zero)_(.+)$/.exec(name) ?? [];
  if (part === undefined) return name;
  return part === 'count' ? own! : `${own} | inflate`;
}

const ofTerm =
  (key: keyof Omit<Estimate, 'term'>): Lookup<Fit> =>
  ({ terms }, [name]) =>
    terms.find(({ term }) => term === termOf(name!))?.[key];

const stat =
  (name: string): Lookup<Fit> =>
  ({ stats }) =>
    stats[name];

const fields: Fields<Fit> = {
  known: {
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    ll: stat('ll'),
    ll_0: stat('ll0'),
    N: ({ nobs }) => nobs,
    G: ({ nclusters }) => nclusters ?? undefined,
    chi2: stat('chi2'),
    df_m: stat('chi2Df'),
    zeros: stat('nZeros'),
    alpha: stat('alpha'),
    alpha_se: stat('alphaSe'),
    alpha_lr: stat('alphaLr'),
    margins: ({ margins }, [name, field]) =>
      margins?.find(({ term }) => term === name)?.[field === 'se' ? 'stdError' : 'estimate'],
  },
  ignored: {},
};
