/** Declares the result of comparisons: a record for each published cell, and counts. */
import type { Result } from '../../src/base/result.ts';

export const compareResult: Result = {
  type: 'compare',
  list: 'cells',
  parts: { cells: 'any', counts: 'any', figures: 'any' },
};
