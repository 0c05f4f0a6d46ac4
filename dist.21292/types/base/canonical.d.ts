import type { Digest } from './brand.ts';
import type { Json } from './json.ts';
/**
 * Canonical JSON: object keys sorted by code unit, no white space, undefined members left out, −0 as 0.
 * Refuses NaN, infinities and anything that is not JSON, since a key built on them would lie. The engine's own printer is several
 * times faster than ours, and keeps keys in the order they were added in.
 */
export declare function canonicalJson(value: unknown): string;
export declare function sha256(bytes: Uint8Array | string): Digest;
export declare function digestJson(value: Json | unknown): Digest;
