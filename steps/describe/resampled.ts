/** Says how descriptive statistics are made of samples. */
import type { WeightsSpec } from '../../src/econ/spec.ts';
import type { Resampled } from '../lib/resampled.ts';
import { rowsOfList } from '../lib/variable-list.ts';
import step from './step.ts';

export const resampled: Resampled = {
  run: step.run,
  rows: (params, data) => rowsOfList(params, data, { shares: true }),
  misfit: (params) =>
    (params as { readonly weights?: WeightsSpec }).weights?.is === 'frequency'
      ? {
          message: 'a row with a frequency stands for several, which would be drawn together',
          hint: 'write such rows several times, with `kind: expand`',
        }
      : undefined,
};
