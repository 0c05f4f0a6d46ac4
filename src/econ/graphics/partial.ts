/** Two variables with controls and effects partialled out. */
import { mean } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { NamedCodes } from '../design.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { compact, everyRow } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import { completeRows, pick, pickCodes } from '../sample/rows.ts';

export interface PartialledOut {
  /** Residuals of the complete rows, in their order; both have mean 0. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Means of the variables themselves over these rows. */
  readonly meanX: number;
  readonly meanY: number;
  /** The coefficient of x in the regression of y on x with the controls and effects, by Frisch, Waugh and Lovell. */
  readonly slope: number;
}

/** A column counts as spanned by the others where less than this part of it is left. */
export const COLLINEAR = 1e-9;

/**
 * Residuals of y and x on controls and effects over the rows that have all values, the added-variable plot of Stata's `avplot` (Belsley, Kuh &
 * Welsch 1980, section 2.1). Refuses fewer than two rows, and an x without variation. O(N (K² + effects)).
 */
export function partialledOut(
  y: Float64Array,
  x: Float64Array,
  controls: readonly Float64Array[],
  effects: readonly NamedCodes[],
): PartialledOut {
  const rows = completeRows([y, x, ...controls, ...effects.map(asValues)]);
  if (rows.length < 2)
    throw new Refusal('empty-sample', `${rows.length} rows have values of all the variables`, { param: 'list' });
  const absorbed = effects.map((effect) => compact({ ...effect, codes: pickCodes(effect.codes, rows) }));
  const within = (column: Float64Array): Float64Array =>
    withinTransform(pick(column, rows), absorbed.length === 0 ? [everyRow(rows.length)] : absorbed);
  const others = controls.map(within);
  const [ry, rx] = [y, x].map((column) => residuals(others, within(column)));
  const varied = rx!.some((value) => value !== 0) && squares(rx!) > 1e-20 * squares(pick(x, rows));
  if (!varied)
    throw new Refusal(
      'no-variation',
      'the horizontal variable does not vary once controls and effects are partialled out',
      { param: 'options.x' },
    );
  const [meanY, meanX] = [y, x].map((column) => mean(pick(column, rows)));
  const slope = rx!.reduce((sum, value, i) => sum + value * ry![i]!, 0) / squares(rx!);
  return { x: rx!, y: ry!, meanX: meanX!, meanY: meanY!, slope };
}

const squares = (x: Float64Array): number => x.reduce((sum, value) => sum + value * value, 0);

function residuals(columns: readonly Float64Array[], target: Float64Array): Float64Array {
  return columns.length === 0 ? target : leastSquares(columns, target, () => COLLINEAR).residuals;
}

/** Codes as values, of which a missing one is NaN. */
export const asValues = ({ codes }: NamedCodes): Float64Array =>
  Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : code));
