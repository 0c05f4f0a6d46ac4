/** Reads decimal numbers from bytes, exactly. */
import { twoProduct, twoSum } from '../../base/number/double-double.ts';

const powersOfTen = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const ZERO = 0x30;
/** A number below this takes another digit and still fits into 2^53. */
const LONG_HEAD = 900719925474099;
const LONGEST_NUMBER = 400;

/**
 * The double nearest to the decimal number in `bytes[start, end)`, or NaN when it is no number: sign, digits with one
 * `point`, exponent. White space around it is passed over. Overflow is no number.
 *
 * Digits up to 2^53 and powers up to 10^22 are exact doubles, so that one rounded operation gives the nearest (Clinger,
 * PLDI 1990). Longer fractions go through twice the precision where that decides; the rest is left to the language's own
 * conversion, several times slower.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number, point = 0x2e): number {
  while (start < end && isSpace(bytes[start]!)) start++;
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  let at = start;
  const sign = bytes[at];
  if (at < end && (sign === 0x2d || sign === 0x2b)) at++;
  let mantissa = 0;
  let tail = 0;
  let tailScale = 1;
  let digits = 0;
  let scale = 0;
  let seenPoint = false;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (mantissa < LONG_HEAD) mantissa = mantissa * 10 + digit;
      else {
        tail = tail * 10 + digit;
        tailScale *= 10;
      }
      digits++;
      if (seenPoint) scale--;
    } else if (bytes[at] === point && !seenPoint) seenPoint = true;
    else break;
  }
  if (digits === 0) return Number.NaN;
  if (at < end) {
    const exponent = parseExponent(bytes, at, end);
    if (Number.isNaN(exponent)) return Number.NaN;
    scale += exponent;
  }
  let value = Number.NaN;
  if (tailScale === 1) {
    if (scale >= -22 && scale <= 22)
      value = scale < 0 ? mantissa / powersOfTen[-scale]! : mantissa * powersOfTen[scale]!;
  } else if (scale >= -22 && scale < 0 && tailScale <= 1e7) {
    value = longQuotient(mantissa, tailScale, tail, powersOfTen[-scale]!);
  }
  if (Number.isNaN(value)) return slowly(bytes, start, end, point);
  return sign === 0x2d ? -value : value;
}

/**
 * (head·scale + tail) / divisor to about 100 bits, rounded to the nearest double; NaN in the rare case that the bits left
 * over lie too near the middle between two doubles to tell.
 */
function longQuotient(head: number, scale: number, tail: number, divisor: number): number {
  const product = twoProduct(head, scale);
  const dividend = twoSum(product.hi, product.lo + tail);
  const first = dividend.hi / divisor;
  const back = twoProduct(first, divisor);
  const second = (dividend.hi - back.hi - back.lo + dividend.lo) / divisor;
  const { hi, lo } = twoSum(first, second);
  return hi + lo * 1.000001 === hi ? hi : Number.NaN;
}

function parseExponent(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== 0x65 && bytes[at] !== 0x45) return Number.NaN;
  at++;
  const negative = bytes[at] === 0x2d;
  if (negative || bytes[at] === 0x2b) at++;
  if (at >= end) return Number.NaN;
  let exponent = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    exponent = Math.min(exponent * 10 + digit, 99_999);
  }
  return negative ? -exponent : exponent;
}

function slowly(bytes: Uint8Array, start: number, end: number, point: number): number {
  if (end - start > LONGEST_NUMBER) return Number.NaN;
  let text = String.fromCharCode(...bytes.subarray(start, end));
  if (point !== 0x2e) text = text.replace(String.fromCharCode(point), '.');
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

/** Parses a text as a decimal number; NaN where it is none. */
export function parseDecimalText(text: string): number {
  const bytes = asciiBytes(text);
  return bytes === undefined ? Number.NaN : parseDecimal(bytes, 0, bytes.length);
}

/** Digits that a number does not keep: a leading zero (`010`), or an integer beyond 2^53, of either sign. */
export function isCode(bytes: Uint8Array, start: number, end: number): boolean {
  while (start < end && isSpace(bytes[start]!)) start++;
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  const from = bytes[start] === 0x2d || bytes[start] === 0x2b ? start + 1 : start;
  for (let at = from; at < end; at++) if (!isDigit(bytes[at]!)) return false;
  if (from === start && end - start > 1 && bytes[start] === ZERO) return true;
  return end - from >= 16 && parseDecimal(bytes, from, end) > Number.MAX_SAFE_INTEGER;
}

/** Returns the form of a text that makes it a code, or undefined. */
export function codeForm(text: string): 'zero' | 'beyond' | undefined {
  const [, sign, digits] = /^[ \t]*([+-]?)(\d+)[ \t]*$/.exec(text) ?? [];
  if (digits === undefined || digits.length < 2) return undefined;
  if (sign === '' && digits.startsWith('0')) return 'zero';
  return digits.length >= 16 && Number(digits) > Number.MAX_SAFE_INTEGER ? 'beyond' : undefined;
}

function asciiBytes(text: string): Uint8Array | undefined {
  if (text.length > LONGEST_NUMBER || /[^\x20-\x7e\t]/.test(text)) return undefined;
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}
