/** Maximum likelihood of spatial models: a lag of the outcome or of the errors, concentrated in its one parameter. */
import { dot } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { applyQTransposed, householder, solveR } from '../../../src/econ/linalg/qr.ts';
import type { Spectrum } from './spectrum.ts';

/** The transformed variables: nT rows in T blocks. */
export interface SpatialData {
  readonly n: number;
  readonly y: Float64Array;
  readonly wy: Float64Array;
  /** K regressors, and their spatial lags for a lag of the errors. */
  readonly x: readonly Float64Array[];
  readonly wx: readonly Float64Array[];
  /** Periods that count: T, or T − 1 after Lee and Yu's transformation. */
  readonly periods: number;
}

export interface Maximum {
  readonly b: Float64Array;
  /** ρ of a lag, λ of errors. */
  readonly rho: number;
  readonly s2: number;
  readonly logLik: number;
  readonly residuals: Float64Array;
}

/** One value of the parameter: the score and the concentrated log likelihood with it. */
interface Point {
  readonly b: Float64Array;
  readonly e: Float64Array;
  readonly score: number;
  readonly logLik: number;
}

type At = (rho: number) => Point;

/** y = ρWy + Xb + e (Ord 1975; Elhorst 2014). Refuses a maximum at a bound of ρ. */
export function lagMaximum(data: SpatialData, spectrum: Spectrum): Maximum {
  const project = projection(data.x, data.y.length);
  const [own, lag] = [project(data.y), project(data.wy)];
  return maximum(
    (rho) => {
      const e = own.e.map((value, r) => value - rho * lag.e[r]!);
      const b = own.b.map((value, k) => value - rho * lag.b[k]!);
      return pointAt(b, e, dot(lag.e, e), rho, data, spectrum);
    },
    spectrum,
    'rho',
    data,
  );
}

/** y = Xb + u, u = λWu + e. Refuses a maximum at a bound of λ. */
export function errorMaximum(data: SpatialData, spectrum: Spectrum): Maximum {
  return maximum(
    (lambda) => {
      const x = data.x.map((column, k) => column.map((value, r) => value - lambda * data.wx[k]![r]!));
      const y = data.y.map((value, r) => value - lambda * data.wy[r]!);
      const { b, e } = projection(x, y.length)(y);
      const u = data.wy.slice();
      for (const [k, column] of data.wx.entries()) for (let r = 0; r < u.length; r++) u[r] = u[r]! - b[k]! * column[r]!;
      return pointAt(b, e, dot(u, e), lambda, data, spectrum);
    },
    spectrum,
    'lambda',
    data,
  );
}

/** Coefficients and residuals on the regressors. Refuses those that are collinear once transformed. */
function projection(x: readonly Float64Array[], rows: number) {
  const sizes = x.map((column) => Math.sqrt(dot(column, column)));
  const qr = householder(x, rows, (k) => 1e-9 * sizes[k]!);
  if (qr.dropped.length > 0) throw new Refusal('collinear', 'regressors are collinear', { param: 'fit' });
  return (y: Float64Array): { b: Float64Array; e: Float64Array } => {
    const rotated = y.slice();
    applyQTransposed(qr, rotated);
    const b = solveR(qr, rotated).map((value, k) => value / qr.scale[k]!);
    const e = y.slice();
    for (const [k, column] of x.entries()) for (let r = 0; r < rows; r++) e[r] = e[r]! - b[k]! * column[r]!;
    return { b, e };
  };
}

/** `slope`: −½ of the derivative of e'e. */
function pointAt(
  b: Float64Array,
  e: Float64Array,
  slope: number,
  rho: number,
  { n, periods }: SpatialData,
  spectrum: Spectrum,
): Point {
  const rss = dot(e, e);
  const count = n * periods;
  const logLik = periods * spectrum.logDeterminant(rho) - (count / 2) * (Math.log((2 * Math.PI * rss) / count) + 1);
  return { b, e, score: (count * slope) / rss - periods * spectrum.traces(rho).g, logLik };
}

const GRID = 60;

/** The highest of a grid between the bounds, then the root of the score beside it. */
function maximum(at: At, { bounds }: Spectrum, name: 'rho' | 'lambda', { n, periods }: SpatialData): Maximum {
  const [low, high] = bounds;
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    const message = 'the weights have no eigenvalues of both signs: are they all zero?';
    throw new Refusal('no-links', message, { param: 'weights' });
  }
  const inside = (share: number): number => low + (high - low) * share;
  const shares = Array.from({ length: GRID }, (_, i) => (i + 0.5) / GRID);
  const values = shares.map((share) => at(inside(share)).logLik);
  const best = values.indexOf(Math.max(...values));
  let [a, b] = [
    inside(best === 0 ? 1e-9 : shares[best - 1]!),
    inside(best === GRID - 1 ? 1 - 1e-9 : shares[best + 1]!),
  ];
  let [left, right] = [at(a), at(b)];
  if (!(left.score > 0 && right.score < 0)) {
    const message = `the likelihood rises up to the bound of \`${name}\`, ${(left.score > 0 ? high : low).toFixed(4)}, and has no maximum inside`;
    const hint =
      'are the weights row-standardised, and is the outcome free of a common trend? `effects: both` removes one';
    throw new Refusal('at-bound', message, { param: 'weights', hint });
  }
  let middle = at((a + b) / 2);
  let rho = (a + b) / 2;
  // bisection, quickened by the secant where it stays inside
  for (let step = 0; step < 200 && b - a > 1e-15 * (1 + Math.abs(rho)); step++) {
    const secant = a + ((b - a) * left.score) / (left.score - right.score);
    const margin = (b - a) * 1e-3;
    rho = step % 3 === 2 ? (a + b) / 2 : Math.min(b - margin, Math.max(a + margin, secant));
    middle = at(rho);
    if (middle.score === 0) break;
    if (middle.score > 0) [a, left] = [rho, middle];
    else [b, right] = [rho, middle];
  }
  const found = Math.abs(left.score) < Math.abs(right.score) ? { rho: a, point: left } : { rho: b, point: right };
  const last = Math.abs(middle.score) <= Math.abs(found.point.score) ? { rho, point: middle } : found;
  const s2 = dot(last.point.e, last.point.e) / (n * periods);
  return { b: last.point.b, rho: last.rho, s2, logLik: last.point.logLik, residuals: last.point.e };
}
