/** Passes over pages in WebAssembly (kernels/parquet.ts): each copies what it reads into a room of its own, and what it made out of it. */
import { code, type Passes } from '../../../base/kernels/compiled/parquet.ts';
import { bytesOf, KernelMemory } from '../../../base/kernels/memory.ts';

/** Rooms up to so many bytes are kept for the next page. */
const MOST_KEPT = 32 * 1024 * 1024;
const LEAST = 4 * 1024 * 1024;
/** Bytes that may be written behind what is unpacked. */
const BEHIND = 16;

let kept: { readonly bytes: number; readonly room: KernelMemory } | undefined;

function roomOf(...arrays: readonly number[]): KernelMemory {
  const bytes = Math.max(LEAST, bytesOf(...arrays));
  if (kept !== undefined && kept.bytes >= bytes) return kept.room.emptied();
  const room = new KernelMemory(bytes);
  if (bytes <= MOST_KEPT) kept = { bytes, room };
  return room;
}

function bytesIn(room: KernelMemory, n: number): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset } = room.int32(Math.ceil(n / 4));
  return new Uint8Array(buffer, byteOffset, n);
}

/** Snappy (google/snappy, format_description.txt) unpacked to `size` bytes, as the file says it beside them. A RangeError where the bytes are none of it. */
export function unpackSnappy(packed: Uint8Array, size: number): Uint8Array {
  const room = roomOf(packed.length, size + BEHIND);
  const from = bytesIn(room, packed.length);
  from.set(packed);
  const to = bytesIn(room, size + BEHIND);
  const { unpack } = room.passes<Passes>(code);
  if (unpack(from.byteOffset, from.byteOffset + from.length, to.byteOffset, size) === 0)
    throw new RangeError('bytes that are no Snappy of this length');
  return to.slice(0, size);
}

/** `n` numbers of 1 to 24 bits from runs and packed bits, or as many of them as there are; `most` is the largest. */
export function unpackRuns(
  packed: Uint8Array,
  width: number,
  n: number,
): { readonly numbers: Int32Array; readonly most: number } | undefined {
  const room = roomOf(packed.length, 4 * n);
  const from = bytesIn(room, packed.length);
  from.set(packed);
  const to = room.int32(n);
  const { runs, largest } = room.passes<Passes>(code);
  if (runs(from.byteOffset, from.byteOffset + from.length, width, to.byteOffset, n) === 0) return undefined;
  return { numbers: to.slice(), most: largest(to.byteOffset, n) };
}

/** 1 for each of `n` codes that a row has. */
export function usedCodes(codes: Int32Array, n: number): Uint8Array {
  const room = roomOf(4 * codes.length, n);
  const from = room.int32(codes.length);
  from.set(codes);
  const marks = bytesIn(room, n).fill(0);
  room.passes<Passes>(code).mark(from.byteOffset, codes.length, marks.byteOffset);
  return marks.slice();
}

/** Puts what is known of each code, `NaN` among numbers and −1 among codes where it is negative. */
export function putByCode<T extends Float64Array | Int32Array>(
  pass: T extends Float64Array ? 'numbers' : 'recode',
  codes: Int32Array,
  known: T,
  into: T,
): void {
  const size = known.BYTES_PER_ELEMENT;
  const room = roomOf(4 * codes.length, size * known.length, size * codes.length);
  const array = (n: number) => (known instanceof Float64Array ? room.float64(n) : room.int32(n));
  const from = room.int32(codes.length);
  from.set(codes);
  const by = array(known.length);
  by.set(known);
  const to = array(codes.length);
  room.passes<Passes>(code)[pass](from.byteOffset, codes.length, by.byteOffset, to.byteOffset);
  into.set(to);
}
