/** Declares the result of magnitudes: an estimate for each, and the moments of the variables that they are made of. */
import { members, type PlannedNode, type Result, usually } from '../../src/base/result.ts';
import type { MagnitudesSpec } from './numbers/spec.ts';

const specOf = ({ params }: PlannedNode) => params as unknown as MagnitudesSpec;
const effects = (node: PlannedNode) => ({ listed: specOf(node).effects.map(({ name }) => name) });
const variables = (node: PlannedNode) => ({ listed: specOf(node).moments.map(({ of }) => of) });

export const magnitudesResult: Result = {
  type: 'magnitudes',
  list: 'effects',
  listFirst: true,
  fromParams: true,
  parts: {
    effects: {
      each: usually('estimate', 'of', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh', 'slope', 'scale'),
      planned: effects,
    },
    moments: { each: members('mean', 'sd', 'rows', 'name'), planned: variables },
  },
};
