/**
 * Many numbers in ascending order. Such as have few decimals, as most data have, are counted; others go into buckets of equal width, and again within
 * each, which takes a third of what the built-in sort does.
 */

/** Fewer are left to the built-in sort. */
const MANY = 4096;
/** So few are put in order by moving each past those that are larger. */
const FEW = 24;
const BUCKETS = 1024;
/** Values that are so skewed that they still share buckets after so many divisions are left to the built-in sort. */
const LEVELS = 4;

/** Sorts `values`, of which none is NaN, in place, as the built-in sort does, −0 before 0. O(n) for values that are spread, at most O(n log n). */
export function sortNumbers(values: Float64Array): Float64Array {
  if (values.length < MANY) return values.sort();
  const ends = Array.from({ length: LEVELS }, () => new Int32Array(BUCKETS + 1));
  // Comparisons, by which buckets are made, hold −0 to be 0.
  let negativeZeros = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === 0 && 1 / values[i]! < 0) negativeZeros += 1;
  if (!count(values)) divide(values, 0, values.length, undefined, ends, 0);
  if (negativeZeros > 0) {
    const first = values.indexOf(0);
    values.fill(0, first, values.lastIndexOf(0) + 1).fill(-0, first, first + negativeZeros);
  }
  return values;
}

/** Values with so many decimals or fewer may be counted. */
const DECIMALS = 6;
/** Counts of so many different values stay near the processor. */
const COUNTED = 1 << 18;
/** Values by which decimals are guessed. */
const GLANCE = 64;

/** Sorts values that are few steps of a power of ten apart by counting each step, and says whether they are such. Values in order are not. */
function count(values: Float64Array): boolean {
  const unit = unitOf(values);
  if (unit === undefined) return false;
  let low = values[0]!;
  let high = low;
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < low) low = values[i]!;
    if (values[i]! > high) high = values[i]!;
  }
  const first = Math.round(low * unit);
  const steps = Math.round(high * unit) - first + 1;
  if (!(steps <= Math.min(COUNTED, values.length))) return false;
  const counts = new Int32Array(steps);
  for (let i = 0; i < values.length; i++) {
    const step = Math.round(values[i]! * unit);
    if (step / unit !== values[i]) return false;

    counts[step - first]! += 1;
  }
  let at = 0;
  for (let step = 0; step < steps; step++) {
    const value = (first + step) / unit;
    for (const end = at + counts[step]!; at < end; at++) values[at] = value;
  }
  return true;
}

/** The least power of ten of which some values are multiples of its inverse; undefined where none is, or where these are in order. */
function unitOf(values: Float64Array): number | undefined {
  const some = Array.from({ length: GLANCE }, (_, i) => values[Math.floor((i * values.length) / GLANCE)]!);
  if (some.every((value, i) => i === 0 || value >= some[i - 1]!)) return undefined;
  let unit = 1;
  for (let decimals = 0; decimals <= DECIMALS; decimals++, unit *= 10)
    if (some.every((value) => Math.round(value * unit) / unit === value)) return unit;
  return undefined;
}

/** `spare` is as long as `values` and made when first needed, since values are often in order. */
function divide(
  values: Float64Array,
  from: number,
  to: number,
  spare: Float64Array | undefined,
  ends: readonly Int32Array[],
  level: number,
): void {
  let low = values[from]!;
  let high = low;
  let before = low;
  let inOrder = true;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (value < before) inOrder = false;
    if (value < low) low = value;
    if (value > high) high = value;
    before = value;
  }
  if (inOrder) return;
  const own = ends[level];
  const scale = (BUCKETS - 1) / (high - low);
  // A width may be too small or too large to divide by.
  if (!own || !(scale > 0 && scale < Infinity)) {
    values.subarray(from, to).sort();
    return;
  }
  const moved = spare ?? new Float64Array(values.length);
  own.fill(0);
  for (let i = from; i < to; i++) own[(((values[i]! - low) * scale) | 0) + 1]! += 1;
  own[0] = from;
  for (let b = 0; b < BUCKETS; b++) own[b + 1]! += own[b]!;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    const bucket = ((value - low) * scale) | 0;
    const at = own[bucket]!;
    own[bucket] = at + 1;
    moved[at] = value;
  }
  values.set(moved.subarray(from, to), from);
  // Filling a bucket has moved its start to its end.
  let start = from;
  for (let b = 0; b < BUCKETS; b++) {
    const end = own[b]!;
    if (end - start > FEW) divide(values, start, end, moved, ends, level + 1);
    else if (end - start > 1) insert(values, start, end);
    start = end;
  }
}

function insert(values: Float64Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    let j = i;
    for (; j > from && values[j - 1]! > value; j--) values[j] = values[j - 1]!;
    values[j] = value;
  }
}
