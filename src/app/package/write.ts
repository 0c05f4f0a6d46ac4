/** Writes a package as a folder and as a `.zip` beside it, each put into the place of the one before by renaming, so that a kill leaves one of them whole. */
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { sha256 } from '../../base/canonical.ts';
import { isMarkInUse, processMark } from '../../base/system/process-name.ts';
import { removeInUse } from '../../base/system/remove.ts';
import { quoted } from '../../base/text/quoted.ts';
import { makeFolder, namesIfThere, statIfThere } from '../../engine/system/files.ts';
import { zip } from '../../table/formats/office/zip.ts';
import { type Contents, SUMS } from './files.ts';

/** The most files and bytes that an archive without Zip64 can hold. */
const MOST_BYTES = 0xffff_0000;
const MOST_FILES = 0xfffe;

export interface Obstacle {
  readonly why: string;
  readonly hint: string;
}

export const isTooLarge = (bytes: number, files: number): boolean => bytes > MOST_BYTES || files > MOST_FILES;

export const TOO_LARGE: Obstacle = {
  why: 'the package has more than 4 GB or more than 65,534 files, which no plain `.zip` holds',
  hint: 'say `provided: false` of the largest source, and deposit its files by themselves',
};

/** The place of the package before, while a new one is put into its place. */
const beforeOf = (folder: string): string => `${folder}.before`;
const newOf = (folder: string): string => join(dirname(folder), `.${basename(folder)}.new-`);
export const zipOf = (folder: string): string => `${folder}.zip`;

/** Says why a package cannot be written there; undefined where it can. Only a package that nobody changed gives way. */
export function inTheWay(folder: string, contents: Contents): Obstacle | undefined {
  const size = [...contents.values()].reduce((sum, { length }) => sum + length, 0);
  if (isTooLarge(size, contents.size)) return TOO_LARGE;
  for (const path of [folder, zipOf(folder)])
    if (statIfThere(path, lstatSync)?.isSymbolicLink())
      return { why: `\`${path}\` is a symbolic link, and would be replaced`, hint: 'remove it' };
  const names = namesIfThere(folder);
  if (names.length === 0) return undefined;
  if (!names.includes(SUMS))
    return { why: `\`${folder}\` holds files that no package wrote`, hint: 'name an empty folder with `--out`' };
  const changed = changedIn(folder);
  if (changed.length === 0) return undefined;
  return {
    why: `${quoted(changed)} in \`${folder}\` ${changed.length === 1 ? 'was' : 'were'} added or changed since the package was written`,
    hint: 'keep what you want of it elsewhere and remove the rest, or name an empty folder with `--out`',
  };
}

/** Paths in a package that differ from its list of digests, are gone, or are not in it. */
export function changedIn(folder: string): readonly string[] {
  const sums = readSums(folder);
  const there = filesIn(folder).filter((path) => path !== SUMS);
  const other = there.filter((path) => sums.get(path) !== sha256(readFileSync(join(folder, path))));
  const gone = [...sums.keys()].filter((path) => !there.includes(path));
  return [...new Set([...other, ...gone])].sort();
}

/** Path → digest, as a package lists them. */
export function readSums(folder: string): ReadonlyMap<string, string> {
  const text = attempt(() => readFileSync(join(folder, SUMS), 'utf8')) ?? '';
  return new Map([...text.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm)].map(([, digest, path]) => [path!, digest!]));
}

/** Paths of all files below a folder, with `/`; links are listed and not followed. */
export function filesIn(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? filesIn(folder, path) : [path];
  });
}

/** Puts a package into a folder that `inTheWay` knows nothing against. */
export function writePackage(folder: string, contents: Contents): void {
  makeFolder(dirname(folder));
  mend(folder);
  const fresh = `${newOf(folder)}${processMark()}`;
  try {
    for (const [path, bytes] of contents) {
      makeFolder(dirname(join(fresh, path)));
      writeFileSync(join(fresh, path), bytes);
    }
    writeSynced(`${fresh}.zip`, zip(contents));
    replace(folder, fresh);
    renameSync(`${fresh}.zip`, zipOf(folder));
  } finally {
    for (const path of [fresh, `${fresh}.zip`]) removeInUse(path);
  }
  removeInUse(beforeOf(folder));
}

function replace(folder: string, fresh: string): void {
  const before = beforeOf(folder);
  if (statIfThere(folder) === undefined) {
    renameSync(fresh, folder);
    return;
  }
  renameSync(folder, before);
  try {
    renameSync(fresh, folder);
  } catch (error) {
    renameSync(before, folder);
    throw error;
  }
}

/** Puts back what a killed call left in between, and removes what dead ones were writing. */
export function mend(folder: string): void {
  const before = beforeOf(folder);
  if (statIfThere(before) !== undefined && readSums(before).size > 0) {
    if (statIfThere(folder) === undefined) renameSync(before, folder);
    else if (changedIn(before).length === 0) removeInUse(before);
  }
  const begin = basename(newOf(folder));
  for (const name of namesIfThere(dirname(folder))) {
    if (!name.startsWith(begin)) continue;
    const path = join(dirname(folder), name);
    const mark = name.slice(begin.length).replace(/\.zip$/, '');
    if (isMarkInUse(mark, lstatSync(path).mtimeMs) === false) removeInUse(path);
  }
}

function writeSynced(path: string, bytes: Uint8Array): void {
  writeFileSync(path, bytes);
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
