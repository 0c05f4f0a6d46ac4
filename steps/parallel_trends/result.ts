/** Declares the result of a step of kind `parallel_trends`: intervals, breakdown values, trends, and the pre-test. */
import { members, type PlannedNode, type Result, usually } from '../../src/base/result.ts';
import type { ParallelTrendsSpec } from './numbers/spec.ts';

const specOf = ({ params }: PlannedNode) => params as unknown as ParallelTrendsSpec;

const bands = (node: PlannedNode) => {
  const { relative, smooth } = specOf(node);
  return {
    listed: ['original', ...relative.map((m) => `relative::${m}`), ...smooth.map((m) => `smooth::${m}`)],
  };
};

const trends = (node: PlannedNode) => {
  const { slope, power } = specOf(node);
  return { listed: [...(slope === null ? [] : ['slope']), ...power.map((each) => `power::${each}`)] };
};

export const parallelTrendsResult: Result = {
  type: 'parallel-trends',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: { each: usually('low', 'high', 'estimate', 'm'), planned: bands },
    breakdown: members('relative', 'smooth'),
    pretest: members('size'),
    trends: { each: usually('slope', 'power', 'bayesFactor', 'likelihoodRatio'), planned: trends },
    events: { each: members('event', 'estimate', 'low', 'high', 'trend', 'meanAfterPassing') },
    equivalence: members('bound', 'threshold', 'pValue'),
    reference: 'value',
    warnings: 'unnamed',
  },
};
