/** The numerics of `probit`: the normal distribution. */
import type { FitModel } from '../estimator.ts';
import { fitBinary } from '../likelihood/binary.ts';
import { normalLatent } from '../likelihood/latents.ts';

/** Probit: see `fitBinary`. */
export const fit: FitModel = (sample) => fitBinary(sample, { ...normalLatent, estimator: 'probit' });
