/** Binned scatter plots by one regression on bins, controls and effects (Cattaneo, Crump, Farrell & Feng 2024, AER 114:1488). */

import type { RandomStream } from '../../base/number/rng.ts';
import { dot, mean } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { NamedCodes } from '../design.ts';
import { normal } from '../distributions/distributions.ts';
import { percentile, sortedValues } from '../distributions/percentile.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { scaledCholesky } from '../linalg/matrix.ts';
import { orthonormalColumns, solveRTransposed } from '../linalg/qr.ts';
import { absorbedDf } from '../panel/absorbed-df.ts';
import { compact, type Effect, everyRow } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import { completeRows, pick, pickCodes } from '../sample/rows.ts';
import { meatCluster, meatHc } from '../vcov/meat.ts';
import { type Binscatter, binEnds, binOf } from './binscatter.ts';
import { asValues, COLLINEAR, partialledOut } from './partial.ts';

export interface JointRequest {
  readonly y: Float64Array;
  readonly x: Float64Array;
  readonly controls: readonly Float64Array[];
  readonly effects: readonly NamedCodes[];
  /** Errors are robust to any dependence within its levels, else to heteroskedasticity. */
  readonly cluster?: NamedCodes | undefined;
  /** How many bins, or as many as have the least integrated mean squared error. */
  readonly bins: number | 'optimal';
  /** A band at `level` (0…1): of each place by itself, or, with streams of draws, of the whole curve. */
  readonly band?: { readonly level: number; readonly draws?: (draw: number) => RandomStream } | undefined;
}

export interface JointBinscatter extends Binscatter {
  readonly bins: number;
  readonly band: readonly { readonly x: number; readonly y: number; readonly low: number; readonly high: number }[];
}

/**
 * Means of y by quantile bins of x itself, at the means of controls and effects: ȳ + Σ (ω_b − share of b) β_b of the regression of y on bins,
 * controls and effects. The band is of the continuous piecewise linear curve on the same bins, whose bias is of a smaller order than that of
 * the means. Errors are HC1 or CR1, and critical values normal, or the quantile of the largest |t| over the curve in draws.
 */
export function jointBinscatter(request: JointRequest): JointBinscatter {
  const { controls, effects, cluster, band } = request;
  const { slope, meanX, meanY, x: left } = partialledOut(request.y, request.x, controls, effects);
  const coded = cluster === undefined ? [] : [asValues(cluster)];
  const rows = completeRows([request.y, request.x, ...controls, ...effects.map(asValues), ...coded]);
  const codesOf = (codes: NamedCodes): Effect => compact({ ...codes, codes: pickCodes(codes.codes, rows) });
  const [y, x] = [pick(request.y, rows), pick(request.x, rows)];
  const regression = new Regression(
    y,
    controls.map((control) => pick(control, rows)),
    effects.map(codesOf),
    cluster && codesOf(cluster),
  );
  const sorted = sortedValues(x);
  const count = request.bins === 'optimal' ? optimalBins(x, sorted, regression) : request.bins;
  const ends = [...new Set(binEnds(sorted, count))].filter((end) => end < sorted.at(-1)!);
  const means = regression.on(indicators(x, ends), 'bins');
  const sums = Array.from({ length: ends.length + 1 }, () => ({ x: 0, n: 0 }));
  for (const value of x) {
    const bin = sums[binOf(value, ends)]!;
    bin.x += value;
    bin.n++;
  }
  const points = sums.map((bin, b) => ({ x: bin.x / bin.n, y: means.at([[b, 1]]).y, n: bin.n }));
  const intercept = meanY - slope * meanX;
  return {
    points,
    slope,
    intercept,
    n: left.length,
    bins: points.length,
    band: band === undefined ? [] : bandOf(x, [sorted[0]!, ...ends, sorted.at(-1)!], regression, band),
  };
}

/** Weights on columns of a basis, of which the others are 0. */
type Weights = readonly (readonly [column: number, weight: number])[];

/** A curve on a basis whose columns sum to one. */
interface Fitted {
  /** Its height at means of the rest, and the root of its variance as a vector in coordinates in which `meat` is its covariance. */
  at(weights: Weights): { readonly y: number; readonly z: Float64Array };
  /** K×K. */
  readonly meat: Float64Array;
}

/** The rows of a regression, with what all bases have in common. */
class Regression {
  readonly nobs: number;
  readonly #mean: number;
  readonly #y: Float64Array;
  readonly #controls: readonly Float64Array[];
  readonly #effects: readonly Effect[];
  readonly #cluster: Effect | undefined;

  constructor(
    y: Float64Array,
    controls: readonly Float64Array[],
    effects: readonly Effect[],
    cluster: Effect | undefined,
  ) {
    this.nobs = y.length;
    this.#mean = mean(y);
    this.#effects = effects;
    this.#cluster = cluster;
    this.#y = this.#within(y);
    this.#controls = controls.map((column) => this.#within(column));
  }

  #within(column: Float64Array): Float64Array {
    return withinTransform(column, this.#effects.length === 0 ? [everyRow(this.nobs)] : this.#effects);
  }

  /** Coefficients of columns beside controls and effects, with the residual variance. Refuses columns that those span. */
  coefficients(columns: readonly Float64Array[], what: string) {
    const own = columns.map((column) => this.#within(column));
    const all = [new Float64Array(this.nobs).fill(1), ...own, ...this.#controls];
    const sizes = [all[0]!, ...columns, ...this.#controls].map((column) => Math.sqrt(dot(column, column)));
    const solved = leastSquares(all, this.#y, (j) => COLLINEAR * sizes[j]!);
    if (solved.qr.dropped.some((j) => j <= columns.length))
      throw new Refusal('too-few-values', `controls and effects leave nothing of some of the ${what}`, {
        param: 'options.bins',
        hint: 'fewer `bins` may have values that differ within them',
      });
    const clusters = this.#cluster === undefined ? [] : [this.#cluster];
    const absorbed = this.#effects.length === 0 ? 0 : absorbedDf(this.#effects, clusters).df - 1;
    const counted = solved.qr.kept.length + Math.max(0, absorbed);
    if (counted >= this.nobs)
      throw new Refusal('too-few-rows', `${this.nobs} rows do not bear ${counted} parameters`, {
        param: 'options.bins',
        hint: 'lower `bins`',
      });
    return { ...solved, counted };
  }

  on(basis: readonly Float64Array[], what: string): Fitted {
    const { qr, coefficients, residuals, counted } = this.coefficients(basis.slice(1), what);
    const [n, cluster] = [this.nobs, this.#cluster];
    const q = orthonormalColumns(qr);
    const factor =
      cluster === undefined ? n / (n - counted) : (cluster.levels / (cluster.levels - 1)) * ((n - 1) / (n - counted));
    const middle = cluster === undefined ? meatHc(q, residuals, null) : meatCluster(q, residuals, cluster);
    const shares = basis.map((column) => mean(column));
    return {
      meat: middle.map((value) => value * factor),
      at: (weights) => {
        const row = new Float64Array(qr.kept.length);
        row[0] = 1;
        for (let j = 1; j < basis.length; j++) row[j] = -shares[j]!;
        for (const [j, weight] of weights) if (j > 0) row[j] = row[j]! + weight;
        const y = this.#mean + dot(row, coefficients) - coefficients[0]!;
        return {
          y,
          z: solveRTransposed(
            qr,
            row.map((value, j) => value / qr.scale[j]!),
          ),
        };
      },
    };
  }
}

function indicators(x: Float64Array, ends: readonly number[]): Float64Array[] {
  const columns = Array.from({ length: ends.length + 1 }, () => new Float64Array(x.length));
  for (const [i, value] of x.entries()) columns[binOf(value, ends)]![i] = 1;
  return columns;
}

/** A place between knots as weights of hat functions, each 1 at its knot and 0 at its neighbours. */
function hats(value: number, knots: readonly number[]): Weights {
  const m = binOf(value, knots.slice(1, -1));
  const share = (value - knots[m]!) / (knots[m + 1]! - knots[m]!);
  return [
    [m, 1 - share],
    [m + 1, share],
  ];
}

/** Draws of the largest |t|, and places at which it is looked for, at most. */
const DRAWS = 5000;
const PLACES = 2000;

function bandOf(
  x: Float64Array,
  knots: readonly number[],
  regression: Regression,
  { level, draws }: NonNullable<JointRequest['band']>,
): JointBinscatter['band'] {
  const basis = knots.map(() => new Float64Array(x.length));
  for (const [i, value] of x.entries()) for (const [j, weight] of hats(value, knots)) basis[j]![i] = weight;
  const fitted = regression.on(basis, 'bins');
  const within = Math.max(2, Math.min(20, Math.floor(PLACES / (knots.length - 1))));
  const places = knots.flatMap((knot, m) =>
    m === knots.length - 1
      ? [knot]
      : Array.from({ length: within }, (_, k) => knot + (k * (knots[m + 1]! - knot)) / within),
  );
  const found = places.map((place) => {
    const { y, z } = fitted.at(hats(place, knots));
    return { x: place, y, z, error: Math.sqrt(form(fitted.meat, z)) };
  });
  const reach = draws === undefined ? normal.upperQuantile((1 - level) / 2) : largest(found, fitted.meat, level, draws);
  return found.map(({ x: place, y, error }) => ({ x: place, y, low: y - reach * error, high: y + reach * error }));
}

/** z′Mz. */
function form(m: Float64Array, z: Float64Array): number {
  const k = z.length;
  let total = 0;
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) total += z[i]! * m[i * k + j]! * z[j]!;
  return Math.max(0, total);
}

/** The quantile at `level` of the largest |z′L N|/√(z′LL′z) over places, where M = LL′ and N is standard normal. */
function largest(
  found: readonly { readonly z: Float64Array; readonly error: number }[],
  meat: Float64Array,
  level: number,
  draws: (draw: number) => RandomStream,
): number {
  const k = found[0]!.z.length;
  const factor = scaledCholesky(meat, k);
  if (factor === null)
    throw new Refusal('no-variance', 'the covariance of the bins is singular, and has no uniform band', {
      param: 'options.bins',
      hint: 'lower `bins`, or write `band: pointwise`',
    });
  const { lower, scale } = factor;
  const turned = found.map(({ z, error }) =>
    Float64Array.from({ length: k }, (_, j) => {
      let total = 0;
      for (let i = j; i < k; i++) total += z[i]! * scale[i]! * lower[i * k + j]!;
      return total / error;
    }),
  );
  const most = Float64Array.from({ length: DRAWS }, (_, draw) => {
    const stream = draws(draw);
    const drawn = Float64Array.from({ length: k }, () => stream.normal());
    return turned.reduce((high, row) => Math.max(high, Math.abs(dot(row, drawn))), 0);
  });
  return percentile(most.sort(), 100 * level);
}

/** Bins of the pilot, and the order of its polynomial. */
const PILOT = { bins: 20, order: 4 } as const;

/**
 * ⌈(2Bn/V)^(1/3)⌉, which minimises J V/n + B/J² over J: the variance of means by bins, and their squared bias, B = E[μ′(x)²/f(x)²]/12. μ is a
 * polynomial of order four beside controls and effects, f the width of pilot bins over their shares, and V the residual variance.
 */
function optimalBins(x: Float64Array, sorted: Float64Array, regression: Regression): number {
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  const scaled = x.map((value) => (2 * (value - low)) / (high - low) - 1);
  const distinct = new Set(sorted).size;
  const order = Math.min(PILOT.order, distinct - 1);
  const powers: Float64Array[] = [];
  for (let p = 1; p <= order; p++) powers.push(p === 1 ? scaled : scaled.map((t, i) => powers[p - 2]![i]! * t));
  const { coefficients, residuals, counted } = regression.coefficients(powers, 'powers');
  const ends = [...new Set(binEnds(sorted, PILOT.bins))].filter((end) => end < high);
  const knots = [low, ...ends, high];
  const sizes = new Float64Array(knots.length - 1);
  for (const value of x) sizes[binOf(value, ends)]!++;
  const n = regression.nobs;
  let squares = 0;
  for (const [i, value] of x.entries()) {
    const b = binOf(value, ends);
    let slope = 0;
    for (let p = order; p >= 1; p--) slope = p * coefficients[p]! + (p < order ? slope * scaled[i]! : 0);
    const spread = ((knots[b + 1]! - knots[b]!) * n) / sizes[b]!;
    const change = ((2 * slope) / (high - low)) * spread;
    squares += change * change;
  }
  const bias = squares / n / 12;
  const variance = dot(residuals, residuals) / (n - counted);
  if (!(variance > 0)) return distinct;
  return Math.max(1, Math.min(distinct, Math.ceil(Math.cbrt((2 * bias * n) / variance))));
}
