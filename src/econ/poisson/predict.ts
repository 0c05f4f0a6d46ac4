/** Predictions of Poisson regression, with absorbed effects or without. */

import type { Predict } from '../estimator.ts';
import { offsetOf } from '../likelihood/offset-values.ts';
import { AbsorbedEffects } from '../predict/absorbed.ts';
import { poissonFamily as family, predictGeneralised } from '../predict/generalised.ts';
import { maximumOf } from './absorbed.ts';

/** Effects are what ln μ has beside the index: of a conditional likelihood those at which each unit's means add up to its outcomes. */
export const predict: Predict = (estimated) => {
  const { sample } = estimated;
  const isAbsorbed = sample.design.absorb.length > 0;
  if (!isAbsorbed && sample.spec.estimator?.separation !== 'drop')
    return predictGeneralised(estimated, { family, rows: null });
  const { used, estimated: found } = maximumOf(sample, offsetOf(sample));
  if (!isAbsorbed) return predictGeneralised(estimated, { family, rows: used.rows });
  return predictGeneralised(estimated, {
    family,
    rows: used.rows,
    effects: (_, index) =>
      new AbsorbedEffects(
        found.design.absorb,
        found.at.means.map((mean, i) => Math.log(mean) - index[i]!),
      ),
  });
};
