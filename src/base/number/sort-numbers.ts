/**
 * Many numbers in ascending order, in WebAssembly (kernels/sorting.ts). Such as have few decimals, as most data have, are counted. Others go into
 * buckets of equal width, and again within each, which takes a third of what the built-in sort does.
 */
import { code, type Passes } from '../kernels/compiled/sorting.ts';
import { bytesOf, type KernelMemory, roomInTurn } from '../kernels/memory.ts';

/** Fewer are left to the built-in sort. */
const MANY = 4096;
const BUCKETS = 1024;
/** Values that are so skewed that they still share buckets after so many divisions are left to the built-in sort. */
const LEVELS = 4;

/** Values with so many decimals or fewer may be counted. */
const DECIMALS = 6;
/** Counts of so many different values stay near the processor. */
const COUNTED = 1 << 18;
/** Steps further from zero might be taken for their neighbours. */
const FAR = 2 ** 45;
/** Values by which decimals are guessed. */
const GLANCE = 64;

/** Values that a kernel is given at a time. */
const BLOCK = 8192;
/** A range of so many is divided by one call. */
const ONE_CALL = 65_536;

/** The number of figures that the kernel's `look` returns: the least, the largest, the number of descents, the number of −0. */
const SEEN = 4;

const roomOf = roomInTurn();

/** Sorts `values`, of which none is NaN, in place, as the built-in sort does, −0 before 0. O(n) for values that are spread, at most O(n log n). */
export function sortNumbers(values: Float64Array): Float64Array {
  if (values.length < MANY) return values.sort();
  const room = roomOf(bytesOf(8 * values.length) + bytesToSort(values.length));
  const placed = room.float64(values.length);
  placed.set(values);
  sortPlaced(placed, room);
  values.set(placed);
  return values;
}

/** Moves numbers in kernel memory that are not missing (not NaN) together, and returns them. */
export function leaveOutMissing(values: Float64Array, room: KernelMemory): Float64Array {
  const kernel = room.passes<Passes>(code);
  let to = values.byteOffset;
  byBlock(values, 0, (at, n) => {
    to = kernel.leaveOutNaN(at, n, to);
  });
  return values.subarray(0, (to - values.byteOffset) / 8);
}

/** Returns the bytes of kernel memory that sorting n numbers takes beside the numbers. */
export const bytesToSort = (n: number): number =>
  n < MANY ? 0 : bytesOf(8 * SEEN, 8 * n, 4 * COUNTED, 4 * LEVELS * (BUCKETS + 1));

/** Sorts numbers that lie in kernel memory. */
export function sortPlaced(values: Float64Array, room: KernelMemory): void {
  if (values.length < MANY) return void values.sort();
  const kernel = room.passes<Passes>(code);
  const seen = room.float64(SEEN);
  seen
    .fill(values[0]!, 0, 2)
    .fill(0, 2)
    .fill(Object.is(values[0], -0) ? 1 : 0, 3);
  byBlock(values, 1, (at, n) => kernel.look(at, n, seen.byteOffset));
  const [low, high, falls, negativeZeros] = seen as unknown as [number, number, number, number];
  if (falls === 0 && negativeZeros === 0) return;
  if (falls > 0 && !count(values, { low, high }, kernel, room)) {
    const desk: Desk = { kernel, moved: room.float64(values.length), ends: room.int32(LEVELS * (BUCKETS + 1)) };
    divide(values, { from: 0, to: values.length, low, high }, desk, 0);
  }
  // Comparisons, by which buckets are made, hold −0 to be 0.
  if (negativeZeros === 0) return;
  const first = values.indexOf(0);
  values.fill(0, first, values.lastIndexOf(0) + 1).fill(-0, first, first + negativeZeros);
}

interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** Sorts values that are few steps of a power of ten apart by counting each step, and says whether they are such. */
function count(values: Float64Array, { low, high }: ValueRange, kernel: Passes, room: KernelMemory): boolean {
  const unit = unitOf(values);
  if (unit === undefined || !(Math.max(-low, high) * unit < FAR)) return false;
  const first = Math.round(low * unit);
  const steps = Math.round(high * unit) - first + 1;
  if (!(steps <= Math.min(COUNTED, values.length))) return false;
  const counts = room.int32(COUNTED).fill(0, 0, steps);
  for (let from = 0; from < values.length; from += BLOCK) {
    const n = Math.min(BLOCK, values.length - from);
    if (kernel.countSteps(values.byteOffset + 8 * from, n, unit, first, counts.byteOffset) === 0) return false;
  }
  let at = values.byteOffset;
  for (let step = 0; step < steps; step += BLOCK)
    at = kernel.fillSteps(at, counts.byteOffset, step, Math.min(steps, step + BLOCK), unit, first);
  return true;
}

/** The least power of ten of which some values are multiples of its inverse; undefined where none is. */
function unitOf(values: Float64Array): number | undefined {
  const some = Array.from({ length: GLANCE }, (_, i) => values[Math.floor((i * values.length) / GLANCE)]!);
  let unit = 1;
  for (let decimals = 0; decimals <= DECIMALS; decimals++, unit *= 10)
    if (some.every((value) => Math.round(value * unit) / unit === value)) return unit;
  return undefined;
}

interface Desk {
  readonly kernel: Passes;
  readonly moved: Float64Array;
  /** The ends of buckets, level by level. */
  readonly ends: Int32Array;
}

/** Divides a range as the kernel's `divide` does, for ranges that the kernel is not given at once. */
function divide(
  values: Float64Array,
  { from, to, low, high }: ValueRange & { readonly from: number; readonly to: number },
  desk: Desk,
  level: number,
): void {
  const { kernel, moved, ends } = desk;
  const scale = (BUCKETS - 1) / (high - low);
  // A width may be too small or too large to divide by.
  if (level === LEVELS || !(scale > 0 && scale < Infinity)) return void values.subarray(from, to).sort();
  const own = ends.subarray(level * (BUCKETS + 1), (level + 1) * (BUCKETS + 1)).fill(0);
  const range = values.subarray(from, to);
  byBlock(range, 0, (at, n) => kernel.tally(at, n, low, scale, own.byteOffset));
  own[0] = from;
  for (let b = 0; b < BUCKETS; b++) own[b + 1]! += own[b]!;
  byBlock(range, 0, (at, n) => kernel.scatter(at, n, low, scale, own.byteOffset, moved.byteOffset));
  range.set(moved.subarray(from, to));
  // Filling a bucket has moved its start to its end.
  let start = from;
  for (let b = 0; b < BUCKETS; b++) {
    const end = own[b]!;
    if (end - start > ONE_CALL) divide(values, rangeOf(values, start, end), desk, level + 1);
    else if (kernel.divide(values.byteOffset, start, end, moved.byteOffset, ends.byteOffset, level + 1) === 0)
      values.subarray(start, end).sort();
    start = end;
  }
}

function rangeOf(
  values: Float64Array,
  from: number,
  to: number,
): ValueRange & { readonly from: number; readonly to: number } {
  let low = values[from]!;
  let high = low;
  for (let i = from; i < to; i++) {
    if (values[i]! < low) low = values[i]!;
    if (values[i]! > high) high = values[i]!;
  }
  return { from, to, low, high };
}

function byBlock(values: Float64Array, from: number, pass: (at: number, n: number) => void): void {
  for (let i = from; i < values.length; i += BLOCK) pass(values.byteOffset + 8 * i, Math.min(BLOCK, values.length - i));
}
