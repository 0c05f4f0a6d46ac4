/** Defines what a row of a table may be made of in one column: its estimates, statistics, tests, and moments of its estimation rows. */
import type { Spanned } from '../../base/expression/tree.ts';

/** Fields of an estimate. */
export const estimateFields = ['estimate', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh'] as const;
export type EstimateField = (typeof estimateFields)[number];

export const testFields = ['f', 'chi2', 'statistic', 'p', 'df'] as const;
export type TestField = (typeof testFields)[number];

export const momentNames = ['mean', 'sd'] as const;
export type MomentName = (typeof momentNames)[number];

export type Quantity =
  /** `b(x)`, `se(x)`; `term` is the name that results have for it. */
  | { readonly is: 'estimate'; readonly field: EstimateField; readonly term: string }
  /** `beta(x)`: the coefficient times sd(x) / sd(outcome). */
  | { readonly is: 'beta'; readonly term: string; readonly of: string }
  /** `mean(x, where="treat == 0")`; `of` is null for the outcome of the column. */
  | {
      readonly is: 'moment';
      readonly moment: MomentName;
      readonly of: string | null;
      readonly where: string | null;
    }
  /** `test("a = b").p`; several restrictions, `test("a = b", "c = 0").p`, are tested together. */
  | { readonly is: 'test'; readonly of: readonly string[]; readonly field: TestField }
  /** `lincom("a + b").se` */
  | { readonly is: 'lincom'; readonly of: string; readonly field: EstimateField }
  /** `nlcom("b(a) / b(c)").se` */
  | { readonly is: 'nlcom'; readonly of: string; readonly field: EstimateField }
  /** `r2`: a statistic of the column. */
  | { readonly is: 'statistic'; readonly name: string };

/** The name by which a column knows a test of these restrictions. */
export const testName = (of: readonly string[]): string => of.join(', ');

/** A quantity with the stretch of the row's text in which it stands. */
export type PlacedQuantity = Quantity & Spanned;
