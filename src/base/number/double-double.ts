/**
 * Double-double arithmetic: an unevaluated sum hi + lo with about 32 digits (Dekker 1971, Numer. Math. 18:224;
 * Knuth, TAOCP 2, 4.2.2). Exact as long as nothing overflows or underflows: operands of products below 1e290.
 */

export interface DoubleDouble {
  readonly hi: number;
  readonly lo: number;
}

const SPLITTER = 134217729; // 2^27 + 1

/** a + b exactly. */
export function twoSum(a: number, b: number): DoubleDouble {
  const hi = a + b;
  const t = hi - a;
  return { hi, lo: a - (hi - t) + (b - t) };
}

/** a·b exactly. */
export function twoProduct(a: number, b: number): DoubleDouble {
  const hi = a * b;
  const ta = SPLITTER * a;
  const ah = ta - (ta - a);
  const al = a - ah;
  const tb = SPLITTER * b;
  const bh = tb - (tb - b);
  const bl = b - bh;
  return { hi, lo: ah * bh - hi + ah * bl + al * bh + al * bl };
}

function quickTwoSum(a: number, b: number): DoubleDouble {
  const hi = a + b;
  return { hi, lo: b - (hi - a) };
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const s = twoSum(a.hi, b.hi);
  const t = twoSum(a.lo, b.lo);
  const u = quickTwoSum(s.hi, s.lo + t.hi);
  return quickTwoSum(u.hi, u.lo + t.lo);
}

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const p = twoProduct(a.hi, b.hi);
  return quickTwoSum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.hi / b.hi;
  const r = add(a, multiply(b, { hi: -first, lo: 0 }));
  const second = r.hi / b.hi;
  const rest = add(r, multiply(b, { hi: -second, lo: 0 }));
  const s = quickTwoSum(first, second);
  return add(s, { hi: rest.hi / b.hi, lo: 0 });
}

export const fromNumber = (x: number): DoubleDouble => ({ hi: x, lo: 0 });
