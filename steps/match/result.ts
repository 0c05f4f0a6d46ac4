/** Declares the result of matching beside the matched data: effects on the treated, balance before and after, the model of the score. */
import { type Form, type Inner, members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { anyFit, termNames, withStatistics } from '../../src/check/fit-result.ts';
import { likelihoodStats } from '../../src/econ/likelihood/words.ts';
import { type Estimand, estimands } from './numbers/spec.ts';

const balance: Form = members(
  ...['treated', 'control', 'bias', 'statistic', 'pValue', 'varianceRatio', 'treatedMatched', 'controlMatched'],
  ...['biasMatched', 'reduction', 'statisticMatched', 'pValueMatched', 'varianceRatioMatched'],
);

/** The model of the score. */
const model: Inner = { result: withStatistics(anyFit, [...Object.keys(likelihoodStats), 'nOnes']) };

const planned = ({ params }: PlannedNode) =>
  params as unknown as {
    readonly on: readonly string[];
    readonly outcomes: readonly string[];
    readonly by?: string;
    readonly estimand?: Estimand;
  };

const variables = (node: PlannedNode) => termNames(planned(node).on);
const levels = (node: PlannedNode) =>
  planned(node).by === undefined
    ? { listed: [], others: { is: () => false, as: 'none, since the step has no `by`' } }
    : { listed: [], others: { is: () => true, as: 'levels of `by`' } };
/** Outcomes have one effect: of those whom the step means. */
const outcomesOf = (estimand: Estimand) => (node: PlannedNode) =>
  (planned(node).estimand ?? 'att') === estimand
    ? { listed: planned(node).outcomes }
    : { listed: [], others: { is: () => false, as: `none, since the step has another \`estimand\`` } };

const effect: Form = {
  members: {
    ...values('estimate', 'stdError', 'statistic', 'pValue', 'df', 'treated', 'control'),
    unmatched: members('treated', 'control', 'difference'),
  },
  usual: 'estimate',
};

const parts: Readonly<Record<string, Form>> = {
  balance: { each: balance, planned: variables },
  ...Object.fromEntries(estimands.map((estimand) => [estimand, { each: effect, planned: outcomesOf(estimand) }])),
  support: members('treated', 'controls', 'off', 'matched', 'controlsUsed'),
  logit: model,
  probit: model,
  score: members('meanTreated', 'meanControl', 'min', 'max'),
  strata: members('count', 'shared'),
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
