/** Local polynomials: at each place a polynomial by least squares with weights that fall off around it. */

import { power } from '../../../base/number/power.ts';
import { dot } from '../../../base/number/sum.ts';
import { normal } from '../../distributions/distributions.ts';
import { leastSquares } from '../../linalg/least-squares.ts';
import { solveR, solveRTransposed } from '../../linalg/qr.ts';
import { type Cloud, type Curve, type FitMethod, placesOf } from './curve.ts';

const COLLINEAR = 1e-9;

/** Constants of the rule of thumb with the Epanechnikov kernel, by the order (Fan & Gijbels 1996, table 3.2). */
const CONSTANTS: Readonly<Record<number, number>> = { 1: 1.719, 3: 3.243 };

/**
 * The rule of thumb h = C [s² · range / Σ m̃⁽ᵖ⁺¹⁾(xᵢ)²]^(1/(2p+3)), where m̃ is a global polynomial of order p + 3 and s² its residual variance (Fan & Gijbels
 * 1996, section 4.2). Where that polynomial has no such derivative, or too few values of x differ, it is the whole range.
 */
export function ruleOfThumb({ x, y }: Cloud, degree: number): number {
  const places = placesOf(x);
  const [low, high] = [places[0]!, places.at(-1)!];
  const range = high - low;
  const order = degree + 3;
  const t = x.map((value) => (2 * (value - low)) / range - 1);
  const columns = Array.from({ length: order + 1 }, (_, k) => t.map((value) => power(value, k)));
  const { qr, coefficients, residuals } = leastSquares(
    columns,
    y,
    (j) => COLLINEAR * Math.sqrt(dot(columns[j]!, columns[j]!)),
  );
  const df = x.length - order - 1;
  if (qr.dropped.length > 0 || df <= 0) return range;
  const scale = power(2 / range, degree + 1);
  const curvature = t.reduce((sum, value) => {
    let derivative = 0;
    for (let k = degree + 1; k <= order; k++) {
      let factor = 1;
      for (let j = 0; j <= degree; j++) factor *= k - j;
      derivative += coefficients[k]! * factor * power(value, k - degree - 1);
    }
    return sum + derivative * scale * derivative * scale;
  }, 0);
  const variance = dot(residuals, residuals) / df;
  if (!(curvature > 0)) return range;
  return Math.min(range, CONSTANTS[degree]! * power((variance * range) / curvature, 1 / (2 * degree + 3)));
}

/**
 * The value at a place of the local polynomial with the Epanechnikov kernel, with its standard error from heteroskedasticity-robust errors (HC1), as of
 * `lm(y ~ poly(x - a), weights = K)` and `sandwich::vcovHC(type = "HC1")` of R. Undefined where fewer values of x differ within the window than the polynomial needs.
 */
export function valueAt({ x, y }: Cloud, at: number, bandwidth: number, degree: number) {
  const rows = Array.from(x.keys()).filter((i) => Math.abs(x[i]! - at) < bandwidth);
  const u = Float64Array.from(rows, (i) => (x[i]! - at) / bandwidth);
  const roots = u.map((value) => Math.sqrt(1 - value * value));
  const columns = Array.from({ length: degree + 1 }, (_, k) => u.map((value, i) => power(value, k) * roots[i]!));
  const target = Float64Array.from(rows, (i, k) => y[i]! * roots[k]!);
  if (rows.length <= degree) return undefined;
  const { qr, coefficients, residuals } = leastSquares(
    columns,
    target,
    (j) => COLLINEAR * Math.sqrt(dot(columns[j]!, columns[j]!)),
  );
  if (qr.dropped.length > 0) return undefined;
  const unit = new Float64Array(degree + 1);
  unit[0] = 1 / qr.scale[0]!;
  const weights = solveR(qr, solveRTransposed(qr, unit)).map((value, j) => value / qr.scale[j]!);
  const influence = residuals.map((_, i) => columns.reduce((sum, column, j) => sum + column[i]! * weights[j]!, 0));
  const sum = influence.reduce((total, value, i) => total + value * residuals[i]! * value * residuals[i]!, 0);
  const df = rows.length - degree - 1;
  return { y: coefficients[0]!, stdError: df > 0 ? Math.sqrt((sum * rows.length) / df) : Number.NaN };
}

export const local: FitMethod = {
  bands: true,
  reads: ['degree', 'bandwidth', 'level'],
  fit(cloud, { degree = 1, bandwidth, level }): Curve {
    const at = placesOf(cloud.x);
    const h = bandwidth ?? ruleOfThumb(cloud, degree);
    const values = Array.from(at, (place) => valueAt(cloud, place, h, degree));
    const y = Float64Array.from(values, (value) => value?.y ?? Number.NaN);
    if (level === undefined) return { at, y };
    const reach = normal.upperQuantile((1 - level) / 2);
    const half = Float64Array.from(values, (value) => reach * (value?.stdError ?? Number.NaN));
    return { at, y, low: y.map((value, i) => value - half[i]!), high: y.map((value, i) => value + half[i]!) };
  },
};
