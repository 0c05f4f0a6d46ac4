/** Marginal effects of Poisson regression on the mean count. */
import { Refusal } from '../../base/problem.ts';
import type { NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import { marginsOf } from '../likelihood/margins.ts';
import { pickSample } from '../likelihood/rows.ts';
import type { PoissonCovariance } from './covariance.ts';
import type { Maximum } from './irls.ts';

export interface Solution {
  /** Rows of the sample that were used; null for all. */
  readonly rows: Int32Array | null;
  readonly terms: readonly NamedColumn[];
  readonly constants: 0 | 1;
  readonly at: Pick<Maximum, 'coefficients' | 'means'>;
  readonly covariance: PoissonCovariance;
  readonly weights: Float64Array | null;
}

/**
 * The mean is exp(x'b) times the exposure and the absorbed effects, which are held where they are and have no errors of their own, as
 * `margins` does after Stata's `ppmlhdfe`. Empty where the spec asks for none.
 */
export function poissonMargins(sample: Sample, solution: Solution): Pick<Fit, 'margins' | 'marginsAt'> {
  const { spec } = sample;
  if (spec.margins === undefined) return {};
  if (spec.estimator?.conditional === true) {
    const message =
      'a conditional likelihood has no marginal effects: the mean hangs on effects that it does not estimate';
    const hint = 'leave `conditional` out, or `margins`';
    throw new Refusal('unsupported', message, { param: 'margins', hint });
  }
  const { rows, terms, constants, at, covariance, weights } = solution;
  const index = at.means.map(Math.log);
  const linear = new Float64Array(index.length).fill(constants === 1 ? at.coefficients[0]! : 0);
  for (const [j, { values }] of terms.entries()) {
    const b = at.coefficients[j + constants]!;
    for (let i = 0; i < linear.length; i++) linear[i] = linear[i]! + b * values[i]!;
  }
  return marginsOf(spec, {
    mean: (eta) => {
      const value = Math.exp(eta);
      return { value, slope: value, curvature: value };
    },
    terms,
    constants,
    coefficients: at.coefficients,
    further: [],
    index,
    offset: index.map((value, i) => value - linear[i]!),
    covariance,
    weights,
    columns: pickSample(sample, rows).columns,
  });
}
