/** Memory of long byte strings, which goes from thread to thread without being copied. */

/** Shorter ones are copied sooner than they would be shared. */
const SHARED_FROM = 65_536;

/** Zeros that are to be filled once, by whoever asks for them, and are only read from then on. */
export const bytesToShare = (length: number): Uint8Array =>
  new Uint8Array(length < SHARED_FROM ? new ArrayBuffer(length) : new SharedArrayBuffer(length));

/** Returns bytes that the caller may write to: a copy where they are shared between threads. */
export const ownBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.buffer instanceof SharedArrayBuffer ? new Uint8Array(bytes) : bytes;

/** Bytes before numbers that are to be stored as they lie in memory (frame/stored/bytes.ts). */
export const HEAD_BYTES = 8;

/** Numbers in such memory, with room for a head before them. */
export const numbersToShare = (length: number): Float64Array =>
  new Float64Array(bytesToShare(HEAD_BYTES + 8 * length).buffer, HEAD_BYTES, length);
