/** Distributions of the latent error of binary outcomes: normal and logistic. */
import { normal } from '../distributions/distributions.ts';
import { density, inverseMills, logCdf } from '../distributions/normal-parts.ts';
import type { Latent } from './binary.ts';

/** ln Φ(z), its derivative λ = φ/Φ, and −d² = λ (λ + z). */
export const normalLatent: Omit<Latent, 'estimator'> = {
  isCanonical: false,
  certain: 5,
  logLikelihood(z) {
    const slope = inverseMills(z);
    return { value: logCdf(z), slope, curvature: Math.max(0, slope * (slope + z)) };
  },
  mean(z) {
    const slope = density(z);
    return { value: normal.cdf(z), slope, curvature: -z * slope };
  },
  start: (share) => normal.quantile(share),
};

/** F(z) = 1/(1 + e^−z). */
export const logistic = (z: number): number => {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
};

/** ln F and F of the logistic distribution. */
export const logisticLatent: Omit<Latent, 'estimator'> = {
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
