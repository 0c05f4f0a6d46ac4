/** The numerics of `fprobit`: the normal distribution. */
import type { FitModel } from '../estimator.ts';
import { fitFractions } from '../fractional/fit.ts';
import { normalLatent } from '../likelihood/latents.ts';

/** Fractional probit: see `fitFractions`. */
export const fit: FitModel = (sample) => fitFractions(sample, { ...normalLatent, estimator: 'fprobit' });
