/** Writes what `papermake sync` planned. Each file is renamed into its place, so that an interruption leaves the old bytes or the new. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { STORE, statIfThere, writeAtomically } from '../../engine/system/files.ts';
import { digestOf, type Planned } from './plan.ts';
import { listIn, listOf, SUMS, type Sums, sumsOf } from './sums.ts';

export interface Wish {
  /** The coauthors' folder. */
  readonly folder: string;
  /** The project's folder, in which files lie while they are being written. */
  readonly root: string;
  /** Is true where edits give way, and what was removed comes back. */
  readonly overwrite: boolean;
}

export const isWritten = ({ verdict }: Planned, overwrite: boolean): boolean =>
  verdict === 'new' || verdict === 'changed' || (overwrite && (verdict === 'edited' || verdict === 'removed'));

/** Writes files, and nothing where the bytes are there. The result maps paths to the copies of a coauthor's versions. */
export function writeSync(planned: readonly Planned[], { folder, root, overwrite }: Wish): ReadonlyMap<string, string> {
  const write = (path: string, bytes: Uint8Array | string): void =>
    writeAtomically(join(folder, path), bytes, { temporaries: join(root, STORE, 'tmp') });
  const asides = new Map<string, string>();
  const before = listIn(folder);
  const known = sumsOf(before);
  const writing = planned.filter((each) => isWritten(each, overwrite));
  const list = listOf(sumsAfter(planned, known, overwrite));
  // The list holds both digests of a file meanwhile, so that an interrupted write is taken for nobody's edit.
  const meanwhile = listOf(sumsMeanwhile(writing, known));
  if (meanwhile !== before && meanwhile !== list) write(SUMS, meanwhile);
  for (const { path, verdict, bytes, theirs } of writing) {
    if (verdict === 'edited') {
      const aside = freeName(folder, path);
      write(aside, theirs!);
      asides.set(path, aside);
    }
    write(path, bytes);
  }
  if (list !== listIn(folder)) write(SUMS, list);
  return asides;
}

function sumsMeanwhile(writing: readonly Planned[], known: Sums): Sums {
  const sums = new Map(known);
  for (const { path, verdict, bytes } of writing)
    if (verdict !== 'new') sums.set(path, new Set([...(known.get(path) ?? []), digestOf(path, bytes)]));
  return sums;
}

function sumsAfter(planned: readonly Planned[], known: Sums, overwrite: boolean): Sums {
  const sums = new Map(known);
  for (const each of planned)
    if (each.verdict === 'same' || isWritten(each, overwrite))
      sums.set(each.path, new Set([digestOf(each.path, each.bytes)]));
  return sums;
}

/** `out/tables/main.theirs.tex`, or with a number where that is taken. */
function freeName(folder: string, path: string): string {
  const [, stem = path, extension = ''] = /^(.*?)(\.[^./]*)?$/s.exec(path) ?? [];
  for (let n = 1; ; n++) {
    const name = `${stem}.theirs${n === 1 ? '' : n}${extension}`;
    if (statIfThere(join(folder, name), lstatSync) === undefined) return name;
  }
}
