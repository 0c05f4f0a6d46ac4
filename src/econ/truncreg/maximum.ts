/** The maximum of the likelihood of a normal outcome that is seen between limits alone. */
import { dot, mean, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { LOG_ROOT_TWO_PI } from '../distributions/special-functions.ts';
import { truncatedMoments } from '../distributions/truncated-normal.ts';
import { type IndexMaximum, maximise, type RowLikelihood, withFurther } from '../likelihood/index-model.ts';
import { reparametrised } from '../likelihood/reparametrised.ts';
import { leastSquares } from '../linalg/least-squares.ts';

/** Outcomes at or beyond a limit are not seen; infinite where there is none. */
export interface Truncation {
  readonly lower: number;
  readonly upper: number;
}

export interface TruncatedRegression {
  /** K columns of length N, none spanned by the others; where `hasConstant` the first is one of ones. */
  readonly columns: readonly Float64Array[];
  readonly hasConstant: boolean;
  /** N values between the limits. */
  readonly y: Float64Array;
  readonly limits: Truncation;
  /** Weights of the rows' log likelihoods; null for ones. */
  readonly weights: Float64Array | null;
}

/** A σ this many times the spread of residuals leaves an exponential or uniform outcome, of which no maximum tells σ. */
const UNBOUNDED = 1e3;

/**
 * Maximises Σ w [ln φ((y − x'b)/σ) − ln σ − ln P(lower < y* < upper)] in (b, σ), with y in its own units. It is climbed in the natural parameters (b/σ², 1/σ²) of
 * an exponential family, in which it is concave, by Newton's method. `further` is [σ], and `index` x'b. Refuses `perfect-fit` where the columns fit y without
 * error, and `no-spread` where the likelihood rises as σ does. O(NK²) a step. Source: Hausman & Wise (1977, Econometrica 45:919).
 */
export function truncatedMaximum({ columns, hasConstant, y, limits, weights }: TruncatedRegression): IndexMaximum {
  const n = y.length;
  const { residuals } = leastSquares(columns, y, () => 0);
  const spread = Math.sqrt(dot(residuals, residuals) / n);
  if (!(spread > 1e-8 * Math.sqrt(dot(y, y) / n))) {
    const message = 'the likelihood has no maximum: the terms fit the outcome without error';
    throw new Refusal('perfect-fit', message, { param: 'terms', hint: 'leave some of them out' });
  }
  const centre = hasConstant ? mean(y) : 0;
  const inUnits = (value: number): number => (value - centre) / spread;
  const own = y.map(inUnits);
  const { likelihood, sigma } = truncated(own, { lower: inUnits(limits.lower), upper: inUnits(limits.upper) }, weights);
  const at = maximise({
    columns,
    offset: null,
    likelihood,
    start: { index: own.map((value, i) => value - residuals[i]! / spread), further: [1] },
    separated: () => (sigma() > UNBOUNDED ? noSpread() : null),
  });
  return inOutcome(at, { spread, centre, total: weights === null ? n : sum(weights), hasConstant });
}

function noSpread(): Refusal {
  const message =
    'the likelihood has no maximum: it rises as σ does, since the outcome is no denser away from its limits';
  const hint = 'are the limits those of the data? The outcome may be of another distribution, such as the exponential';
  return new Refusal('no-spread', message, { param: 'outcome', hint });
}

/** The likelihood of rows in (x'b/σ², 1/σ²), and the σ at which it was last asked. */
function truncated(y: Float64Array, { lower, upper }: Truncation, w: Float64Array | null) {
  const n = y.length;
  let asked = 1;
  const likelihood: RowLikelihood = (index, [precision]) => {
    const h = precision!;
    if (!(h > 0)) return null;
    const sigma = 1 / Math.sqrt(h);
    asked = sigma;
    const rows = withFurther(n);
    for (let i = 0; i < n; i++) {
      const weight = w === null ? 1 : w[i]!;
      const mu = index[i]! / h;
      const {
        logMass,
        mean: m,
        variance,
        third,
        fourth,
      } = truncatedMoments((lower - mu) / sigma, (upper - mu) / sigma);
      const z = (y[i]! - mu) / sigma;
      const square = sigma * sigma;
      // Cov(z, z²) and Var(z²)
      const across = third + 2 * m * variance;
      const ofSquare = fourth + 4 * m * third + 4 * m * m * variance - variance * variance;
      rows.values[i] = weight * (0.5 * Math.log(h) - 0.5 * z * z - LOG_ROOT_TWO_PI - logMass);
      rows.slope[i] = weight * sigma * (z - m);
      rows.curvature[i] = weight * square * variance;
      rows.own[i] = -weight * (mu * sigma * (z - m) + 0.5 * square * (z * z - variance - m * m));
      rows.cross[i] = -weight * square * (mu * variance + 0.5 * sigma * across);
      rows.ownCurvature[i] = weight * square * (mu * mu * variance + mu * sigma * across + 0.25 * square * ofSquare);
    }
    return rows.derivatives();
  };
  return { likelihood, sigma: () => asked };
}

interface Units {
  readonly spread: number;
  readonly centre: number;
  /** The sum of weights. */
  readonly total: number;
  readonly hasConstant: boolean;
}

/** From (b/σ², 1/σ²) in units of the spread about a centre to (b, σ) of the outcome itself. */
function inOutcome(at: IndexMaximum, { spread, centre, total, hasConstant }: Units): IndexMaximum {
  const h = at.further[0]!;
  const k = at.coefficients.length;
  const size = k + 1;
  const b = at.coefficients.map((value) => value / h);
  const sigma = 1 / Math.sqrt(h);
  const jacobian = new Float64Array(size * size);
  for (let j = 0; j < k; j++) {
    jacobian[j * size + j] = spread / h;
    jacobian[j * size + k] = (-spread * b[j]!) / h;
  }
  jacobian[k * size + k] = (-0.5 * spread * sigma) / h;
  return {
    ll: at.ll - total * Math.log(spread),
    coefficients: b.map((value, j) => spread * value + (hasConstant && j === 0 ? centre : 0)),
    further: [spread * sigma],
    index: at.index.map((value) => (spread * value) / h + centre),
    ...reparametrised(at, jacobian),
  };
}
