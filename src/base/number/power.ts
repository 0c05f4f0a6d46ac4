/**
 * Powers whose bits do not depend on the engine (Math.pow and the power operator differ between Node versions).
 * Everything is computed in double-double and rounded once: relative error below 0.5001 units in the last
 * place for normal results, so a power that is a double (`4^0.5`, `9^1.5`, `10^3`) comes out exactly.
 */
import { add, type DoubleDouble, divide, fromNumber, multiply, twoSum } from './double-double.ts';

/** x^y with the conventions of IEEE 754 pow, save that 1^NaN is NaN: missing stays missing. */
export function power(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (y === 0 || x === 1) return 1;
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (!Number.isFinite(y)) return infiniteExponent(x, y);
  const whole = Number.isInteger(y);
  const odd = whole && Math.abs(y % 2) === 1;
  if (x === 0 || !Number.isFinite(x)) return zeroOrInfiniteBase(x, y, odd);
  if (x < 0 && !whole) return Number.NaN;
  if (whole && Math.abs(y) <= 64 && staysNormal(x, y)) return integerPower(x, y);
  const size = expScaled(multiply(logarithm(Math.abs(x)), fromNumber(y)));
  return x < 0 && odd ? -size : size;
}

function infiniteExponent(x: number, y: number): number {
  const size = Math.abs(x);
  if (size === 1) return 1;
  return size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0;
}

function zeroOrInfiniteBase(x: number, y: number, odd: boolean): number {
  const large = (x === 0) === y < 0;
  const size = large ? Number.POSITIVE_INFINITY : 0;
  return odd && (x < 0 || Object.is(x, -0)) ? -size : size;
}

function staysNormal(x: number, n: number): boolean {
  return Math.abs(Math.log(Math.abs(x)) * n) < 600;
}

function integerPower(x: number, n: number): number {
  let result = fromNumber(1);
  let square = fromNumber(x);
  for (let rest = Math.abs(n); ; ) {
    if (rest % 2 === 1) result = multiply(result, square);
    rest = Math.floor(rest / 2);
    if (rest === 0) break;
    square = multiply(square, square);
  }
  const whole = n < 0 ? divide(fromNumber(1), result) : result;
  return whole.hi + whole.lo;
}

const ln2: DoubleDouble = { hi: Math.LN2, lo: 2.3190468138462996e-17 };

/** log x for finite x > 0: x = m·2^e, log m = 2 artanh((m−1)/(m+1)), |argument| ≤ 0.172. Relative error below 1e-24. */
function logarithm(x: number): DoubleDouble {
  const { mantissa, exponent } = split(x);
  const s = divide(twoSum(mantissa, -1), twoSum(mantissa, 1));
  const s2 = multiply(s, s);
  let tail = 0;
  for (let k = 29; k >= 13; k -= 2) tail = tail * s2.hi + 1 / k;
  let series = add(inverse(11), multiply(s2, fromNumber(tail)));
  for (let k = 9; k >= 1; k -= 2) series = add(inverse(k), multiply(s2, series));
  const log = multiply(s, series);
  return add(multiply(ln2, fromNumber(exponent)), { hi: 2 * log.hi, lo: 2 * log.lo });
}

const inverse = (k: number): DoubleDouble => divide(fromNumber(1), fromNumber(k));

/** exp of a double-double: reduced by k·ln 2, Taylor on 1/32 of the rest, five doublings of exp − 1. */
function expScaled(p: DoubleDouble): number {
  if (p.hi > 710) return Number.POSITIVE_INFINITY;
  if (p.hi < -746) return 0;
  const k = Math.round(p.hi / ln2.hi);
  const r = add(p, multiply(ln2, fromNumber(-k)));
  const small: DoubleDouble = { hi: r.hi / 32, lo: r.lo / 32 };
  let t = fromNumber(0);
  for (let n = 12; n >= 1; n--) t = multiply(divide(small, fromNumber(n)), add(fromNumber(1), t));
  for (let i = 0; i < 5; i++) t = add({ hi: 2 * t.hi, lo: 2 * t.lo }, multiply(t, t));
  const result = add(fromNumber(1), t);
  const half = Math.trunc(k / 2);
  return (result.hi + result.lo) * twoTo(half) * twoTo(k - half);
}

/** x = mantissa·2^exponent with mantissa in [√½, √2), for finite x > 0, subnormals included. */
function split(x: number): { readonly mantissa: number; readonly exponent: number } {
  const scaled = x < 2.2250738585072014e-308 ? x * 18014398509481984 : x;
  const shift = scaled === x ? 0 : -54;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, scaled);
  const bits = (view.getUint16(0) >> 4) & 0x7ff;
  view.setUint16(0, (view.getUint16(0) & 0x800f) | (1023 << 4));
  const mantissa = view.getFloat64(0);
  const exponent = bits - 1023 + shift;
  return mantissa > Math.SQRT2 ? { mantissa: mantissa / 2, exponent: exponent + 1 } : { mantissa, exponent };
}

/** 2^k exactly, −1022 ≤ k ≤ 1023. */
export function twoTo(k: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, (k + 1023) << 4);
  return view.getFloat64(0);
}

/** The power of two nearest below |x| (1 for 0): dividing by it is exact and brings |x| into [1, 2). */
export function binaryScale(x: number): number {
  const size = Math.abs(x);
  if (size === 0 || !Number.isFinite(size)) return 1;
  const { mantissa, exponent } = split(size);
  return twoTo(Math.max(-1022, Math.min(1023, mantissa < 1 ? exponent - 1 : exponent)));
}
