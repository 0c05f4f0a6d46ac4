/** The declaration of differences of several pairs, which hold a record for each pair, by its name. */
import { type Form, members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import type { LevelsParams, PairsParams } from '../lib/difference/keys.ts';
import { pairName } from '../lib/pairs.ts';

/** Names of the pairs; those of levels that only a run tells are values of a variable, which no hint may print. */
function pairs({ params }: PlannedNode) {
  const { pairs, reference = null } = params as unknown as (PairsParams | LevelsParams) & { reference?: string };
  const known = pairs?.map(pairName);
  const is = (name: string): boolean =>
    known?.includes(name) ?? (reference === null ? name.includes(' - ') : name.endsWith(pairName(['', reference])));
  return { listed: [], others: { is, as: 'the pairs that are compared' } };
}

const numbers = ['stdError', 'statistic', 'pValue', 'pAdjusted'] as const;

const pair: Form = {
  members: {
    ...values('difference', 'first', 'second', ...numbers, 'confLow', 'confHigh'),
    between: { each: 'value' },
    ...{ chow: members(...numbers), suest: members(...numbers), permutation: members('pValue', 'pAdjusted') },
  },
  usual: 'difference',
};

export const pairwiseResult: Result = {
  type: 'pairwise',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: { each: pair, planned: pairs },
    ...values('of', 'group', 'adjust'),
    by: { each: 'value' },
  },
};
