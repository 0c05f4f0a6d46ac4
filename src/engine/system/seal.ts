/**
 * Seals what runs leave in a store for later ones, by HMAC-SHA-256 (RFC 2104) under a key of this account that lies outside of every
 * project. A store that was made elsewhere, or edited, holds nothing that is believed. Without a key, which a home that is absent or
 * read-only cannot hold, runs leave nothing and every run starts cold.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { removeEntry } from '../../base/system/remove.ts';
import { makeFolder } from './files.ts';
import { stateFile } from './state-folder.ts';

/** Makes the seal of a file's contents under its name, in as many hexadecimal digits as a SHA-256. */
export type Seal = (name: string, body: Uint8Array) => string;

const KEY_BYTES = 32;

/** The account's seal; undefined where there is no key yet, or none that is this account's alone. `root` is the project. */
export function knownSeal(root: string): Seal | undefined {
  const file = keyFile(root);
  const key = file === undefined ? undefined : readKey(file);
  return key && sealWith(key);
}

/** The account's seal, for which a key is made where there is none; undefined where none can be kept. */
export function ownSeal(root: string): Seal | undefined {
  const known = knownSeal(root);
  const file = keyFile(root);
  if (known || file === undefined) return known;
  makeKey(file);
  return knownSeal(root);
}

const sealWith =
  (key: Uint8Array): Seal =>
  (name, body) =>
    createHmac('sha256', key).update(`${name}\n`).update(body).digest('hex');

/** Path of the key; undefined where none can be kept outside of the project. */
export const keyFile = (root: string): string | undefined => stateFile(root, 'key');

function readKey(file: string): Uint8Array | undefined {
  return attempt(() => {
    const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = fstatSync(descriptor);
      return stat.isFile() && stat.size === KEY_BYTES && isPrivate(stat) ? readFileSync(descriptor) : undefined;
    } finally {
      closeSync(descriptor);
    }
  });
}

/** Tells whether only the owner may read the key. Windows keeps the folder to its owner. */
const isPrivate = ({ mode, uid }: { readonly mode: number; readonly uid: number }): boolean =>
  process.geteuid === undefined || ((mode & 0o077) === 0 && uid === process.geteuid());

/** Makes a key, which appears whole, in the place of one that others could read. Where two runs do so at once, the last one's key stays. */
function makeKey(file: string): void {
  const temporary = `${file}.${process.pid}`;
  try {
    makeFolder(dirname(file), 0o700);
    removeEntry(temporary);
    writeFileSync(temporary, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600 });
    renameSync(temporary, file);
  } catch {
    // Without a key, runs merely start cold.
    attempt(() => removeEntry(temporary));
  }
}
