/** The numerics of `ologit`: the logistic distribution. */
import type { FitModel } from '../estimator.ts';
import { fitOrdered } from '../ordered/fit.ts';
import type { OrderedLatent } from '../ordered/latent.ts';

/** ln F(z), F(z) = 1/(1 + e^−z). */
const logCdf = (z: number): number => (z > 0 ? -Math.log1p(Math.exp(-z)) : z - Math.log1p(Math.exp(z)));

export const latent: OrderedLatent = {
  estimator: 'ologit',
  ofTwo: '`estimator: logit` is of two outcomes, as 0 and 1',
  certain: 15,
  logCdf,
  logSf: (z) => logCdf(-z),
  logDensity: (z) => logCdf(z) + logCdf(-z),
  tilt: (z) => -Math.tanh(z / 2),
  quantile: (share) => Math.log(share / (1 - share)),
};

/** Ordered logit: see `fitOrdered`. */
export const fit: FitModel = (sample) => fitOrdered(sample, latent);
