/** Quantities of which a p value is known. */
import type { Quantity } from '../../../../src/check/quantities/quantity.ts';

/** Tells whether the stars of a quantity are those of its own p value. */
export function hasOwnP(quantity: Quantity): boolean {
  const { is } = quantity;
  if (is === 'beta') return true;
  return (is === 'estimate' || is === 'lincom' || is === 'nlcom') && quantity.field === 'estimate';
}
