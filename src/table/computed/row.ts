/** The rows of a table that are computed of its columns, as a pipeline writes them. */
import Type, { type Static } from 'typebox';
import { optional } from '../../base/schema.ts';
import type { Estimate, Stat } from '../../econ/fit.ts';

/** Defines the keys that a computed row may have beside its label. */
export const computedKeys = {
  value: optional.text(
    'what is computed for each column, as claims are written: `mean(outcome)`, `100 * b(x) * sd(x) / mean(outcome)`, `test("a = b").p`',
  ),
  digits: Type.Optional(Type.Integer({ minimum: 0, maximum: 15, description: 'decimals of this row' })),
  percent: optional.flag('times 100, with a % sign'),
  stars: optional.either(
    [Type.Boolean(), Type.String()],
    'true: by the p value of the one coefficient or combination that `value` is; or what the p value is: `lincom("a + b").p`',
  ),
  brackets: optional.oneOf(['parentheses', 'square', 'none'], 'around the number; none by default'),
  missing: optional.oneOf(
    ['empty', 'error'],
    'what a column gets that lacks what the row is made of: an empty cell (default), or an error',
  ),
};

const Keys = Type.Object(computedKeys);

/** A row whose cells are computed. */
export type ComputedRow = Omit<Static<typeof Keys>, 'value'> & { readonly label: string; readonly value: string };

/** The value of a row in one column, with the p value that its stars tell of. */
export interface ComputedValue {
  readonly value: Stat;
  readonly pValue?: Stat;
  /** True where the value is itself a p value, which prints as 0.000 where it rounds to that. */
  readonly isProbability?: boolean;
}

/** Says how a table shows its estimates. */
export interface ShownAs {
  readonly exponentiate?: boolean;
  readonly standardized?: boolean;
  /** Levels of the intervals in percent, the first that of `{ci}`. */
  readonly level?: readonly number[];
}

/** Estimates as a table shows them, and their intervals at further levels. */
export interface ShownEstimates {
  readonly terms: readonly Estimate[];
  readonly further: readonly (readonly Estimate[])[];
}

/** The key by which `stats` and rows know a computed statistic. */
export const statKey = (label: string): string => `value:${label}`;
