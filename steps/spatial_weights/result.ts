/** Declares the result of spatial weights: a summary of the matrix, and the neighbours of each unit. */
import { type Members, type Result, values } from '../../src/base/result.ts';

/** The summary, which results that are made with weights have too. */
export const weightsSummary: Members = {
  members: {
    ...values('type', 'standardize', 'unit', 'n', 'links', 'meanLinks', 'isSymmetric', 's0', 's1', 's2'),
    ...values('eigMin', 'eigMax'),
    islands: { each: 'value' },
  },
};

export const weightsResult: Result = {
  type: 'weights',
  list: 'weights',
  fromParams: true,
  parts: { weights: weightsSummary, ...{ units: 'unnamed', matrix: 'unnamed', eigen: 'unnamed' } },
};
