/** Sharpened q values: at which false discovery rate a test is first rejected by the two stages of Benjamini, Krieger & Yekutieli. */

/**
 * The smallest q in (0, 1] at which the two-stage procedure rejects each test, from the p values that Benjamini & Hochberg adjust, ascending. The first
 * stage rejects r of m at q' = q/(1 + q), the second those at q'm/(m − r); none where r is 0, all where it is m (Benjamini, Krieger & Yekutieli 2006,
 * Biometrika 93:491; Anderson 2008, JASA 103:1481). r changes only where q' is one of the adjusted values, so that q is found exactly. O(m²).
 */
export function sharpened(adjusted: Float64Array): Float64Array {
  const m = adjusted.length;
  return adjusted.map((own) => {
    for (let first = 0; first < m; first = afterTies(adjusted, first)) {
      // in this stretch of q' the first stage rejects r
      const r = afterTies(adjusted, first);
      const end = r < m ? adjusted[r]! : Number.POSITIVE_INFINITY;
      const level = Math.max(adjusted[first]!, (own * (m - r)) / m);
      if (level < end) return level < 0.5 ? level / (1 - level) : 1;
    }
    return 1;
  });
}

/** The place after those that are equal to the one at `place`. */
function afterTies(values: Float64Array, place: number): number {
  let next = place + 1;
  while (next < values.length && values[next] === values[place]) next++;
  return next;
}

/** The smallest multiple of 0.001 that is no smaller, at which programs first reject that try them one by one (Anderson 2008). */
export const onGrid = (q: number): number => Math.max(1, Math.ceil(q * 1000 - 1e-9)) / 1000;
