import { createHash } from 'node:crypto';
import type { Digest } from './brand.ts';
import type { Json } from './json.ts';

/**
 * Canonical JSON: object keys sorted by code unit, no white space, undefined members left out, −0 as 0.
 * Refuses NaN, infinities and anything that is not JSON, since a key built on them would lie.
 */
export function canonicalJson(value: unknown): string {
  const out: string[] = [];
  write(value, out);
  return out.join('');
}

function write(value: unknown, out: string[]): void {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    out.push(JSON.stringify(value));
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`canonical JSON cannot hold ${value}`);
    out.push(JSON.stringify(value === 0 ? 0 : value));
  } else if (Array.isArray(value)) {
    writeList(value, out);
  } else if (isPlainObject(value)) {
    writeObject(value, out);
  } else {
    throw new TypeError(`canonical JSON cannot hold ${typeof value === 'object' ? 'a class instance' : typeof value}`);
  }
}

function writeList(items: readonly unknown[], out: string[]): void {
  out.push('[');
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.push(',');
    write(items[i], out);
  }
  out.push(']');
}

function writeObject(object: Readonly<Record<string, unknown>>, out: string[]): void {
  out.push('{');
  let first = true;
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    if (!first) out.push(',');
    first = false;
    out.push(JSON.stringify(key), ':');
    write(member, out);
  }
  out.push('}');
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function sha256(bytes: Uint8Array | string): Digest {
  return createHash('sha256').update(bytes).digest('hex') as Digest;
}

export function digestJson(value: Json | unknown): Digest {
  return sha256(canonicalJson(value));
}
