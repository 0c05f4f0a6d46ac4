/** The order of many numbers, by counting the bits of their leading halves (least significant digits first) and by comparison where these are the same. */

const DIGIT = 11;
const SIZE = 1 << DIGIT;
/** Fewer are left to comparisons. */
const MANY = 4096;

/** Positions in ascending order of `values`, of which none is NaN; equal ones stay in their order, −0 is 0. O(n), at most O(n log n). */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const n = values.length;
  const identity: Uint32Array = new Uint32Array(n);
  for (let i = 0; i < n; i++) identity[i] = i;
  const compare = (a: number, b: number): number => values[a]! - values[b]! || a - b;
  if (n < MANY) return identity.sort(compare);
  let keys = leadingHalves(values);
  const starts = startsOf(keys);
  let movedKeys: Uint32Array = new Uint32Array(n);
  let from = identity;
  let to: Uint32Array = new Uint32Array(n);
  for (const [pass, ends] of starts.entries()) {
    const shift = pass * DIGIT;
    for (let i = 0; i < n; i++) {
      const key = keys[i]!;
      const digit = (key >>> shift) & (SIZE - 1);
      const at = ends[digit]!;
      ends[digit] = at + 1;
      to[at] = from[i]!;
      movedKeys[at] = key;
    }
    [from, to] = [to, from];
    [keys, movedKeys] = [movedKeys, keys];
  }
  for (let start = 0; start < n; ) {
    let end = start + 1;
    const key = keys[start]!;
    while (end < n && keys[end] === key) end++;
    if (end - start > FEW) from.subarray(start, end).sort(compare);
    else if (end - start > 1) inserted(values, from, start, end);
    start = end;
  }
  return from;
}

/** More positions with the same leading half are left to comparisons. */
const FEW = 16;

/** Sorts a stretch of positions by their values; equal ones stay in their order. */
function inserted(values: Float64Array, order: Uint32Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const row = order[i]!;
    const value = values[row]!;
    let at = i;
    while (at > start && values[order[at - 1]!]! > value) {
      order[at] = order[at - 1]!;
      at--;
    }
    order[at] = row;
  }
}

/** For each digit, the lowest first, the positions at which rows of its values begin. */
function startsOf(keys: Uint32Array): readonly [low: Uint32Array, middle: Uint32Array, high: Uint32Array] {
  const [low, middle, high] = [new Uint32Array(SIZE), new Uint32Array(SIZE), new Uint32Array(SIZE)];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const digit = key & (SIZE - 1);
    const next = (key >>> DIGIT) & (SIZE - 1);
    const last = key >>> (2 * DIGIT);
    low[digit] = low[digit]! + 1;
    middle[next] = middle[next]! + 1;
    high[last] = high[last]! + 1;
  }
  for (const starts of [low, middle, high]) {
    let sum = 0;
    for (let digit = 0; digit < SIZE; digit++) {
      const count = starts[digit]!;
      starts[digit] = sum;
      sum += count;
    }
  }
  return [low, middle, high];
}

/** The upper 32 bits of each number, as whole numbers that ascend with it. */
function leadingHalves(values: Float64Array): Uint32Array {
  const halves = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const upper = isLittleEndian ? 1 : 0;
  const out = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const half = halves[2 * i + upper]!;
    // of −0 the half is that of 0
    if (half === 0x80000000 && values[i] === 0) out[i] = 0x80000000;
    else out[i] = half >>> 31 === 1 ? ~half : half | 0x80000000;
  }
  return out;
}

const isLittleEndian = new Uint32Array(new Float64Array([1]).buffer)[0] === 0;
