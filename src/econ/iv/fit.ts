/** The numerics of `iv`. */
import type { FitModel } from '../estimator.ts';
import { fitSample } from './fit-sample.ts';

export const fit: FitModel = (sample) => fitSample(sample);
