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
  const positions = new Uint32Array(n);
  for (let i = 0; i < n; i++) positions[i] = i;
  const values = numbers.slice();
  const spare = { values: new Float64Array(n), positions: new Uint32Array(n), cells: new Uint16Array(n) };
  order({ values, positions, spare }, 0, n);
  return { values, positions };
}

interface Work extends Ordered {
  readonly spare: Ordered & { readonly cells: Uint16Array };
}

/** Orders a stretch. */
function order(work: Work, from: number, to: number): void {
  if (to - from <= FEW) {
    insert(work, from, to);
    return;
  }
  const { values } = work;
  let [low, high] = [values[from]!, values[from]!];
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  if (low === high) return;
  const cells = Math.min(CELLS, Math.ceil((to - from) / FILLED));
  const scale = (cells - 1) / (high - low);
  // a range may be too large or too small to be divided
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
    compare(work, from, to);
    return;
  }
  const ends = distribute(work, from, to, low, scale, cells);
  let start = from;
  for (let cell = 0; cell < cells; cell++) {
    const end = ends[cell]!;
    if (end - start > 1) order(work, start, end);
    start = end;
  }
}

/** Puts a stretch into cells, in its order, and gives the end of each. */
function distribute(
  { values, positions, spare }: Work,
  from: number,
  to: number,
  low: number,
  scale: number,
  cells: number,
): Uint32Array {
  const next = new Uint32Array(cells);
  for (let i = from; i < to; i++) {
    const cell = Math.trunc((values[i]! - low) * scale);
    spare.cells[i] = cell;
    next[cell] = next[cell]! + 1;
  }
  let start = from;
  for (let cell = 0; cell < cells; cell++) {
    const count = next[cell]!;
    next[cell] = start;
    start += count;
  }
  for (let i = from; i < to; i++) {
    const cell = spare.cells[i]!;
    const at = next[cell]!;
    next[cell] = at + 1;
    spare.values[at] = values[i]!;
    spare.positions[at] = positions[i]!;
  }
  values.set(spare.values.subarray(from, to), from);
  positions.set(spare.positions.subarray(from, to), from);
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
