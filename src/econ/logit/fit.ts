/** The numerics of `logit`: the logistic distribution. */
import type { FitModel } from '../estimator.ts';
import { fitBinary } from '../likelihood/binary.ts';
import { logisticLatent } from '../likelihood/latents.ts';

/** Logit: see `fitBinary`. */
export const fit: FitModel = (sample) => fitBinary(sample, { ...logisticLatent, estimator: 'logit' });
