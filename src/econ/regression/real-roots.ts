/** Real roots of polynomials of a degree up to three. */

/**
 * The distinct real roots of c₀ + c₁z + c₂z² + c₃z³ at which it changes its sign or its slope is zero with it, ascending; none of a constant. Between its
 * turning points, which are those of a quadratic, a cubic has one root at the most, found by bisection to the last bit.
 */
export function realRoots(coefficients: readonly number[]): readonly number[] {
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = coefficients;
  if (c3 === 0) return ofQuadratic(c0, c1, c2);
  const at = (z: number): number => c0 + z * (c1 + z * (c2 + z * c3));
  const bound = 1 + Math.max(Math.abs(c0), Math.abs(c1), Math.abs(c2)) / Math.abs(c3);
  const turns = ofQuadratic(c1, 2 * c2, 3 * c3).filter((z) => Math.abs(z) < bound);
  const ends = [-bound, ...turns, bound];
  const roots: number[] = [];
  for (let i = 0; i + 1 < ends.length; i++) {
    const root = between(at, ends[i]!, ends[i + 1]!);
    if (root !== null && !roots.includes(root)) roots.push(root);
  }
  return roots;
}

function ofQuadratic(c0: number, c1: number, c2: number): readonly number[] {
  if (c2 === 0) return c1 === 0 ? [] : [-c0 / c1];
  const square = c1 * c1 - 4 * c2 * c0;
  if (square < 0) return [];
  // the larger root first: the smaller one would cancel
  const q = -0.5 * (c1 + (c1 < 0 ? -1 : 1) * Math.sqrt(square));
  const roots = q === 0 ? [0] : [q / c2, c0 / q];
  return [...new Set(roots)].sort((a, b) => a - b);
}

/** The root where a function that is monotone between two places changes its sign. */
function between(at: (z: number) => number, from: number, to: number): number | null {
  let [low, high] = [from, to];
  const start = at(low);
  if (start === 0) return low;
  if (at(high) === 0) return high;
  if (start > 0 === at(high) > 0) return null;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return Math.abs(at(low)) < Math.abs(at(high)) ? low : high;
    const value = at(middle);
    if (value === 0) return middle;
    if (value > 0 === start > 0) low = middle;
    else high = middle;
  }
}
