/** Combinations of columns that are 0 in some rows, and their values in others. */
import { norm } from '../../base/number/sum.ts';
import { leastSquaresBy } from '../linalg/least-squares.ts';
import { householder } from '../linalg/qr.ts';
import { pick } from '../sample/rows.ts';

export interface FreeCombination {
  /** Positions of the columns that it is made of. */
  readonly made: readonly number[];
  /** Its values in the free rows. */
  readonly values: Float64Array;
}

/** A remainder of a column below this part of its size counts as nothing, as among regressors. */
const NOTHING = 1e-9;
/** A value of a combination that is smaller than this part of what it is made of is rounding. */
const ZERO = 1e-9;

/**
 * A basis of the combinations that are 0 in the `fixed` rows, less those that are 0 in the `free` ones too. `columns`: K arrays; `sizes`: the variation by which
 * it is told what is left of each one. O(NK²).
 */
export function freeCombinations(
  columns: readonly Float64Array[],
  sizes: readonly number[],
  fixed: Int32Array,
  free: Int32Array,
): readonly FreeCombination[] {
  const inside = columns.map((x) => pick(x, fixed));
  const qr = householder(inside, fixed.length, (j) => NOTHING * sizes[j]!);
  const { kept, dropped } = qr;
  const solve = leastSquaresBy(qr, inside);
  const combination = (j: number): FreeCombination => {
    const { coefficients } = solve(inside[j]!);
    const values = pick(columns[j]!, free);
    const scales = values.map(Math.abs);
    const made = [j];
    for (const [at, i] of kept.entries()) {
      const b = coefficients[at]!;
      const x = pick(columns[i]!, free);
      // A coefficient is known up to the rounding of one that would make the columns equally large.
      const share = norm(columns[j]!) / norm(columns[i]!);
      for (let row = 0; row < values.length; row++) {
        values[row] = values[row]! - b * x[row]!;
        scales[row] = scales[row]! + (Math.abs(b) + share) * Math.abs(x[row]!);
      }
      if (Math.abs(b) > ZERO * share) made.push(i);
    }
    for (let row = 0; row < values.length; row++) if (Math.abs(values[row]!) <= ZERO * scales[row]!) values[row] = 0;
    return { made, values };
  };
  return dropped.map(combination).filter(({ values }) => values.some((value) => value !== 0));
}
