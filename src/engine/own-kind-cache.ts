/**
 * Spares bundling a project's own kind when none of its source files has changed. Derived and disposable: an entry
 * that does not hold to the letter is made again.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Digest } from '../base/brand.ts';
import { digestJson, sha256 } from '../base/canonical.ts';
import type { KindCode } from './code.ts';
import { writeAtomically } from './files.ts';
import { type OwnKind, type OwnKindOptions, prepareOwnKind, stepContract } from './own-kinds.ts';

interface Entry {
  readonly code: KindCode;
  /** Digest of the bundle's text. */
  readonly bundle: Digest;
  /** Source file → digest of its bytes. */
  readonly sources: Readonly<Record<string, Digest>>;
  /** Folder of a source → digest of its listing: a new file may be what an import now means. */
  readonly folders: Readonly<Record<string, Digest>>;
  readonly stepModule: string;
}

export async function cachedOwnKind(entryFile: string, options: OwnKindOptions): Promise<OwnKind> {
  const record = path.join(options.folder, `${path.basename(entryFile)}.json`);
  const entry = readEntry(record);
  if (entry && holds(entry, options)) return ownKind(entry.code, options);
  const made = await prepareOwnKind(entryFile, options);
  // The version of a package lies outside the project's sources; kinds that import one are bundled every time.
  if (Object.keys(made.code.packages).every((name) => name === stepContract.specifier)) {
    const text = JSON.stringify(entryOf(made.code, options));
    writeAtomically(record, `${sha256(text)}\n${text}`, { temporaries: options.folder });
  }
  return made;
}

function entryOf(code: KindCode, options: OwnKindOptions): Entry {
  const files = Object.keys(code.files);
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  return {
    code,
    bundle: sha256(readFileSync(bundlePath(code, options))),
    sources: Object.fromEntries(files.map((file) => [file, sha256(readFileSync(path.join(options.root, file)))])),
    folders: Object.fromEntries(folders.map((folder) => [folder, listing(path.join(options.root, folder))])),
    stepModule: options.stepModule,
  };
}

function holds(entry: Entry, options: OwnKindOptions): boolean {
  try {
    return (
      entry.stepModule === options.stepModule &&
      sha256(readFileSync(bundlePath(entry.code, options))) === entry.bundle &&
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
