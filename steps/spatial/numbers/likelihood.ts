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

export interface SpatialMaximum {
  readonly b: Float64Array;
  /** ρ of a lag, λ of errors. */
  readonly rho: number;
  readonly s2: number;
  readonly logLik: number;
  readonly residuals: Float64Array;
}

/** One value of the parameter: the concentrated log likelihood, and its derivative where that is asked for. */
interface SpatialPoint {
  readonly b: Float64Array;
  readonly logLik: number;
  score(): number;
}

type At = (rho: number) => SpatialPoint;

/** y = ρWy + Xb + e (Ord 1975; Elhorst 2014). Refuses a maximum at a bound of ρ. */
export function lagMaximum(data: SpatialData, spectrum: Spectrum): SpatialMaximum {
  const { x, y, wy } = coordinates(data);
  const project = projection(x, y.length);
  const [own, lag] = [project(y), project(wy)];
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
export function errorMaximum(data: SpatialData, spectrum: Spectrum): SpatialMaximum {
  const small = coordinates(data);
  return maximum(
    (lambda) => {
      const y = less(small.y, lambda, small.wy);
      const x = small.x.map((column, k) => less(column, lambda, small.wx[k]!));
      const { b, e } = projection(x, y.length)(y);
      return pointAt(b, e, dot(residuals(small.wy, small.wx, b), e), lambda, data, spectrum);
    },
    spectrum,
    'lambda',
    data,
  );
}

/**
 * The variables by an orthonormal basis of what they span, so that a value of the parameter costs nothing that grows with the rows: all inner products are kept.
 * O(nT K²).
 */
function coordinates({ x, wx, y, wy }: SpatialData): Pick<SpatialData, 'x' | 'wx' | 'y' | 'wy'> {
  const columns = [...x, ...wx, y, wy];
  const qr = householder(columns, y.length, () => 0);
  const k = qr.kept.length;
  const all = columns.map((column, j) => {
    const at = qr.kept.indexOf(j);
    if (at >= 0) return qr.r.slice(at * k, (at + 1) * k).map((value) => value * qr.scale[at]!);
    const rotated = column.slice();
    applyQTransposed(qr, rotated);
    return rotated.slice(0, k);
  });
  const of = (list: readonly Float64Array[]): Float64Array[] => list.map((column) => all[columns.indexOf(column)]!);
  return { x: of(x), wx: of(wx), y: all.at(-2)!, wy: all.at(-1)! };
}

/** v − λw. */
const less = (v: Float64Array, lambda: number, w: Float64Array): Float64Array =>
  v.map((value, r) => value - lambda * w[r]!);

/** v − Xb. */
function residuals(v: Float64Array, x: readonly Float64Array[], b: Float64Array): Float64Array {
  const e = v.slice();
  for (const [k, column] of x.entries()) for (let r = 0; r < e.length; r++) e[r]! -= b[k]! * column[r]!;
  return e;
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
    return { b, e: residuals(y, x, b) };
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
): SpatialPoint {
  const rss = dot(e, e);
  const count = n * periods;
  const logLik = periods * spectrum.logDeterminant(rho) - (count / 2) * (Math.log((2 * Math.PI * rss) / count) + 1);
  return { b, logLik, score: () => (count * slope) / rss - periods * spectrum.traces(rho).g };
}

const GRID = 60;

/** The highest of a grid between the bounds, then the root of the score beside it. */
function maximum(at: At, { bounds }: Spectrum, name: 'rho' | 'lambda', data: SpatialData): SpatialMaximum {
  const { n, periods } = data;
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
  const scored = (rho: number) => {
    const { b, logLik, score } = at(rho);
    return { b, logLik, score: score() };
  };
  let [left, right] = [scored(a), scored(b)];
  if (!(left.score > 0 && right.score < 0)) {
    const message = `the likelihood rises up to the bound of \`${name}\`, ${(left.score > 0 ? high : low).toFixed(4)}, and has no maximum inside`;
    const hint =
      'are the weights row-standardised, and is the outcome free of a common trend? `effects: both` removes one';
    throw new Refusal('at-bound', message, { param: 'weights', hint });
  }
  let middle = scored((a + b) / 2);
  let rho = (a + b) / 2;
  // bisection, quickened by the secant where it stays inside
  for (let step = 0; step < 200 && b - a > 1e-15 * (1 + Math.abs(rho)); step++) {
    const secant = a + ((b - a) * left.score) / (left.score - right.score);
    const margin = (b - a) * 1e-3;
    rho = step % 3 === 2 ? (a + b) / 2 : Math.min(b - margin, Math.max(a + margin, secant));
    middle = scored(rho);
    if (middle.score === 0) break;
    if (middle.score > 0) [a, left] = [rho, middle];
    else [b, right] = [rho, middle];
  }
  const found = Math.abs(left.score) < Math.abs(right.score) ? { rho: a, point: left } : { rho: b, point: right };
  const last = Math.abs(middle.score) <= Math.abs(found.point.score) ? { rho, point: middle } : found;
  const { b: slopes, logLik } = last.point;
  const x = name === 'rho' ? data.x : data.x.map((column, k) => less(column, last.rho, data.wx[k]!));
  const e = residuals(less(data.y, last.rho, data.wy), x, slopes);
  return { b: slopes, rho: last.rho, s2: dot(e, e) / (n * periods), logLik, residuals: e };
}
