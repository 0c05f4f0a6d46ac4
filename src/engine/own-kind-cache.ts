/**
 * Spares bundling a project's own kind when none of its source files has changed. Derived and disposable: an entry
 * that does not hold to the letter is made again.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Digest } from '../base/brand.ts';
import { digestJson, sha256 } from '../base/canonical.ts';
import type { KindCode } from './code.ts';
import { isRacy, type Stamp, sameStamp, stampOf, writeAtomically } from './files.ts';
import { type OwnKind, type OwnKindOptions, prepareOwnKind, stepContract, stepModuleText } from './own-kinds.ts';

interface Entry {
  readonly code: KindCode;
  /** Digest of the bundle's text. */
  readonly bundle: Digest;
  /** Source file → digest of its bytes. */
  readonly sources: Readonly<Record<string, Digest>>;
  /** Folder of a source → digest of its listing: a new file may be what an import now means. */
  readonly folders: Readonly<Record<string, Digest>>;
  readonly stepModule: string;
  /** Of the entry file: an entry that came with a project from elsewhere does not hold here. */
  readonly stamp: Stamp;
}

export async function cachedOwnKind(entryFile: string, options: OwnKindOptions): Promise<OwnKind> {
  const record = path.join(options.folder, `${path.basename(entryFile)}.json`);
  const entry = readEntry(record);
  if (entry && holds(entryFile, entry, options)) return ownKind(entry.code, options);
  const begun = Date.now();
  const made = await prepareOwnKind(entryFile, options);
  // The version of a package lies outside the project's sources; kinds that import one are bundled every time.
  const isProjectOnly = Object.keys(made.code.packages).every((name) => name === stepContract.specifier);
  if (isProjectOnly && olderThan(begun, Object.keys(made.code.files), options)) {
    const text = JSON.stringify(entryOf(entryFile, made.code, options));
    writeAtomically(record, `${sha256(text)}\n${text}`, { temporaries: options.temporaries });
  }
  return made;
}

/** False when a source may have been edited while it was bundled: the bundle would be noted beside another text. */
const olderThan = (begun: number, files: readonly string[], { root }: OwnKindOptions): boolean =>
  files.every((file) => {
    const stat = statSync(path.join(root, file), { throwIfNoEntry: false });
    return stat !== undefined && !isRacy(stampOf(stat), begun);
  });

function entryOf(entryFile: string, code: KindCode, options: OwnKindOptions): Entry {
  const files = Object.keys(code.files);
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  return {
    code,
    bundle: sha256(readFileSync(bundlePath(code, options))),
    sources: Object.fromEntries(files.map((file) => [file, sha256(readFileSync(path.join(options.root, file)))])),
    folders: Object.fromEntries(folders.map((folder) => [folder, listing(path.join(options.root, folder))])),
    stepModule: options.stepModule,
    stamp: stampOf(statSync(entryFile)),
  };
}

function holds(entryFile: string, entry: Entry, options: OwnKindOptions): boolean {
  try {
    return (
      entry.stepModule === options.stepModule &&
      sameStamp(stampOf(statSync(entryFile)), entry.stamp) &&
      sha256(readFileSync(bundlePath(entry.code, options))) === entry.bundle &&
      readFileSync(path.join(options.folder, stepContract.importAs), 'utf8') === stepModuleText(options) &&
      Object.entries(entry.sources).every(
        ([file, digest]) => sha256(readFileSync(path.join(options.root, file))) === digest,
      ) &&
      Object.entries(entry.folders).every(([folder, digest]) => listing(path.join(options.root, folder)) === digest)
    );
  } catch {
    return false;
  }
}

const ownKind = (code: KindCode, options: OwnKindOptions): OwnKind => ({
  code,
  url: pathToFileURL(bundlePath(code, options)).href,
});

const bundlePath = (code: KindCode, { folder }: OwnKindOptions): string => path.join(folder, `${code.digest}.mjs`);

const listing = (folder: string): Digest => digestJson(readdirSync(folder).sort());

function readEntry(file: string): Entry | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    const newline = text.indexOf('\n');
    return sha256(text.slice(newline + 1)) === text.slice(0, newline)
      ? (JSON.parse(text.slice(newline + 1)) as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}
