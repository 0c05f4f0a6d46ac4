/** Outcomes made of several: z scores by the control, weighed by the inverse of their covariance, or alike. */
import { Refusal } from '../../../src/base/problem.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import { scaledCholesky, solveCholesky } from '../../../src/econ/linalg/matrix.ts';
import { momentsOf } from './moments.ts';
import type { IndexSpec } from './spec.ts';

export interface Index {
  readonly column: NamedColumn;
  /** Weights of its outcomes where none is missing. */
  readonly weights: readonly { readonly variable: string; readonly weight: number }[];
}

/**
 * Anderson's (2008, JASA 103:1481, section 3.2.1) by inverse covariances over the outcomes that a row has; Kling, Liebman & Katz's (2007,
 * Econometrica 75:83) mean, where a missing outcome is first the mean of the row's own arm. Both are missing where all outcomes are. `arm`: 0 is the control.
 */
export function indexOf(spec: IndexSpec, outcomes: readonly NamedColumn[], arm: Int32Array): Index {
  const filled = spec.method === 'klk' ? withMeansOfArms(outcomes, arm) : outcomes;
  const z = filled.map((column) => scores(column, spec.reverse.includes(column.name), arm, spec.name));
  const [values, weights] = spec.method === 'klk' ? plainMean(z) : weighed(z, spec, arm);
  return {
    column: { name: spec.name, values },
    weights: outcomes.map(({ name }, j) => ({ variable: name, weight: weights[j]! })),
  };
}

/** Standard deviations of the control from its mean, turned where less is better. */
function scores({ name, values }: NamedColumn, isReversed: boolean, arm: Int32Array, index: string): Float64Array {
  const { mean, variance, n } = momentsOf([...values].filter((value, i) => arm[i] === 0 && !Number.isNaN(value)));
  if (n < 2 || !(variance > 0)) {
    const message = `the index \`${index}\` needs control rows in which \`${name}\` varies`;
    throw new Refusal('constant-outcome', message, { param: 'indices' });
  }
  const size = (isReversed ? -1 : 1) * Math.sqrt(variance);
  return values.map((value) => (value - mean) / size);
}

/** Outcomes with the mean of the row's own arm where a value is missing and that of another outcome is not. */
function withMeansOfArms(outcomes: readonly NamedColumn[], arm: Int32Array): NamedColumn[] {
  const arms = Math.max(...new Set(arm)) + 1;
  const isSeen = arm.map((_, i) => (outcomes.some(({ values }) => !Number.isNaN(values[i]!)) ? 1 : 0));
  return outcomes.map((column) => {
    const means = Array.from({ length: arms }, (_, which) =>
      meanOf([...column.values].filter((value, i) => arm[i] === which && !Number.isNaN(value))),
    );
    const filled = column.values.map((value, i) => (Number.isNaN(value) && isSeen[i] === 1 ? means[arm[i]!]! : value));
    return { ...column, values: filled };
  });
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function plainMean(z: readonly Float64Array[]): [Float64Array, number[]] {
  const values = z[0]!.map((_, i) => meanOf(z.map((column) => column[i]!)));
  return [values, z.map(() => 1 / z.length)];
}

function weighed(
  z: readonly Float64Array[],
  { name, covariance }: IndexSpec,
  arm: Int32Array,
): [Float64Array, number[]] {
  const m = z.length;
  const counted = (i: number): boolean => covariance === 'all' || arm[i] === 0;
  const matrix = z.map((a) => z.map((b) => covarianceOf(a, b, counted)));
  const known = new Map<number, number[]>();
  const weightsOf = (pattern: number): number[] => {
    const found = known.get(pattern) ?? inverseSums(matrix, pattern, name);
    known.set(pattern, found);
    return found;
  };
  const values = new Float64Array(arm.length);
  for (let i = 0; i < values.length; i++) {
    let pattern = 0;
    for (let j = 0; j < m; j++) if (!Number.isNaN(z[j]![i]!)) pattern += 1 << j;
    const weights = pattern === 0 ? null : weightsOf(pattern);
    values[i] = weights === null ? Number.NaN : weights.reduce((sum, w, j) => (w === 0 ? sum : sum + w * z[j]![i]!), 0);
  }
  return [values, weightsOf((1 << m) - 1)];
}

/** Covariance over the rows that have both. */
function covarianceOf(a: Float64Array, b: Float64Array, counted: (i: number) => boolean): number {
  const rows = [...a.keys()].filter((i) => counted(i) && !Number.isNaN(a[i]!) && !Number.isNaN(b[i]!));
  const mean = (x: Float64Array): number => rows.reduce((sum, i) => sum + x[i]!, 0) / rows.length;
  const [ma, mb] = [mean(a), mean(b)];
  return rows.reduce((sum, i) => sum + (a[i]! - ma) * (b[i]! - mb), 0) / (rows.length - 1);
}

/** Row sums of the inverse of the covariance of the outcomes in a pattern of bits, as shares; 0 of the others. */
function inverseSums(matrix: readonly (readonly number[])[], pattern: number, name: string): number[] {
  const seen = matrix.map((_, j) => j).filter((j) => (pattern >> j) & 1);
  const block = Float64Array.from(seen.flatMap((i) => seen.map((j) => matrix[i]![j]!)));
  const factor = scaledCholesky(block, seen.length);
  if (factor === null) {
    const message = `the outcomes of the index \`${name}\` have a singular covariance`;
    throw new Refusal('singular', message, {
      param: 'indices',
      hint: 'leave out an outcome that others span, or write `method: klk`',
    });
  }
  const sums = solveCholesky(factor, new Float64Array(seen.length).fill(1));
  const total = sums.reduce((sum, value) => sum + value, 0);
  const out = matrix.map(() => 0);
  for (const [k, j] of seen.entries()) out[j] = sums[k]! / total;
  return out;
}
