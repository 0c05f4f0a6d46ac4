/** Predictions of the fractional logit. */
import type { Predict } from '../estimator.ts';
import { logisticLatent } from '../likelihood/latents.ts';
import { fractionalFamily, predictGeneralised } from '../predict/generalised.ts';

export const predict: Predict = (estimated) =>
  predictGeneralised(estimated, {
    family: fractionalFamily((index) => logisticLatent.mean(index, [])),
    rows: null,
  });
