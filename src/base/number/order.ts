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
  let movedKeys: Uint32Array = new Uint32Array(n);
  let from = identity;
  let to: Uint32Array = new Uint32Array(n);
  for (let shift = 0; shift < 32; shift += DIGIT) {
    const ends = startsOf(keys, shift);
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
    let falls = false;
    const key = keys[start]!;
    while (end < n && keys[end] === key) {
      falls ||= values[from[end]!]! < values[from[end - 1]!]!;
      end++;
    }
    if (falls) from.subarray(start, end).sort(compare);
    start = end;
  }
  return from;
}

/** Returns the position at which rows of each digit begin. */
function startsOf(keys: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(SIZE);
  for (let i = 0; i < keys.length; i++) {
    const digit = (keys[i]! >>> shift) & (SIZE - 1);
    starts[digit] = starts[digit]! + 1;
  }
  let sum = 0;
  for (let digit = 0; digit < SIZE; digit++) {
    const count = starts[digit]!;
    starts[digit] = sum;
    sum += count;
  }
  return starts;
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
