/** Terms of a Poisson regression with absorbed effects that others and the effects do not span. */
import { memoByIdentity } from '../../base/memo.ts';
import { dot, mean, sumSquaresAbout } from '../../base/number/sum.ts';
import type { Design, NamedColumn } from '../design.ts';
import type { Dropped } from '../fit.ts';
import { correlatedCholesky } from '../linalg/normal-equations.ts';
import type { Effect } from '../panel/effects.ts';
import { checkRange, regress, requireRows } from '../vcov/regression-by-rows.ts';
import { MANY_ROWS } from './absorbed-end.ts';
import type { AbsorbedRows } from './absorbed-rows.ts';

export interface IndependentTerms {
  readonly terms: readonly NamedColumn[];
  readonly dropped: readonly Dropped[];
  /** The terms' values with the effects swept out coarsely, columns of the rows. */
  readonly columns: readonly Float64Array[];
  readonly constants: 0 | 1;
}

/** Effects are swept out to this part of a column's norm, and columns that keep more than ten times that of their variation are not spanned by them. */
const COARSE = 1e-3;

/**
 * Chooses independent terms by their products where these are plainly not singular, else by QR. Weights do not matter to what spans what.
 * O(NK²).
 */
export function independentTerms(design: Design, effects: readonly Effect[], rows: AbsorbedRows): IndependentTerms {
  // once each, since the room is for so many
  const swept = memoByIdentity(({ values }: NamedColumn) => coarselySwept(values, rows));
  const found = plainlyIndependent(design, effects, swept);
  if (found !== null) return found;
  const { terms, dropped } = regress(design, effects, true);
  return { terms, dropped, columns: terms.map(swept), constants: 1 };
}

function coarselySwept(values: Float64Array, rows: AbsorbedRows): Float64Array {
  const x = rows.column(values);
  rows.effects.sweep(x, (size) => size * COARSE);
  return x;
}

function plainlyIndependent(
  design: Design,
  effects: readonly Effect[],
  swept: (term: NamedColumn) => Float64Array,
): IndependentTerms | null {
  const { terms, nobs } = design;
  if (nobs < MANY_ROWS || terms.length === 0) return null;
  for (const column of [design.outcome, ...terms]) checkRange(column);
  requireRows(design, effects, terms.length);
  const columns = terms.map(swept);
  const k = columns.length;
  const products = new Float64Array(k * k);
  for (const [j, x] of columns.entries()) {
    for (let other = 0; other <= j; other++) {
      products[j * k + other] = dot(x, columns[other]!);
      products[other * k + j] = products[j * k + other]!;
    }
    const { values } = terms[j]!;
    if (!(products[j * k + j]! > 100 * COARSE * COARSE * sumSquaresAbout(values, mean(values)))) return null;
  }
  return correlatedCholesky(products, k, nobs) && { terms, dropped: [], columns, constants: 1 };
}
