/**
 * Many numbers in ascending order with the positions they had, by buckets: cells of equal width, each of which is cut into as many buckets as it has
 * values to fill (a bucket sort that follows the density; Knuth 1998, The Art of Computer Programming 3, section 5.2.1).
 */

/** Values that a bucket is meant to have. */
const FILLED = 8;
/** Fewer are put in order by insertion. */
const FEW = 48;
/** The most cells, and how many values one is meant to have. */
const CELLS = 16_384;
const IN_CELL = 64;

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
  const spare = { values: new Float64Array(n), positions: new Uint32Array(n), buckets: new Uint32Array(n) };
  order({ values, positions, spare }, 0, n);
  return { values, positions };
}

interface Work extends Ordered {
  readonly spare: Ordered & { readonly buckets: Uint32Array };
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
  const ends = distribute(work, from, to, low, high);
  if (ends === null) {
    compare(work, from, to);
    return;
  }
  let start = from;
  for (let bucket = 0; bucket < ends.length; bucket++) {
    const end = ends[bucket]!;
    if (end - start > 1) order(work, start, end);
    start = end;
  }
}

/** Puts a stretch into buckets, in its order, and gives the end of each; null where its range is too large or too small to be divided. */
function distribute(
  { values, positions, spare }: Work,
  from: number,
  to: number,
  low: number,
  high: number,
): Uint32Array | null {
  const cells = Math.min(CELLS, Math.max(FILLED, Math.ceil((to - from) / IN_CELL)));
  const scale = (cells - 1) / (high - low);
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) return null;
  const counts = new Uint32Array(cells);
  for (let i = from; i < to; i++) {
    const cell = Math.trunc((values[i]! - low) * scale);
    counts[cell] = counts[cell]! + 1;
  }
  const firsts = new Uint32Array(cells);
  const widths = new Uint32Array(cells);
  let total = 0;
  for (let cell = 0; cell < cells; cell++) {
    firsts[cell] = total;
    widths[cell] = Math.max(1, Math.floor(counts[cell]! / FILLED));
    total += widths[cell]!;
  }
  const next = new Uint32Array(total);
  for (let i = from; i < to; i++) {
    const place = (values[i]! - low) * scale;
    const cell = Math.trunc(place);
    const bucket = firsts[cell]! + Math.trunc((place - cell) * widths[cell]!);
    spare.buckets[i] = bucket;
    next[bucket] = next[bucket]! + 1;
  }
  let start = from;
  for (let bucket = 0; bucket < total; bucket++) {
    const count = next[bucket]!;
    next[bucket] = start;
    start += count;
  }
  for (let i = from; i < to; i++) {
    const bucket = spare.buckets[i]!;
    const at = next[bucket]!;
    next[bucket] = at + 1;
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

function compare({ values, positions, spare }: Work, from: number, to: number): void {
  const places = spare.buckets.subarray(from, to);
  for (let i = 0; i < places.length; i++) places[i] = from + i;
  places.sort((a, b) => (values[a]! < values[b]! ? -1 : Number(values[a]! > values[b]!)) || a - b);
  const sorted = Float64Array.from(places, (place) => values[place]!);
  const had = Uint32Array.from(places, (place) => positions[place]!);
  values.set(sorted, from);
  positions.set(had, from);
}
