/**
 * Indices of several variables: the mean of their z-scores (Kling, Liebman & Katz 2007, Econometrica 75, section 4.2), or their average weighted by
 * the inverse of their covariance (Anderson 2008, Journal of the American Statistical Association 103:1481, Appendix A).
 */
import { mean, sumSquaresAbout } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { scaledCholesky, solveCholesky } from '../../econ/linalg/matrix.ts';
import { count } from '../complaint.ts';

export interface IndexRule {
  readonly isByCovariance: boolean;
  /** Says whether a row needs all components; if not, its index is of those that it has. */
  readonly isWhole: boolean;
}

/**
 * Each variable less its mean over its standard deviation (n − 1), both of the rows that `isReference` tells, and of what a row has their average.
 * Weights are the sums of the rows of the inverse covariance of the z-scores over all rows that have every one, and are rescaled to what a row has.
 * Missing where a row has none of them, or the reference does not vary. O(NK² + K³).
 */
export function zIndex(
  variables: readonly Float64Array[],
  isReference: (row: number) => boolean,
  { isByCovariance, isWhole }: IndexRule,
): Float64Array {
  const scores = variables.map((x) => scored(x, isReference));
  const weights = isByCovariance ? covarianceWeights(scores) : null;
  return scores[0]!.map((_, row) => {
    const held = scores.flatMap((each, j) => (Number.isNaN(each[row]!) ? [] : [j]));
    if (held.length === 0 || (isWhole && held.length < scores.length)) return Number.NaN;
    if (weights === null) return mean(held.map((j) => scores[j]![row]!));
    const total = held.reduce((sum, j) => sum + weights[j]!, 0);
    return held.reduce((sum, j) => sum + weights[j]! * scores[j]![row]!, 0) / total;
  });
}

function scored(x: Float64Array, isReference: (row: number) => boolean): Float64Array {
  const known = x.filter((value, row) => isReference(row) && !Number.isNaN(value));
  const centre = known.length === 0 ? Number.NaN : mean(known);
  const isConstant = known.every((value) => value === known[0]);
  const sd = isConstant ? Number.NaN : Math.sqrt(sumSquaresAbout(known, centre) / (known.length - 1));
  return x.map((value) => (value - centre) / sd);
}

/** Σ⁻¹1 of the rows that have all scores. Refuses too few rows, and scores of which one is made of others. */
function covarianceWeights(scores: readonly Float64Array[]): Float64Array {
  const k = scores.length;
  const rows = [...scores[0]!.keys()].filter((row) => scores.every((each) => !Number.isNaN(each[row]!)));
  if (rows.length <= k) {
    const message = `an index by inverse covariances needs more rows with all ${k} components than these, got ${count(rows.length, 'row')}`;
    throw new Refusal('too-few-rows', message);
  }
  const off = scores.map((each) => {
    const own = rows.map((row) => each[row]!);
    const centre = mean(own);
    return Float64Array.from(own, (value) => value - centre);
  });
  const covariance = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      covariance[i * k + j] = off[i]!.reduce((sum, value, row) => sum + value * off[j]![row]!, 0) / (rows.length - 1);
    }
  }
  const factor = scaledCholesky(covariance, k);
  if (factor === null) {
    const message = 'the components of the index are collinear, so that their covariance has no inverse';
    throw new Refusal('collinear', message, { hint: 'take one of them out' });
  }
  return solveCholesky(factor, new Float64Array(k).fill(1));
}

/** Gives what is told of rows without some components; undefined where every row with one has all. */
export function componentsLacking(
  variables: readonly Float64Array[],
  isWhole: boolean,
): { readonly code: string; readonly message: string } | undefined {
  const k = variables.length;
  const held = Array.from(variables[0]!, (_, row) =>
    variables.reduce((total, x) => total + Number(!Number.isNaN(x[row]!)), 0),
  );
  const partial = held.filter((own) => own > 0 && own < k).length;
  if (partial === 0) return undefined;
  const rows = count(partial, 'row');
  if (!isWhole)
    return { code: 'partial-index', message: `the index of ${rows} is of some of its ${k} components alone` };
  return { code: 'partial-index', message: `no index is made of ${rows} with some of the ${k} components alone` };
}
