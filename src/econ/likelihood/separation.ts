/**
 * Finds out whether a Poisson likelihood has a maximum. It has none where some combination of the regressors is 0 wherever the outcome is
 * positive, and of one sign, not everywhere 0, where the outcome is 0. Along it the fitted means of those rows fall to 0 and the likelihood
 * rises for ever (Santos Silva & Tenreyro 2010, Economics Letters 107:310; Correia, Guimarães & Zylkin 2019, "Verifying the existence of
 * maximum likelihood estimates for generalized linear models").
 */
import { mean, norm, sumSquaresAbout } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { freeCombinations } from './free-combinations.ts';
import { separatingCone } from './separating-cone.ts';

export interface Separation {
  /** Positions of the columns that the combinations are made of. */
  readonly columns: readonly number[];
  /** Positions of the rows with an outcome of 0 in which such a combination is not 0, ascending. */
  readonly rows: readonly number[];
}

/**
 * The separation; null where the likelihood has a maximum. `columns`: K arrays of length N, the constant among them; some outcome is positive. Refuses
 * (`separation-open`) where that cannot be told. O(NK²).
 */
export function separation(columns: readonly Float64Array[], y: Float64Array): Separation | null {
  const zeros = rowsWith(y, (value) => value === 0);
  if (zeros.length === 0) return null;
  const positive = rowsWith(y, (value) => value > 0);
  const free = freeCombinations(columns, columns.map(variation), positive, zeros);
  const found = separatingCone(free.map(({ values }) => values));
  if (found === null) throw openSeparation();
  if (found.rows.length === 0) return null;
  const made = new Set(found.columns.flatMap((j) => free[j]!.made));
  return { columns: [...made].sort((a, b) => a - b), rows: found.rows.map((at) => zeros[at]!) };
}

/**
 * Does the same of a binary outcome, 1 or 0, at the end of an iteration: a combination of the regressors that is 0 in all rows but those whose outcomes are as good as certain
 * there, by an index beyond `certain`, and is there of the outcomes' sign (Albert & Anderson 1984, Biometrika 71:1). No fraction between 0 and 1 is certain.
 */
export function separationAt(
  index: Float64Array,
  columns: readonly Float64Array[],
  y: Float64Array,
  certain: number,
): Separation | null {
  const sign = (i: number): number => (y[i] === 1 ? 1 : -1);
  const isFraction = (i: number): boolean => y[i] !== 0 && y[i] !== 1;
  const isOpen = index.map((value, i) => (!isFraction(i) && value * sign(i) > certain ? 0 : 1));
  if (!isOpen.includes(0)) return null;
  return separation(
    columns.map((x) => x.map((value, i) => value * sign(i))),
    isOpen,
  );
}

/** Says that neither a separating combination nor the proof that there is none was found. */
export function openSeparation(): Refusal {
  return new Refusal('separation-open', 'it cannot be told whether the likelihood has a maximum or separates rows', {
    param: 'terms',
    hint: 'are some variables of extreme size, or nearly spanned by others? Rescale them, or leave some out',
  });
}

/** The norm about the mean, or of the column itself where it is constant. */
export function variation(x: Float64Array): number {
  const about = Math.sqrt(Math.max(0, sumSquaresAbout(x, mean(x))));
  return about > 0 ? about : norm(x);
}

export function rowsWith(x: Float64Array, test: (value: number) => boolean): Int32Array {
  const found: number[] = [];
  for (let i = 0; i < x.length; i++) if (test(x[i]!)) found.push(i);
  return Int32Array.from(found);
}
