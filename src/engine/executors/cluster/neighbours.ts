/** Knows the spools of other folders that lie beside one, which are theirs alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { attempt } from '../../../base/attempt.ts';
import { SPOOL, type SpoolNote } from './layout.ts';

/** A sentence about a spool of the same executor that another folder has beside this one, so that nobody waits for what was submitted there; undefined where there is none. */
export function otherFolder(spool: string): string | undefined {
  const name = basename(spool).slice(0, basename(spool).lastIndexOf('-'));
  const all = attempt(() => readdirSync(dirname(spool))) ?? [];
  for (const each of all) {
    if (each === basename(spool) || each.slice(0, each.lastIndexOf('-')) !== name) continue;
    const root = attempt(() => (JSON.parse(readFileSync(join(dirname(spool), each, SPOOL), 'utf8')) as SpoolNote).root);
    if (root !== undefined)
      return `\`${name}\` has work of another folder, \`${root}\`, in the same \`spool\`; spools belong to a folder, so that only a run there takes what that gives`;
  }
  return undefined;
}
