/** The numerics of `zip`: Poisson counts. */
import { fitCounts } from '../counts/fit.ts';
import { inflated } from '../counts/inflated.ts';
import type { FitModel } from '../estimator.ts';

/** Zero-inflated Poisson regression: see `fitCounts`. */
export const fit: FitModel = (sample) => fitCounts(sample, { ...inflated, estimator: 'zip', dispersed: false });
