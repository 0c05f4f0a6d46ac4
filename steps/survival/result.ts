/** Declares the result of a step of kind `survival`: a record for each group, points of its curve, and tests. */
import { members, type PlannedNode, type Result, usually } from '../../src/base/result.ts';
import type { NodeParams } from './keys.ts';
import { pointName } from './numbers/report.ts';

const specOf = ({ params }: PlannedNode) => params as unknown as NodeParams;

/** Groups are values of a column, which no plan knows. */
const groups = (node: PlannedNode) => (specOf(node).by === null ? { listed: ['all'] } : null);

const points = (node: PlannedNode) => {
  const { by, at } = specOf(node);
  return by === null ? { listed: at.map((time) => pointName('all', time)) } : null;
};

const tests = (node: PlannedNode) => ({ listed: specOf(node).tests });

export const survivalResult: Result = {
  type: 'survival',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: {
      each: usually('median', 'medianLow', 'medianHigh', 'n', 'events', 'expected', 'mean', 'meanStdError'),
      planned: groups,
    },
    at: {
      each: usually('survival', 'stdError', 'low', 'high', 'atRisk', 'events', 'time', 'group'),
      planned: points,
    },
    tests: { each: usually('chi2', 'df', 'pValue'), planned: tests },
    of: members('by', 'strata', 'interval', 'level'),
    nobs: 'value',
  },
};
