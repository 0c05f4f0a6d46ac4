/** Declares the result of productivity beside the data: elasticities with their errors, statistics, and the test of constant returns. */
import { members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { estimateForm } from '../../src/check/fit-result.ts';
import { type TfpSpec, tfpStatistics } from './numbers/spec.ts';

const terms = ({ params }: PlannedNode) => {
  const { free, state, method } = params as unknown as TfpSpec;
  return { listed: [...free, ...state, ...(method === 'ols' ? ['_cons'] : [])] };
};

export const tfpResult: Result = {
  type: 'tfp',
  list: 'terms',
  map: 'stats',
  listFirst: true,
  besideData: true,
  fromParams: true,
  isTrial: true,
  parts: {
    terms: { each: estimateForm, planned: terms },
    stats: members('n', ...tfpStatistics),
    ...values('nobs', 'ngroups', 'nclusters', 'dfResid', 'outcome', 'estimator', 'inference'),
    tests: { each: 'any' },
  },
};
