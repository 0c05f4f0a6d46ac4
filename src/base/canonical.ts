/** Canonical JSON and the sha256 digests that keys are made of. */
import { hash } from 'node:crypto';
import type { Digest } from './brand.ts';
import type { Json } from './json.ts';

/**
 * Canonical JSON: object keys sorted by code unit, no white space, undefined members left out, −0 as 0.
 * Refuses NaN, infinities and anything that is not JSON, since a key built on them would lie. The engine's own printer is several
 * times faster than ours, and keeps keys in the order they were added in.
 */
export function canonicalJson(value: unknown): string {
  const sorted = inOrder(value);
  return sorted === unsortable ? memberByMember(value) : JSON.stringify(sorted);
}

/** Marks a key, such as an integer, that the JavaScript engine keeps in an order of its own. */
const unsortable = Symbol('unsortable');

/** The value with keys in order: itself where they are already. */
function inOrder(value: unknown): unknown {
  if (isLeaf(value)) return value;
  if (Array.isArray(value)) return listInOrder(value);
  if (isPlainObject(value)) return objectInOrder(value);
  throw new TypeError(`canonical JSON cannot hold ${typeof value === 'object' ? 'a class instance' : typeof value}`);
}

/** Tells whether a value has no keys. It throws where the value is no JSON. */
function isLeaf(value: unknown): boolean {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`canonical JSON cannot hold ${value}`);
    return true;
  }
  return typeof value === 'string' || typeof value === 'boolean' || value === null;
}

function listInOrder(items: readonly unknown[]): unknown {
  let copy: unknown[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (isLeaf(item)) continue;
    const sorted = inOrder(item);
    if (sorted === unsortable) return unsortable;
    if (sorted === item) continue;
    copy ??= items.slice();
    copy[i] = sorted;
  }
  return copy ?? items;
}

function objectInOrder(object: Readonly<Record<string, unknown>>): unknown {
  const keys = Object.keys(object);
  let copy: Record<string, unknown> | undefined;
  if (!isSorted(keys)) {
    sortInPlace(keys);
    if (keys.some(isUnsortable)) return unsortable;
    copy = {};
  }
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const member = object[key];
    const own = member === undefined || isLeaf(member) ? member : inOrder(member);
    if (own === unsortable) return unsortable;
    if (copy === undefined && own !== member) {
      if (keys.some(isUnsortable)) return unsortable;
      copy = membersBefore(object, keys, i);
    }
    if (copy !== undefined && own !== undefined) copy[key] = own;
  }
  return copy ?? object;
}

function membersBefore(object: Readonly<Record<string, unknown>>, keys: readonly string[], end: number) {
  const copy: Record<string, unknown> = {};
  for (let i = 0; i < end; i++) if (object[keys[i]!] !== undefined) copy[keys[i]!] = object[keys[i]!];
  return copy;
}

/** `2` and `10` come before every other key, and as numbers. */
function isUnsortable(key: string): boolean {
  const first = key.charCodeAt(0);
  return (first >= 48 && first <= 57) || key === '__proto__';
}

const FEW = 40;

/** Sorts by code unit; a few are sorted without the memory that `sort` takes. */
function sortInPlace(keys: string[]): void {
  if (keys.length > FEW) keys.sort();
  else for (let i = 1; i < keys.length; i++) insert(keys, i);
}

function isSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) if (keys[i - 1]! > keys[i]!) return false;
  return true;
}

/** Moves the key at `from` to where it belongs among those before it. */
function insert(keys: string[], from: number): void {
  const key = keys[from]!;
  let at = from;
  for (; at > 0 && keys[at - 1]! > key; at--) keys[at] = keys[at - 1]!;
  keys[at] = key;
}

function memberByMember(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(memberByMember).join(',')}]`;
  if (!isPlainObject(value)) return canonicalJson(value);
  const members = Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${memberByMember(value[key])}`);
  return `{${members.join(',')}}`;
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
