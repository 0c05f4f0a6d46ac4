/** Declares the result of descriptive statistics: a record for each variable, of all rows or by group. */

import { type Members, members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { isPercentileName, percentileName } from '../../src/base/text/percentile-name.ts';
import { termNames } from '../../src/check/fit-result.ts';

const moments = [
  'n',
  'missing',
  'missingShare',
  'mean',
  'sd',
  'seMean',
  'min',
  'max',
  'median',
  'skewness',
  'kurtosis',
];
const percentiles = [1, 5, 10, 25, 75, 90, 95, 99].map(percentileName);

const described: Members = { ...members(...moments, ...percentiles), further: isPercentileName };

/** Texts among the variables have a record for each of their levels. */
const variables = ({ params }: PlannedNode) =>
  termNames((params as unknown as { readonly variables: readonly string[] }).variables);

export const describeResult: Result = {
  type: 'describe',
  list: 'rows',
  fromParams: true,
  parts: { rows: { each: described, planned: variables } },
};

const differences = ['difference', 'stdError', 'df', 'statistic', 'pValue', 'stdDifference', 'pAdjusted'] as const;

const jointly = ['chi2', 'df', 'f', 'df1', 'df2', 'pValue', 'hypotheses'] as const;

export const byGroupResult: Result = {
  type: 'by-group',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: {
      each: {
        members: {
          groups: { each: described },
          ...values(...differences),
          pairs: { each: members(...differences) },
        },
      },
      planned: variables,
    },
    by: 'value',
    groups: { each: 'value' },
    pairs: 'unnamed',
    variances: 'value',
    adjust: 'value',
    cluster: 'value',
    joint: {
      members: {
        ...values(...jointly),
        left: 'unnamed',
        pairs: { each: { members: { ...values(...jointly), left: 'unnamed' } } },
      },
    },
  },
};
