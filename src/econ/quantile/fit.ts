/** Quantile regression: from the sample to the record of a fit. */
import { mean } from '../../base/number/sum.ts';
import { normal, studentT } from '../distributions/distributions.ts';
import { density } from '../distributions/normal-parts.ts';
import type { FitModel } from '../estimator.ts';
import type { Fit, Stat } from '../fit.ts';
import { reordered } from '../likelihood/record.ts';
import { toRows } from '../linalg/matrix.ts';
import { requireFinite } from '../regression/check-fit.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { estimateRow } from '../vcov/inference.ts';
import { meatIid } from '../vcov/meat.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { sandwich } from '../vcov/sandwich.ts';
import { deviations, quantileVertex } from './simplex.ts';

/**
 * The conditional τ-quantile of y, x'b, by least weighted absolute deviations, with V = τ(1 − τ) s² (X'X)⁻¹ and the sparsity s from the difference of the
 * coefficients at τ ± h in the means, h by Hall & Sheather (1988, JRSS B 50:381); t(N − K). O(NK) a step of the programme, which is solved three
 * times. Source: Stata [R] qreg; Koenker (2005).
 */
export const fit: FitModel = ({ spec, design }) => {
  const tau = spec.estimator!.tau as number;
  const { terms, columns, constants, dropped, fit: solved } = regress(design, [], design.constant);
  requireOwnNames(terms);
  const y = design.outcome.values;
  const n = design.nobs;
  const k = columns.length;
  const at = quantileVertex(columns, y, tau);
  const h = bandwidth(tau, n);
  const sparsity = n > k ? sparsityOf(columns, y, tau, h) : { invalid: 'no residual degrees of freedom' };
  const variance = typeof sparsity === 'number' ? tau * (1 - tau) * sparsity * sparsity : null;
  const matrix = variance === null ? null : sandwich(solved.qr, meatIid(variance, k), 1);
  const why = typeof sparsity === 'object' ? sparsity.invalid : '';
  const order = Array.from({ length: k }, (_, j) => (j + constants) % k);
  const names = [...(constants === 1 ? ['_cons'] : []), ...terms.map(({ name }) => name)];
  const distribution = studentT(Math.max(1, n - k));
  const critical = distribution.upperQuantile(0.025);
  const sumRdev = rawDeviations(y, tau);
  const record: Fit = {
    estimator: 'quantile',
    outcome: design.outcome.name,
    terms: order.map((j) =>
      estimateRow(
        names[j]!,
        at.coefficients[j]!,
        matrix === null ? null : matrix[j * k + j]!,
        why,
        distribution,
        critical,
      ),
    ),
    vcov: matrix === null ? [] : toRows(reordered(matrix, order), k),
    vcovInfo: { type: 'iid', text: 'iid', clusters: [], small: 't(N − K)' },
    nobs: n,
    ngroups: null,
    nclusters: null,
    dfResid: n - k,
    inference: 't(N-K)',
    absorbed: [],
    stats: {
      bandwidth: h,
      density:
        typeof sparsity === 'number' && sparsity !== 0 ? 1 / sparsity : { invalid: why || 'the sparsity is zero' },
      kCounted: k,
      n,
      pseudoR2: sumRdev > 0 ? 1 - at.objective / sumRdev : { invalid: 'the outcome does not vary' },
      sparsity,
      sumAdev: at.objective,
      sumRdev,
      tau,
      ymean: mean(y),
    },
    tests: [],
    dropped,
    rowsLost: [],
    warnings: at.isUnique
      ? []
      : [{ code: 'not-unique', message: 'other coefficients fit the quantile as well: outcomes or regressors tie' }],
  };
  return requireFinite(Object.freeze(record));
};

/** n^(−1/3) z_{.975}^(2/3) [1.5 φ(z)²/(2z² + 1)]^(1/3) at z = Φ⁻¹(τ). */
function bandwidth(tau: number, n: number): number {
  const z = normal.quantile(tau);
  const phi = density(z);
  const critical = normal.upperQuantile(0.025);
  return Math.cbrt((critical * critical * 1.5 * phi * phi) / (2 * z * z + 1) / n);
}

/** x̄'(b(τ + h) − b(τ − h))/(2h); undefined where τ ± h are no quantiles. */
function sparsityOf(columns: readonly Float64Array[], y: Float64Array, tau: number, h: number): Stat {
  if (tau - h <= 0 || tau + h >= 1)
    return { invalid: 'the quantile is too near to 0 or 1 for so few rows: τ ± h leaves the range' };
  const [above, below] = [tau + h, tau - h].map((level) => quantileVertex(columns, y, level).coefficients) as [
    Float64Array,
    Float64Array,
  ];
  return columns.reduce((total, x, j) => total + mean(x) * (above[j]! - below[j]!), 0) / (2 * h);
}

/** Deviations about the outcome's own quantile, the ⌊(n + 1)τ⌋-th value. */
function rawDeviations(y: Float64Array, tau: number): number {
  const sorted = y.slice().sort();
  const place = Math.min(Math.max(1, Math.floor((y.length + 1) * tau)), y.length);
  const centre = sorted[place - 1]!;
  return deviations(
    y.map((value) => value - centre),
    tau,
  );
}
