/** Counts, shares and Pearson's test, against R's `chisq.test` and by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Sorted, tabulate } from '../../../steps/tabulate/numbers/tabulate.ts';

/** R's HairEyeColor over both sexes. */
const hair = [
  [68, 20, 15, 5],
  [119, 84, 54, 29],
  [26, 17, 14, 14],
  [7, 94, 10, 16],
];

function sorted(cells: readonly (readonly number[])[], more: Partial<Sorted> = {}): Sorted {
  const at = cells.flatMap((row, i) => row.flatMap((n, j) => Array.from({ length: n }, () => [i, j] as const)));
  return {
    rows: Int32Array.from(at, ([i]) => i),
    nrows: cells.length,
    columns: Int32Array.from(at, ([, j]) => j),
    ncolumns: cells[0]!.length,
    weights: undefined,
    areFrequencies: false,
    ...more,
  };
}

describe('a tabulation', () => {
  it('has the χ² of chisq.test, and V', () => {
    const { test, total, rows } = tabulate(sorted(hair));
    expect(test.chi2).toBeCloseTo(138.289841626008, 10);
    expect([test.df, total.n]).toEqual([9, 592]);
    expect((test.pValue as number) / 2.32528678709881e-25).toBeCloseTo(1, 8);
    expect(test.cramersV).toBeCloseTo(Math.sqrt(138.289841626008 / (592 * 3)), 12);
    expect(rows[3]!.by[1]).toMatchObject({ n: 94, row: 94 / 127, column: 94 / 215, cell: 94 / 592 });
    expect(rows.map(({ cumulative }) => cumulative)).toEqual([108 / 592, 394 / 592, 465 / 592, 1]);
  });

  it('of frequencies is that of the rows written out', () => {
    const flat = hair.flat();
    const once = hair.map((row) => row.map(() => 1));
    expect(tabulate(sorted(once, { weights: Float64Array.from(flat), areFrequencies: true }))).toEqual(
      tabulate(sorted(hair)),
    );
  });

  it('of analytic weights has their shares, and no test', () => {
    const made = tabulate(
      sorted(
        [
          [1, 1],
          [1, 1],
        ],
        { weights: Float64Array.of(1, 3, 2, 2) },
      ),
    );
    expect(made.rows[0]!.by[1]).toEqual({ n: 1, weight: 3, row: 0.75, column: 0.6, cell: 0.375 });
    expect(made.test.chi2).toEqual({ invalid: 'weights that are no frequencies have no χ² test' });
  });

  it('of one row or column has no test', () => {
    expect(tabulate(sorted([[3, 4]])).test.chi2).toEqual({ invalid: 'one row or one column has nothing to depend on' });
    expect(
      tabulate(
        sorted([
          [3, 4],
          [0, 0],
        ]),
      ).test.df,
    ).toEqual({ invalid: 'one row or one column has nothing to depend on' });
  });

  it('does not hang on the order of rows, and adds up', () => {
    const cell = fc.record({ row: fc.nat(2), column: fc.nat(2), weight: fc.double({ min: 0.1, max: 9, noNaN: true }) });
    const of = (data: readonly { row: number; column: number; weight: number }[]) =>
      tabulate({
        rows: Int32Array.from(data, ({ row }) => row),
        nrows: 3,
        columns: Int32Array.from(data, ({ column }) => column),
        ncolumns: 3,
        weights: Float64Array.from(data, ({ weight }) => weight),
        areFrequencies: false,
      });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 30 }), (data) => {
        const made = of(data);
        expect(of([...data].sort((a, b) => a.weight - b.weight)).total.n).toBe(made.total.n);
        for (const row of made.rows)
          if (row.n > 0) expect(row.by.reduce((sum, each) => sum + (each.row as number), 0)).toBeCloseTo(1, 12);
        expect(made.rows.reduce((sum, row) => sum + (row.cell as number), 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});
