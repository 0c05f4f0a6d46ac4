/** Predictions of stochastic frontiers. */
import type { Predict } from '../estimator.ts';
import { coefficientsOf, indexOf } from '../predict/index-of.ts';
import type { Place } from '../predictions.ts';
import { solvedFrontier } from './fit.ts';
import { inefficiencies } from './likelihood.ts';

/** The frontier x'b; of own rows E[exp(−u)|e] and E[u|e]. */
export const predict: Predict = ({ sample, fit, place }) => {
  const own = place(null);
  const b = coefficientsOf(fit.terms);
  const solved = solvedFrontier(sample);
  const { frontier, point, maximum, names } = solved;
  const told = () =>
    point === null
      ? { efficiency: new Float64Array(own.nobs).fill(1), inefficiency: new Float64Array(own.nobs) }
      : inefficiencies(frontier, point);
  const of = {
    index: (at: Place) => indexOf(sample.spec.terms, b, own, at),
    efficiency: () => told().efficiency,
    inefficiency: () => told().inefficiency,
  };
  return {
    own,
    predict: ({ name }, at) => of[name as keyof typeof of](at),
    influence: () => names.map((name, j) => ({ name, values: maximum.influence[j]! })),
  };
};
