/**
 * Passes over the bytes of a Parquet page (`src/frame/readers/parquet/passes.ts`): Snappy, and runs of indices. Arrays are given by where they begin.
 * What would read or write past an end is told by the result.
 */

/** Unpacks `[from, end)` to `size` bytes at `out`, behind which are 16 that may be written; false where the bytes are no Snappy of that size. */
export function unpack(from: usize, end: usize, out: usize, size: u32): i32 {
  const start = out;
  const stop = out + <usize>size;
  // The length stands first, in sevens of bits.
  while (from < end) if (load<u8>(from++) < 128) break;
  while (from < end) {
    const tag: u32 = load<u8>(from++);
    if ((tag & 3) === 0) {
      let length: u32 = tag >>> 2;
      if (length >= 60) {
        const bytes = length - 59;
        if (from + bytes > end) return 0;
        length = 0;
        for (let i: u32 = 0; i < bytes; i++) length |= (<u32>load<u8>(from + i)) << (i << 3);
        from += bytes;
      }
      if (length >= <u32>(end - from) || length >= <u32>(stop - out)) return 0;
      length++;
      if (length <= 16 && from + 16 <= end) {
        store<u64>(out, load<u64>(from));
        store<u64>(out, load<u64>(from, 8), 8);
      } else memory.copy(out, from, length);
      from += length;
      out += length;
      continue;
    }
    const isNear = (tag & 3) === 1;
    const bytes: u32 = isNear ? 1 : (tag & 3) === 2 ? 2 : 4;
    if (from + bytes > end) return 0;
    const length: u32 = isNear ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    let back: u32 = load<u8>(from);
    if (isNear) back |= (tag >>> 5) << 8;
    else for (let i: u32 = 1; i < bytes; i++) back |= (<u32>load<u8>(from + i)) << (i << 3);
    from += bytes;
    if (back === 0 || back > <u32>(out - start) || length > <u32>(stop - out)) return 0;
    const source = out - back;
    const whole = out + length;
    if (back >= 8) for (let i: u32 = 0; i < length; i += 8) store<u64>(out + i, load<u64>(source + i));
    else for (let i: u32 = 0; i < length; i++) store<u8>(out + i, load<u8>(source + i));
    out = whole;
  }
  return out === stop ? 1 : 0;
}

/** `n` numbers of `width` bits (1 to 24) from runs and packed bits in `[from, end)`; where what follows begins, 0 where there are fewer. */
export function runs(from: usize, end: usize, width: u32, out: usize, n: u32): usize {
  const stop = out + ((<usize>n) << 2);
  while (out < stop) {
    let header: u32 = 0;
    for (let shift: u32 = 0; ; shift += 7) {
      if (from >= end || shift > 28) return 0;
      const byte: u32 = load<u8>(from++);
      header |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    const left = <u32>((stop - out) >> 2);
    const many = header >>> 1;
    if ((header & 1) === 0) {
      let value: u32 = 0;
      for (let shift: u32 = 0; shift < width; shift += 8) {
        if (from >= end) return 0;
        value |= (<u32>load<u8>(from++)) << shift;
      }
      const last = out + ((<usize>min(many, left)) << 2);
      for (; out < last; out += 4) store<u32>(out, value);
      continue;
    }
    const mask: u32 = (1 << width) - 1;
    const start = from;
    const last = out + ((<usize>min(<u64>many * 8, <u64>left)) << 2);
    let buffer: u32 = 0;
    let bits: u32 = 0;
    for (; out < last; out += 4) {
      for (; bits < width; bits += 8) {
        if (from >= end) return 0;
        buffer |= (<u32>load<u8>(from++)) << bits;
      }
      store<u32>(out, buffer & mask);
      buffer >>>= width;
      bits -= width;
    }
    // a run may say more than there is
    from = <u64>many * width < <u64>(end - start) ? start + <usize>many * width : end;
  }
  return from;
}

/** The largest of `n` codes; −1 where there are none. */
export function largest(codes: usize, n: u32): i32 {
  let most: i32 = -1;
  for (const end = codes + ((<usize>n) << 2); codes < end; codes += 4) most = max(most, load<i32>(codes));
  return most;
}

/** Marks the codes that are there, one byte each. */
export function mark(codes: usize, n: u32, marks: usize): void {
  for (const end = codes + ((<usize>n) << 2); codes < end; codes += 4) {
    const code = load<i32>(codes);
    if (code >= 0) store<u8>(marks + <usize>code, 1);
  }
}

/** The number of each code, NaN where it is negative. */
export function numbers(codes: usize, n: u32, known: usize, out: usize): void {
  for (const end = codes + ((<usize>n) << 2); codes < end; codes += 4, out += 8) {
    const code = load<i32>(codes);
    store<f64>(out, code < 0 ? NaN : load<f64>(known + ((<usize>code) << 3)));
  }
}

/** The new code of each code, −1 where it is negative. */
export function recode(codes: usize, n: u32, known: usize, out: usize): void {
  for (const end = codes + ((<usize>n) << 2); codes < end; codes += 4, out += 4) {
    const code = load<i32>(codes);
    store<i32>(out, code < 0 ? -1 : load<i32>(known + ((<usize>code) << 2)));
  }
}
