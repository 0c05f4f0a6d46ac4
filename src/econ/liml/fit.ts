/** The numerics of `liml`. */
import type { FitModel } from '../estimator.ts';
import { fitSample } from '../iv/fit-sample.ts';
import { sizesOfLikelihood } from '../iv/stock-yogo-k-class.ts';

export const fit: FitModel = (sample) =>
  fitSample(sample, { estimator: 'liml', k: { less: 0 }, tables: sizesOfLikelihood });
