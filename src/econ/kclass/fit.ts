/** The numerics of `kclass`. */
import type { FitModel } from '../estimator.ts';
import { fitSample } from '../iv/fit-sample.ts';

export const fit: FitModel = (sample) =>
  fitSample(sample, { estimator: 'kclass', k: { is: sample.spec.estimator!.k as number }, tables: {} });
