/** Ordered outcomes and fractions, by the path a pipeline takes. */
import { printName } from '../../../src/base/expression/print.ts';
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import type { Estimate, Fit } from '../../../src/econ/fit.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { fitRun, vcovOf } from './linear.ts';
import type { Runner } from './runner.ts';

interface Asked {
  /** The levels from which coefficients of `i.v` are differences. */
  readonly base?: Readonly<Record<string, number | string>>;
  readonly weight?: { readonly var: string; readonly type: 'frequency' | 'probability' };
  readonly margins?: unknown;
}

/** The formula, with `i.v` of a run as `i(v, ref=…)`, and the weights. */
export function choiceKeys(run: Run): SpecKeys {
  const { base = {}, weight, margins } = run as unknown as Asked;
  const terms = run.x!.map((name) => {
    const [, factor] = /^i\.(.+)$/.exec(name) ?? [];
    if (factor === undefined) return printName(name);
    return `i(${printName(factor)}${factor in base ? `, ref=${JSON.stringify(base[factor])}` : ''})`;
  });
  return {
    fit: `${printName(run.y!)} ~ ${terms.join(' + ')}`,
    vcov: vcovOf(run),
    ...(weight === undefined ? {} : { weights: { [weight.type]: weight.var } }),
    ...(margins === undefined ? {} : { margins: true }),
  };
}

export const runOrdered: Runner = (run, data) =>
  differences(run, fitRun(run, data, { ...choiceKeys(run), estimator: run.est }), orderedFields);

/** Their `2.infl` is our `i(infl)::2`. */
export const termOf = (name: string): string => name.replace(/^([^/.]+)\.(.+)$/, 'i($2)::$1');

const ofTerm =
  (key: keyof Omit<Estimate, 'term'>): Lookup<Fit> =>
  ({ terms }, [name]) =>
    terms.find(({ term }) => term === termOf(name!))?.[key];

const stat =
  (name: string): Lookup<Fit> =>
  ({ stats }) =>
    stats[name];

/** Outcomes of a run are called by their values, or by labels in the order of those that are not the base. */
export const runMultinomial: Runner = (run, data) => {
  const { base_outcome: base } = run as unknown as { readonly base_outcome: number };
  const fit = fitRun(run, data, { ...choiceKeys(run), estimator: { is: 'mlogit', base } });
  const others = [...new Set(fit.terms.map(({ term }) => /=(\d+)$/.exec(term)![1]!))];
  const labels = Object.keys((run.expected.coef ?? {}) as object);
  const outcomeOf = (label: string): string => (/^\d+$/.test(label) ? label : others[labels.indexOf(label)]!);
  const row = (rows: readonly Estimate[] | undefined, [label, name]: readonly string[]): Estimate | undefined =>
    rows?.find(({ term }) => term === `${termOf(name!)} | ${run.y}=${outcomeOf(label!)}`);
  return differences(run, fit, {
    known: {
      ...orderedFields.known,
      coef: ({ terms }, path) => row(terms, path)?.estimate,
      se: ({ terms }, path) => row(terms, path)?.stdError,
      rrr: ({ terms }, path) => Math.exp(row(terms, path)!.estimate),
      margins: ({ margins }, path) => row(margins, path)?.estimate,
      margins_se: ({ margins }, path) => row(margins, path)?.stdError,
    },
    ignored: {},
  });
};

export const runFractional: Runner = (run, data) =>
  differences(run, fitRun(run, data, { ...choiceKeys(run), estimator: run.est }), orderedFields);

const orderedFields: Fields<Fit> = {
  known: {
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    ll: stat('ll'),
    ll_0: stat('ll0'),
    N: ({ nobs }) => nobs,
    G: ({ nclusters }) => nclusters ?? undefined,
    chi2: stat('chi2'),
    df_m: stat('chi2Df'),
    pseudo_r2: stat('pseudoR2'),
    outcomes: stat('nOutcomes'),
    zeros: stat('nZeros'),
    ones: stat('nOnes'),
    test: ({ tests }, [field]) =>
      field === 'df' ? tests[0]!.df![0] : tests[0]![field === 'p' ? 'pValue' : 'statistic'],
    margins: ({ margins }, [name, field]) =>
      margins?.find(({ term }) => term === name)?.[field === 'se' ? 'stdError' : 'estimate'],
  },
  ignored: {},
};
