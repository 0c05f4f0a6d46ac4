/** Marginal effects of linear models, from their coefficients as they are reported. */
import type { Design } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import { compact } from '../panel/effects.ts';
import { withMargins } from './margins.ts';

/**
 * A fit with the marginal effects that its spec asks for. The mean is x'b and absorbed effects, those of `design`, so that ∂y/∂v = Σ b_j ∂x_j/∂v, averaged
 * over the rows or at the means of the variables: a combination of coefficients, with the fit's covariance and in its distribution. Beside absorbed effects the constant is
 * the one at the grand means, so that a prediction has the mean of the effects in it.
 */
export function withLinearMargins(fit: Fit, sample: Sample, design: Pick<Design, 'absorb'> = sample.design): Fit {
  const { spec, columns } = sample;
  if (spec.margins === undefined) return fit;
  const place = new Map(fit.terms.map(({ term }, j) => [term, j]));
  const endogenous = spec.iv === null ? [] : columns(spec.iv.endogenous, { terms: spec.terms });
  const equation = [...endogenous, ...sample.design.terms];
  const terms = equation.filter(({ name }) => place.has(name));
  const own = place.get('_cons');
  const at = [...(own === undefined ? [] : [own]), ...terms.map(({ name }) => place.get(name)!)];
  const { vcov, dfResid } = fit;
  const { nobs, constant, weights } = sample.design;
  return withMargins(fit, spec, {
    mean: null,
    sample,
    nobs,
    equation,
    terms,
    constants: own === undefined ? 0 : 1,
    coefficients: Float64Array.from(at, (j) => fit.terms[j]!.estimate),
    further: [],
    index: new Float64Array(0),
    covariance: {
      matrix: Float64Array.from(at.flatMap((i) => at.map((j) => vcov[i]?.[j] ?? 0))),
      cancelled: at.map((j) => typeof fit.terms[j]!.stdError !== 'number'),
    },
    effects: design.absorb.map(compact),
    constant,
    df: dfResid === null || dfResid > 0 ? dfResid : 1,
    weights: weights?.values ?? null,
  });
}
