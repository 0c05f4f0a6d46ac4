/** Reads and writes the list of what was written into a coauthors' folder, which is committed there with the files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUTPUT_FOLDER, statIfThere } from '../../engine/system/files.ts';

/** The list, in the form that `sha256sum --check` reads within `out/`. */
export const SUMS = `${OUTPUT_FOLDER}/SHA256SUMS`;

/** Path → digests of what was written there. Several stand there after a merge of two lists, or where a write was interrupted. */
export type Sums = ReadonlyMap<string, ReadonlySet<string>>;

/** The text of the list without line ends of Windows; empty where there is none. */
export const listIn = (folder: string): string =>
  statIfThere(join(folder, SUMS)) ? readFileSync(join(folder, SUMS), 'utf8').replaceAll('\r\n', '\n') : '';

/** Lines that a merge left in conflict count like others. */
export function sumsOf(list: string): Map<string, ReadonlySet<string>> {
  const sums = new Map<string, Set<string>>();
  for (const [, digest, name] of list.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)) {
    const path = `${OUTPUT_FOLDER}/${name}`;
    sums.set(path, (sums.get(path) ?? new Set()).add(digest!));
  }
  return sums;
}

export const listOf = (sums: Sums): string =>
  [...sums]
    .flatMap(([path, digests]) =>
      [...digests].map((digest) => ({ name: path.slice(OUTPUT_FOLDER.length + 1), digest })),
    )
    .sort((a, b) => (a.name === b.name ? compare(a.digest, b.digest) : compare(a.name, b.name)))
    .map(({ name, digest }) => `${digest}  ${name}\n`)
    .join('');

const compare = (a: string, b: string): number => (a < b ? -1 : 1);
