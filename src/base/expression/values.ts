/** Values of an expression, one for each row. */
import type { TimeType } from '../calendar.ts';

/** Booleans are 1, 0 and NaN for missing; NaN is missing in numbers, −1 in codes. `isOrdered`: the levels stand in a declared order. */
export type Values =
  | { readonly type: 'number' | 'boolean' | TimeType; readonly values: Float64Array }
  | {
      readonly type: 'text';
      readonly codes: Int32Array;
      readonly levels: readonly string[];
      readonly isOrdered?: boolean;
    };
