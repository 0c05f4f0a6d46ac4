/** Reads the chains of a project's ledger, and says what of them is broken. A line whose own digest does not hold counts for nothing; all others count. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unless } from '../../base/attempt.ts';
import type { Digest } from '../../base/brand.ts';
import { statIfThere } from '../system/files.ts';
import { type Line, readLine } from './line.ts';

/** The folder of the ledger in a project, meant to be committed. */
export const LEDGER = 'ledger';

const NAME = /^[0-9a-f]{16}\.jsonl$/;

/** Path of a clone's chain, relative to the project. */
export const chainPath = (id: string): string => `${LEDGER}/${id}.jsonl`;

export interface BrokenLine {
  /** From 1. */
  readonly line: number;
  /** The fault, in words that follow "line 3". */
  readonly is: string;
}

export interface Chain {
  /** Relative to the project. */
  readonly path: string;
  /** The sound lines. */
  readonly lines: readonly Line[];
  readonly broken: readonly BrokenLine[];
  /** Digest of the last sound line; null where there is none. */
  readonly head: Digest | null;
  /** The number of bytes that whole lines take; what stands behind was being written when a run was killed. */
  readonly whole: number;
  readonly size: number;
  /** Says whether the last line is whole and has no end, as editors leave it. */
  readonly isOpen: boolean;
}

/**
 * Reads the text of a chain. A line may stand behind any earlier one, not the last alone: runs of two machines in one folder, and a conflict in which
 * both sides were kept, leave a sound chain. Git may have checked it out with other ends of lines.
 */
export function readChain(path: string, bytes: Buffer, read = readLine): Chain {
  const pieces = bytes.toString().split('\n');
  const last = pieces.pop()!;
  const lines: Line[] = [];
  const broken: BrokenLine[] = [];
  const known = new Set<Digest>();
  const take = (line: Line): boolean => {
    if (line.prev === null ? known.size > 0 : !known.has(line.prev)) return false;
    known.add(line.digest);
    lines.push(line);
    return true;
  };
  pieces.forEach((piece, i) => {
    if (piece.trim() === '') return;
    const line = read(piece);
    if (typeof line === 'string') broken.push({ line: i + 1, is: line });
    else if (!take(line)) {
      broken.push({ line: i + 1, is: line.prev === null ? 'begins a chain anew' : 'follows a line that is not there' });
      // Lines that follow this one are not told as broken again.
      known.add(line.digest);
      lines.push(line);
    }
  });
  const end = read(last);
  const isOpen = typeof end === 'object' && take(end);
  const size = bytes.length;
  const whole = isOpen ? size : bytes.lastIndexOf('\n') + 1;
  return { path, lines, broken, head: lines.at(-1)?.digest ?? null, whole, size, isOpen };
}

/** The bytes of a file of the ledger; undefined for what is no plain file, or is not there. Links are not followed. */
export function chainBytes(root: string, path: string): Buffer | undefined {
  const full = join(root, path);
  if (!statIfThere(full, lstatSync)?.isFile()) return undefined;
  const descriptor = openSync(full, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    return fstatSync(descriptor).isFile() ? readFileSync(descriptor) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Paths of the chains that stand in a project's folder. */
export function chainPaths(root: string): string[] {
  const folder = join(root, LEDGER);
  if (!statIfThere(folder, lstatSync)?.isDirectory()) return [];
  const names = unless(['ENOENT'], () => readdirSync(folder)) ?? [];
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => `${LEDGER}/${name}`);
}

/** All chains of a project. */
export const readChains = (root: string): Chain[] =>
  chainPaths(root).flatMap((path) => {
    const bytes = chainBytes(root, path);
    return bytes === undefined ? [] : [readChain(path, bytes)];
  });
