/** The order of many numbers, by counting the bits of their leading halves (least significant digits first) and by comparison where these are the same. */

const DIGIT = 11;
const SIZE = 1 << DIGIT;
/** Fewer are left to comparisons. */
const MANY = 4096;

/** Positions in ascending order of `values`, of which none is NaN; equal ones stay in their order, −0 is 0. O(n), at most O(n log n). */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const n = values.length;
  const identity = new Uint32Array(n);
  for (let i = 0; i < n; i++) identity[i] = i;
  const compare = (a: number, b: number): number => values[a]! - values[b]! || a - b;
  if (n < MANY) return identity.sort(compare);
  const keys = leadingHalves(values);
  let [from, to] = [identity, new Uint32Array(n)];
  for (let shift = 0; shift < 32; shift += DIGIT) {
    const ends = new Uint32Array(SIZE);
    for (let i = 0; i < n; i++) ends[(keys[i]! >>> shift) & (SIZE - 1)]!++;
    let sum = 0;
    for (let digit = 0; digit < SIZE; digit++) {
      const count = ends[digit]!;
      ends[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const at = from[i]!;
      to[ends[(keys[at]! >>> shift) & (SIZE - 1)]!++] = at;
    }
    [from, to] = [to, from];
  }
  for (let start = 0; start < n; ) {
    let end = start + 1;
    let falls = false;
    const key = keys[from[start]!]!;
    while (end < n && keys[from[end]!] === key) {
      falls ||= values[from[end]!]! < values[from[end - 1]!]!;
      end++;
    }
    if (falls) from.subarray(start, end).sort(compare);
    start = end;
  }
  return from;
}

/** The upper 32 bits of each number, as whole numbers that ascend with it. */
function leadingHalves(values: Float64Array): Uint32Array {
  const view = new Float64Array(1);
  const halves = new Uint32Array(view.buffer);
  view[0] = 1;
  const upper = halves[1] === 0 ? 0 : 1;
  const out = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    // makes a zero of −0
    view[0] = values[i]! + 0;
    const half = halves[upper]!;
    out[i] = half >>> 31 === 1 ? ~half : half | 0x80000000;
  }
  return out;
}
