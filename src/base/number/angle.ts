/** Sines of angles in degrees and the angle of a sine, of additions, multiplications, divisions and roots alone, so that every engine has the same bits. */

const RADIAN = 0.017453292519943295;

/** Σ (−1)^k x^(2k+1)/(2k+1)!, |x| ≤ π/4: the terms left out are below 2^−60. */
function sineOf(x: number): number {
  const square = x * x;
  let value = 0;
  for (let k = 10; k >= 1; k--) value = (-square / (2 * k * (2 * k + 1))) * (1 + value);
  return x * (1 + value);
}

function cosineOf(x: number): number {
  const square = x * x;
  let value = 0;
  for (let k = 10; k >= 1; k--) value = (-square / (2 * k * (2 * k - 1))) * (1 + value);
  return 1 + value;
}

/** sin and cos of an angle in degrees, right to two units in the last place; quarters of a turn are taken off exactly. */
export function sineAndCosine(degrees: number): readonly [sine: number, cosine: number] {
  const quarter = Math.round(degrees / 90);
  const left = (degrees - 90 * quarter) * RADIAN;
  const [s, c] = [sineOf(left), cosineOf(left)];
  const turn = ((quarter % 4) + 4) % 4;
  if (turn === 0) return [s, c];
  if (turn === 1) return [c, -s];
  return turn === 2 ? [-s, -c] : [-c, s];
}

/** The angle in radians from 0 to π/2 whose sine is x, 0 ≤ x ≤ 1, by Newton's method from x itself. */
export function arcsine(x: number): number {
  if (x > 0.6) return 90 * RADIAN - 2 * arcsine(Math.sqrt((1 - x) / 2));
  let angle = x;
  for (let step = 0; step < 5; step++) angle -= (sineOf(angle) - x) / cosineOf(angle);
  return angle;
}
