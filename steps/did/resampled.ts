/** Says how effects of a difference in differences are made of samples. */
import type { Resampled } from '../lib/resampled.ts';
import { didSample } from './numbers/sample.ts';
import { type DidSpec, didReads } from './numbers/spec.ts';
import step from './step.ts';

export const resampled: Resampled = {
  run: step.run,
  rows: (params, data) => didSample(params as unknown as DidSpec, data).rows,
  reads: (params) => didReads(params as unknown as DidSpec),
  misfit: (params) => {
    const { method, draws, rings } = params as unknown as DidSpec;
    if (rings !== undefined) {
      return {
        message: 'samples leave out treated units, and so change who is in a ring around them',
        hint: '`cluster`, or `vcov: conley(latitude, longitude, km)`, gives errors',
      };
    }
    if (draws === undefined) return undefined;
    return {
      message: `errors by \`method: ${method}\` are of samples already, each of which would be drawn from again`,
      hint: 'its `draws` and `cluster` say how they are drawn',
    };
  },
};
