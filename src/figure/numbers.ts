/** Numbers as figures print them. */
import { briefNumber, formatNumber } from '../table/number.ts';

/** This many significant digits, and all before the point; never `1.000e-7` where `0.000` is meant. */
export const significant = (value: number, digits = 3): string => signed(briefNumber(value, digits));

/** A number with the sign that axes have, `−`. */
export const signed = (number: string): string => number.replace(/^-/, '−');

/** `p = 0.412`, and `p < 0.001` for what three decimals do not show. */
export const pWords = (p: number): string => {
  const format = { digits: 3, style: 'fixed', thousands: false, zeros: 'keep' } as const;
  return p < 0.0005 ? 'p < 0.001' : `p = ${formatNumber(p, format)}`;
};
