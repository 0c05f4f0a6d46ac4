/** Files of the store that are derived and disposable: a digest, a line's end, and the JSON it is of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../base/canonical.ts';
import { STORE, writeAtomically } from './files.ts';

export interface Checked<T> {
  readonly body: T;
  readonly digest: string;
}

/** `name` is relative to the store. undefined where there is none, or a damaged one. */
export function readChecked<T>(root: string, name: string): Checked<T> | undefined {
  try {
    const bytes = readFileSync(join(root, STORE, name));
    const newline = bytes.indexOf('\n');
    const digest = bytes.toString('latin1', 0, newline);
    const body = bytes.subarray(newline + 1);
    return sha256(body) === digest ? { body: JSON.parse(body.toString()) as T, digest } : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the digest of what was written. */
export function writeChecked(root: string, name: string, body: unknown): string {
  const bytes = Buffer.from(JSON.stringify(body));
  const digest = sha256(bytes);
  const file = Buffer.concat([Buffer.from(`${digest}\n`), bytes]);
  writeAtomically(join(root, STORE, name), file, { temporaries: join(root, STORE, 'tmp') });
  return digest;
}
