/** Places rows by their covariates so that the metric of a matching is the Euclidean distance. */
import { Refusal } from '../../../src/base/problem.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';

/** Metrics of covariates. */
const ofCovariates = ['mahalanobis', 'inverse-variance', 'euclidean'] as const;
export type Metric = (typeof ofCovariates)[number];

/** By `score` rows are near whose estimated probabilities of treatment are. */
export const metrics = [...ofCovariates, 'score'] as const;
export type Nearness = (typeof metrics)[number];

/** The share of a column's variance below which the columns before it are taken to span it. */
const SPANNED = 1e-10;

/**
 * One point a row, K coordinates each, row after row: (x − m)′S⁻¹(x − m) with S the covariance of all rows (`mahalanobis`) or its diagonal (`inverse-variance`), or x itself.
 * Refuses a column that does not vary, and with `mahalanobis` one that others span. O(NK²). Source: Abadie & Imbens (2006, Econometrica 74:235), section 2.
 */
export function placed(columns: readonly NamedColumn[], metric: Metric): Float64Array {
  const k = columns.length;
  const n = columns[0]!.values.length;
  const points = new Float64Array(n * k);
  for (const [j, { values }] of columns.entries()) for (let i = 0; i < n; i++) points[i * k + j] = values[i]!;
  if (metric === 'euclidean') return points;
  const covariance = covarianceOf(points, n, k);
  const constant = columns.find(({ values }) => values.every((value) => value === values[0]));
  if (constant !== undefined)
    throw refused('constant', `\`${constant.name}\` is the same in all rows, so that it has no distance`);
  const isWhole = metric === 'mahalanobis';
  const lower = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    const variance = covariance[j * k + j]!;
    if (!isWhole) {
      lower[j * k + j] = Math.sqrt(variance);
      continue;
    }
    for (let l = 0; l <= j; l++) {
      let rest = covariance[j * k + l]!;
      for (let m = 0; m < l; m++) rest -= lower[j * k + m]! * lower[l * k + m]!;
      if (l < j) lower[j * k + l] = rest / lower[l * k + l]!;
      else if (rest > SPANNED * variance) lower[j * k + j] = Math.sqrt(rest);
      else
        throw refused(
          'collinear',
          `\`${columns[j]!.name}\` is a combination of the columns before it, so that their covariance has no inverse`,
        );
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) {
      let rest = points[i * k + j]!;
      for (let l = 0; l < j; l++) rest -= lower[j * k + l]! * points[i * k + l]!;
      points[i * k + j] = rest / lower[j * k + j]!;
    }
  }
  return points;
}

const refused = (code: string, message: string): Refusal =>
  new Refusal(code, message, { param: 'on', hint: 'leave it out of `on`' });

/** Sample covariances of the coordinates, about their means. */
function covarianceOf(points: Float64Array, n: number, k: number): Float64Array {
  const means = new Float64Array(k);
  for (let at = 0; at < points.length; at++) means[at % k]! += points[at]! / n;
  const sums = new Float64Array(k * k);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) {
      const gap = points[i * k + j]! - means[j]!;
      for (let l = 0; l <= j; l++) sums[j * k + l]! += gap * (points[i * k + l]! - means[l]!);
    }
  }
  return sums.map((sum) => sum / (n - 1));
}
