/**
 * Spares bundling a project's own kind when nothing that its bundle was made of has changed. Derived, sealed and disposable: an entry
 * that does not hold to the letter is made again.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { attempt, unlessRefused } from '../../base/attempt.ts';
import type { Digest } from '../../base/brand.ts';
import { digestJson, sha256 } from '../../base/canonical.ts';
import { readSealed, writeSealed } from '../system/checked.ts';
import { isRacy, STORE, stampOf, statIfThere } from '../system/files.ts';
import type { BundledKind } from './code.ts';
import { bundleOwnKind } from './own-kinds.ts';

/** Folder of the bundles, below the store. */
export const BUNDLES = 'kinds';

interface CachedBundle {
  readonly bundle: BundledKind;
  /** The folder from which the bundle's packages were found. */
  readonly root: string;
  /** File that the bundle was made of, or that was looked for → digest of its bytes; null where there was none. */
  readonly files: Readonly<Record<string, Digest | null>>;
  /** Folder of a source → digest of its listing: a new file may be what an import now means. */
  readonly folders: Readonly<Record<string, Digest>>;
}

/** The kind's bundle, kept or made anew. `file` is relative to the project, as in `steps/gini.ts`. */
export async function cachedOwnKind(file: string, root: string): Promise<BundledKind> {
  const name = `${BUNDLES}/${path.basename(file)}.json`;
  const entry = readSealed<CachedBundle>(root, name)?.body;
  if (entry && holds(entry, root)) return entry.bundle;
  const begun = Date.now();
  const bundle = await bundleOwnKind(file, root);
  const files = [...Object.keys(bundle.code.files), ...bundle.lookedAt];
  // A file that may have been edited while it was bundled would be noted beside the bundle of another text.
  const old = files.every((each) => isOlder(path.resolve(root, each), begun));
  if (old) keep(root, name, { bundle, root, ...seen(files, bundle, root) });
  return bundle;
}

/** Writes an entry. Where that fails (a full disk, a store that is removed at this moment), the next start bundles again. */
const keep = (root: string, name: string, entry: CachedBundle): unknown =>
  unlessRefused(() => writeSealed(root, name, entry));

function isOlder(file: string, begun: number): boolean {
  const stat = statIfThere(file);
  return stat === undefined || !isRacy(stampOf(stat), begun);
}

function seen(files: readonly string[], { code }: BundledKind, root: string): Pick<CachedBundle, 'files' | 'folders'> {
  const folders = [...new Set(Object.keys(code.files).map((file) => path.dirname(file)))];
  return {
    files: Object.fromEntries(files.map((file) => [file, digestOf(path.resolve(root, file))])),
    folders: Object.fromEntries(folders.map((folder) => [folder, listing(path.join(root, folder))])),
  };
}

const holds = (entry: CachedBundle, root: string): boolean =>
  attempt(
    () =>
      entry.root === root &&
      Object.entries(entry.files).every(([file, digest]) => digestOf(path.resolve(root, file)) === digest) &&
      Object.entries(entry.folders).every(([folder, digest]) => listing(path.join(root, folder)) === digest),
  ) ?? false;

const digestOf = (file: string): Digest | null =>
  statIfThere(file)?.isFile() === true ? sha256(readFileSync(file)) : null;

const listing = (folder: string): Digest => digestJson(readdirSync(folder).sort());

/** Entries of kinds that are gone, and what earlier versions of papermake kept beside them; absolute. */
export function strayBundles(root: string): string[] {
  const folder = path.join(root, STORE, BUNDLES);
  const isStray = (name: string): boolean =>
    !name.endsWith('.json') || statIfThere(path.join(root, 'steps', name.slice(0, -'.json'.length))) === undefined;
  return (attempt(() => readdirSync(folder)) ?? []).flatMap((name) => (isStray(name) ? [path.join(folder, name)] : []));
}
