/**
 * Declares the result of Rotemberg weights: the sectors with the largest ones, their sums by sign, and the estimate that they decompose.
 */
import { type Form, members, type Result, values } from '../../src/base/result.ts';

const sign = members('sum', 'share', 'mean', 'n', 'estimate');
const record: Form = {
  members: { ...values('sector', 'period', 'alpha', 'beta', 'shock', 'share', 'f', 'low', 'high'), set: 'any' },
};
const each = ['alpha', 'shock', 'beta', 'f', 'share'] as const;

export const rotembergResult: Result = {
  type: 'rotemberg',
  list: 'rows',
  parts: {
    rows: { each: record },
    sectors: { each: record },
    components: { each: record },
    positive: sign,
    negative: sign,
    correlations: { members: Object.fromEntries([['n', 'value'], ...each.map((name) => [name, members(...each)])]) },
    periods: { each: members('alpha') },
    ...values('iv', 'nobs', 'outcome', 'endogenous'),
    ...{ varies: 'unnamed', byPeriod: 'unnamed', vcov: 'unnamed', rowsLost: 'unnamed', warnings: 'unnamed' },
  },
};
