/** Weighs rows by the inverse of the probability of their side, and estimates effects with errors that know the score was estimated (Hirano, Imbens & Ridder 2003; Lunceford & Davidian 2004). */
import { sum } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { scaledCholesky, solveCholesky } from '../../../src/econ/linalg/matrix.ts';
import type { Contrast } from './covariate-matching.ts';
import { outcomeModel } from './outcome-model.ts';
import type { MatchRows } from './rows.ts';
import type { ScoreModel } from './score.ts';
import type { Estimand } from './spec.ts';

/** A score nearer than this to 0 or 1 is refused, as by Stata's `teffects`. */
const CERTAIN = 1e-5;

interface Share {
  readonly value: number;
  /** The derivative in the score. */
  readonly slope: number;
}

/** The weights of a control and of a treated row at a score. */
const weightsAt: Readonly<Record<Estimand, readonly [control: (p: number) => Share, treated: (p: number) => Share]>> = {
  ate: [
    (p) => ({ value: 1 / (1 - p), slope: 1 / ((1 - p) * (1 - p)) }),
    (p) => ({ value: 1 / p, slope: -1 / (p * p) }),
  ],
  att: [(p) => ({ value: p / (1 - p), slope: 1 / ((1 - p) * (1 - p)) }), () => ({ value: 1, slope: 0 })],
  atc: [() => ({ value: 1, slope: 0 }), (p) => ({ value: (1 - p) / p, slope: -1 / (p * p) })],
};

/** Is 1 for the sides whose effect is estimated. */
const isOf: Readonly<Record<Estimand, readonly [control: 0 | 1, treated: 0 | 1]>> = {
  ate: [1, 1],
  att: [0, 1],
  atc: [1, 0],
};

export interface Weighting {
  readonly estimand: Estimand;
  /** Rows whose score is nearer than this to 0 or 1 weigh nothing; 0 for none. */
  readonly trim: number;
}

/** An estimated score. */
export interface Scores {
  readonly index: Float64Array;
  /** Columns of the score's index, the constant among them. */
  readonly columns: readonly Float64Array[];
  readonly latent: ScoreModel['latent'];
}

export interface Weighted {
  readonly weights: Float64Array;
  /** Rows that weigh nothing, since their score is near 0 or 1. */
  readonly trimmed: readonly number[];
  contrast(values: Float64Array): Contrast;
}

/**
 * Weights are 1/p and 1/(1 − p), those of the treated 1 and p/(1 − p), those of controls (1 − p)/p and 1. Means are of weights that sum to one. With `adjust` the mean of a side is
 * Σ g m(z) + Σ w (y − m(z)) over Σ g, where m is a regression on the side's rows and g says whose effect is meant: it is right where the score or the regression is. The variance is that of
 * the stacked moments of score, regressions and means, without a factor for small samples. Refuses a score nearer than 1e-5 to 0 or 1. O(NK²).
 * Source: Stata [CAUSAL] teffects ipw, teffects aipw; Lunceford & Davidian (2004, Statistics in Medicine 23:2937).
 */
export function weighByProbability(
  rows: MatchRows,
  { index, columns, latent }: Scores,
  { estimand, trim }: Weighting,
): Weighted {
  const { treatment, adjust } = rows;
  const score = Float64Array.from(index, (z) => latent.mean(z, []).value);
  const isKept = score.map((p) => (p >= trim && p <= 1 - trim ? 1 : 0));
  const certain = [...score.keys()].filter((i) => isKept[i] === 1 && (score[i]! < CERTAIN || score[i]! > 1 - CERTAIN));
  if (certain.length > 0) {
    const message = `${certain.length} rows have a score nearer than ${CERTAIN} to 0 or 1, so that their weights have no bound`;
    throw new Refusal('no-overlap', message, {
      param: 'on',
      hint: '`trim: 0.01` leaves out rows whose score is near 0 or 1',
    });
  }
  const share = (i: number): Share => weightsAt[estimand][treatment[i] as 0 | 1](score[i]!);
  const weights = score.map((_, i) => (isKept[i] === 1 ? share(i).value : 0));
  const slopes = score.map((_, i) => (isKept[i] === 1 ? share(i).slope * latent.mean(index[i]!, []).slope : 0));
  const target = treatment.map((side, i) => isKept[i]! * isOf[estimand][side as 0 | 1]);
  const influenceOfScore = scoreInfluence(treatment, index, columns, latent);
  const moments = { treatment, weights, slopes, target, columns };
  return {
    weights,
    trimmed: [...isKept.keys()].filter((i) => isKept[i] === 0),
    contrast(values) {
      const [control, treated] = ([0, 1] as const).map((side) => {
        const found = adjust.length === 0 ? ownMean(values, side, moments) : adjustedMean(values, side, rows, moments);
        const fromScore = influenceOfScore(found.alongScore);
        return { mean: found.mean, influence: found.influence.map((own, i) => own + fromScore[i]!) };
      }) as [MeanWithInfluence, MeanWithInfluence];
      const gaps = treated.influence.map((own, i) => own - control.influence[i]!);
      const variance = sum(gaps.map((gap) => gap * gap));
      return { treated: treated.mean, control: control.mean, variance };
    },
  };
}

interface MeanWithInfluence {
  readonly mean: number;
  /** The influence of each row on the mean. */
  readonly influence: Float64Array;
}

interface SideMean extends MeanWithInfluence {
  /** The derivative of the mean in the coefficients of the score. */
  readonly alongScore: Float64Array;
}

interface Moments {
  readonly treatment: Float64Array;
  readonly weights: Float64Array;
  /** Derivatives of the weights in the index of the score. */
  readonly slopes: Float64Array;
  readonly target: Float64Array;
  readonly columns: readonly Float64Array[];
}

/** The weighted mean of a side. */
function ownMean(values: Float64Array, side: 0 | 1, { treatment, weights, slopes, columns }: Moments): SideMean {
  const own = (of: Float64Array): Float64Array => of.map((value, i) => (treatment[i] === side ? value : 0));
  const [w, slope] = [own(weights), own(slopes)];
  const total = sum(w);
  const mean = sum(w.map((weight, i) => weight * values[i]!)) / total;
  const gap = (i: number): number => (values[i]! - mean) / total;
  return {
    mean,
    influence: w.map((weight, i) => weight * gap(i)),
    alongScore: Float64Array.from(columns, (x) => sum(slope.map((each, i) => each * gap(i) * x[i]!))),
  };
}

/** The mean of a side's regression over the target, and what its weighted residuals add. */
function adjustedMean(values: Float64Array, side: 0 | 1, { adjust }: MatchRows, moments: Moments): SideMean {
  const { treatment, weights, slopes, target, columns } = moments;
  const isOwn = treatment.map((each) => (each === side ? 1 : 0));
  const model = outcomeModel(values, adjust, isOwn);
  const total = sum(target);
  const predicted = values.map((_, i) => model.at(i));
  const residual = values.map((value, i) => isOwn[i]! * (value - predicted[i]!));
  const mean = sum(values.map((_, i) => target[i]! * predicted[i]! + weights[i]! * residual[i]!)) / total;
  const alongRegression = Float64Array.from(model.columns, (z) =>
    sum(z.map((value, i) => ((target[i]! - isOwn[i]! * weights[i]!) * value) / total)),
  );
  const direction = solved(model.columns, isOwn, alongRegression);
  return {
    mean,
    influence: values.map((_, i) => {
      const own = (target[i]! * (predicted[i]! - mean) + weights[i]! * residual[i]!) / total;
      return own + residual[i]! * along(model.columns, direction, i);
    }),
    alongScore: Float64Array.from(columns, (x) => sum(slopes.map((each, i) => (each * residual[i]! * x[i]!) / total))),
  };
}

/** Gives the influence of each row, through the score's coefficients, on a mean with this derivative in them. */
function scoreInfluence(
  treatment: Float64Array,
  index: Float64Array,
  columns: readonly Float64Array[],
  latent: ScoreModel['latent'],
) {
  const parts = Array.from(index, (z, i) => {
    const sign = treatment[i] === 1 ? 1 : -1;
    const { slope, curvature } = latent.logLikelihood(sign * z);
    return { score: sign * slope, curvature };
  });
  const information = Float64Array.from(parts, ({ curvature }) => curvature);
  return (derivative: Float64Array): Float64Array => {
    const direction = solved(columns, information, derivative);
    return Float64Array.from(parts, ({ score }, i) => score * along(columns, direction, i));
  };
}

const along = (columns: readonly Float64Array[], direction: Float64Array, row: number): number =>
  columns.reduce((total, x, j) => total + x[row]! * direction[j]!, 0);

/** (X′WX)⁻¹ v. */
export function solved(columns: readonly Float64Array[], weights: Float64Array, v: Float64Array): Float64Array {
  const k = columns.length;
  const products = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    const weighted = columns[a]!.map((value, i) => value * weights[i]!);
    for (let b = 0; b <= a; b++) {
      products[a * k + b] = sum(weighted.map((value, i) => value * columns[b]![i]!));
      products[b * k + a] = products[a * k + b]!;
    }
  }
  const factor = scaledCholesky(products, k);
  if (factor === null)
    throw new Refusal('collinear', 'the terms of the regression are collinear on one side', { param: 'adjust' });
  return solveCholesky(factor, v);
}
