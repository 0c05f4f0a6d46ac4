/** The numerics of `zinb`: negative binomial counts. */
import { fitCounts } from '../counts/fit.ts';
import { inflated } from '../counts/inflated.ts';
import type { FitModel } from '../estimator.ts';

/** Zero-inflated negative binomial regression: see `fitCounts`. */
export const fit: FitModel = (sample) => fitCounts(sample, { ...inflated, estimator: 'zinb', dispersed: true });
