/** The between estimator: from the sample to the record of a fit. */
import { mean } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { studentT } from '../distributions/distributions.ts';
import type { FitModel } from '../estimator.ts';
import type { Dropped, Fit, Stat } from '../fit.ts';
import { reordered } from '../likelihood/record.ts';
import { quadraticForm, toRows } from '../linalg/matrix.ts';
import { compact } from '../panel/effects.ts';
import { panelSizes } from '../panel/panel-stats.ts';
import { betweenRegression, linearIndex, squaredCorrelations } from '../regression/between.ts';
import { requireFinite } from '../regression/check-fit.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { unitOf } from '../regression/written/unit.ts';
import { estimateRow, headerF } from '../vcov/inference.ts';
import { meatIid } from '../vcov/meat.ts';
import { sandwich } from '../vcov/sandwich.ts';

/**
 * Least squares of the n unit means of y on those of the terms and a constant, with t(n − K); `wls` weighs a unit by its rows, scaled to add up to
 * n. N counts rows. O(NK + nK²). Source: Stata [XT] xtreg, be.
 */
export const fit: FitModel = (sample) => {
  const { design, spec } = sample;
  const unit = compact(unitOf(sample));
  const n = unit.levels;
  const y = design.outcome.values;
  const weights =
    spec.estimator?.wls === true ? Float64Array.from(unit.counts, (count) => (count * n) / design.nobs) : null;
  const solved = betweenRegression(y, design.terms, unit, weights);
  const terms = design.terms.filter((_, j) => !solved.dropped.includes(j));
  requireOwnNames(terms);
  const k = solved.rank;
  if (n <= k) {
    const message = `expected more units than parameters, got n = ${n} and K = ${k}`;
    throw new Refusal('too-few-rows', message, { param: 'terms', hint: 'leave terms out' });
  }
  const { coefficients, rss } = solved;
  const rmse = Math.sqrt(rss / (n - k));
  const matrix = sandwich(solved.qr, meatIid(rmse * rmse, k), 1);
  const order = Array.from({ length: k }, (_, j) => (j + 1) % k);
  const names = ['_cons', ...terms.map(({ name }) => name)];
  const distribution = studentT(n - k);
  const critical = distribution.upperQuantile(0.025);
  const slopes = order.slice(0, -1);
  const form = quadraticForm(
    reordered(matrix, slopes),
    Float64Array.from(slopes, (j) => coefficients[j]!),
  );
  const wald: Stat = form ?? { invalid: 'the covariance is singular' };
  const f = headerF({ wald, restrictions: k - 1, df: n - k, correction: 1, groupDf: null, groupWord: 'clusters' });
  const fitted = squaredCorrelations(y, linearIndex(terms, coefficients.subarray(1), design.nobs), unit);
  const total = totalOf(solved.outcome, weights);
  const r2: Stat = total > 0 ? 1 - rss / total : { invalid: 'the outcome does not vary' };
  const record: Fit = {
    estimator: 'be',
    outcome: design.outcome.name,
    terms: order.map((j) =>
      estimateRow(
        names[j]!,
        coefficients[j]!,
        matrix[j * k + j]!,
        'no residual degrees of freedom',
        distribution,
        critical,
      ),
    ),
    vcov: toRows(reordered(matrix, order), k),
    vcovInfo: { type: 'iid', text: 'iid', clusters: [], small: 'n − K, t(n − K)' },
    nobs: design.nobs,
    ngroups: n,
    nclusters: null,
    dfResid: n - k,
    inference: 't(N-K)',
    absorbed: [],
    stats: {
      f: f.f,
      fDf1: f.df1,
      fDf2: f.df2,
      fP: f.p,
      ...panelSizes(unit),
      kCounted: k,
      n: design.nobs,
      r2,
      r2Adj: typeof r2 === 'number' ? 1 - ((1 - r2) * (n - 1)) / (n - k) : r2,
      ...fitted,
      r2Between: r2,
      rmse,
      rss,
      ymean: mean(y),
    },
    tests: [],
    dropped: solved.dropped.map(
      (j): Dropped => ({
        term: design.terms[j]!.name,
        why: 'collinear',
        detail: 'its unit means are spanned by the earlier terms',
      }),
    ),
    rowsLost: [],
    warnings: [],
  };
  return requireFinite(Object.freeze(record));
};

/** Squares of the unit means about their mean, weighted. */
function totalOf(x: Float64Array, weights: Float64Array | null): number {
  const w = weights ?? x.map(() => 1);
  const size = w.reduce((a, b) => a + b, 0);
  const centre = x.reduce((total, value, g) => total + w[g]! * value, 0) / size;
  return x.reduce((total, value, g) => total + w[g]! * (value - centre) * (value - centre), 0);
}
