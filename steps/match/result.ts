/** Declares the result of matching beside the matched data: effects on the treated, balance before and after, the model of the score. */
import { type Form, type Inner, members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { anyFit, termNames, withStatistics } from '../../src/check/fit-result.ts';
import { likelihoodStats } from '../../src/econ/likelihood/words.ts';

const balance: Form = members(
  ...['treated', 'control', 'bias', 'statistic', 'pValue', 'varianceRatio', 'treatedMatched', 'controlMatched'],
  ...['biasMatched', 'reduction', 'statisticMatched', 'pValueMatched', 'varianceRatioMatched'],
);

/** The model of the score. */
const model: Inner = { result: withStatistics(anyFit, [...Object.keys(likelihoodStats), 'nOnes']) };

const planned = ({ params }: PlannedNode) =>
  params as unknown as { readonly on: readonly string[]; readonly outcomes: readonly string[]; readonly by?: string };

const variables = (node: PlannedNode) => termNames(planned(node).on);
const levels = (node: PlannedNode) =>
  planned(node).by === undefined
    ? { listed: [], others: { is: () => false, as: 'none, since the step has no `by`' } }
    : { listed: [], others: { is: () => true, as: 'levels of `by`' } };
const outcomes = (node: PlannedNode) => ({ listed: planned(node).outcomes });

const parts: Readonly<Record<string, Form>> = {
  balance: { each: balance, planned: variables },
  att: {
    each: {
      members: {
        ...values('estimate', 'stdError', 'statistic', 'pValue', 'df', 'treated', 'control'),
        unmatched: members('treated', 'control', 'difference'),
      },
      usual: 'estimate',
    },
    planned: outcomes,
  },
  support: members('treated', 'controls', 'off', 'matched', 'controlsUsed'),
  logit: model,
  probit: model,
  score: members('meanTreated', 'meanControl', 'min', 'max'),
  lambda: { each: members('value') },
  weightSquares: 'value',
  meanAbsBias: { each: 'value' },
  medianAbsBias: { each: 'value' },
};

export const matchResult: Result = {
  type: 'match',
  list: 'balance',
  besideData: true,
  fromParams: true,
  isTrial: true,
  parts: {
    ...parts,
    // each level of `by` has all that the rows have together
    levels: { each: { members: parts }, planned: levels },
  },
};
