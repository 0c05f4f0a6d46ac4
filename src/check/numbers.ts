/** Prints numbers in sentences. */
import { formatNumber } from '../table/number.ts';

const SMALLEST = 1e-4;

/** A number with up to four significant digits, or `7.1e-9` where there would be zeros only. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value === 0 ? 0 : value);
  if (Math.abs(value) < SMALLEST) return String(Number(value.toPrecision(3)));
  return formatNumber(value, { digits: 4, style: 'significant', thousands: false, zeros: 'trim' });
}

/** A number with every digit. */
export const exactNumber = (value: number): string => String(value);

/** A number with so many decimals, as printed tables have them. */
export const fixedNumber = (value: number, digits: number): string =>
  formatNumber(value, { digits, style: 'fixed', thousands: false, zeros: 'keep' });
