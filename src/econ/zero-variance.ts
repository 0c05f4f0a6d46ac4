/** Standard errors that are zero but for rounding: where scores cancel in every cluster, nothing can be tested. */
import { dot } from '../base/sum.ts';
import type { Regression } from './prepare.ts';
import { solveRTransposedInPlace } from './qr.ts';
import { WorkArray } from './work-arrays.ts';

const work = new WorkArray();

/** Scores smaller than this part of the outcome are the rounding of residuals. */
const noise = 1e-14;

/**
 * Sets variances to zero of which rounding alone is left, with their covariances, and tells their columns. `matrix`: K×K, changed in place;
 * `factor`: the finite-sample factor in it. O(K³).
 */
export function clearRounding(matrix: Float64Array, regression: Regression, factor: number): readonly number[] {
  const { qr } = regression.fit;
  const k = qr.kept.length;
  const scale = factor * outcomeSquares(regression);
  const row = work.of(k);
  const cleared: number[] = [];
  // residuals add up to zero in every level of an absorbed effect: the constant's own score is no score
  for (let j = regression.effects.length > 0 ? regression.constants : 0; j < k; j++) {
    row.fill(0);
    row[j] = 1 / qr.scale[j]!;
    solveRTransposedInPlace(qr, row, j);
    if (Math.abs(matrix[j * k + j]!) > noise * noise * scale * dot(row, row)) continue;
    cleared.push(j);
    for (let i = 0; i < k; i++) {
      matrix[i * k + j] = 0;
      matrix[j * k + i] = 0;
    }
  }
  return cleared;
}

const outcomeSquares = ({ sums, y }: Regression): number => sums?.squares.within ?? dot(y, y);

/** A perfect fit has been warned about. */
export const isZero = ({ sums }: Regression, residuals: Float64Array): boolean =>
  sums === undefined && dot(residuals, residuals) === 0;

export function zeroWarnings(columns: readonly number[], { terms, constants }: Regression, vcov: string) {
  const names = columns.map((j) => `\`${j < constants ? '_cons' : terms[j - constants]!.name}\``);
  return names.length === 0
    ? []
    : [
        {
          code: 'zero-standard-error',
          message: `under ${vcov} nothing can be tested of ${names.join(', ')}: scores cancel`,
        },
      ];
}
