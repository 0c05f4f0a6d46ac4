/** Prints numbers in sentences. */
import { briefNumber, formatNumber } from '../table/number.ts';

/** A number with up to four significant digits. */
export const shortNumber = (value: number): string => briefNumber(value, 4);

/** A number with every digit. */
export const exactNumber = (value: number): string => String(value);

/** A number with so many decimals, as printed tables have them. */
export const fixedNumber = (value: number, digits: number): string =>
  formatNumber(value, { digits, style: 'fixed', thousands: false, zeros: 'keep' });
