/** Leverage, standardised and studentised residuals, and Cook's distances (Cook & Weisberg 1982, Residuals and Influence in Regression). */
import { dot } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Design } from '../design.ts';
import { householder, orthonormalColumns } from '../linalg/qr.ts';
import { scaled } from '../linalg/weighted.ts';
import { compact } from '../panel/effects.ts';
import { withinBy } from '../panel/within.ts';
import { regress } from '../vcov/regression-by-rows.ts';

/** The measures of how much a row moves the fit, by row of the estimation. */
export interface Influence {
  /** h_i, the diagonal of the projection on all columns, absorbed effects among them. */
  readonly leverage: Float64Array;
  /** Number of parameters, absorbed effects among them. */
  readonly parameters: number;
}

/** A row whose own parameter fits it exactly has no residual that could be measured. */
const ALONE = 1e-10;

const isAlone = (h: number): boolean => 1 - h < ALONE;

/** Σ q² over an orthonormal basis of some columns. */
function projection(columns: readonly Float64Array[], nobs: number): Float64Array {
  const leverage = new Float64Array(nobs);
  for (const q of orthonormalColumns(householder(columns, nobs, () => 0)))
    for (let i = 0; i < nobs; i++) leverage[i] = leverage[i]! + q[i]! * q[i]!;
  return leverage;
}

/** The influence in least squares with one absorbed effect or none: the leverage of the terms within it, plus w_i/Σw of its level. */
export function leastSquaresInfluence(design: Design): Influence {
  const { nobs, weights, absorb } = design;
  refuseWeights(weights?.kind, weights?.kind === 'analytic');
  if (absorb.length > 1 || absorb.some(({ slopes }) => slopes !== undefined)) {
    const names = absorb.map(({ name }) => `\`${name}\``).join(', ');
    const message = `the leverage of a row is not computed with several absorbed effects or slopes: ${names}`;
    throw new Refusal('unsupported', message, { param: 'columns', hint: 'enter one of them as a term: `i(year)`' });
  }
  const effects = absorb.map(compact);
  const { columns } = regress(design, effects, design.constant && effects.length === 0);
  const leverage = projection(columns, nobs);
  const [effect] = effects;
  if (effect === undefined) return { leverage, parameters: columns.length };
  const totals = new Float64Array(effect.levels);
  const w = (i: number): number => weights?.values[i] ?? 1;
  for (let i = 0; i < nobs; i++) totals[effect.codes[i]!]! += w(i);
  for (let i = 0; i < nobs; i++) leverage[i] = leverage[i]! + w(i) / totals[effect.codes[i]!]!;
  return { leverage, parameters: columns.length + effect.levels };
}

/** The influence in a generalised linear model, by the weights of its last step. */
export function weightedInfluence(design: Design, working: Float64Array): Influence {
  refuseWeights(design.weights?.kind, false);
  if (design.absorb.length > 0) {
    const names = design.absorb.map(({ name }) => `\`${name}\``).join(', ');
    const message = `the leverage of a row is not computed for likelihoods with absorbed effects: ${names}`;
    throw new Refusal('unsupported', message, { param: 'columns', hint: 'enter them as terms: `i(year)`' });
  }
  const { columns } = regress(design, [], design.constant);
  const own = columns.map((x) => x.map((value, i) => value * Math.sqrt(working[i]!)));
  return { leverage: projection(own, design.nobs), parameters: columns.length };
}

function refuseWeights(kind: string | undefined, isTaken: boolean): void {
  if (kind === undefined || isTaken) return;
  const message = `the influence of a row is not defined here with ${kind} weights`;
  throw new Refusal('unsupported', message, { param: 'columns', hint: 'start from a column without weights' });
}

/** Residuals of least squares over their own standard deviations, with σ of all rows or of all but the row's own. */
export interface LinearResiduals {
  readonly standardised: Float64Array;
  readonly studentised: Float64Array;
  readonly cooks: Float64Array;
}

/**
 * With e = √w × the residual, s² = e'e/(N − K): r = e/(s √(1 − h)), t = e/(s₍ᵢ₎ √(1 − h)) with s₍ᵢ₎² = (e'e − e²/(1 − h))/(N − K − 1), and
 * D = r² h/((1 − h) K). NaN where h is 1, and where no degree of freedom is left.
 */
export function linearResiduals(
  residuals: Float64Array,
  { leverage, parameters }: Influence,
  weights: Design['weights'],
): LinearResiduals {
  const e = scaled(residuals, weights);
  const rss = dot(e, e);
  const df = e.length - parameters;
  const by = (of: (e: number, h: number) => number): Float64Array =>
    e.map((value, i) => {
      const h = leverage[i]!;
      const found = isAlone(h) || df <= 0 ? Number.NaN : of(value, h);
      return Number.isFinite(found) ? found : Number.NaN;
    });
  const standard = (value: number, h: number): number => value / Math.sqrt((rss / df) * (1 - h));
  return {
    standardised: by(standard),
    studentised: by((value, h) => {
      const others = Math.max(0, (rss - (value * value) / (1 - h)) / (df - 1));
      return value / Math.sqrt(others * (1 - h));
    }),
    cooks: by((value, h) => {
      const r = standard(value, h);
      return (r * r * h) / ((1 - h) * parameters);
    }),
  };
}

/** Gives the part of a column that the effects of a design leave. */
export function withinOf({ absorb, weights }: Design): (x: Float64Array) => Float64Array {
  return withinBy(absorb.map(compact), weights?.values);
}
