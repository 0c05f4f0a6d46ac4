/** The numerics of `flogit`: the logistic distribution. */
import type { FitModel } from '../estimator.ts';
import { fitFractions } from '../fractional/fit.ts';
import { logisticLatent } from '../likelihood/latents.ts';

/** Fractional logit: see `fitFractions`. */
export const fit: FitModel = (sample) => fitFractions(sample, { ...logisticLatent, estimator: 'flogit' });
