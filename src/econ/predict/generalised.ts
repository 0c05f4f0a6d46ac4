/** Predictions of models of a mean that is a function of an index, with a variance that is a function of the mean (McCullagh & Nelder 1989). */
import type { Design, NamedColumn } from '../design.ts';
import type { Estimated, Predicting } from '../estimator.ts';
import { pickDesign } from '../likelihood/rows.ts';
import type { OffsetTerms } from '../likelihood/written-offset.ts';
import type { Place, PredictionName } from '../predictions.ts';
import type { AbsorbedEffects } from './absorbed.ts';
import { absorbedInfluence, likelihoodInfluence } from './coefficient-influence.ts';
import { coefficientsOf, indexOf } from './index-of.ts';
import { type Influence, weightedInfluence } from './influence.ts';
import { less, valuesOf } from './linear.ts';

/** A distribution of the outcome, by its mean μ(η). */
export interface Family {
  mean(index: number): { readonly value: number; readonly slope: number };
  variance(mean: number): number;
  /** The deviance of one row: twice what the log likelihood lacks of that of a mean which is the outcome. */
  deviance(y: number, mean: number): number;
}

export interface GeneralisedModel {
  readonly family: Family;
  /** Rows of the sample that the estimator used; null for all. */
  readonly rows: Int32Array | null;
  /** Effects in the index that are not in x'b; absent where the model absorbs none. */
  readonly effects?: (own: Place, index: Float64Array) => AbsorbedEffects;
  /** The scores of the own rows by parameters beside the index, at this index; absent where there are none. */
  readonly further?: (own: Place, index: Float64Array) => readonly NamedColumn[];
}

/** Gives the terms of the index beside x'b over any rows; NaN where an exposure is not positive. */
export function offsetAt({ spec }: Estimated['sample'], place: Place): Float64Array | null {
  const { exposure, offset } = (spec.estimator?.terms ?? {}) as OffsetTerms;
  if (exposure !== undefined)
    return valuesOf(exposure[0]!, place).map((value) => (value > 0 ? Math.log(value) : Number.NaN));
  return offset === undefined ? null : valuesOf(offset[0]!, place);
}

const both = (x: Float64Array, y: Float64Array | null): Float64Array =>
  y === null ? x : x.map((value, i) => value + y[i]!);

/**
 * The index x'b + offset; the mean, with absorbed effects; residuals y − μ, over √V(μ), and ±√deviance; the score by the index (y − μ) μ'/V(μ). With the
 * leverage h of the weights μ'²/V(μ): standardised residuals deviance/√(1 − h), studentised ones ±√(deviance² + h pearson²/(1 − h)), and Cook's distances
 * pearson² h/((1 − h)² K) (Williams 1987, Applied Statistics 36:181). Residuals are of one row, whatever its weight.
 */
export function predictGeneralised(estimated: Estimated, model: GeneralisedModel): Predicting {
  const { sample, fit } = estimated;
  const { spec } = sample;
  const { family } = model;
  const own = estimated.place(model.rows);
  const b = coefficientsOf(fit.terms);
  const index = (place: Place): Float64Array => both(indexOf(spec.terms, b, own, place), offsetAt(sample, place));
  let found: AbsorbedEffects | undefined;
  const effects = (): AbsorbedEffects => {
    found ??= model.effects!(own, index(own));
    return found;
  };
  const whole = (place: Place): Float64Array =>
    model.effects === undefined ? index(place) : both(index(place), effects().sum(place));
  const means = (place: Place): Float64Array => whole(place).map((eta) => family.mean(eta).value);
  const y = (place: Place): Float64Array => valuesOf(spec.outcome, place);
  const byRow = (place: Place, of: (y: number, mean: number, slope: number) => number): Float64Array => {
    const outcome = y(place);
    return whole(place).map((eta, i) => {
      const { value, slope } = family.mean(eta);
      return of(outcome[i]!, value, slope);
    });
  };
  const pearson = (place: Place) => byRow(place, (value, mean) => (value - mean) / Math.sqrt(family.variance(mean)));
  const deviance = (place: Place) =>
    byRow(place, (value, mean) => Math.sign(value - mean) * Math.sqrt(Math.max(0, family.deviance(value, mean))));
  const working = (place: Place) => byRow(place, (_, mean, slope) => (slope * slope) / family.variance(mean));
  let influence: Influence | undefined;
  const influenceOf = (): Influence => {
    influence ??= weightedInfluence(designAt(sample.design, model.rows), working(own));
    return influence;
  };
  const withLeverage = (of: (h: number, i: number, parameters: number) => number): Float64Array => {
    const { leverage, parameters } = influenceOf();
    return leverage.map((h, i) => {
      const value = of(h, i, parameters);
      return 1 - h > 0 && Number.isFinite(value) ? value : Number.NaN;
    });
  };
  const of: Partial<Record<PredictionName, (place: Place, effect: string) => Float64Array>> = {
    index,
    fitted: means,
    probability: means,
    effects: (place) => effects().sum(place),
    effect: (place, name) => effects().one(name, place),
    residual: (place) => less(y(place), means(place)),
    pearson,
    deviance,
    score: (place) => byRow(place, (value, mean, slope) => ((value - mean) * slope) / family.variance(mean)),
    leverage: () => influenceOf().leverage,
    standardised: () => {
      const residuals = deviance(own);
      return withLeverage((h, i) => residuals[i]! / Math.sqrt(1 - h));
    },
    studentised: () => {
      const [d, p] = [deviance(own), pearson(own)];
      return withLeverage((h, i) => Math.sign(d[i]!) * Math.sqrt(d[i]! * d[i]! + (h * p[i]! * p[i]!) / (1 - h)));
    },
    cooks: () => {
      const p = pearson(own);
      return withLeverage((h, i, k) => (p[i]! * p[i]! * h) / ((1 - h) * (1 - h) * k));
    },
  };
  return {
    own,
    predict: ({ name, of: effect = '' }, place) => of[name]!(place, effect),
    warnings: () => found?.warnings ?? [],
    influence: () => {
      const design = designAt(sample.design, model.rows);
      const score = of.score!(own, '');
      if (design.absorb.length === 0) return likelihoodInfluence(design, fit, score, model.further?.(own, whole(own)));
      return absorbedInfluence(design, fit, score, working(own));
    },
  };
}

const designAt = (design: Design, rows: Int32Array | null): Design =>
  rows === null ? design : pickDesign(design, rows);

/** 0/1 outcomes of a probability. */
export const binaryFamily = (mean: Family['mean']): Family => ({
  mean,
  variance: (p) => p * (1 - p),
  deviance: (y, p) => -2 * (y === 1 ? Math.log(p) : Math.log1p(-p)),
});

/** Fractions from 0 to 1 of a mean, with the deviance of their Bernoulli quasi-likelihood. */
export const fractionalFamily = (mean: Family['mean']): Family => ({
  mean,
  variance: (p) => p * (1 - p),
  deviance: (y, p) =>
    2 * ((y > 0 ? y * (Math.log(y) - Math.log(p)) : 0) + (y < 1 ? (1 - y) * (Math.log1p(-y) - Math.log1p(-p)) : 0)),
});

const exponential = (index: number) => {
  const value = Math.exp(index);
  return { value, slope: value };
};

/** Counts, or other outcomes of 0 and more, whose variance is μ. */
export const poissonFamily: Family = {
  mean: exponential,
  variance: (mean) => mean,
  deviance: (y, mean) => 2 * ((y > 0 ? y * Math.log(y / mean) : 0) - (y - mean)),
};

/** Counts whose variance is μ + αμ². */
export const negativeBinomialFamily = (alpha: number): Family =>
  alpha === 0
    ? poissonFamily
    : {
        mean: exponential,
        variance: (mean) => mean + alpha * mean * mean,
        deviance: (y, mean) =>
          2 * ((y > 0 ? y * Math.log(y / mean) : 0) - (y + 1 / alpha) * Math.log((1 + alpha * y) / (1 + alpha * mean))),
      };
