/** Predictions of the fractional probit. */
import type { Predict } from '../estimator.ts';
import { normalLatent } from '../likelihood/latents.ts';
import { fractionalFamily, predictGeneralised } from '../predict/generalised.ts';

export const predict: Predict = (estimated) =>
  predictGeneralised(estimated, {
    family: fractionalFamily((index) => normalLatent.mean(index, [])),
    rows: null,
  });
