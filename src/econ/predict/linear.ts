/** Predictions of models that are linear in their terms: fitted values, effects, residuals. */
import type { Estimated, Predicting } from '../estimator.ts';
import type { Place, PredictionName } from '../predictions.ts';
import { AbsorbedEffects } from './absorbed.ts';
import { linearInfluence } from './coefficient-influence.ts';
import { coefficientsOf, indexOf } from './index-of.ts';
import { type Influence, leastSquaresInfluence, linearResiduals, withinOf } from './influence.ts';

/** The values of a term's only column. */
export const valuesOf = (term: string, place: Place): Float64Array => place.cells(term)[0]!.values;

/** x − y, row by row. */
export const less = (x: Float64Array, y: Float64Array): Float64Array => x.map((value, i) => value - y[i]!);

/** The terms of a linear model: exogenous and endogenous ones. */
export const termsOf = ({ sample: { spec } }: Estimated): readonly string[] => [
  ...spec.terms,
  ...(spec.iv?.endogenous ?? []),
];

/**
 * Of y = x'b + Σ effects + e: the index x'b with the constant as it is reported; the effects, which are y − x'b less its within transform; fitted values,
 * their sum with the index; residuals. Structural ones of instrumental variables, whose x are the regressors themselves.
 */
export function predictLinear(estimated: Estimated): Predicting {
  const { sample, fit } = estimated;
  const { spec, design } = sample;
  const own = estimated.place(null);
  const b = coefficientsOf(fit.terms);
  const index = (place: Place): Float64Array => indexOf(termsOf(estimated), b, own, place);
  const unexplained = (): Float64Array => less(valuesOf(spec.outcome, own), index(own));
  let found: AbsorbedEffects | undefined;
  const effects = (): AbsorbedEffects => {
    if (found === undefined) {
      const whole = unexplained();
      found = new AbsorbedEffects(design.absorb, less(whole, withinOf(design)(whole)));
    }
    return found;
  };
  const fitted = (place: Place): Float64Array => {
    const base = index(place);
    if (design.absorb.length === 0) return base;
    const more = effects().sum(place);
    return base.map((value, i) => value + more[i]!);
  };
  const residual = (place: Place): Float64Array =>
    place.isOwn ? withinOf(design)(unexplained()) : less(valuesOf(spec.outcome, place), fitted(place));
  let influence: Influence | undefined;
  const influenceOf = (): Influence => {
    influence ??= leastSquaresInfluence(design);
    return influence;
  };
  const residuals = () => linearResiduals(residual(own), influenceOf(), design.weights);
  const of: Partial<Record<PredictionName, (place: Place, effect: string) => Float64Array>> = {
    index,
    fitted,
    residual,
    effects: (place) => effects().sum(place),
    effect: (place, name) => effects().one(name, place),
    leverage: () => influenceOf().leverage,
    standardised: () => residuals().standardised,
    studentised: () => residuals().studentised,
    cooks: () => residuals().cooks,
  };
  return {
    own,
    predict: ({ name, of: effect = '' }, place) => of[name]!(place, effect),
    warnings: () => found?.warnings ?? [],
    influence: () => linearInfluence(sample, fit, residual(own)),
  };
}
