/** `sfa`: stochastic frontiers, by the path a pipeline takes. */
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import { estimate } from '../../../src/econ/estimate.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { predict as predicted } from '../../../src/econ/predict.ts';
import { fit as fitModel } from '../../../src/econ/sfa/fit.ts';
import { predict } from '../../../src/econ/sfa/predict.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { specOfRun } from './linear.ts';
import type { Runner } from './runner.ts';

interface Asked {
  readonly dist?: 'halfnormal' | 'exponential';
  readonly type?: 'production' | 'cost';
  readonly model?: 'bc92' | 'bc95';
  readonly z?: readonly string[];
  readonly time_varying?: boolean;
}

export function sfaKeys(run: Run): SpecKeys {
  const { dist, type, model, z, time_varying: varies } = run as unknown as Asked;
  const estimator = {
    is: 'sfa',
    ...(dist === 'exponential' ? { distribution: dist } : {}),
    ...(type === 'cost' ? { cost: true } : {}),
    ...(z === undefined ? {} : { inefficiency: z }),
    ...(model === 'bc92' ? { over_time: varies ? 'decay' : 'constant' } : {}),
  };
  return { estimator };
}

interface Frontier {
  readonly fit: Fit;
  readonly efficiency: Float64Array;
}

export const runSfa: Runner = (run, data) => {
  const { spec, used } = specOfRun(run, data, sfaKeys(run));
  const { values } = predicted(spec, used, { fitModel, predict }, [{ name: 'efficiency' }]);
  return differences(run, { fit: estimate(spec, used, fitModel), efficiency: values[0]! }, fields);
};

/** Their names of parameters, and ours. */
const nameOf = (name: string): string =>
  ({ lnsigma_u: '/lnsigma_u', lnsigma_v: '/lnsigma_v', eta: '/eta', mu: 'u:_cons' })[name] ?? name.replace(/^Z_/, 'u:');

const term =
  (key: 'estimate' | 'stdError', suffix: '' | 'Se'): Lookup<Frontier> =>
  ({ fit }, [name]) =>
    name === 'sigma2' || name === 'gamma'
      ? fit.stats[`${name}${suffix}`]
      : fit.terms.find((each) => each.term === nameOf(name!))?.[key];

const stat =
  (name: string): Lookup<Frontier> =>
  ({ fit }) =>
    fit.stats[name];

const fields: Fields<Frontier> = {
  known: {
    coef: term('estimate', ''),
    se: term('stdError', 'Se'),
    ll: stat('ll'),
    N: stat('n'),
    ll_ols: stat('llOls'),
    lr_onesided: stat('lrInefficiency'),
    eff_mean: stat('meanEfficiency'),
    eff_min: stat('minEfficiency'),
    eff_max: stat('maxEfficiency'),
    eff_first5: ({ efficiency }, [at]) => efficiency[Number(at)],
  },
  ignored: {},
};
