/**
 * Residuals by nearest neighbours (Abadie & Imbens 2006, section 4; Calonico, Cattaneo & Titiunik 2014, section 2.4): a value less the mean
 * of the `matches` nearest on its side, times √(m/(m + 1)). Rows at one distance are taken together, so that m may be larger.
 */
import type { Window } from './local-fit.ts';

/** Over the rows of the window, whose distances ascend. O(rows · matches). */
export function neighbourResiduals(
  distances: Float64Array,
  column: Float64Array,
  { from, to }: Window,
  matches: number,
): Float64Array {
  const out = new Float64Array(to - from);
  const endOf = (at: number): number => {
    let end = at + 1;
    while (end < to && distances[end] === distances[at]) end++;
    return end;
  };
  const startOf = (at: number): number => {
    let start = at;
    while (start > from && distances[start - 1] === distances[at]) start--;
    return start;
  };
  const sum = (start: number, end: number): number => {
    let total = 0;
    for (let i = start; i < end; i++) total += column[i]!;
    return total;
  };
  for (let start = from; start < to; ) {
    const end = endOf(start);
    const own = sum(start, end);
    let [low, high] = [start, end];
    let others = 0;
    while (high - low - 1 < matches && (low > from || high < to)) {
      const below = low > from ? distances[start]! - distances[low - 1]! : Number.POSITIVE_INFINITY;
      const above = high < to ? distances[high]! - distances[start]! : Number.POSITIVE_INFINITY;
      if (below <= above) {
        const next = startOf(low - 1);
        others += sum(next, low);
        low = next;
      }
      if (above <= below) {
        const next = endOf(high);
        others += sum(high, next);
        high = next;
      }
    }
    const m = high - low - 1;
    const factor = m > 0 ? Math.sqrt(m / (m + 1)) : 0;
    for (let i = start; i < end; i++) {
      out[i - from] = m > 0 ? factor * (column[i]! - (own - column[i]! + others) / m) : 0;
    }
    start = end;
  }
  return out;
}
