/** Numbers as figures print them. */
import { briefNumber, fixedLimit, formatNumber, smallest } from '../table/number.ts';

/** This many significant digits, and all before the point; never `1.000e-7` where `0.000` is meant. */
export const significant = (value: number, digits = 3): string => briefNumber(value, digits);

/** `p = 0.412`, and `p < 0.001` for what three decimals do not show. */
export const pWords = (p: number): string => {
  const format = { digits: 3, style: 'fixed', thousands: false, zeros: 'keep' } as const;
  return p < 0.0005 ? 'p < 0.001' : `p = ${formatNumber(p, format)}`;
};

/** An expression of Vega for the labels of an axis: `8×10⁻⁹` where digits would be a row of zeros, as in tables. */
export const tickLabel = ((): string => {
  const size = 'abs(datum.value)';
  const exponent = `floor(log(${size}) / LN10 + 1e-9)`;
  const digit = (of: string): string => `substring('⁰¹²³⁴⁵⁶⁷⁸⁹', ${of}, ${of} + 1)`;
  const power = `abs(${exponent})`;
  const tens = [100, 10].map((n) => `(${power} >= ${n} ? ${digit(`floor(${power} / ${n}) % 10`)} : '')`);
  const mantissa = `format(datum.value / pow(10, ${exponent}), '.3~f')`;
  const raised = `(${exponent} < 0 ? '⁻' : '') + ${tens.join(' + ')} + ${digit(`${power} % 10`)}`;
  const isPower = `${size} > 0 && (${size} < ${smallest} || ${size} >= ${fixedLimit})`;
  const isZeros = `datum.value == 0 && length(datum.label) > 7`;
  return `${isPower} ? ${mantissa} + '×10' + ${raised} : ${isZeros} ? '0' : datum.label`;
})();
