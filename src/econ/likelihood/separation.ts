/**
 * Finds out whether a Poisson likelihood has a maximum. It has none where some combination of the regressors is 0 wherever the outcome is
 * positive, and of one sign, not everywhere 0, where the outcome is 0: along it the fitted means of those rows fall to 0 and the likelihood
 * rises for ever (Santos Silva & Tenreyro 2010, Economics Letters 107:310; Correia, Guimarães & Zylkin 2019, "Verifying the existence of
 * maximum likelihood estimates for generalized linear models").
 */
import { mean, norm, sumSquaresAbout } from '../../base/number/sum.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { applyQ, applyQTransposed, householder } from '../linalg/qr.ts';

export interface Separation {
  /** Positions of the columns that the combinations are made of. */
  readonly columns: readonly number[];
  /** Rows with an outcome of 0 in which a combination is not 0. */
  readonly rows: number;
}

/** What is left of a column less than this part of its variation is nothing, as among regressors. */
const nothing = 1e-9;
/** A value of a combination that is smaller than this part of what it is made of is rounding. */
const zero = 1e-8;

/** The separation; null where the likelihood has a maximum. `columns`: K arrays of length N, none spanned by the others; some outcome is positive. O(NK²). */
export function separation(columns: readonly Float64Array[], y: Float64Array): Separation | null {
  const positive = indices(y, (value) => value > 0);
  const zeros = indices(y, (value) => value === 0);
  if (zeros.length === 0) return null;
  const inside = columns.map((x) => pick(x, positive));
  const { kept, dropped } = householder(inside, positive.length, (j) => nothing * variation(columns[j]!));
  if (dropped.length === 0) return null;
  const basis = kept.map((j) => inside[j]!);
  const found = dropped.map((j) => combination(columns, inside, kept, basis, j, zeros));
  const free = found.filter(({ values }) => values.some((value) => value !== 0));
  const rows = oneSigned(free.map(({ values }) => values));
  if (rows === 0) return null;
  return { columns: [...new Set(free.flatMap(({ made }) => made))].sort((a, b) => a - b), rows };
}

interface Combination {
  readonly made: readonly number[];
  /** Values of the combination in the rows with an outcome of 0. */
  readonly values: Float64Array;
}

/** Column j less its projection on the kept ones where the outcome is positive. */
function combination(
  columns: readonly Float64Array[],
  inside: readonly Float64Array[],
  kept: readonly number[],
  basis: readonly Float64Array[],
  j: number,
  zeros: readonly number[],
): Combination {
  const { coefficients } = leastSquares(basis, inside[j]!, () => 0);
  const values = pick(columns[j]!, zeros);
  const sizes = values.map(Math.abs);
  const made = [j];
  for (const [at, i] of kept.entries()) {
    const b = coefficients[at]!;
    const x = pick(columns[i]!, zeros);
    // A coefficient is known up to the rounding of one that would make the columns equally large.
    const share = norm(columns[j]!) / norm(columns[i]!);
    for (let row = 0; row < values.length; row++) {
      values[row] = values[row]! - b * x[row]!;
      sizes[row] = sizes[row]! + (Math.abs(b) + share) * Math.abs(x[row]!);
    }
    if (Math.abs(b) > zero * share) made.push(i);
  }
  for (let row = 0; row < values.length; row++) if (Math.abs(values[row]!) <= zero * sizes[row]!) values[row] = 0;
  return { made, values };
}

const mostProjections = 10_000;

/**
 * Number of rows that are positive in some nonnegative combination of the lists; 0 where there is none but 0. It projects (1, …, 1) on their
 * span and sets to 0 what is negative, in turn, and so ends in a point of both sets, which is not 0 where there is another (von Neumann's
 * alternating projections; the product with a combination in both never falls). O(n d) for each projection.
 */
function oneSigned(lists: readonly Float64Array[]): number {
  if (lists.length === 0) return 0;
  if (lists.length === 1) {
    const [values] = lists as [Float64Array];
    const [above, below] = [count(values, (value) => value > 0), count(values, (value) => value < 0)];
    return above > 0 && below > 0 ? 0 : above + below;
  }
  const n = lists[0]!.length;
  const qr = householder(lists, n, (j) => nothing * norm(lists[j]!));
  let u = new Float64Array(n).fill(1);
  for (let round = 0; round < mostProjections; round++) {
    const projected = u.slice();
    applyQTransposed(qr, projected);
    projected.fill(0, qr.kept.length);
    applyQ(qr, projected);
    const largest = projected.reduce((most, value) => Math.max(most, value), 0);
    if (largest <= zero) return 0;
    if (projected.every((value) => value >= -zero * largest))
      return count(projected, (value) => value > zero * largest);
    u = projected.map((value) => Math.max(0, value));
  }
  return 0;
}

function variation(x: Float64Array): number {
  const about = Math.sqrt(Math.max(0, sumSquaresAbout(x, mean(x))));
  return about > 0 ? about : norm(x);
}

const pick = (x: Float64Array, rows: readonly number[]): Float64Array => Float64Array.from(rows, (row) => x[row]!);
const count = (x: Float64Array, test: (value: number) => boolean): number =>
  x.reduce((total, value) => total + (test(value) ? 1 : 0), 0);

function indices(x: Float64Array, test: (value: number) => boolean): number[] {
  const found: number[] = [];
  for (let i = 0; i < x.length; i++) if (test(x[i]!)) found.push(i);
  return found;
}
