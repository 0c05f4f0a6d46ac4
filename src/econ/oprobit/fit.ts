/** The numerics of `oprobit`: the normal distribution. */
import { normal } from '../distributions/distributions.ts';
import { logCdf } from '../distributions/normal-parts.ts';
import { LOG_ROOT_TWO_PI } from '../distributions/special-functions.ts';
import type { FitModel } from '../estimator.ts';
import { fitOrdered } from '../ordered/fit.ts';
import type { OrderedLatent } from '../ordered/latent.ts';

export const latent: OrderedLatent = {
  estimator: 'oprobit',
  ofTwo: '`estimator: probit` is of two outcomes, as 0 and 1',
  certain: 5,
  logCdf,
  logSf: (z) => logCdf(-z),
  logDensity: (z) => -0.5 * z * z - LOG_ROOT_TWO_PI,
  tilt: (z) => -z,
  quantile: (share) => normal.quantile(share),
};

/** Ordered probit: see `fitOrdered`. */
export const fit: FitModel = (sample) => fitOrdered(sample, latent);
