/** Says how variance inflation factors are made of samples. */
import type { Resampled } from '../lib/resampled.ts';
import { rowsOfList } from '../lib/variable-list.ts';
import step from './step.ts';

export const resampled: Resampled = {
  run: step.run,
  rows: (params, data) => rowsOfList(params, data, { complete: true }),
};
