/** Heckman's selection model in two steps: from the sample to the record of a fit. */
import { dot, mean } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Design } from '../design.ts';
import { inverseMills } from '../distributions/normal-parts.ts';
import type { FitModel, Sample } from '../estimator.ts';
import type { Fit, Warning } from '../fit.ts';
import { likelihoodRecord } from '../likelihood/record.ts';
import { pickDesign } from '../likelihood/rows.ts';
import { orthonormalColumns } from '../linalg/qr.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { sandwich } from '../vcov/sandwich.ts';
import { fitByLikelihood } from './ml.ts';
import { chosenRows, exclusionWarnings, probitOf } from './rows.ts';

const mills = 'mills:lambda';

/**
 * A probit of selection on all rows; then least squares of the outcome on its terms, a constant and m = φ/Φ at z'g over the n₁ selected rows (Heckman 1979,
 * Econometrica 47:153). With d = m(m + z'g), σ² = (e'e + b_m² Σd)/n₁, ρ = b_m/σ: V = σ² A [X'(I − ρ²D)X + Q] A, Q = ρ² (X'DZ) V_probit (Z'DX).
 * z throughout. N counts all rows. Source: Heckman (1979, Econometrica 47:153); Stata [R] heckman, twostep.
 */
export const fit: FitModel = (sample) => {
  const chosen = chosenRows(sample);
  if (sample.spec.estimator?.method === 'ml') return fitByLikelihood(sample, chosen);
  const { selection, selectedRows } = chosen;
  const probit = probitOf(selection);
  const { at, columns: zColumns } = probit;
  const selected = pickDesign(chosen.outcome, selectedRows);
  const index = Float64Array.from(selectedRows, (row) => at.index[row]!);
  const ratio = index.map(inverseMills);
  const design: Design = { ...selected, terms: [...selected.terms, { name: mills, values: ratio }] };
  const { terms, columns, dropped, fit: solved } = regress(design, [], true);
  requireOwnNames(terms);
  const place = terms.findIndex(({ name }) => name === mills);
  if (place < 0) {
    const message = 'the inverse Mills ratio is spanned by the terms of the outcome';
    const hint = 'selection needs a term of its own that moves it';
    throw new Refusal('no-selection-effect', message, { param: 'estimator', hint });
  }
  const { coefficients, residuals, qr } = solved;
  const k = columns.length;
  const lambda = coefficients[place + 1]!;
  const n1 = selectedRows.length;
  const delta = ratio.map((m, i) => m * (m + index[i]!));
  const sigma2 = (dot(residuals, residuals) + lambda * lambda * delta.reduce((a, b) => a + b, 0)) / n1;
  const sigma = Math.sqrt(sigma2);
  const rho = lambda / sigma;
  const q = orthonormalColumns(qr);
  const zs = zColumns.map((z) => Float64Array.from(selectedRows, (row) => z[row]!));
  // X'DZ in orthonormal coordinates of X
  const crossed = q.map((x) =>
    zs.map((z) =>
      dot(
        x.map((value, i) => value * delta[i]!),
        z,
      ),
    ),
  );
  const p = zs.length;
  const middle = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      let total = 0;
      for (let a = 0; a < p; a++)
        for (let c = 0; c < p; c++) total += crossed[i]![a]! * at.inverse[a * p + c]! * crossed[j]![c]!;
      const own = dot(
        q[i]!,
        q[j]!.map((value, row) => value * (1 - rho * rho * delta[row]!)),
      );
      middle[i * k + j] = own + rho * rho * total;
    }
  const matrix = sandwich(qr, middle, sigma2);
  const covariance = {
    matrix,
    cancelled: new Array<boolean>(k).fill(false),
    info: { type: 'iid', text: 'iid', clusters: [], small: 'z' },
    groupDf: null,
    mended: null,
  };
  const variance = matrix[(place + 1) * k + place + 1]!;
  const names = ['_cons', ...terms.map(({ name }) => name)];
  // the ratio stands behind the constant, as a further parameter
  const order = [0, ...terms.map((_, j) => j + 1).filter((j) => j !== place + 1), place + 1];
  const record = likelihoodRecord({
    estimator: 'heckman',
    design: selected,
    names: order.map((j) => names[j]!),
    constants: 1,
    slopes: terms.length - 1,
    values: order.map((j) => coefficients[j]!),
    covariance: { ...covariance, matrix: permuted(matrix, order) },
    df: null,
    ll: 0,
    ll0: { invalid: twoStep },
    ratio: false,
    dropped,
    rowsLost: chosen.lost,
    warnings: warningsOf(rho, sample),
    stats: {
      lambda,
      lambdaSe: variance > 0 ? Math.sqrt(variance) : { invalid: 'the variance is negative' },
      nNonselected: chosen.outcome.nobs - n1,
      nSelected: n1,
      rho,
      sigma,
      ymean: mean(selected.outcome.values),
    },
    more: { nobs: chosen.outcome.nobs, selection: probit.fit },
  });
  const { ll, ll0, pseudoR2, aic, bic, ...stats } = record.stats;
  void [ll, ll0, pseudoR2, aic, bic];
  return Object.freeze({ ...record, stats: { ...stats, n: chosen.outcome.nobs } });
};

const twoStep = 'two steps maximise no likelihood';

function permuted(matrix: Float64Array, order: readonly number[]): Float64Array {
  const k = order.length;
  const out = new Float64Array(k * k);
  for (const [a, i] of order.entries()) for (const [b, j] of order.entries()) out[a * k + b] = matrix[i * k + j]!;
  return out;
}

function warningsOf(rho: number, sample: Sample): Fit['warnings'] {
  const warnings: Warning[] = [];
  if (Math.abs(rho) > 1)
    warnings.push({
      code: 'rho-beyond-one',
      message: 'ρ is beyond 1: the two steps do not bind it, and the model may be wrong',
    });
  return [...warnings, ...exclusionWarnings(sample)];
}
