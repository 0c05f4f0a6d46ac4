/** Exact reading of decimal numbers from bytes. */

const powersOfTen = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const zero = 0x30;
const largestExact = 9007199254740992;
const longestNumber = 400;

/**
 * The double nearest to the decimal number in `bytes[start, end)`, or NaN when it is no number: sign, digits with one
 * `point`, exponent. White space around it is passed over. Overflow is no number.
 *
 * Digits up to 2^53 and powers up to 10^22 are exact doubles, so that one rounded operation gives the nearest (Clinger,
 * PLDI 1990); the rest is left to the language's own conversion.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number, point = 0x2e): number {
  while (start < end && isSpace(bytes[start]!)) start++;
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  let at = start;
  const sign = bytes[at];
  if (at < end && (sign === 0x2d || sign === 0x2b)) at++;
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  let seenPoint = false;
  for (; at < end; at++) {
    const digit = bytes[at]! - zero;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
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
  if (mantissa < largestExact && scale >= -22 && scale <= 22) {
    const value = scale < 0 ? mantissa / powersOfTen[-scale]! : mantissa * powersOfTen[scale]!;
    return sign === 0x2d ? -value : value;
  }
  return slowly(bytes, start, end, point);
}

function parseExponent(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== 0x65 && bytes[at] !== 0x45) return Number.NaN;
  at++;
  const negative = bytes[at] === 0x2d;
  if (negative || bytes[at] === 0x2b) at++;
  if (at >= end) return Number.NaN;
  let exponent = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - zero;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    exponent = Math.min(exponent * 10 + digit, 99_999);
  }
  return negative ? -exponent : exponent;
}

function slowly(bytes: Uint8Array, start: number, end: number, point: number): number {
  if (end - start > longestNumber) return Number.NaN;
  let text = String.fromCharCode(...bytes.subarray(start, end));
  if (point !== 0x2e) text = text.replace(String.fromCharCode(point), '.');
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

/** The same of a text. */
export function parseDecimalText(text: string): number {
  if (text.length > longestNumber || /[^\x20-\x7e\t]/.test(text)) return Number.NaN;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return parseDecimal(bytes, 0, bytes.length);
}

/** Digits that a number would not keep: a leading zero (`010`), or an integer beyond 2^53. */
export function isCodeText(text: string): boolean {
  const digits = text.trim();
  if (!/^\d+$/.test(digits)) return false;
  return (digits.length > 1 && digits.startsWith('0')) || Number(digits) > Number.MAX_SAFE_INTEGER;
}
