/** Average marginal effects of a fit's variables on its mean, with standard errors by the delta method. */
import { dot, mean, sum } from '../../base/number/sum.ts';
import type { NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import type { ModelSpec } from '../spec.ts';
import { estimateRow, referenceDistribution } from '../vcov/inference.ts';
import { onlyRounding } from '../vcov/zero-variance.ts';
import { changesOf, columnsAtMeans, type VariableChange } from './variable-changes.ts';

/** The mean of the outcome at an index η and further parameters a, and its derivatives. */
export type MeanFunction = (
  index: number,
  further: readonly number[],
) => {
  readonly value: number;
  /** d/dη and d²/dη². */
  readonly slope: number;
  readonly curvature: number;
  /** d/da and d²/dη da, one for each further parameter; absent where it depends on none. */
  readonly valueBy?: readonly number[];
  readonly slopeBy?: readonly number[];
};

export interface MarginInputs {
  readonly mean: MeanFunction;
  readonly terms: readonly NamedColumn[];
  readonly constants: 0 | 1;
  /** Constant first, as solved. */
  readonly coefficients: ArrayLike<number>;
  readonly further: readonly number[];
  /** η of each row. */
  readonly index: Float64Array;
  /** What stands in η beside x'b: the logarithm of an exposure, which has no mean to stand at. */
  readonly offset?: Float64Array | null;
  /** That of all parameters, (K+A)×(K+A), and whether a parameter's variance is rounding alone. */
  readonly covariance: { readonly matrix: Float64Array; readonly cancelled: readonly boolean[] };
  readonly columns: Sample['columns'];
  /** Degrees of freedom of t; null for z. */
  readonly df?: number | null;
  /** Weights of rows in the averages. */
  readonly weights?: Float64Array | null;
}

/**
 * What `margins` adds to a fit; nothing where the spec asks for none. A variable of which terms are powers and products is differentiated in
 * all of them; the levels of `i(v)`, and the 0/1 variables that `dummies` names, are changes from the reference level. With the row averages
 * m_j of ∂m/∂x_j the errors are √(J V J'), J = ∂m_j/∂(b, a) (CONVENTIONS-a 3; Stata [R] margins, dydx). O(NK²).
 */
export function marginsOf(
  spec: Pick<ModelSpec, 'margins' | 'terms'>,
  inputs: MarginInputs,
): Pick<Fit, 'margins' | 'marginsAt'> {
  const asked = spec.margins;
  if (asked === undefined) return {};
  const at = asked.at === 'means' ? atMeans(inputs, spec.terms) : inputs;
  const changes = changesOf({ ...at, texts: spec.terms }, asked.dummies ?? []);
  const distribution = referenceDistribution(inputs.df ?? null);
  const critical = distribution.upperQuantile(0.025);
  const margins = changes.map((change) => {
    const { effect, gradient } = change.is === 'slope' ? slopeEffect(at, change) : changeEffect(at, change);
    const variance = quadratic(gradient, inputs.covariance.matrix);
    const isKnown = gradient.every((value, j) => value === 0 || !inputs.covariance.cancelled[j]);
    return estimateRow(change.name, effect, isKnown ? variance : null, onlyRounding, distribution, critical);
  });
  return { margins, marginsAt: asked.at ?? 'rows' };
}

/** The one row at the means of the variables; levels of a factor stand at their shares. */
function atMeans(inputs: MarginInputs, texts: readonly string[]): MarginInputs {
  const { constants, coefficients, weights } = inputs;
  const columns = columnsAtMeans(inputs.columns, (x) => weighted(x, weights ?? null));
  const known = new Map(columns(texts).map((column) => [column.name, column]));
  const terms = inputs.terms.map(({ name }) => known.get(name)!);
  let index = constants === 1 ? coefficients[0]! : 0;
  for (const [j, { values }] of terms.entries()) index += coefficients[j + constants]! * values[0]!;
  const { offset } = inputs;
  const own = offset == null ? inputs.mean : overOffsets(inputs.mean, offset, weights ?? null);
  return { ...inputs, mean: own, terms, index: Float64Array.of(index), weights: null, columns };
}

/** The mean at an index, averaged over the offsets of the rows. */
function overOffsets(of: MeanFunction, offset: Float64Array, weights: Float64Array | null): MeanFunction {
  return (index, further) => {
    const rows = Array.from(offset, (own) => of(index + own, further));
    const average = (value: (row: (typeof rows)[number]) => number): number =>
      weighted(Float64Array.from(rows, value), weights);
    return {
      value: average(({ value }) => value),
      slope: average(({ slope }) => slope),
      curvature: average(({ curvature }) => curvature),
      valueBy: further.map((_, j) => average(({ valueBy }) => valueBy?.[j] ?? 0)),
      slopeBy: further.map((_, j) => average(({ slopeBy }) => slopeBy?.[j] ?? 0)),
    };
  };
}

interface Effect {
  readonly effect: number;
  readonly gradient: Float64Array;
}

/** The average of m'(η) ∂η/∂v, and its gradient. */
function slopeEffect(inputs: MarginInputs, change: VariableChange & { is: 'slope' }): Effect {
  const { index, constants, terms, further, coefficients } = inputs;
  const n = index.length;
  const size = coefficients.length;
  const rows = rowsOf(inputs, index);
  // ∂η/∂v of each row
  const inner = new Float64Array(n);
  for (const { column, by } of change.parts) {
    const b = coefficients[column + constants]!;
    for (let i = 0; i < n; i++) inner[i] = inner[i]! + b * (by === null ? 1 : by[i]!);
  }
  const average = (x: Float64Array): number => weighted(x, inputs.weights ?? null);
  const gradient = new Float64Array(size + further.length);
  const curved = inner.map((value, i) => value * rows.curvature[i]!);
  if (constants === 1) gradient[0] = average(curved);
  for (const [j, { values }] of terms.entries()) {
    gradient[j + constants] = average(curved.map((value, i) => value * values[i]!));
  }
  for (const { column, by } of change.parts) {
    const own = by === null ? rows.slope : rows.slope.map((value, i) => value * by[i]!);
    gradient[column + constants] = gradient[column + constants]! + average(own);
  }
  for (const [j, own] of rows.slopeBy.entries()) gradient[size + j] = average(own.map((value, i) => value * inner[i]!));
  return { effect: average(inner.map((value, i) => value * rows.slope[i]!)), gradient };
}

/** The average of m(η at the level) − m(η at the reference), and its gradient. */
function changeEffect(inputs: MarginInputs, change: VariableChange & { is: 'change' }): Effect {
  const { coefficients, further } = inputs;
  const average = (x: Float64Array): number => weighted(x, inputs.weights ?? null);
  const size = coefficients.length;
  const gradient = new Float64Array(size + further.length);
  let effect = 0;
  for (const [sign, side] of [
    [1, change.to],
    [-1, change.from],
  ] as const) {
    const index = shifted(inputs, side);
    const rows = rowsOf(inputs, index);
    effect += sign * average(rows.value);
    if (inputs.constants === 1) gradient[0] = gradient[0]! + sign * average(rows.slope);
    for (const [j, { values }] of inputs.terms.entries()) {
      const x = side.get(j) ?? values;
      const at = j + inputs.constants;
      gradient[at] = gradient[at]! + sign * average(rows.slope.map((value, i) => value * x[i]!));
    }
    for (const [j, own] of rows.valueBy.entries()) gradient[size + j] = gradient[size + j]! + sign * average(own);
  }
  return { effect, gradient };
}

/** η with some terms at other values. */
function shifted({ index, terms, constants, coefficients }: MarginInputs, side: ReadonlyMap<number, Float64Array>) {
  const out = index.slice();
  for (const [j, values] of side) {
    const b = coefficients[j + constants]!;
    const own = terms[j]!.values;
    for (let i = 0; i < out.length; i++) out[i] = out[i]! + b * (values[i]! - own[i]!);
  }
  return out;
}

function rowsOf({ mean: of, further }: MarginInputs, index: Float64Array) {
  const n = index.length;
  const value = new Float64Array(n);
  const slope = new Float64Array(n);
  const curvature = new Float64Array(n);
  const valueBy = further.map(() => new Float64Array(n));
  const slopeBy = further.map(() => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    const row = of(index[i]!, further);
    value[i] = row.value;
    slope[i] = row.slope;
    curvature[i] = row.curvature;
    for (let j = 0; j < further.length; j++) {
      valueBy[j]![i] = row.valueBy?.[j] ?? 0;
      slopeBy[j]![i] = row.slopeBy?.[j] ?? 0;
    }
  }
  return { value, slope, curvature, valueBy, slopeBy };
}

const weighted = (x: Float64Array, weights: Float64Array | null): number =>
  weights === null ? mean(x) : dot(x, weights) / sum(weights);

function quadratic(x: Float64Array, matrix: Float64Array): number {
  const k = x.length;
  let total = 0;
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) total += x[i]! * matrix[i * k + j]! * x[j]!;
  return Math.max(0, total);
}
