/** Sines, cosines and inverse sines by series, with the same bits everywhere: those of engines differ in the last. */

/** π/2 in two parts, the first with 33 bits, so that a multiple of it is exact. */
const HALF = 1.5707963267341256;
const REST = 6.077100506506192e-11;

/** sin x for |x| up to a few thousand. Absolute error about 1e-16. */
export const sin = (x: number): number => quarter(x, 0);

/** cos x, likewise. */
export const cos = (x: number): number => quarter(x, 1);

function quarter(x: number, turn: 0 | 1): number {
  const turns = Math.round(x / (HALF + REST));
  const y = x - turns * HALF - turns * REST;
  const q = (((turns + turn) % 4) + 4) % 4;
  const value = q % 2 === 0 ? series(y, 1, y) : series(y, 0, 1);
  return q < 2 ? value : -value;
}

/** Σ (−1)^i y^(2i + odd)/(2i + odd)! from the first term on, |y| ≤ π/4. */
function series(y: number, odd: 0 | 1, first: number): number {
  const square = y * y;
  let term = first;
  let total = 0;
  const terms: number[] = [];
  for (let i = 1; Math.abs(term) > 1e-20 && i < 30; i++) {
    terms.push(term);
    const n = 2 * i + odd;
    term = (-term * square) / (n * (n - 1));
  }
  // the smallest first
  for (let i = terms.length - 1; i >= 0; i--) total += terms[i]!;
  return total;
}

/** sin⁻¹ x for 0 ≤ x ≤ 1. Relative error about 1e-15. */
export function asin(x: number): number {
  if (x > 0.5) return HALF + REST - 2 * asin(Math.sqrt((1 - x) / 2));
  const square = x * x;
  let power = x;
  let factor = 1;
  let total = 0;
  for (let n = 0; n < 40; n++) {
    total += (factor * power) / (2 * n + 1);
    power *= square;
    factor *= (2 * n + 1) / (2 * n + 2);
  }
  return total;
}
