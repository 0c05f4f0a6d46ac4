/** Plans what `papermake sync` does to each file of a coauthors' folder: a file that somebody else edited there is never written over. */
import { lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../../base/canonical.ts';
import { foldedPath } from '../../base/system/file-names.ts';
import { plainLines } from '../../base/system/line-ends.ts';
import { isOutput } from '../../engine/pipeline/outputs.ts';
import { namesIfThere, statIfThere } from '../../engine/system/files.ts';
import type { Collected, ResultFile } from './collect.ts';
import { SUMS, type Sums } from './sums.ts';

export type Verdict =
  /** The bytes are there, but for ends of lines that git changed. */
  | 'same'
  | 'new'
  | 'changed'
  /** Somebody else changed the file, or made it. */
  | 'edited'
  /** It was written before, and somebody else removed it. */
  | 'removed'
  /** It may not be written: `why` says what stands in its place, or on the way there. */
  | 'blocked'
  /** It was written before, and the pipeline makes it no longer. */
  | 'unmade';

export interface Planned extends ResultFile {
  readonly verdict: Verdict;
  readonly why?: string;
  /** Bytes that stand in the folder; undefined where there are none. */
  readonly theirs: Uint8Array | undefined;
}

export function planSync(folder: string, { files, isMade }: Collected, sums: Sums): Planned[] {
  const gone = [...sums.keys()].filter((path) => isOutput(path) && !isMade(path) && isFile(join(folder, path)));
  return [
    ...files.map((file) => planned(folder, file, sums)),
    ...gone.map((path) => ({ path, bytes: NONE, whyHidden: undefined, verdict: 'unmade' as const, theirs: undefined })),
  ];
}

const NONE = new Uint8Array();

function planned(folder: string, file: ResultFile, sums: Sums): Planned {
  const inTheWay = whyBlocked(folder, file.path);
  if (inTheWay !== undefined) return { ...file, verdict: 'blocked', why: inTheWay, theirs: undefined };
  const at = join(folder, file.path);
  const stat = statIfThere(at, lstatSync);
  const theirs = stat && readFileSync(at);
  const verdict = verdictOf(file, theirs, sums.get(file.path));
  if (stat === undefined || verdict === 'same' || (stat.mode & OWNER_WRITES) !== 0) return { ...file, verdict, theirs };
  return { ...file, verdict: 'blocked', why: 'it may only be read', theirs };
}

const OWNER_WRITES = 0o200;

function verdictOf(
  { path, bytes }: ResultFile,
  theirs: Uint8Array | undefined,
  written: ReadonlySet<string> | undefined,
): Verdict {
  if (theirs === undefined) return written === undefined ? 'new' : 'removed';
  const found: string[] = [theirs, plainLines(path, theirs)].map(sha256);
  if (found.includes(digestOf(path, bytes))) return 'same';
  return found.some((each) => written?.has(each)) ? 'changed' : 'edited';
}

/** The digest of a file by which it is known again; ends of lines in a text do not count. */
export const digestOf = (path: string, bytes: Uint8Array): string => sha256(plainLines(path, bytes));

/**
 * Says why a path in the folder may not be written: links are followed to no other place, no folder is replaced by a file, and no name stands beside one
 * that is the same on some systems. Undefined where it may be.
 */
export function whyBlocked(folder: string, path: string): string | undefined {
  const names = path.split('/');
  for (const [i, name] of names.entries()) {
    const at = names.slice(0, i + 1).join('/');
    const listed = namesIfThere(join(folder, dirname(at)));
    const alike = listed.find((each) => each !== name && foldedPath(each) === foldedPath(name));
    if (alike !== undefined) return `\`${alike}\` is there, which is the same name as \`${name}\` on some systems`;
    const stat = statIfThere(join(folder, at), lstatSync);
    if (stat === undefined) return undefined;
    if (stat.isSymbolicLink()) return `\`${at}\` is a symbolic link`;
    if (i < names.length - 1 && !stat.isDirectory()) return `\`${at}\` is no folder`;
    if (i === names.length - 1 && !stat.isFile()) return `\`${at}\` is no file`;
  }
  return undefined;
}

const isFile = (path: string): boolean => statIfThere(path, lstatSync)?.isFile() === true;

/** Says why the folder's list of what was written cannot be kept; undefined where it can. */
export const whyNoList = (folder: string): string | undefined => whyBlocked(folder, SUMS);
