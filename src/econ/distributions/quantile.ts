/** Inverts a survival function that falls from 1 to 0. */

/**
 * The x in (low, high) with sf(x) = q: bisection on the ends of a growing bracket, then secant steps on log sf
 * kept inside the bracket (regula falsi, Illinois). sf must be continuous and strictly falling where 0 < sf < 1.
 * `start` is any finite guess. About 1e-15 relative to the conditioning of sf.
 */
export function invertSurvival(sf: (x: number) => number, q: number, start: { low: number; high: number }): number {
  const { low, high } = bracket(sf, q, start);
  return refine((x) => Math.log(sf(x)) - Math.log(q), low, high);
}

function bracket(sf: (x: number) => number, q: number, start: { low: number; high: number }) {
  let { low, high } = start;
  for (let i = 0; i < 1100 && sf(high) > q; i++) {
    low = high;
    high *= 2;
  }
  for (let i = 0; i < 1100 && sf(low) < q; i++) {
    high = low;
    low /= 2;
  }
  return { low, high };
}

/** Root of a falling function on [low, high], f(low) ≥ 0 ≥ f(high). */
function refine(f: (x: number) => number, from: number, to: number): number {
  let low = from;
  let high = to;
  let fLow = f(low);
  let fHigh = f(high);
  if (fLow === 0) return low;
  if (fHigh === 0) return high;
  let side = 0;
  for (let i = 0; i < 400; i++) {
    const finite = Number.isFinite(fLow) && Number.isFinite(fHigh);
    let x = finite ? (fHigh * low - fLow * high) / (fHigh - fLow) : (low + high) / 2;
    if (!(x > low && x < high) || i % 8 === 7) x = (low + high) / 2;
    if (x <= low || x >= high) return Math.abs(fLow) < Math.abs(fHigh) ? low : high;
    const fx = f(x);
    if (fx === 0) return x;
    if (fx > 0) {
      low = x;
      fLow = fx;
      if (side === 1) fHigh /= 2;
      side = 1;
    } else {
      high = x;
      fHigh = fx;
      if (side === -1) fLow /= 2;
      side = -1;
    }
    if (high - low <= 4e-16 * Math.abs(high)) return (low + high) / 2;
  }
  return (low + high) / 2;
}
