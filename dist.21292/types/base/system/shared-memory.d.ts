/** Memory of long byte strings, which goes from thread to thread without being copied. */
/** Zeros that are to be filled once, by whoever asks for them, and are only read from then on. */
export declare const bytesToShare: (length: number) => Uint8Array;
/** Returns bytes that the caller may write to: a copy where they are shared between threads. */
export declare const ownBytes: (bytes: Uint8Array) => Uint8Array;
/** Bytes before numbers that are to be stored as they lie in memory (frame/stored/bytes.ts). */
export declare const HEAD_BYTES = 8;
/** Numbers in such memory, with room for a head before them. */
export declare const numbersToShare: (length: number) => Float64Array;
