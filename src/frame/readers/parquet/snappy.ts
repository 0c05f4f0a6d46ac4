/** Unpacks Snappy (google/snappy, format_description.txt): long stretches are copied at once. Throws where the bytes are none of it. */

/** Shorter stretches are copied byte by byte sooner than at once. */
const LONG = 24;

/** `size` bytes unpacked, as the file says it beside them. */
export function unpackSnappy(packed: Uint8Array, size: number): Uint8Array {
  const unpacked = new Uint8Array(size);
  const end = packed.length;
  let from = 0;
  let to = 0;
  // The length stands first, in sevens of bits.
  while (from < end && packed[from++]! >= 128);
  while (from < end) {
    const tag = packed[from++]!;
    if ((tag & 3) === 0) {
      let length = tag >>> 2;
      if (length >= 60) {
        const bytes = length - 59;
        if (from + bytes > end) throw new RangeError('a stretch without its length');
        length = 0;
        for (let i = bytes - 1; i >= 0; i--) length = 256 * length + packed[from + i]!;
        from += bytes;
      }
      length += 1;
      if (from + length > end || to + length > size) throw new RangeError('a stretch that is longer than its page');
      if (length >= LONG) unpacked.set(packed.subarray(from, from + length), to);
      else for (let i = 0; i < length; i++) unpacked[to + i] = packed[from + i]!;
      from += length;
      to += length;
      continue;
    }
    const isNear = (tag & 3) === 1;
    const bytes = isNear ? 1 : (tag & 3) === 2 ? 2 : 4;
    if (from + bytes > end) throw new RangeError('a copy without its place');
    const length = isNear ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    let back = 0;
    for (let i = bytes - 1; i >= 0; i--) back = 256 * back + packed[from + i]!;
    if (isNear) back += (tag >>> 5) * 256;
    from += bytes;
    if (back === 0 || back > to || to + length > size) throw new RangeError('a copy from before the page');
    if (length >= LONG && back >= length) unpacked.copyWithin(to, to - back, to - back + length);
    else for (let i = 0; i < length; i++) unpacked[to + i] = unpacked[to - back + i]!;
    to += length;
  }
  if (to !== size) throw new RangeError('a page that is shorter than it says');
  return unpacked;
}
