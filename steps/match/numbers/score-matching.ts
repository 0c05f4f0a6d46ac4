/** Matches rows with the nearest ones of the other side by an estimated score, with errors that know it was estimated (Abadie & Imbens 2016). */
import { mean, sum } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { type Contrast, estimandSides, type Matching, matchNear, type Trees, treesOf } from './covariate-matching.ts';
import { placed } from './metric.ts';
import { type Scores, solved } from './probability-weights.ts';
import type { MatchRows } from './rows.ts';

/** Scores at one distance differ by roundings of the model's index alone. */
const TIE = 1e-12;

export interface ScoreMatched {
  readonly weights: Float64Array;
  contrast(values: Float64Array): Contrast;
}

/**
 * Every row of the estimand with its `k` nearest rows of the other side by p = F(x′θ), with replacement and all ties. To the variance of a known score comes −c′V c, and for one side
 * δ′V δ, with V that of θ by the expected information, f the density of F at x′θ, and L = `errorNeighbours`:
 *
 *     all rows:    c = Σ f (cov(x, y₁)/p + cov(x, y₀)/(1 − p))/N
 *     the treated: c = Σ f (x (y₁ − y₀ − τ) + cov(x, y₁) + cov(x, y₀) p/(1 − p))/N₁,   δ = Σ f x (y₁ − y₀ − τ)/N₁
 *
 * Sums are over all rows. Covariances are of the L nearest rows by p, a row itself among those of its own side. Differences y₁ − y₀ are of a row and its `k` matches in c,
 * and of a row and its L nearest by the Mahalanobis distance of the covariates in δ. Controls are the treated with 1 − p for p. Refuses rows beyond the caliper: the errors are of an
 * effect of all. Source: Abadie & Imbens (2016, Econometrica 84:781), theorems 1 and 2 and section 4.
 */
export function matchByScore(rows: MatchRows, scores: Scores, settings: Matching): ScoreMatched {
  const { errorNeighbours: near } = settings;
  const p = Float64Array.from(scores.index, (z) => scores.latent.mean(z, []).value);
  const space = { points: p, width: 1, tie: TIE };
  const { weights, pairs, trees, contrast } = matchNear(rows, space, { ...settings, errorNeighbours: near - 1 });
  if (pairs.unmatched.length > 0) {
    const message = `${pairs.unmatched.length} rows have none of the other side within the caliper, and the errors are of the effect on all`;
    throw new Refusal('no-match', message, {
      param: 'caliper',
      hint: 'leave these rows out with `sample`, or match with a wider `caliper` or none',
    });
  }
  const adjustmentOf = scoreAdjustment(rows, p, scores, trees, settings);
  return {
    weights,
    contrast(values) {
      const found = contrast(values);
      return { ...found, variance: found.variance + adjustmentOf(values, found.treated - found.control) };
    },
  };
}

/** Gives, for an outcome and its effect, what an estimated score adds to the variance of the effect by a known one. */
function scoreAdjustment(
  { treatment, on }: MatchRows,
  p: Float64Array,
  { index, columns, latent }: Scores,
  byScore: Trees,
  { estimand, k, errorNeighbours: near }: Matching,
): (values: Float64Array, effect: number) => number {
  const density = Float64Array.from(index, (z) => latent.mean(z, []).slope);
  const information = density.map((f, i) => (f * f) / (p[i]! * (1 - p[i]!)));
  const isWhole = estimand === 'ate';
  const count = isWhole
    ? treatment.length
    : treatment.filter((side) => estimandSides[estimand].includes(side as 0 | 1)).length;
  const other = (trees: Trees, i: number, howMany: number): number[] =>
    trees.of(0, 1 - treatment[i]!)!.nearest(i, howMany, Number.POSITIVE_INFINITY);
  const own = (i: number): number[] => [
    i,
    ...byScore.of(0, treatment[i]!)!.nearest(i, near - 1, Number.POSITIVE_INFINITY),
  ];
  const byCovariates = isWhole ? null : treesOf({ points: placed(on, 'mahalanobis'), width: on.length }, treatment);
  /** The weight of cov(x, y) on the side of a row, and on the other. */
  const shareOf = (side: number, i: number): number => {
    const own = side === 1 ? p[i]! : 1 - p[i]!;
    if (isWhole) return 1 / own;
    const isMeant = (side === 1) === (estimand === 'att');
    return isMeant ? 1 : (1 - own) / own;
  };
  const quadratic = (v: Float64Array): number => {
    const direction = solved(columns, information, v);
    return sum(v.map((each, j) => each * direction[j]!));
  };
  return (values, effect) => {
    /** Gives the difference of the outcome of a row on the side that is meant from its other one, less the effect there. */
    const gap = (trees: Trees, i: number, howMany: number): number => {
      const apart = values[i]! - mean(other(trees, i, howMany).map((j) => values[j]!));
      const isMeant = (treatment[i] === 1) === (estimand === 'att');
      return (isMeant ? apart : -apart) - (estimand === 'att' ? effect : -effect);
    };
    const [along, slope] = [new Float64Array(columns.length), new Float64Array(columns.length)];
    for (const [i, f] of density.entries()) {
      const side = treatment[i]!;
      const sets = [
        { among: own(i), share: shareOf(side, i) },
        { among: other(byScore, i, near), share: shareOf(1 - side, i) },
      ];
      const [byP, byX] = byCovariates === null ? [0, 0] : [gap(byScore, i, k), gap(byCovariates, i, near)];
      for (const [j, x] of columns.entries()) {
        const moved = sum(sets.map(({ among, share }) => share * covariance(x, values, among)));
        along[j]! += (f * (x[i]! * byP + moved)) / count;
        slope[j]! += (f * x[i]! * byX) / count;
      }
    }
    return quadratic(slope) - quadratic(along);
  };
}

/** The sample covariance of two columns over some rows; 0 of one row. */
function covariance(x: Float64Array, y: Float64Array, rows: readonly number[]): number {
  if (rows.length < 2) return 0;
  const [mx, my] = [mean(rows.map((i) => x[i]!)), mean(rows.map((i) => y[i]!))];
  return sum(rows.map((i) => (x[i]! - mx) * (y[i]! - my))) / (rows.length - 1);
}
