/**
 * Residuals by nearest neighbours (Abadie & Imbens 2006, section 4; Calonico, Cattaneo & Titiunik 2014, section 2.4): a value less the mean
 * of the `matches` nearest on its side, times √(m/(m + 1)). Rows at one distance are taken together, so that m may be larger.
 */
import { memoByIdentity } from '../../../src/base/memo.ts';
import type { RowWindow } from './local-fit.ts';

/** Over the rows of the window, whose distances ascend. O(rows · matches) the first time for a column, then O(rows) for other windows. */
export function neighbourResiduals(
  distances: Float64Array,
  column: Float64Array,
  { from, to }: RowWindow,
  matches: number,
): Float64Array {
  const { residuals, lows, highs } = ofSide(column)(distances)(matches);
  const out = residuals.slice(from, to);
  const edge = { distances, column, from, to, matches };
  // neighbours of rows near the ends lie beyond the window
  let start = from;
  while (start < to && lows[start]! < from) start = place(edge, start, out);
  for (let end = to; end > start && highs[end - 1]! > to; ) {
    const first = startOf(distances, end - 1, start);
    place(edge, first, out);
    end = first;
  }
  return out;
}

interface OfSide {
  readonly residuals: Float64Array;
  /** The neighbours of a row are those from `low` on, before `high`. */
  readonly lows: Int32Array;
  readonly highs: Int32Array;
}

/** Remembered, since every stage of a bandwidth asks for residuals of one column. */
const ofSide = memoByIdentity((column: Float64Array) =>
  memoByIdentity((distances: Float64Array) => {
    const known = new Map<number, OfSide>();
    return (matches: number): OfSide => {
      const found = known.get(matches) ?? residualsOfSide(distances, column, matches);
      known.set(matches, found);
      return found;
    };
  }),
);

/** As `place`, for all rows of a side in one pass over the distances that differ. */
function residualsOfSide(distances: Float64Array, column: Float64Array, matches: number): OfSide {
  const n = distances.length;
  const starts = startsOf(distances);
  const groups = starts.length - 1;
  const totals = new Float64Array(groups);
  for (let g = 0; g < groups; g++) {
    let sum = 0;
    for (let i = starts[g]!; i < starts[g + 1]!; i++) sum += column[i]!;
    totals[g] = sum;
  }
  const residuals = new Float64Array(n);
  const lows = new Int32Array(n);
  const highs = new Int32Array(n);
  for (let g = 0; g < groups; g++) {
    const start = starts[g]!;
    const end = starts[g + 1]!;
    const d = distances[start]!;
    let sum = totals[g]!;
    // groups from `low` on, before `high`, have `count` rows
    let low = g;
    let high = g + 1;
    let count = end - start;
    while (count <= matches && (low > 0 || high < groups)) {
      const below = low > 0 ? d - distances[starts[low - 1]!]! : Number.POSITIVE_INFINITY;
      const above = high < groups ? distances[starts[high]!]! - d : Number.POSITIVE_INFINITY;
      if (below <= above) {
        low--;
        sum += totals[low]!;
        count += starts[low + 1]! - starts[low]!;
      }
      if (above <= below) {
        sum += totals[high]!;
        count += starts[high + 1]! - starts[high]!;
        high++;
      }
    }
    const m = count - 1;
    const factor = m > 0 ? Math.sqrt(m / (m + 1)) : 0;
    for (let i = start; i < end; i++) {
      residuals[i] = m > 0 ? factor * (column[i]! - (sum - column[i]!) / m) : 0;
      lows[i] = starts[low]!;
      highs[i] = starts[high]!;
    }
  }
  return { residuals, lows, highs };
}

/** Positions at which distances differ from the ones before, and the end. */
const startsOf = memoByIdentity((distances: Float64Array): Int32Array => {
  const n = distances.length;
  const starts = new Int32Array(n + 1);
  let count = 0;
  for (let i = 0; i < n; i++) if (i === 0 || distances[i] !== distances[i - 1]) starts[count++] = i;
  starts[count] = n;
  return starts.subarray(0, count + 1);
});

interface Among extends RowWindow {
  readonly distances: Float64Array;
  readonly column: Float64Array;
  readonly matches: number;
}

/** Writes residuals of the rows at the distance of row `start`, the first such of the window, and gives the row behind them. */
function place({ distances, column, from, to, matches }: Among, start: number, out: Float64Array): number {
  const end = endOf(distances, start, to);
  let [low, high] = [start, end];
  let sum = total(column, start, end);
  while (high - low - 1 < matches && (low > from || high < to)) {
    const below = low > from ? distances[start]! - distances[low - 1]! : Number.POSITIVE_INFINITY;
    const above = high < to ? distances[high]! - distances[start]! : Number.POSITIVE_INFINITY;
    if (below <= above) {
      const next = startOf(distances, low - 1, from);
      sum += total(column, next, low);
      low = next;
    }
    if (above <= below) {
      const next = endOf(distances, high, to);
      sum += total(column, high, next);
      high = next;
    }
  }
  const m = high - low - 1;
  const factor = m > 0 ? Math.sqrt(m / (m + 1)) : 0;
  for (let i = start; i < end; i++) out[i - from] = m > 0 ? factor * (column[i]! - (sum - column[i]!) / m) : 0;
  return end;
}

function endOf(distances: Float64Array, at: number, to: number): number {
  let end = at + 1;
  while (end < to && distances[end] === distances[at]) end++;
  return end;
}

function startOf(distances: Float64Array, at: number, from: number): number {
  let start = at;
  while (start > from && distances[start - 1] === distances[at]) start--;
  return start;
}

function total(column: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += column[i]!;
  return sum;
}
