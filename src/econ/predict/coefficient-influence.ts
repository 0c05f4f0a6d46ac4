/** The influence of rows on coefficients: the inverse information times their scores, whose products are robust covariances before any factor. */
import { dot } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Design, NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import { scaledCholesky, solveCholesky } from '../linalg/matrix.ts';
import { householder, orthonormalColumns, solveR } from '../linalg/qr.ts';
import { scaled } from '../linalg/weighted.ts';
import { compact, type Effect } from '../panel/effects.ts';
import { withinBy } from '../panel/within.ts';
import type { ModelSpec } from '../spec.ts';
import { withinOf } from './influence.ts';

/** Terms of a fit that are columns of the design, with their values; the constant of absorbed effects is none. */
export function columnsOf(
  { nobs, terms, absorb }: Design,
  { terms: estimates }: Fit,
  more: readonly NamedColumn[] = [],
) {
  const known = new Map([...terms, ...more].map((each) => [each.name, each.values]));
  if (absorb.length === 0) known.set('_cons', new Float64Array(nobs).fill(1));
  return estimates.flatMap(({ term }): NamedColumn[] => {
    const values = known.get(term);
    return values === undefined ? [] : [{ name: term, values }];
  });
}

/**
 * (X̂′X̂)⁻¹ x̂ e of each row, with X̂ the regressors, or what the instruments explain of them, within the absorbed effects. `residuals` are those of the
 * equation itself. Of the k-class H⁻¹ x̂ e, with H = X̂′X̂ + (1 − k)(X − X̂)′(X − X̂) at the κ of the fit. O(N(K + L)²).
 */
export function linearInfluence(sample: Sample, fit: Fit, residuals: Float64Array): readonly NamedColumn[] {
  const { design, spec } = sample;
  const { nobs, weights } = design;
  refuseCopies(weights?.kind);
  const within = withinOf(design);
  const ready = (values: Float64Array): Float64Array => scaled(within(values), weights);
  const own = columnsOf(design, fit, spec.iv === null ? [] : sample.columns(spec.iv.endogenous, { terms: spec.terms }));
  const e = scaled(residuals, weights);
  const names = own.map(({ name }) => name);
  const regressors = own.map(({ values }) => ready(values));
  if (spec.iv === null) return projected(names, regressors, e);
  const inside = explained(regressors, instruments(sample, spec.iv).map(ready), nobs);
  const found = projected(names, inside, e);
  const { kappa } = fit.stats;
  return typeof kappa === 'number' ? ofKClass(found, inside, regressors, kappa) : found;
}

/** (X′X)⁻¹ x e of each row. */
export function projected(
  names: readonly string[],
  columns: readonly Float64Array[],
  e: Float64Array,
): readonly NamedColumn[] {
  const nobs = e.length;
  const qr = householder(columns, nobs, () => 0);
  const q = orthonormalColumns(qr);
  const k = names.length;
  const inverse = names.map((_, j) => {
    const unit = new Float64Array(k);
    unit[j] = 1;
    return solveR(qr, unit);
  });
  return names.map((name, i) => {
    const values = new Float64Array(nobs);
    for (let j = i; j < k; j++) addTo(values, inverse[j]![i]! / qr.scale[i]!, q[j]!, e);
    return { name, values };
  });
}

/** H⁻¹ X̂′X̂ times the influences in two-stage least squares. */
function ofKClass(
  found: readonly NamedColumn[],
  inside: readonly Float64Array[],
  x: readonly Float64Array[],
  k: number,
): readonly NamedColumn[] {
  const size = found.length;
  const left = x.map((column, j) => column.map((value, i) => value - inside[j]![i]!));
  const gram = Float64Array.from(inside.flatMap((a) => inside.map((b) => dot(a, b))));
  const rest = left.flatMap((a) => left.map((b) => (1 - k) * dot(a, b)));
  // the fit was refused where H is not positive definite
  const factor = scaledCholesky(
    gram.map((value, at) => value + rest[at]!),
    size,
  )!;
  const turned = found.map((_, j) => solveCholesky(factor, gram.slice(j * size, (j + 1) * size)));
  return found.map(({ name, values }, i) => {
    const out = new Float64Array(values.length);
    for (const [j, each] of found.entries()) addTo(out, turned[j]![i]!, each.values);
    return { name, values: out };
  });
}

/** Values of groups at the first row of each, and 0 at the others. */
export function atFirstRows(values: Float64Array, { codes, levels }: Effect): Float64Array {
  const isSeen = new Uint8Array(levels);
  return Float64Array.from(codes, (group) => {
    if (isSeen[group] === 1) return 0;
    isSeen[group] = 1;
    return values[group]!;
  });
}

/** Adds w x, or w x y, row by row. */
function addTo(out: Float64Array, weight: number, x: Float64Array, y?: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = out[i]! + weight * (y === undefined ? x[i]! : x[i]! * y[i]!);
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

/**
 * A s of each row, with A the inverse information, which is the covariance of a fit with `iid` errors. `score`: the score by the index of a row that counts
 * once, which leads to those of the coefficients; `further`: scores by parameters beside the index. Probability weights stand in the scores, as in A.
 */
export function likelihoodInfluence(
  design: Design,
  fit: Fit,
  score: Float64Array,
  further: readonly NamedColumn[] = [],
): readonly NamedColumn[] {
  const { weights, nobs } = design;
  refuseCopies(weights?.kind);
  const scores = [
    ...columnsOf(design, fit).map(({ name, values }) => ({ name, values: values.map((x, i) => x * score[i]!) })),
    ...further,
  ];
  const places = scores.map(({ name }) => fit.terms.findIndex(({ term }) => term === name));
  return scores.map(({ name }, i) => {
    const values = new Float64Array(nobs);
    for (const [j, each] of scores.entries())
      addTo(values, fit.vcov[places[i]!]![places[j]!]!, each.values, weights?.raw);
    return { name, values };
  });
}

/** (X̃′WX̃)⁻¹ x̃ s of each row of a likelihood with absorbed effects, which W, the information on each row's index, sweeps out of X̃. */
export function absorbedInfluence(
  design: Design,
  fit: Fit,
  score: Float64Array,
  information: Float64Array,
): readonly NamedColumn[] {
  const { absorb, weights } = design;
  refuseCopies(weights?.kind);
  const w = weights === undefined ? information : information.map((value, i) => value * weights.raw[i]!);
  const roots = w.map(Math.sqrt);
  const sweep = withinBy(absorb.map(compact), w);
  const own = columnsOf(design, fit);
  const columns = own.map(({ values }) => sweep(values).map((value, i) => value * roots[i]!));
  const e = score.map((value, i) => (value * (weights?.raw[i] ?? 1)) / roots[i]!);
  return projected(
    own.map(({ name }) => name),
    columns,
    e,
  );
}

function refuseCopies(kind: string | undefined): void {
  if (kind === 'frequency')
    throw unsupported('scores of rows are not known here with frequency weights', 'write the rows out');
}

const unsupported = (message: string, hint: string): Refusal =>
  new Refusal('unsupported', message, { param: 'columns', hint });
