/** Heckman's selection model in two steps: from the sample to the record of a fit. */
import { dot, mean } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Design, NamedColumn } from '../design.ts';
import { inverseMills } from '../distributions/normal-parts.ts';
import type { FitModel, Sample } from '../estimator.ts';
import type { Fit, RowsLost, Warning } from '../fit.ts';
import { binaryFit } from '../likelihood/binary.ts';
import { normalLatent } from '../likelihood/normal-latent.ts';
import { likelihoodRecord } from '../likelihood/record.ts';
import { pickDesign } from '../likelihood/rows.ts';
import { orthonormalColumns } from '../linalg/qr.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { sandwich } from '../vcov/sandwich.ts';

const mills = 'mills:lambda';

/**
 * A probit of selection on all rows; then least squares of the outcome on its terms, a constant and m = φ/Φ at z'g over the n₁ selected rows (Heckman 1979,
 * Econometrica 47:153). With d = m(m + z'g), σ² = (e'e + b_m² Σd)/n₁, ρ = b_m/σ: V = σ² A [X'(I − ρ²D)X + Q] A, Q = ρ² (X'DZ) V_probit (Z'DX).
 * z throughout. N counts all rows. Source: CONVENTIONS-a 5; Stata [R] heckman, twostep.
 */
export const fit: FitModel = (sample) => {
  const chosen = chosenRows(sample);
  const { selection, selectedRows } = chosen;
  const probit = binaryFit(selection, sample.spec.vcov, [], { ...normalLatent, estimator: 'selection' });
  if (probit.rows !== null) {
    const named = probit.fit.dropped.filter(({ why }) => why === 'predicts perfectly').map(({ term }) => `\`${term}\``);
    const message = `selection is predicted perfectly by ${named.join(', ')}`;
    throw new Refusal('separation', message, { param: 'estimator', hint: 'leave it out of `select`' });
  }
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
    warnings: [],
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
  const { ll, ll0, pseudoR2, ...stats } = record.stats;
  void [ll, ll0, pseudoR2];
  return Object.freeze({ ...record, stats: { ...stats, n: chosen.outcome.nobs } });
};

const twoStep = 'two steps maximise no likelihood';

function permuted(matrix: Float64Array, order: readonly number[]): Float64Array {
  const k = order.length;
  const out = new Float64Array(k * k);
  for (const [a, i] of order.entries()) for (const [b, j] of order.entries()) out[a * k + b] = matrix[i * k + j]!;
  return out;
}

interface Chosen {
  /** The probit's design, over all rows that stay. */
  readonly selection: Design;
  /** The outcome's, over the same rows; NaN where it is not seen. */
  readonly outcome: Design;
  /** Positions of the selected rows. */
  readonly selectedRows: Int32Array;
  readonly lost: readonly RowsLost[];
}

/** Selected rows that lack the outcome or a term go; the others need those of selection alone. */
function chosenRows(sample: Sample): Chosen {
  const { design, spec } = sample;
  const named = spec.estimator?.terms ?? {};
  const terms = sample.columns(named.selection ?? []);
  const [written] = sample.columns(named.selected ?? []);
  const y = design.outcome.values;
  const selected = written ?? {
    name: `${design.outcome.name} is there`,
    values: y.map((value) => (Number.isNaN(value) ? 0 : 1)),
  };
  requireBinary(selected);
  const whole = [design.outcome, ...design.terms];
  const keep: number[] = [];
  for (let i = 0; i < design.nobs; i++) {
    const isLacking = selected.values[i] === 1 && whole.some(({ values }) => Number.isNaN(values[i]!));
    if (!isLacking) keep.push(i);
  }
  const rows = Int32Array.from(keep);
  const count = design.nobs - rows.length;
  const outcome = pickDesign(design, rows);
  const selection = pickDesign({ nobs: design.nobs, outcome: selected, terms, constant: true, absorb: [] }, rows);
  const selectedRows: number[] = [];
  for (let i = 0; i < rows.length; i++) if (selection.outcome.values[i] === 1) selectedRows.push(i);
  const lost: RowsLost[] = count === 0 ? [] : [{ cause: 'missing', count, detail: design.outcome.name }];
  return { selection, outcome, selectedRows: Int32Array.from(selectedRows), lost };
}

function requireBinary({ name, values }: NamedColumn): void {
  if (values.every((value) => value === 0 || value === 1)) return;
  const message = `expected a selection of 0 and 1, got \`${name}\` at other values`;
  throw new Refusal('not-binary', message, { param: 'estimator', hint: 'make one in the data, with `derive`' });
}

function warningsOf(rho: number, { spec }: Sample): Fit['warnings'] {
  const warnings: Warning[] = [];
  if (Math.abs(rho) > 1)
    warnings.push({
      code: 'rho-beyond-one',
      message: 'ρ is beyond 1: the two steps do not bind it, and the model may be wrong',
    });
  const selection = spec.estimator?.terms?.selection ?? [];
  if (selection.every((term) => spec.terms.includes(term)))
    warnings.push({
      code: 'no-exclusion',
      message: 'selection has no term of its own: the model is identified by the form of the distribution alone',
    });
  return warnings;
}
