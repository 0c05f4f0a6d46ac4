/** Declares the result of a difference between groups: the coefficient of each, their difference, and its tests. */
import { type Inner, members, type PlannedNode, type Result, usually, values } from '../../src/base/result.ts';
import { namesOfTerms } from '../../src/check/fit-result.ts';

/** Levels, which are values of a variable: no hint may print them. */
function groups({ params }: PlannedNode) {
  const { between } = params as unknown as { readonly between: readonly string[] };
  return { listed: [], others: { is: (name: string) => between.includes(name), as: 'the levels that are compared' } };
}

const terms = ({ params }: PlannedNode) =>
  namesOfTerms((params as unknown as { readonly model: Parameters<typeof namesOfTerms>[0] }).model);

/** The difference in every coefficient, and that of all together. */
const test: Inner = {
  result: {
    type: 'differences',
    list: 'terms',
    listFirst: true,
    parts: {
      terms: { each: members('difference', 'stdError', 'statistic', 'pValue'), planned: terms },
      joint: members('f', 'chi2', 'df', 'df1', 'df2', 'pValue'),
      ...values('statistic', 'chi2', 'stdError', 'pValue', 'df', 'nobs', 'kCounted', 'groups'),
    },
  },
};

export const differenceResult: Result = {
  type: 'difference',
  list: 'groups',
  fromParams: true,
  parts: {
    ...values('of', 'group'),
    by: { each: 'value' },
    between: { each: 'value' },
    groups: { each: usually('estimate', 'nobs'), planned: groups },
    difference: 'value',
    chow: test,
    suest: test,
    permutation: {
      members: {
        ...values('observed', 'assignments', 'exact', 'draws', 'skipped', 'permute', 'pValue', 'pBdiff', 'mean', 'sd'),
        ...values('min', 'max', 'countAbsGe', 'countGe', 'countLe'),
        quantiles: 'any',
      },
    },
  },
};
