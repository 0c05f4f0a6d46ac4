/** Counts what a shared cache in a folder holds, and removes what nobody has used for longest. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { removeEntry } from '../../base/system/remove.ts';
import { decodeResult } from './action-result.ts';
import type { CacheKind } from './shelf.ts';

export interface Holding {
  readonly results: number;
  /** Bytes of all files, those of results that are under way too. */
  readonly bytes: number;
  /** The times at which the least and the most recently used results were used, as ISO texts. */
  readonly oldest?: string;
  readonly newest?: string;
}

export interface Trimmed {
  /** Results and bytes that were removed, or would be. */
  readonly removed: number;
  readonly freed: number;
  readonly left: Holding;
}

/** Milliseconds after its last use in which a file may be in use: of a result that is being read, or sent part by part. */
const IN_USE = 3_600_000;

interface HeldFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Its last use in milliseconds of the epoch; who takes a result sets it anew. */
  readonly used: number;
}

export const holdingOf = (folder: string): Holding => describe(filesOf(folder, 'ac'), filesOf(folder, 'cas'));

/**
 * Removes results, the least recently used first, until at most `keep` bytes are left; what was used within the hour stays. An entry goes
 * before its parts, so that nobody finds an entry whose parts are gone but who was reading it, and that one makes the node anew.
 */
export function trimHolding(folder: string, keep: number, { now, dryRun }: { now: number; dryRun: boolean }): Trimmed {
  const [entries, parts] = [filesOf(folder, 'ac'), filesOf(folder, 'cas')];
  const sizes = new Map(parts.map(({ name, bytes }) => [name, bytes]));
  const isInUse = ({ used }: HeldFile): boolean => now - used < IN_USE;
  const needed = new Set<string>();
  const kept = new Set<HeldFile>();
  let total = 0;
  for (const entry of [...entries].sort((a, b) => b.used - a.used)) {
    const its = new Set(isResult(entry) ? partsOf(entry) : []);
    const added = [...its].filter((name) => !needed.has(name));
    const bytes = added.reduce((sum, name) => sum + (sizes.get(name) ?? 0), entry.bytes);
    if (!isInUse(entry) && (!isResult(entry) || total + bytes > keep)) continue;
    for (const name of added) needed.add(name);
    total += bytes;
    kept.add(entry);
  }
  const goes = (file: HeldFile): boolean => dryRun || isRemoved(file);
  const gone = new Set(entries.filter((entry) => !kept.has(entry) && goes(entry)));
  const removed = [...gone].filter(isResult).length;
  for (const part of parts) if (!needed.has(part.name) && !isInUse(part) && goes(part)) gone.add(part);
  const isLeft = (file: HeldFile): boolean => !gone.has(file);
  return {
    removed,
    freed: [...gone].reduce((sum, { bytes }) => sum + bytes, 0),
    left: describe(entries.filter(isLeft), parts.filter(isLeft)),
  };
}

/** Removes a file; false where the system refuses it, as of another account's. */
const isRemoved = ({ path }: HeldFile): boolean =>
  attempt(() => {
    removeEntry(path);
    return true;
  }) ?? false;

function describe(entries: readonly HeldFile[], parts: readonly HeldFile[]): Holding {
  const results = entries.filter(isResult);
  const used = results.map((each) => each.used).sort((a, b) => a - b);
  const bytes = [...entries, ...parts].reduce((sum, each) => sum + each.bytes, 0);
  if (used.length === 0) return { results: 0, bytes };
  const iso = (time: number): string => new Date(time).toISOString();
  return { results: results.length, bytes, oldest: iso(used[0]!), newest: iso(used.at(-1)!) };
}

/** Files under a digest's name, and those with a dot before it, which are being written or were left by a killed writer. */
function filesOf(folder: string, room: CacheKind): HeldFile[] {
  const names = attempt(() => readdirSync(join(folder, room))) ?? [];
  return names
    .filter((name) => /^(\.?)[0-9a-f]{64}(?:\.[0-9a-f-]{36})?$/.test(name))
    .flatMap((name) => {
      const path = join(folder, room, name);
      // Another may remove it meanwhile.
      const found = attempt(() => statSync(path));
      return found?.isFile() ? [{ path, name, bytes: found.size, used: found.mtimeMs }] : [];
    });
}

const isResult = ({ name }: HeldFile): boolean => !name.startsWith('.');

/** Names of an entry's parts that stand beside it; none of an entry that is damaged. */
const partsOf = ({ path }: HeldFile): string[] =>
  attempt(() => decodeResult(readFileSync(path)).files.flatMap(({ contents, digest }) => (contents ? [] : [digest]))) ??
  [];
