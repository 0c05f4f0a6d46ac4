/** Predictions of truncated regression. */
import { truncatedMoments } from '../distributions/truncated-normal.ts';
import type { Predict } from '../estimator.ts';
import { pickDesign } from '../likelihood/rows.ts';
import { likelihoodInfluence } from '../predict/coefficient-influence.ts';
import { coefficientsOf, indexOf } from '../predict/index-of.ts';
import { valuesOf } from '../predict/linear.ts';
import type { Place } from '../predictions.ts';
import { truncatedMean } from './fit.ts';
import { insideOf, truncationOf } from './limits.ts';

/** The mean x'b before truncation; the mean between the limits; the probability of an outcome between them. */
export const predict: Predict = ({ sample, fit, place }) => {
  const limits = truncationOf(sample.spec.estimator!);
  const { rows } = insideOf(sample.design, limits);
  const own = place(rows);
  const b = coefficientsOf(fit.terms);
  const sigma = fit.stats.sigma as number;
  const mean = truncatedMean(limits);
  const index = (at: Place): Float64Array => indexOf(sample.spec.terms, b, own, at);
  const momentsAt = (mu: number) => truncatedMoments((limits.lower - mu) / sigma, (limits.upper - mu) / sigma);
  const isKnown = (values: Float64Array, of: (mu: number) => number): Float64Array =>
    values.map((mu) => (Number.isNaN(mu) ? mu : of(mu)));
  const of = {
    index,
    fitted: (at: Place) => isKnown(index(at), (mu) => mean(mu, [sigma]).value),
    probability: (at: Place) => isKnown(index(at), (mu) => Math.exp(momentsAt(mu).logMass)),
  };
  /** Scores in (x'b, σ). */
  const influence = () => {
    const eta = index(own);
    const z = valuesOf(sample.spec.outcome, own).map((value, i) => (value - eta[i]!) / sigma);
    const moments = Array.from(eta, momentsAt);
    const byIndex = z.map((value, i) => (value - moments[i]!.mean) / sigma);
    const bySigma = z.map((value, i) => {
      const { mean: m, variance } = moments[i]!;
      return (value * value - variance - m * m) / sigma;
    });
    const design = rows === null ? sample.design : pickDesign(sample.design, rows);
    return likelihoodInfluence(design, fit, byIndex, [{ name: '/sigma', values: bySigma }]);
  };
  return { own, predict: ({ name }, at) => of[name as keyof typeof of](at), influence };
};
