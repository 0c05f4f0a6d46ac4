/** The index x'b of a model over any rows. */
import type { Estimated } from '../estimator.ts';
import type { Place } from '../predictions.ts';

/** Coefficients by the names of their terms. */
export type Coefficients = ReadonlyMap<string, number>;

export const coefficientsOf = (terms: Estimated['fit']['terms']): Coefficients =>
  new Map(terms.map(({ term, estimate }) => [term, estimate]));

/**
 * x'b with the constant, of terms as they are written. A term that the fit dropped counts for nothing. NaN where a variable is missing, and
 * where the row stands in a cell of a factor that the estimation never met, which is marked in `place`. O(NK).
 */
export function indexOf(terms: readonly string[], b: Coefficients, own: Place, place: Place): Float64Array {
  const index = new Float64Array(place.nobs).fill(b.get('_cons') ?? 0);
  for (const term of terms) {
    const met = place === own ? null : new Set(own.cells(term).map(({ name }) => name));
    for (const { name, values, levels } of place.cells(term)) {
      const isMet = met === null || levels === undefined || met.has(name);
      const coefficient = b.get(name) ?? 0;
      for (let i = 0; i < index.length; i++) {
        const value = values[i]!;
        if (Number.isNaN(value)) index[i] = Number.NaN;
        else if (isMet) index[i] = index[i]! + coefficient * value;
        else if (value !== 0) {
          index[i] = Number.NaN;
          place.markUnseen(term, i);
        }
      }
    }
  }
  return index;
}
