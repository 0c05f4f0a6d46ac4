import { hash } from 'node:crypto';
import type { Digest } from './brand.ts';
import type { Json } from './json.ts';

/**
 * Canonical JSON: object keys sorted by code unit, no white space, undefined members left out, −0 as 0.
 * Refuses NaN, infinities and anything that is not JSON, since a key built on them would lie. `known` spares objects whose text is
 * known already.
 */
export function canonicalJson(value: unknown, known?: ReadonlyTexts): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`canonical JSON cannot hold ${value}`);
    return String(value === 0 ? 0 : value);
  }
  if (typeof value === 'object') {
    const text = known?.get(value);
    if (text !== undefined) return text;
    if (Array.isArray(value)) return listText(value, known);
    if (isPlainObject(value)) return objectText(value, known);
  }
  throw new TypeError(`canonical JSON cannot hold ${typeof value === 'object' ? 'a class instance' : typeof value}`);
}

/** Canonical JSON of objects, by identity. */
export type ReadonlyTexts = Pick<WeakMap<object, string>, 'get'>;

function listText(items: readonly unknown[], known: ReadonlyTexts | undefined): string {
  let text = '[';
  for (let i = 0; i < items.length; i++)
    text += i > 0 ? `,${canonicalJson(items[i], known)}` : canonicalJson(items[i], known);
  return `${text}]`;
}

function objectText(object: Readonly<Record<string, unknown>>, known: ReadonlyTexts | undefined): string {
  let text = '{';
  for (const key of sortedKeys(object)) {
    const member = object[key];
    if (member === undefined) continue;
    text += `${text.length > 1 ? ',' : ''}${JSON.stringify(key)}:${canonicalJson(member, known)}`;
  }
  return `${text}}`;
}

function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  for (let i = 1; i < keys.length; i++) if (keys[i - 1]! > keys[i]!) return keys.sort();
  return keys;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function sha256(bytes: Uint8Array | string): Digest {
  return hash('sha256', bytes, 'hex') as Digest;
}

export function digestJson(value: Json | unknown): Digest {
  return sha256(canonicalJson(value));
}
