/**
 * Densities on both sides of a cut-off as slopes of local polynomials of the distribution function (Cattaneo, Jansson & Ma 2020, JASA 115:1449), with
 * jackknife or plug-in errors.
 */
import { householder, solveR, solveRTransposed } from '../../../../src/econ/linalg/qr.ts';
import type { Sides } from '../bandwidths.ts';
import { kernels } from '../kernels.ts';
import { LocalFit } from '../local-fit.ts';
import type { KernelName, Pair } from '../spec.ts';
import { type Points, windowOf } from '../window.ts';
import { constantsOf } from './reference.ts';
import type { DensityErrors } from './spec.ts';

export interface Slopes {
  /** Density below and above. */
  readonly density: Pair;
  /** Variances of both, and their covariance. */
  readonly variance: Pair;
  readonly covariance: number;
}

/** Values of the distribution function by side: (rank − 1)/(n − 1), where rows at one value have the highest rank of them. */
export function ranksOf(sides: Sides): readonly [left: Float64Array, right: Float64Array] {
  const n = sides[0].distances.length + sides[1].distances.length;
  const [left, right] = sides.map(({ distances }, i) => {
    const before = i === 0 ? 0 : sides[0].distances.length;
    const out = new Float64Array(distances.length);
    for (let at = distances.length - 1; at >= 0; at--)
      out[at] = distances[at] === distances[at + 1] ? out[at + 1]! : (before + at) / (n - 1);
    return out;
  }) as [Float64Array, Float64Array];
  return [left, right];
}

/** Each side by itself, at the bandwidths `h`. */
export function unrestricted(
  sides: Sides,
  ranks: readonly [Float64Array, Float64Array],
  design: { readonly order: number; readonly h: Pair; readonly kernel: KernelName; readonly errors: DensityErrors },
): Slopes {
  const { order, h, kernel, errors } = design;
  const n = ranks[0].length + ranks[1].length;
  const found = sides.map((side, i) => {
    const { slope, variance } = slopeAt(side, ranks[i]!, { order, h: h[i]!, kernel, n });
    if (errors === 'jackknife') return { slope, variance };
    return { slope, variance: (slope * constantsOf(order, 1, kernel).variance) / (n * h[i]!) };
  });
  return {
    density: [found[0]!.slope, found[1]!.slope],
    variance: [found[0]!.variance, found[1]!.variance],
    covariance: 0,
  };
}

/** The slope where the distances are zero, with its jackknife variance. `n`: rows of both sides. */
export function slopeAt(
  points: Points,
  ranks: Float64Array,
  at: { readonly order: number; readonly h: number; readonly kernel: KernelName; readonly n: number },
): { readonly slope: number; readonly variance: number } {
  const fit = new LocalFit(points, at.order, at.h, at.kernel);
  const { from, to } = fit.window;
  const influence = fit.influence(1);
  let slope = 0;
  for (const [i, a] of influence.entries()) slope += a * ranks[from + i]!;
  const sums = sumsFrom(influence, points.distances.subarray(from, to));
  return { slope, variance: products(sums, sums) / ((at.n - 1) * (at.n - 1)) };
}

/** For each row the sum of the weights of rows at its value or above: what the slope moves by when the row is left out, times n − 1. */
function sumsFrom(influence: Float64Array, distances: Float64Array): Float64Array {
  const out = new Float64Array(influence.length);
  let sum = 0;
  for (let end = influence.length; end > 0; ) {
    let start = end - 1;
    sum += influence[start]!;
    while (start > 0 && distances[start - 1] === distances[start]) sum += influence[--start]!;
    out.fill(sum, start, end);
    end = start;
  }
  return out;
}

function products(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

/** Less of a column is rounding. */
const spanned = 1e-11;

/** Both sides by one polynomial whose first derivative alone jumps, at one bandwidth `h`. */
export function restricted(
  sides: Sides,
  ranks: readonly [Float64Array, Float64Array],
  { order, h, kernel }: { readonly order: number; readonly h: number; readonly kernel: KernelName },
): Slopes {
  const windows = sides.map((side) => windowOf(side, h, kernel));
  const joint = (columns: readonly Float64Array[]): Float64Array =>
    Float64Array.from(columns.flatMap((column, i) => [...column.subarray(windows[i]!.from, windows[i]!.to)]));
  const distances = joint(sides.map((side) => side.distances));
  const values = joint(ranks);
  const roots = distances.map((d) => Math.sqrt(kernels[kernel].weight(d / h) / h));
  const term = (of: (u: number) => number): Float64Array => roots.map((root, i) => root * of(distances[i]! / h));
  const powers = Array.from({ length: order - 1 }, (_, k) => term((u) => u * powerOf(u, k + 1)));
  const columns = [term(() => 1), term((u) => Math.min(u, 0)), term((u) => Math.max(u, 0)), ...powers];
  // refuses too little mass on either side
  for (const side of sides) new LocalFit(side, 1, h, kernel);
  const qr = householder(columns, distances.length, (j) => spanned * Math.sqrt(products(columns[j]!, columns[j]!)));
  const weights = [1, 2].map((nu) => {
    const unit = new Float64Array(columns.length);
    unit[nu] = 1 / qr.scale[nu]!;
    const v = solveR(qr, solveRTransposed(qr, unit));
    return roots.map((root, i) => {
      let sum = 0;
      for (const [j, column] of columns.entries()) sum += (v[j]! / qr.scale[j]!) * column[i]!;
      return (sum * root) / h;
    });
  });
  const sums = weights.map((a) => sumsFrom(a, distances));
  const n = ranks[0].length + ranks[1].length;
  const variance = (i: 0 | 1, j: 0 | 1): number => products(sums[i]!, sums[j]!) / ((n - 1) * (n - 1));
  return {
    density: [products(weights[0]!, values), products(weights[1]!, values)],
    variance: [variance(0, 0), variance(1, 1)],
    covariance: variance(0, 1),
  };
}

function powerOf(x: number, times: number): number {
  let out = 1;
  for (let j = 0; j < times; j++) out *= x;
  return out;
}
