/** Marginal effects of Poisson regression on the mean count. */
import { Refusal } from '../../base/problem.ts';
import type { NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import { pickSample } from '../likelihood/rows.ts';
import { exponentialMean } from '../margins/effect.ts';
import { withMargins } from '../margins/margins.ts';
import type { Effect } from '../panel/effects.ts';
import type { PoissonCovariance } from './covariance.ts';
import type { PoissonMaximum } from './irls.ts';

export interface PoissonSolution {
  /** Rows of the sample that were used; null for all. */
  readonly rows: Int32Array | null;
  /** The columns of the equation at those rows, and the ones that were kept. */
  readonly equation: readonly NamedColumn[];
  readonly terms: readonly NamedColumn[];
  readonly effects: readonly Effect[];
  readonly constants: 0 | 1;
  readonly at: Pick<PoissonMaximum, 'coefficients' | 'means'>;
  readonly covariance: PoissonCovariance;
  readonly weights: Float64Array | null;
}

/**
 * The fit with the marginal effects that its spec asks for. The mean is exp(x'b) times the exposure and the absorbed effects, which are held where they
 * are and have no errors of their own, as `margins` does after Stata's `ppmlhdfe`.
 */
export function withPoissonMargins(fit: Fit, sample: Sample, solution: PoissonSolution): Fit {
  const { spec, design } = sample;
  if (spec.margins === undefined) return fit;
  if (spec.estimator?.conditional === true) {
    const message =
      'a conditional likelihood has no marginal effects: the mean hangs on effects that it does not estimate';
    const hint = 'leave `conditional` out, or `margins`';
    throw new Refusal('unsupported', message, { param: 'margins', hint });
  }
  const { rows, equation, terms, effects, constants, at, covariance, weights } = solution;
  const index = at.means.map(Math.log);
  const linear = new Float64Array(index.length).fill(constants === 1 ? at.coefficients[0]! : 0);
  for (const [j, { values }] of terms.entries()) {
    const b = at.coefficients[j + constants]!;
    for (let i = 0; i < linear.length; i++) linear[i] = linear[i]! + b * values[i]!;
  }
  return withMargins(fit, spec, {
    mean: exponentialMean,
    sample: pickSample(sample, rows),
    nobs: index.length,
    equation,
    terms,
    constants,
    coefficients: at.coefficients,
    further: [],
    index,
    offset: index.map((value, i) => value - linear[i]!),
    covariance,
    effects,
    constant: design.constant,
    df: null,
    weights,
  });
}
