/** Statistics across the arguments of a row, of those that are not missing, as Stata's `egen` has them (Stata [D] egen). */
import { mean, sum } from '../../number/sum.ts';

/** Statistics of the values that a row has, one at least. */
const ofPresent: Readonly<Record<string, (values: readonly number[]) => number>> = {
  rowtotal: sum,
  rowmean: mean,
  rowmin: (values) => Math.min(...values),
  rowmax: (values) => Math.max(...values),
};

export const acrossNames = [...Object.keys(ofPresent), 'rownonmiss'] as const;

/** O(rows × arguments). */
export function across(name: string, columns: readonly Float64Array[], nrows: number): Float64Array {
  return Float64Array.from({ length: nrows }, (_, row) => {
    const present = columns.map((values) => values[row]!).filter((value) => !Number.isNaN(value));
    if (name === 'rownonmiss') return present.length;
    return present.length === 0 ? Number.NaN : ofPresent[name]!(present);
  });
}
