/** Quantities of which a p value is known. */
import type { Quantity } from '../../../../src/check/quantities/quantity.ts';

/** Tells whether the stars of a quantity are those of its own p value. */
export const hasOwnP = (quantity: Quantity): boolean =>
  quantity.is === 'beta' || ((quantity.is === 'estimate' || quantity.is === 'lincom') && quantity.field === 'estimate');
