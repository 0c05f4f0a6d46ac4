/** Counts rows by one variable or two: shares of rows, columns and the whole, and Pearson's test of independence (Pearson 1900). */
import { sum } from '../../../src/base/number/sum.ts';
import { chiSquared } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';

/** A cell, or a margin. */
export interface Counted {
  readonly n: number;
  /** Sum of the weights; `n` where there are none. */
  readonly weight: number;
  /** Its part of the row, of the column, and of all. */
  readonly row: Stat;
  readonly column: Stat;
  readonly cell: Stat;
}

export interface CountedLevel extends Counted {
  readonly level: number;
  /** The part of all in this row and those above. */
  readonly cumulative: Stat;
  readonly by: readonly Counted[];
}

export interface Independence {
  readonly chi2: Stat;
  readonly df: Stat;
  readonly pValue: Stat;
  /** √(χ² / (N (min(rows, columns) − 1))), from 0 to 1 (Cramér 1946). */
  readonly cramersV: Stat;
}

export interface Tabulation {
  readonly rows: readonly CountedLevel[];
  readonly total: { readonly n: number; readonly weight: number; readonly by: readonly Counted[] };
  readonly test: Independence;
}

export interface Sorted {
  /** Each row's level, from 0. */
  readonly rows: Int32Array;
  readonly nrows: number;
  /** Holds each row's level of the second variable, from 0; there is one column where there is no second variable. */
  readonly columns: Int32Array;
  readonly ncolumns: number;
  /** Above 0; undefined where rows count alike. */
  readonly weights: Float64Array | undefined;
  /** True where a weight is a number of equal rows, so that a row counts as so many. */
  readonly areFrequencies: boolean;
}

const share = (part: number, whole: number): Stat => (whole > 0 ? part / whole : { invalid: 'no rows' });

/** O(rows + levels × levels). Weighted sums are exact to the last bit in any order of rows (`sum`). */
export function tabulate({ rows, nrows, columns, ncolumns, weights, areFrequencies }: Sorted): Tabulation {
  const members: number[][] = Array.from({ length: nrows * ncolumns }, () => []);
  const counts = new Float64Array(nrows * ncolumns);
  rows.forEach((row, i) => {
    const at = row * ncolumns + columns[i]!;
    counts[at]! += areFrequencies ? weights![i]! : 1;
    if (weights) members[at]!.push(weights[i]!);
  });
  const sums = weights ? Float64Array.from(members, (each) => sum(Float64Array.from(each))) : counts;
  const over = (of: Float64Array, keep: (row: number, column: number) => boolean): number =>
    sum(of.filter((_, at) => keep(Math.floor(at / ncolumns), at % ncolumns)));
  const rowSums = Array.from({ length: nrows }, (_, row) => over(sums, (each) => each === row));
  const columnSums = Array.from({ length: ncolumns }, (_, column) => over(sums, (_, each) => each === column));
  const all = sum(sums);
  const counted = (n: number, weight: number, inRow: number, inColumn: number): Counted => ({
    n,
    weight,
    row: share(weight, inRow),
    column: share(weight, inColumn),
    cell: share(weight, all),
  });
  let above = 0;
  const made = rowSums.map((inRow, row): CountedLevel => {
    above += inRow;
    const n = over(counts, (each) => each === row);
    const by = columnSums.map((inColumn, column) => {
      const at = row * ncolumns + column;
      return counted(counts[at]!, sums[at]!, inRow, inColumn);
    });
    return {
      level: row,
      ...counted(n, inRow, inRow, all),
      cumulative: row === nrows - 1 ? share(all, all) : share(above, all),
      by,
    };
  });
  const total = {
    n: sum(counts),
    weight: all,
    by: columnSums.map((inColumn, column) =>
      counted(
        over(counts, (_, each) => each === column),
        inColumn,
        all,
        inColumn,
      ),
    ),
  };
  return { rows: made, total, test: independence(sums, rowSums, columnSums, weights !== undefined && !areFrequencies) };
}

function independence(
  cells: Float64Array,
  rows: readonly number[],
  columns: readonly number[],
  isWeighted: boolean,
): Independence {
  const none = (invalid: string): Independence => ({
    chi2: { invalid },
    df: { invalid },
    pValue: { invalid },
    cramersV: { invalid },
  });
  if (isWeighted) return none('weights that are no frequencies have no χ² test');
  const [present, across] = [rows.filter((each) => each > 0).length, columns.filter((each) => each > 0).length];
  const df = (present - 1) * (across - 1);
  if (df < 1) return none('one row or one column has nothing to depend on');
  const all = sum(Float64Array.from(rows));
  const terms = cells.map((observed, at) => {
    const expected = (rows[Math.floor(at / columns.length)]! * columns[at % columns.length]!) / all;
    return expected === 0 ? 0 : ((observed - expected) * (observed - expected)) / expected;
  });
  const chi2 = sum(terms);
  const pValue = chiSquared(df).sf(chi2);
  return { chi2, df, pValue, cramersV: Math.sqrt(chi2 / (all * (Math.min(present, across) - 1))) };
}
