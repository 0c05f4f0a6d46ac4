/** Says how effects of a mediation are made of samples. */
import { prepared } from '../../src/econ/estimate.ts';
import { columnsOfLevels } from '../../src/econ/spec.ts';
import type { Resampled } from '../lib/resampled.ts';
import type { MediationResultParams } from './keys.ts';
import { mediationModels } from './numbers/spec.ts';
import step from './step.ts';

export const resampled: Resampled = {
  run: step.run,
  rows: (params, data) => prepared(mediationModels(params as unknown as MediationResultParams).outcome, data).rows,
  units: (params) => (params as unknown as MediationResultParams).model.absorb.flatMap(columnsOfLevels),
  misfit: (params) => {
    const { chunks, model } = params as unknown as MediationResultParams;
    if (model.weights?.is === 'frequency')
      return {
        message: 'a row with a frequency stands for several, which would be drawn together',
        hint: 'write such rows several times, with `kind: expand`',
      };
    if (chunks.length === 0) return undefined;
    return {
      message: 'the mediation draws samples already, each of which would be drawn from again',
      hint: 'leave `bootstrap` out of the mediation, or read its own intervals',
    };
  },
};
