/** Declares the result of efficiency beside the data: a record for each period, and how exactly the programmes are solved. */
import { members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { periodNames } from '../lib/regional/period-names.ts';

const periodsOf = (node: PlannedNode) => {
  if (node.view?.areTimes !== true) return { listed: ['all'] };
  const { others } = periodNames({ ...node, params: { by: '' } })!;
  return { listed: ['all'], ...(others && { others }) };
};

export const efficiencyResult: Result = {
  type: 'efficiency',
  list: 'periods',
  besideData: true,
  fromParams: true,
  parts: {
    periods: {
      each: members('mean', 'sd', 'min', 'max', 'n', 'efficient', 'scale', 'index', 'ec', 'tc', 'pec', 'sec'),
      planned: periodsOf,
    },
    programmes: members('count', 'infeasible', 'gap'),
    ...values('nobs'),
  },
};
