/** `tfp`: production functions by the specs that `kind: tfp` makes. */

import { printName } from '../../../src/base/expression/print.ts';
import { createRng } from '../../../src/base/number/rng.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Estimate, Fit } from '../../../src/econ/fit.ts';
import { productivity } from '../../../steps/tfp/numbers/productivity.ts';
import { errorsOf, type TfpMethod, type TfpSpec } from '../../../steps/tfp/numbers/spec.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';

interface Asked {
  readonly free: readonly string[];
  readonly state: readonly string[];
  readonly proxy?: string;
  readonly method: TfpMethod;
  readonly order?: number;
  readonly process?: TfpSpec['process'];
  readonly errors?: TfpSpec['errors'];
}

/** A run without an order or errors is prodest's: of second order, and least squares with errors of independent rows. */
function specOf(run: Run, data: Data): TfpSpec {
  const { free, state, proxy, method, order = 2, process, errors } = run as unknown as Asked;
  const fit = `${printName(run.y!)} ~ ${[...free, ...state, ...(proxy === undefined ? [] : [proxy])].map(printName).join(' + ')}`;
  const [model] = compileColumn({ fit }, null, {
    ...{ sets: {}, samples: {}, frame: 'd', columns: undefined, panel: data.panel },
  }).specs;
  const isLinear = errorsOf[method].includes('iid');
  return {
    ...{ method, model: model!, free, state, proxy: proxy ?? null },
    order: proxy === undefined ? null : order,
    transition: proxy === undefined ? null : 3,
    process: process ?? (method === 'op' && 'order' in run ? 'joint' : 'fitted'),
    errors: errors ?? (isLinear ? 'iid' : method === 'wooldridge' ? 'cluster' : 'none'),
    ...{ draws: null, name: 'tfp', panel: data.panel! },
  };
}

export const runTfp: Runner = (run, data) => {
  const { fit } = productivity(specOf(run, data), data, createRng('1'), () => undefined);
  return differences(run, fit, isPackages(run) ? { known: { N: fields.known.N! }, ignored: ofPackage } : fields);
};

/** The package prodest holds the linear term of the state in the first equation to its elasticity, so that estimates depend on units. */
const isPackages = (run: Run): boolean =>
  (run as unknown as Asked).method === 'wooldridge' && String(run.computed_by).includes('prodest');
const ofPackage = {
  coef: 'another model, whose estimates depend on the units of inputs',
  se: 'another model, whose estimates depend on the units of inputs',
};

const term =
  (key: keyof Estimate): Lookup<Fit> =>
  ({ terms }, [name]) =>
    terms.find((each) => each.term === name)?.[key];

const stat =
  (name: string): Lookup<Fit> =>
  ({ stats }) =>
    stats[name];

const fields: Fields<Fit> = {
  known: {
    coef: term('estimate'),
    se: term('stdError'),
    t: term('statistic'),
    p: term('pValue'),
    lo: term('confLow'),
    hi: term('confHigh'),
    N: stat('n'),
    nobs: ({ nobs }) => nobs,
    df: ({ dfResid }) => dfResid ?? undefined,
    units: ({ ngroups }) => ngroups ?? undefined,
    G: ({ nclusters }) => nclusters ?? undefined,
    dynamic: stat('nDynamic'),
    rts: stat('returnsToScale'),
    rts_se: stat('returnsSe'),
    rts_p: stat('returnsP'),
    rts_z: ({ tests }) => tests[0]!.statistic,
    mean_tfp: stat('meanTfp'),
    sd_tfp: stat('sdTfp'),
  },
  ignored: {},
};
