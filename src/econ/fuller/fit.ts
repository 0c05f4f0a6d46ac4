/** The numerics of `fuller`. */
import type { FitModel } from '../estimator.ts';
import { fitSample } from '../iv/fit-sample.ts';
import { biasesOfFuller } from '../iv/stock-yogo-k-class.ts';

export const fit: FitModel = (sample) => {
  const less = sample.spec.estimator!.alpha as number;
  return fitSample(sample, { estimator: 'fuller', k: { less }, tables: less === 1 ? biasesOfFuller : {} });
};
