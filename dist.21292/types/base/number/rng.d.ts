export interface RandomStream {
    /** 0 … 2^32−1 */
    uint32(): number;
    /** In the open interval (0, 1), 53 bits. */
    uniform(): number;
    /** 0 … n−1 without bias; `n` is an integer from 1 to 2^32. */
    int(n: number): number;
    /** Standard normal (polar method of Marsaglia & Bray 1964). */
    normal(): number;
    /** Shuffles in place (Fisher–Yates). */
    shuffle<T extends unknown[] | Float64Array>(items: T): T;
    /** `count` indices from 0 … n−1 with replacement, n ≤ 2^31. */
    sample(n: number, count: number): Int32Array;
}
export interface Rng {
    /** The stream of replicate `i` under `name`; equal arguments give equal streams, each from its start. */
    stream(name: string, i: number): RandomStream;
}
/** Streams under one seed; any text is a seed. */
export declare function createRng(seed: string): Rng;
