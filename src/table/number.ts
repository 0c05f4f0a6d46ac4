/** Prints numbers, for all tables: the exact binary value correctly rounded, ties to even, as printf does. */
import { raised } from './superscripts.ts';
import type { NumberFormat } from './table.ts';

/** From here on a number is printed as `1.235e+15`, since it would be a row of meaningless digits. */
export const FIXED_LIMIT = 1e15;

/** Below this, significant digits are printed as `1.00e-9`, since they would be a row of zeros. */
export const SMALLEST = 1e-5;

/** Tells whether a number that is not zero would be printed as zeros alone. */
export const vanishes = (value: number, format: NumberFormat): boolean =>
  value !== 0 && !/[1-9]/.test(formatNumber(value, format));

/** The format, or, where it would print fewer digits of the value than it has decimals, as many significant digits. */
export const legible = (value: number, format: NumberFormat): NumberFormat =>
  format.style === 'fixed' && value !== 0 && Math.abs(value) < 0.1 ? { ...format, style: 'significant' } : format;

/** This many digits say all that a number can be meant to say: behind them no decimals are printed that nobody asked for. */
const MEANT = 9;

/** From so many digits before the point on, a number is not read at a glance without separators. */
const LONG = 7;

/** Numbers of which nobody said how many decimals they have: of large ones few or none. */
export const sensible = (format: NumberFormat): NumberFormat => ({ ...format, most: MEANT });

/**
 * A number as text: `-0.021`, `12,345`, `1.235e+15`; never `-0.000`. `readable` sets it for readers.
 * Throws on NaN and infinities, since an undefined statistic never comes as a number.
 */
export function formatNumber(value: number, format: NumberFormat): string {
  if (!Number.isFinite(value)) throw new TypeError(`cannot print ${value} as a number`);
  const size = Math.abs(value);
  const isTiny = format.style === 'significant' && size > 0 && size < SMALLEST;
  const body = size >= FIXED_LIMIT || isTiny ? scientific(size, format) : decimal(size, format);
  return value < 0 && /[1-9]/.test(body) ? `-${body}` : body;
}

/** Figures as readers have them, with a minus sign rather than a hyphen, and powers of ten: `−1.00×10⁻⁹`. */
export const readable = (figures: string): string => withPowers(withMinus(figures));

const withMinus = (figures: string): string => figures.replace(/(?<![\p{L}\p{N}.)\]])-(?=[\d.])/gu, '−');

/** Powers of ten alone, for terminals. */
export const withPowers = (figures: string): string =>
  figures.replace(/(?<=\d)e([+-]?\d+)/g, (_, exponent: string) => `×10${raised(String(Number(exponent)))}`);

/** Significant digits beside a power of ten, in sentences and on screens. */
const POWER_DIGITS = 4;

/**
 * A number in a sentence or on a screen, with up to so many significant digits and all that stand before the point: `0.02213`, `149,694,961,008`,
 * `2.213×10⁻⁹`.
 */
export function briefNumber(value: number, digits: number): string {
  const size = Math.abs(value);
  const isPower = size >= FIXED_LIMIT || (size > 0 && size < SMALLEST);
  const format = {
    digits: isPower ? Math.min(digits, POWER_DIGITS) : digits,
    thousands: 'large',
    zeros: 'trim',
  } as const;
  const isWhole = !isPower && (Number.isInteger(value) || exponentAfterRounding(size, digits) >= digits - 1);
  return withPowers(
    formatNumber(value, isWhole ? { ...format, digits: 0, style: 'fixed' } : { ...format, style: 'significant' }),
  );
}

/** The format of several numbers that are read together, so that the decimals of the largest hold for all. */
export function alike(values: readonly number[], format: NumberFormat): NumberFormat {
  const largest = Math.max(...values.map(Math.abs));
  if (format.style === 'significant' || largest >= FIXED_LIMIT) return format;
  const decimals = decimalsOf(largest, format);
  return decimals === format.digits ? format : { ...format, decimals };
}

/** Decimals of a number in fixed style. */
function decimalsOf(size: number, { digits, most, decimals = digits }: NumberFormat): number {
  if (most === undefined) return decimals;
  const whole = scaledInteger(size, digits).toString().length - digits;
  return Math.max(0, Math.min(decimals, most - whole));
}

function decimal(size: number, format: NumberFormat): string {
  const decimals =
    format.style === 'fixed'
      ? decimalsOf(size, format)
      : format.digits - 1 - exponentAfterRounding(size, format.digits);
  const scaled = scaledInteger(size, decimals);
  const text = decimals > 0 ? pointed(scaled, decimals) : (scaled * tenTo(-decimals)).toString();
  const [whole = '0', fraction = ''] = text.split('.');
  const kept = format.zeros === 'trim' ? fraction.replace(/(?<!0)0+$/, '') : fraction;
  const isGrouped = format.thousands === 'large' ? whole.length >= LONG : format.thousands;
  const head = 1 + ((whole.length - 1) % 3);
  const grouped = isGrouped ? whole.slice(0, head) + whole.slice(head).replace(/\d{3}/g, ',$&') : whole;
  return kept === '' ? grouped : `${grouped}.${kept}`;
}

function scientific(size: number, format: NumberFormat): string {
  const digits = Math.max(1, format.style === 'fixed' ? format.digits + 1 : format.digits);
  const exponent = exponentAfterRounding(size, digits);
  const mantissa = pointed(scaledInteger(size, digits - 1 - exponent), digits - 1);
  const kept =
    format.zeros === 'trim' && mantissa.includes('.') ? mantissa.replace(/(?:\.|(?<![.0]))0+$/, '') : mantissa;
  return `${kept}e${exponent < 0 ? '' : '+'}${exponent}`;
}

/** Exponent of the leading digit once `size` is rounded to so many significant digits. */
function exponentAfterRounding(size: number, digits: number): number {
  if (size === 0) return 0;
  const exponent = Number(size.toExponential().split('e')[1]);
  const rounded = scaledInteger(size, digits - 1 - exponent);
  return rounded >= tenTo(digits) ? exponent + 1 : exponent;
}

function pointed(scaled: bigint, decimals: number): string {
  if (decimals === 0) return scaled.toString();
  const text = scaled.toString().padStart(decimals + 1, '0');
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

/** The integer nearest to size · 10^decimals, ties to even, in exact arithmetic; `decimals` may be negative. */
function scaledInteger(size: number, decimals: number): bigint {
  let [numerator, power] = binaryParts(size);
  let denominator = 1n;
  if (decimals >= 0) numerator *= tenTo(decimals);
  else denominator *= tenTo(-decimals);
  if (power >= 0) numerator <<= BigInt(power);
  else denominator <<= BigInt(-power);
  const quotient = numerator / denominator;
  const twice = 2n * (numerator - quotient * denominator);
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

/** Mantissa and power of an IEEE 754 double, of which size = mantissa · 2^power holds exactly. */
function binaryParts(size: number): [mantissa: bigint, power: number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, size);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return exponent === 0 ? [fraction, -1074] : [fraction | 0x10000000000000n, exponent - 1075];
}

function tenTo(n: number): bigint {
  return 10n ** BigInt(n);
}
