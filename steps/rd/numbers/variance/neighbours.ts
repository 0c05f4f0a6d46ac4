/**
 * Residuals by nearest neighbours (Abadie & Imbens 2006, section 4; Calonico, Cattaneo & Titiunik 2014, section 2.4): a value less the mean
 * of the `matches` nearest on its side, times √(m/(m + 1)). Rows at one distance are taken together, so that m may be larger.
 */
import { memoByIdentity } from '../../../../src/base/memo.ts';
import type { RowWindow } from '../window.ts';

/** Over the rows of the window, whose distances ascend. O(rows · matches) the first time for a column, then O(rows) for other windows. */
export function neighbourResiduals(
  distances: Float64Array,
  column: Float64Array,
  window: RowWindow,
  matches: number,
): Float64Array {
  const out = residualsOfSide(column)(distances)(matches).slice(window.from, window.to);
  for (const edge of neighbourEdges(distances, column, window, matches)) {
    out.set(edge.residuals, edge.window.from - window.from);
  }
  return out;
}

/** Squared residuals of all rows of a side, as if the side were the window. */
export const neighbourSquares = (distances: Float64Array, column: Float64Array, matches: number): Float64Array =>
  squaresOfSide(column)(distances)(matches);

/** Residuals within a window of rows near its ends, whose neighbours on the side lie beyond it. */
export function neighbourEdges(
  distances: Float64Array,
  column: Float64Array,
  { from, to }: RowWindow,
  matches: number,
): readonly { readonly window: RowWindow; readonly residuals: Float64Array }[] {
  const side = { distances, column, from: 0, to: distances.length, matches };
  let low = from;
  while (from > 0 && low < to && neighboursOf(side, low).low < from) low = endOf(distances, low, to);
  let high = to;
  while (to < side.to && high > low) {
    const start = startOf(distances, high - 1, low);
    if (neighboursOf(side, start).high <= to) break;
    high = start;
  }
  const among = { distances, column, from, to, matches };
  const edge = (window: RowWindow) => {
    const residuals = new Float64Array(window.to - window.from);
    for (let start = window.from; start < window.to; ) start = place(among, start, residuals, window.from);
    return { window, residuals };
  };
  return [edge({ from, to: low }), edge({ from: high, to })].filter(({ residuals }) => residuals.length > 0);
}

/** Residuals of all rows of a side, or their squares, by how many neighbours; remembered, since every stage of a bandwidth asks for those of one column. */
const remembered = (areSquares: boolean) =>
  memoByIdentity((column: Float64Array) =>
    memoByIdentity((distances: Float64Array) => {
      const known = new Map<number, Float64Array>();
      return (matches: number): Float64Array => {
        const found = known.get(matches) ?? ofAllRows(distances, column, matches, areSquares);
        known.set(matches, found);
        return found;
      };
    }),
  );
const residualsOfSide = remembered(false);
const squaresOfSide = remembered(true);

/** Does the work of `place` for all rows of a side, in one pass over the distances that differ. */
function ofAllRows(distances: Float64Array, column: Float64Array, matches: number, areSquares: boolean): Float64Array {
  const starts = startsOf(distances);
  const out = new Float64Array(column.length);
  write(out, { distances, column, starts, totals: totalsOf(column, starts) }, matches);
  if (areSquares) for (let i = 0; i < out.length; i++) out[i] = out[i]! * out[i]!;
  return out;
}

/** Sums of a column by the distances that differ. */
function totalsOf(column: Float64Array, starts: Int32Array): Float64Array {
  const totals = new Float64Array(starts.length - 1);
  for (let g = 0; g < totals.length; g++) totals[g] = total(column, starts[g]!, starts[g + 1]!);
  return totals;
}

interface BySide {
  readonly distances: Float64Array;
  readonly column: Float64Array;
  readonly starts: Int32Array;
  readonly totals: Float64Array;
}

function write(out: Float64Array, { distances, column, starts, totals }: BySide, matches: number): void {
  const groups = totals.length;
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
      out[i] = m > 0 ? factor * (column[i]! - (sum - column[i]!) / m) : 0;
    }
  }
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

interface Neighbours {
  /** They and the rows of the distance itself are those from `low` on, before `high`. */
  readonly low: number;
  readonly high: number;
  /** The rows of the distance itself are those from `start` on, before `end`. */
  readonly end: number;
  /** The sum of the column over all of these rows. */
  readonly sum: number;
}

/** The nearest of the rows at the distance of row `start`, the first such. */
function neighboursOf({ distances, column, from, to, matches }: Among, start: number): Neighbours {
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
  return { low, high, end, sum };
}

/** Writes residuals of the rows at the distance of row `start`, the first such of the window, and gives the row behind them. `out` begins at row `first`. */
function place(among: Among, start: number, out: Float64Array, first: number): number {
  const { low, high, end, sum } = neighboursOf(among, start);
  const m = high - low - 1;
  const factor = m > 0 ? Math.sqrt(m / (m + 1)) : 0;
  for (let i = start; i < end; i++) {
    const value = among.column[i]!;
    out[i - first] = m > 0 ? factor * (value - (sum - value) / m) : 0;
  }
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
