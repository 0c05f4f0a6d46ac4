/** Moments by a pass over the rows of the window. */

import type { Moments } from './moments.ts';
import type { RescaledDistance } from './polynomials.ts';

interface WeightedRows {
  readonly distances: Float64Array;
  /** Position of the first row of the window, which has as many rows as weights. */
  readonly from: number;
  readonly weights: Float64Array;
  readonly line: RescaledDistance;
}

/** Each call takes O(rows · count). */
export function momentsByRows({ distances, from, weights, line: { middle, half } }: WeightedRows): Moments {
  const sums = (at: (i: number) => number, count: number): Float64Array => {
    const out = new Float64Array(count);
    for (let i = 0; i < weights.length; i++) {
      const t = half > 0 ? (distances[from + i]! - middle) / half : 0;
      let value = weights[i]! * at(from + i);
      for (let j = 0; j < count; j++) {
        out[j] = out[j]! + value;
        value *= t;
      }
    }
    return out;
  };
  return {
    ofPower: (m, count) =>
      sums((i) => {
        let value = 1;
        for (let j = 0; j < m; j++) value *= distances[i]!;
        return value;
      }, count),
    ofColumn: (column, count) => sums((i) => column[i]!, count),
  };
}
