/** Numbers as figures print them. */
import { formatNumber } from '../table/number.ts';

/** So many significant digits; never `1.000e-7` where `0.000` is meant. */
export const significant = (value: number, digits = 3): string =>
  formatNumber(value, { digits, style: 'significant', thousands: false, zeros: 'trim' });

/** `p = 0.412`, and `p < 0.001` for what three decimals do not show. */
export const pWords = (p: number): string => {
  const format = { digits: 3, style: 'fixed', thousands: false, zeros: 'keep' } as const;
  return p < 0.0005 ? 'p < 0.001' : `p = ${formatNumber(p, format)}`;
};
