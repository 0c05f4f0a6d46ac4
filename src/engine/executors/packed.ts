/**
 * Byte strings for another thread. Short ones go in one piece: each is mostly a view of much longer memory, which would be copied whole, and
 * thousands of copies cost more than what they hold.
 */
import type { Digest } from '../../base/brand.ts';

/** Longer ones go by themselves. */
const SHORT = 64 * 1024;
/** Each begins where numbers may lie as they are. */
const ALIGNED = 8;

export interface Packed {
  readonly short: { readonly names: readonly Digest[]; readonly lengths: Int32Array; readonly bytes: Uint8Array };
  readonly long: ReadonlyMap<Digest, Uint8Array>;
}

export function packed(parts: ReadonlyMap<Digest, Uint8Array>): Packed {
  const names: Digest[] = [];
  const long = new Map<Digest, Uint8Array>();
  let size = 0;
  for (const [name, each] of parts) {
    if (each.length >= SHORT) long.set(name, each);
    else {
      names.push(name);
      size += room(each.length);
    }
  }
  const bytes = new Uint8Array(size);
  const lengths = new Int32Array(names.length);
  let at = 0;
  for (const [i, name] of names.entries()) {
    const each = parts.get(name)!;
    bytes.set(each, at);
    lengths[i] = each.length;
    at += room(each.length);
  }
  return { short: { names, lengths, bytes }, long };
}

export function unpacked({ short: { names, lengths, bytes }, long }: Packed): Map<Digest, Uint8Array> {
  const parts = new Map(long);
  let at = 0;
  for (const [i, name] of names.entries()) {
    const length = lengths[i]!;
    parts.set(name, bytes.subarray(at, at + length));
    at += room(length);
  }
  return parts;
}

const room = (length: number): number => Math.ceil(length / ALIGNED) * ALIGNED;
