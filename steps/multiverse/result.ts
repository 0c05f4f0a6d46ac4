/** Declares the result of a multiverse: the distribution of its estimates, by choice and over all, and a joint test. */
import { type Form, type Members, members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import type { Dimension } from '../../src/econ/multiverse/summary.ts';

const shares = ['count', 'median', 'min', 'max', 'sharePositive', 'shareSignificant'];
const column: Form = { each: 'value' };
const columns = [...['estimate', 'stdError', 'pValue', 'confLow', 'confHigh', 'dfResid', 'nobs', 'outcome', 'term']];
const jointStatistic: Members = members('observed', 'pValue');

const dimensionsOf = ({ params }: PlannedNode) =>
  (params as unknown as { readonly dimensions: readonly Dimension[] }).dimensions.map(({ is, name, options }) => ({
    called: name ?? is,
    options,
  }));

const dimensions = (node: PlannedNode) => ({ listed: dimensionsOf(node).map(({ called }) => called) });

/** Each option of a dimension: `Education = with`. */
const choices = (node: PlannedNode) => ({
  listed: dimensionsOf(node).flatMap(({ called, options }) => options.map((option) => `${called} = ${option}`)),
});

export const multiverseResult: Result = {
  type: 'multiverse',
  list: 'choices',
  fromParams: true,
  parts: {
    choices: { each: members(...shares, 'choice', 'dimension'), planned: choices },
    flips: { each: members('dimension', 'pairs', 'signs', 'significance', 'meanChange'), planned: dimensions },
    ...values('of', 'outcome', ...shares, 'identified', 'positive', 'negative', 'significant', 'significantPositive'),
    ...values('significantNegative', 'shareSignificantPositive', 'shareSignificantNegative'),
    ...{ dimensions: 'any', instruments: 'any', weights: 'any' },
    specifications: { members: Object.fromEntries(columns.map((name) => [name, column])) },
    test: {
      members: {
        ...values('draws', 'skipped', 'resample', 'units'),
        ...{ median: jointStatistic, shareSignificant: jointStatistic, averageT: jointStatistic },
      },
    },
  },
  below: { all: Object.fromEntries(shares.map((name) => [name, name])) },
  printed: {
    fields: { Models: 'count', Specifications: 'count' },
    records: { 'All specifications': 'all', 全部模型: 'all' },
  },
};

export const specificationResult: Result = {
  type: 'specification',
  list: 'specification',
  isTrial: true,
  parts: {
    specification: members(
      ...['term', 'outcome', 'estimate', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh', 'dfResid'],
      ...['nobs', 'nclusters'],
    ),
  },
};
