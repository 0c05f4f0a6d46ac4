/** Predictions of tobit. */
import { normal } from '../distributions/distributions.ts';
import type { Predict } from '../estimator.ts';
import { likelihoodInfluence } from '../predict/coefficient-influence.ts';
import { coefficientsOf, indexOf } from '../predict/index-of.ts';
import { valuesOf } from '../predict/linear.ts';
import type { Place } from '../predictions.ts';
import { censored, censoredMean, limitsOf } from './fit.ts';

/** The mean x'b of the latent outcome; the mean of the outcome that is seen, between the limits; the probability that it is not censored. */
export const predict: Predict = ({ sample, fit, place }) => {
  const own = place(null);
  const b = coefficientsOf(fit.terms);
  const limits = limitsOf(sample.spec.estimator!);
  const sigma = fit.stats.sigma as number;
  const mean = censoredMean(limits);
  const index = (at: Place): Float64Array => indexOf(sample.spec.terms, b, own, at);
  const of = {
    index,
    fitted: (at: Place) => index(at).map((eta) => mean(eta, [Math.log(sigma)]).value),
    probability: (at: Place) =>
      index(at).map((eta) => {
        const [low, high] = [(limits.lower - eta) / sigma, (limits.upper - eta) / sigma];
        // the smaller of both tails is subtracted on its own side of 0
        return low > 0 ? normal.sf(low) - normal.sf(high) : normal.cdf(high) - normal.cdf(low);
      }),
  };
  /** Scores in (x'b, ln σ) from those in (x'b/σ, 1/σ). */
  const influence = () => {
    const tau = 1 / sigma;
    const eta = index(own).map((value) => value * tau);
    const { slope, further } = censored(valuesOf(sample.spec.outcome, own), limits, null)(eta, [tau])!;
    const byTau = further[0]!.slope;
    const byLog = slope.map((value, i) => -(value * eta[i]! + byTau[i]! * tau));
    const byIndex = slope.map((value) => value * tau);
    return likelihoodInfluence(sample.design, fit, byIndex, [{ name: '/lnsigma', values: byLog }]);
  };
  return { own, predict: ({ name }, at) => of[name as keyof typeof of](at), influence };
};
