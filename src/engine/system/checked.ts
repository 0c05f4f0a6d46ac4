/** Reads and writes files of the store that are derived and disposable: a checksum, below it a line of JSON, and bytes that may follow. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { sha256 } from '../../base/canonical.ts';
import { STORE, writeAtomically } from './files.ts';
import { knownSeal, ownSeal } from './seal.ts';

export interface CheckedFile<T> {
  readonly body: T;
  /** Bytes that follow the line of JSON. */
  readonly rest: Buffer;
  /** Checksum of the file, by which another file can name it. */
  readonly sum: string;
}

/** Makes the checksum of a file's body. */
type Sum = (body: Uint8Array) => string;

/** Reads a file's JSON; undefined where the file is absent or damaged. `name` is relative to the store. */
export const readChecked = <T>(root: string, name: string): T | undefined => read<T>(root, name, sha256)?.body;

export const writeChecked = (root: string, name: string, body: unknown): void => void write(root, name, body, sha256);

/** Reads a file whose checksum is a seal of this account; undefined where it is absent, damaged, or another's. */
export function readSealed<T>(root: string, name: string): CheckedFile<T> | undefined {
  const seal = knownSeal(root);
  return seal && read(root, name, (body) => seal(name, body));
}

/** Writes a sealed file and returns its checksum; writes nothing and returns undefined where there is no key to seal it with. */
export function writeSealed(root: string, name: string, body: unknown, rest?: Uint8Array): string | undefined {
  const seal = ownSeal(root);
  return seal && write(root, name, body, (bytes) => seal(name, bytes), rest);
}

const read = <T>(root: string, name: string, sumOf: Sum): CheckedFile<T> | undefined =>
  attempt(() => {
    const bytes = readFileSync(join(root, STORE, name));
    const newline = bytes.indexOf('\n');
    const sum = bytes.toString('latin1', 0, newline);
    const whole = bytes.subarray(newline + 1);
    if (sumOf(whole) !== sum) return undefined;
    const end = whole.indexOf('\n');
    const line = end < 0 ? whole : whole.subarray(0, end);
    return { body: JSON.parse(line.toString()) as T, rest: end < 0 ? Buffer.of() : whole.subarray(end + 1), sum };
  });

function write(root: string, name: string, body: unknown, sumOf: Sum, rest?: Uint8Array): string {
  const line = Buffer.from(JSON.stringify(body));
  const bytes = rest ? Buffer.concat([line, Buffer.from('\n'), rest]) : line;
  const sum = sumOf(bytes);
  const file = Buffer.concat([Buffer.from(`${sum}\n`), bytes]);
  writeAtomically(join(root, STORE, name), file, { temporaries: join(root, STORE, 'tmp') });
  return sum;
}
