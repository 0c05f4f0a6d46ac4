/**
 * Many numbers in ascending order with the positions they had: cells of equal width, of which each is put in order by itself (a bucket sort;
 * Knuth 1998, The Art of Computer Programming 3, section 5.2.1). Cells are so few that writing to all of them in turn stays in the fastest memory.
 */

/** Values that a cell is meant to have, and the most cells. */
const FILLED = 8;
const CELLS = 2048;
/** Fewer values are put in order by insertion. */
const FEW = 48;

export interface Ordered {
  /** Ascending; −0 is 0. */
  readonly values: Float64Array;
  /** The position that each had; equal ones stay in their order. */
  readonly positions: Uint32Array;
}

/** Numbers of which none is NaN. O(n) for values that are spread. */
export function ordered(numbers: Float64Array): Ordered {
  const n = numbers.length;
  const pair = (): Ordered => ({ values: new Float64Array(n), positions: new Uint32Array(n) });
  const out = pair();
  order({ values: numbers, positions: null }, out, pair(), new Uint16Array(n), 0, n);
  return out;
}

/** Numbers that are put in order. `positions`: null where each stands where it was. */
interface Given {
  readonly values: Float64Array;
  readonly positions: Uint32Array | null;
}

/** Orders a stretch of `here` into `out`; `here` may be `out` or `spare`, and is not written to elsewhere. */
function order(here: Given, out: Ordered, spare: Ordered, cells: Uint16Array, from: number, to: number): void {
  if (to - from <= FEW) {
    if (here !== out) copy(here, out, from, to);
    insert(out, from, to);
    return;
  }
  const { values } = here;
  let low = values[from]!;
  let high = low;
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  const count = Math.min(CELLS, Math.ceil((to - from) / FILLED));
  const scale = (count - 1) / (high - low);
  // a range may be zero, or too large or too small to be divided
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
    if (here !== out) copy(here, out, from, to);
    if (low !== high) compare(out, from, to);
    return;
  }
  const there = here === spare ? out : spare;
  const ends = distribute(here, there, cells, from, to, low, scale, count);
  let start = from;
  for (let cell = 0; cell < count; cell++) {
    const end = ends[cell]!;
    if (end > start) order(there, out, spare, cells, start, end);
    start = end;
  }
}

function copy({ values, positions }: Given, there: Ordered, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    there.values[i] = values[i]!;
    there.positions[i] = positions === null ? i : positions[i]!;
  }
}

/** Puts a stretch into cells of `there`, in its order, and gives the end of each. */
function distribute(
  here: Given,
  there: Ordered,
  cells: Uint16Array,
  from: number,
  to: number,
  low: number,
  scale: number,
  count: number,
): Uint32Array {
  const { values, positions } = here;
  const next = new Uint32Array(count);
  for (let i = from; i < to; i++) {
    const cell = Math.trunc((values[i]! - low) * scale);
    cells[i] = cell;
    next[cell] = next[cell]! + 1;
  }
  let start = from;
  for (let cell = 0; cell < count; cell++) {
    const size = next[cell]!;
    next[cell] = start;
    start += size;
  }
  const [ofValues, ofPositions] = [there.values, there.positions];
  for (let i = from; i < to; i++) {
    const cell = cells[i]!;
    const at = next[cell]!;
    next[cell] = at + 1;
    ofValues[at] = values[i]!;
    ofPositions[at] = positions === null ? i : positions[i]!;
  }
  return next;
}
function insert({ values, positions }: Ordered, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    if (values[i - 1]! <= value) continue;
    const position = positions[i]!;
    let at = i;
    while (at > from && values[at - 1]! > value) {
      values[at] = values[at - 1]!;
      positions[at] = positions[at - 1]!;
      at--;
    }
    values[at] = value;
    positions[at] = position;
  }
}

function compare({ values, positions }: Ordered, from: number, to: number): void {
  const places = new Uint32Array(to - from);
  for (let i = 0; i < places.length; i++) places[i] = from + i;
  places.sort((a, b) => (values[a]! < values[b]! ? -1 : Number(values[a]! > values[b]!)) || a - b);
  const sorted = Float64Array.from(places, (place) => values[place]!);
  const had = Uint32Array.from(places, (place) => positions[place]!);
  values.set(sorted, from);
  positions.set(had, from);
}
