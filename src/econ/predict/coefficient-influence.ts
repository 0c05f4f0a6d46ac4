/** The influence of rows on coefficients: the inverse information times their scores, whose products are robust covariances before any factor. */
import { dot } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Design, NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import { householder, orthonormalColumns, solveR } from '../linalg/qr.ts';
import { scaled } from '../linalg/weighted.ts';
import type { ModelSpec } from '../spec.ts';
import { withinOf } from './influence.ts';

/** Terms of a fit that are columns of the design, with their values; the constant of absorbed effects is none. */
function columnsOf({ nobs, terms, absorb }: Design, { terms: estimates }: Fit, more: readonly NamedColumn[] = []) {
  const known = new Map([...terms, ...more].map((each) => [each.name, each.values]));
  if (absorb.length === 0) known.set('_cons', new Float64Array(nobs).fill(1));
  return estimates.flatMap(({ term }): NamedColumn[] => {
    const values = known.get(term);
    return values === undefined ? [] : [{ name: term, values }];
  });
}

/**
 * (X̂′X̂)⁻¹ x̂ e of each row, with X̂ the regressors, or what the instruments explain of them, within the absorbed effects. `residuals` are those of the
 * equation itself. O(N(K + L)²).
 */
export function linearInfluence(sample: Sample, fit: Fit, residuals: Float64Array): readonly NamedColumn[] {
  const { design, spec } = sample;
  const { nobs, weights } = design;
  refuseCopies(weights?.kind);
  const within = withinOf(design);
  const ready = (values: Float64Array): Float64Array => scaled(within(values), weights);
  const own = columnsOf(design, fit, spec.iv === null ? [] : sample.columns(spec.iv.endogenous, { terms: spec.terms }));
  const regressors = own.map(({ values }) => ready(values));
  const columns = spec.iv === null ? regressors : explained(regressors, instruments(sample, spec.iv).map(ready), nobs);
  const qr = householder(columns, nobs, () => 0);
  const q = orthonormalColumns(qr);
  const e = scaled(residuals, weights);
  const k = own.length;
  const inverse = own.map((_, j) => {
    const unit = new Float64Array(k);
    unit[j] = 1;
    return solveR(qr, unit);
  });
  return own.map(({ name }, i) => {
    const values = new Float64Array(nobs);
    for (let j = i; j < k; j++) {
      const weight = inverse[j]![i]! / qr.scale[i]!;
      for (let row = 0; row < nobs; row++) values[row] = values[row]! + weight * q[j]![row]! * e[row]!;
    }
    return { name, values };
  });
}

/** Exogenous terms and excluded instruments, with ones where there is a constant. */
function instruments(sample: Sample, iv: NonNullable<ModelSpec['iv']>): readonly Float64Array[] {
  const { terms, nobs, absorb, constant } = sample.design;
  const ones = constant && absorb.length === 0 ? [new Float64Array(nobs).fill(1)] : [];
  return [
    ...ones,
    ...[...terms, ...sample.columns(iv.instruments, { terms: sample.spec.terms })].map(({ values }) => values),
  ];
}

/** The projections of columns on others. */
function explained(x: readonly Float64Array[], z: readonly Float64Array[], nobs: number): readonly Float64Array[] {
  const q = orthonormalColumns(householder(z, nobs, (j) => 1e-9 * Math.sqrt(dot(z[j]!, z[j]!))));
  return x.map((column) => {
    const out = new Float64Array(nobs);
    for (const each of q) {
      const along = dot(each, column);
      for (let i = 0; i < nobs; i++) out[i] = out[i]! + along * each[i]!;
    }
    return out;
  });
}

/** A x s of each row, with A the inverse information, which is the covariance of a fit with `iid` errors, and s the score by the index. */
export function likelihoodInfluence(design: Design, fit: Fit, score: Float64Array): readonly NamedColumn[] {
  const { absorb, weights, nobs } = design;
  if (absorb.length > 0)
    throw unsupported(
      'scores are not known here of a likelihood with absorbed effects',
      'enter them as terms: `i(year)`',
    );
  if (weights !== undefined)
    throw unsupported('scores are not known here of a likelihood with weights', 'leave them out');
  const own = columnsOf(design, fit);
  const places = own.map(({ name }) => fit.terms.findIndex(({ term }) => term === name));
  return own.map(({ name }, i) => {
    const values = new Float64Array(nobs);
    for (const [j, column] of own.entries()) {
      const weight = fit.vcov[places[i]!]![places[j]!]!;
      for (let row = 0; row < nobs; row++) values[row] = values[row]! + weight * column.values[row]! * score[row]!;
    }
    return { name, values };
  });
}

function refuseCopies(kind: string | undefined): void {
  if (kind === 'frequency')
    throw unsupported('scores of rows are not known here with frequency weights', 'write the rows out');
}

const unsupported = (message: string, hint: string): Refusal =>
  new Refusal('unsupported', message, { param: 'columns', hint });
