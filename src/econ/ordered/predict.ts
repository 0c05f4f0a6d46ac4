/** Predictions of ordered outcomes. */
import type { Predict } from '../estimator.ts';
import { likelihoodInfluence } from '../predict/coefficient-influence.ts';
import { coefficientsOf, indexOf } from '../predict/index-of.ts';
import type { OrderedLatent } from './latent.ts';
import { betweenCuts, endsOf } from './latent.ts';

/** The index x'b, without a constant. */
export const predictOrdered =
  (latent: OrderedLatent): Predict =>
  ({ sample, fit, place }) => {
    const own = place(null);
    const b = coefficientsOf(fit.terms);
    const index = (at = own): Float64Array => indexOf(sample.spec.terms, b, own, at);
    const influence = () => {
      const cuts = fit.terms.filter(({ term }) => /^\/cut\d+$/.test(term)).map(({ estimate }) => estimate);
      const y = sample.design.outcome.values;
      const outcomes = [...new Set(y)].sort((x, z) => x - z);
      const rows = Array.from(index(), (eta, i) => {
        const code = outcomes.indexOf(y[i]!);
        const [lower, upper] = endsOf(cuts, code);
        return { code, ...betweenCuts(latent, lower - eta, upper - eta) };
      });
      const byIndex = Float64Array.from(rows, ({ byLower, byUpper }) => -byLower - byUpper);
      const byCuts = cuts.map((_, j) => ({
        name: `/cut${j + 1}`,
        values: Float64Array.from(rows, ({ code, byLower, byUpper }) =>
          code === j ? byUpper : code === j + 1 ? byLower : 0,
        ),
      }));
      return likelihoodInfluence(sample.design, fit, byIndex, byCuts);
    };
    return { own, predict: (_, at) => index(at), influence };
  };
