/** Predictions of Heckman’s selection model. */
import { normal } from '../distributions/distributions.ts';
import { inverseMills } from '../distributions/normal-parts.ts';
import type { Predict } from '../estimator.ts';
import { coefficientsOf, indexOf } from '../predict/index-of.ts';
import type { Place } from '../predictions.ts';
import { influenceByLikelihood } from './ml.ts';
import { chosenRows } from './rows.ts';

/** The index x'b of the outcome, whether or not it is seen; the probability Φ(z'g) of being selected, and the inverse Mills ratio φ/Φ at z'g. */
export const predict: Predict = ({ sample, fit, place }) => {
  const chosen = chosenRows(sample);
  const own = place(chosen.rows);
  const [b, g] = [coefficientsOf(fit.terms), coefficientsOf(fit.selection!.terms)];
  const selection = (at: Place): Float64Array => indexOf(sample.spec.estimator!.terms!.selection ?? [], g, own, at);
  const of = {
    index: (at: Place) => indexOf(sample.spec.terms, b, own, at),
    probability: (at: Place) => selection(at).map((eta) => normal.cdf(eta)),
    mills: (at: Place) => selection(at).map(inverseMills),
  };
  return {
    own,
    predict: ({ name }, at) => of[name as keyof typeof of](at),
    influence: () => influenceByLikelihood(chosen),
  };
};
