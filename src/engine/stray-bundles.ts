/** Bundles of own kinds whose code is no longer what it was. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { STORE } from './files.ts';
import type { Kinds } from './kinds.ts';

/** A `verify` or `why` that began before an edit of the code may still import the bundle it found. */
const IN_USE_MS = 24 * 60 * 60 * 1000;

export function strayBundles(root: string, kinds: Kinds, now: number): string[] {
  const folder = join(root, STORE, 'kinds');
  const current = new Set([...kinds.values()].map(({ code }) => code.digest as string));
  return bundlesIn(folder).flatMap((name) => {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    const isOld = stat?.isFile() === true && now - stat.mtimeMs > IN_USE_MS;
    return isOld && !current.has(name.slice(0, 64)) ? [join(folder, name)] : [];
  });
}

function bundlesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.mjs$/.test(name));
  } catch {
    return [];
  }
}
