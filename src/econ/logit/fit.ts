/** The numerics of `logit`: the logistic distribution. */
import type { FitModel } from '../estimator.ts';
import { fitBinary, type Latent } from '../likelihood/binary.ts';

/** F(z) = 1/(1 + e^−z). */
export const logistic = (z: number): number => {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
};

/** ln F and F of the logistic distribution. */
export const logisticLatent: Latent = {
  estimator: 'logit',
  isCanonical: true,
  certain: 15,
  logLikelihood(z) {
    const value = z > 0 ? -Math.log1p(Math.exp(-z)) : z - Math.log1p(Math.exp(z));
    const slope = logistic(-z);
    return { value, slope, curvature: slope * logistic(z) };
  },
  mean(z) {
    const p = logistic(z);
    const q = logistic(-z);
    return { value: p, slope: p * q, curvature: p * q * (q - p) };
  },
  start: (share) => Math.log(share / (1 - share)),
};

/** Logit: see `fitBinary`. */
export const fit: FitModel = (sample) => fitBinary(sample, logisticLatent);
