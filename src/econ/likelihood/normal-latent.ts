/** Binary outcomes with a normal latent error. */
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
