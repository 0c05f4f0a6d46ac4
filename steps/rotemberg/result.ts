/**
 * Declares the result of Rotemberg weights: the sectors with the largest ones, their sums by sign, and the estimate that they decompose.
 */
import { members, type Result, values } from '../../src/base/result.ts';

const part = members('sum', 'share', 'mean', 'n');

export const rotembergResult: Result = {
  type: 'rotemberg',
  list: 'rows',
  parts: {
    rows: { each: members('sector', 'period', 'alpha', 'beta', 'shock') },
    positive: part,
    negative: part,
    sectors: { each: members('alpha') },
    components: { each: 'unnamed' },
    ...values('iv', 'correlation', 'nobs', 'outcome', 'endogenous'),
    ...{ rowsLost: 'unnamed', warnings: 'unnamed' },
  },
};
