/** The numerics of `ocloglog`: the distribution of the logarithm of an exponential variable, 1 − exp(−e^z). */
import type { FitModel } from '../estimator.ts';
import { fitOrdered } from '../ordered/fit.ts';
import type { OrderedLatent } from '../ordered/latent.ts';

export const latent: OrderedLatent = {
  estimator: 'ocloglog',
  ofTwo: '`estimator: logit` is of two outcomes, as 0 and 1',
  certain: 12,
  logCdf: (z) => Math.log(-Math.expm1(-Math.exp(z))),
  logSf: (z) => -Math.exp(z),
  logDensity: (z) => z - Math.exp(z),
  tilt: (z) => -Math.expm1(z),
  quantile: (share) => Math.log(-Math.log1p(-share)),
};

/** Ordered complementary log-log regression: see `fitOrdered`. */
export const fit: FitModel = (sample) => fitOrdered(sample, latent);
