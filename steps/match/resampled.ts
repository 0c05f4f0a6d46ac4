/** Says how effects of a matching are made of samples. */
import type { Resampled } from '../lib/resampled.ts';
import { rowsOf } from './numbers/rows.ts';
import { type MatchSpec, matchReads } from './numbers/spec.ts';
import step from './step.ts';

export const resampled: Resampled = {
  run: step.run,
  rows: (params, data) => rowsOf(params as unknown as MatchSpec, data).rows,
  reads: (params) => matchReads(params as unknown as MatchSpec),
  misfit: (params) =>
    (params as unknown as MatchSpec).method === 'nearest'
      ? {
          message:
            'samples tell no errors of effects by a fixed number of nearest neighbours (Abadie & Imbens 2008, Econometrica 76:1537)',
          hint: '`metric` has errors of its own; `ipw`, `entropy`, `cem`, `kernel` and `radius` may be drawn',
        }
      : undefined,
};
