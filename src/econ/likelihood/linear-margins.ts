/** Marginal effects of linear models, from their coefficients as they are reported. */
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import { marginsOf } from './margins.ts';

/**
 * A fit with the marginal effects that its spec asks for. The mean is x'b and absorbed effects, so that ∂y/∂v = Σ b_j ∂x_j/∂v, averaged over the rows or
 * at the means of the variables: a combination of coefficients, with the fit's covariance and in its distribution (Stata [R] margins). O(NK).
 */
export function withLinearMargins(fit: Fit, { spec, columns, design }: Sample): Fit {
  if (spec.margins === undefined) return fit;
  const texts = [...(spec.iv?.endogenous ?? []), ...spec.terms];
  const place = new Map(fit.terms.map(({ term }, j) => [term, j]));
  const terms = columns(texts, 'every').filter(({ name }) => place.has(name));
  const at = terms.map(({ name }) => place.get(name)!);
  const { vcov } = fit;
  const margins = marginsOf(
    { margins: spec.margins, terms: texts },
    {
      mean: (index) => ({ value: index, slope: 1, curvature: 0 }),
      terms,
      constants: 0,
      coefficients: Float64Array.from(at, (j) => fit.terms[j]!.estimate),
      further: [],
      // where it starts is of no matter to differences
      index: new Float64Array(design.nobs),
      covariance: {
        matrix: Float64Array.from(at.flatMap((i) => at.map((j) => vcov[i]?.[j] ?? 0))),
        cancelled: at.map((j) => typeof fit.terms[j]!.stdError !== 'number'),
      },
      columns,
      df: fit.dfResid === null || fit.dfResid > 0 ? fit.dfResid : 1,
      weights: design.weights?.values ?? null,
    },
  );
  return Object.freeze({ ...fit, ...margins });
}
