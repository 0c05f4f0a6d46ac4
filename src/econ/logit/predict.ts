/** Predictions of logit. */

import type { Predict } from '../estimator.ts';
import { logisticLatent } from '../likelihood/latents.ts';
import { withoutPerfect } from '../likelihood/perfect.ts';
import { binaryFamily, predictGeneralised } from '../predict/generalised.ts';

export const predict: Predict = (estimated) =>
  predictGeneralised(estimated, {
    family: binaryFamily((index) => logisticLatent.mean(index, [])),
    rows: withoutPerfect(estimated.sample.design).rows,
  });
