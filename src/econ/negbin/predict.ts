/** Predictions of negative binomial regression, with the α that was estimated. */
import type { Predict } from '../estimator.ts';
import { negativeBinomialFamily, predictGeneralised } from '../predict/generalised.ts';

export const predict: Predict = (estimated) =>
  predictGeneralised(estimated, {
    family: negativeBinomialFamily(estimated.fit.stats.alpha as number),
    rows: null,
  });
