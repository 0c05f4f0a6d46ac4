/** Reads the branch and the commit of a git repository around the project from its files, without starting a process. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { attempt } from '../../base/attempt.ts';

export interface GitState {
  /** The commit; null before the first one. */
  readonly head: string | null;
  /** The branch; null where none is checked out. */
  readonly branch: string | null;
}

const HEADS = 'refs/heads/';

/** The repository's state; null outside of a repository. */
export function gitState(root: string): GitState | null {
  const folder = gitFolder(root);
  const text = folder && readOr(join(folder, 'HEAD'));
  if (!folder || text === undefined) return null;
  const reference = /^ref: (.+)$/m.exec(text)?.[1]?.trim();
  if (reference === undefined) return { head: text.trim(), branch: null };
  const branch = reference.startsWith(HEADS) ? reference.slice(HEADS.length) : null;
  return { head: commitOf(commonFolder(folder), reference), branch };
}

/** Names of the local branches; empty outside of a repository. */
export function gitBranches(root: string): readonly string[] {
  const folder = gitFolder(root);
  if (!folder) return [];
  const common = commonFolder(folder);
  const loose = filesBelow(join(common, 'refs', 'heads'), '');
  const packed = packedReferences(common).flatMap(([, name]) =>
    name.startsWith(HEADS) ? [name.slice(HEADS.length)] : [],
  );
  return [...new Set([...loose, ...packed])].sort();
}

/** The folder of the repository: `.git`, or in a worktree the folder that the file `.git` names. */
function gitFolder(root: string): string | undefined {
  for (let at = root; ; at = dirname(at)) {
    const path = join(at, '.git');
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return path;
    const named = stat?.isFile() ? /^gitdir: (.+)$/m.exec(readOr(path) ?? '')?.[1] : undefined;
    if (named !== undefined) return resolve(at, named.trim());
    if (dirname(at) === at) return undefined;
  }
}

/** The folder that holds the branches, which worktrees share with the repository they belong to. */
function commonFolder(folder: string): string {
  const common = readOr(join(folder, 'commondir'));
  return common === undefined ? folder : resolve(folder, common.trim());
}

function commitOf(common: string, reference: string): string | null {
  const loose = readOr(join(common, reference))?.trim();
  return loose ?? packedReferences(common).find(([, name]) => name === reference)?.[0] ?? null;
}

function packedReferences(common: string): (readonly [commit: string, name: string])[] {
  const lines = (readOr(join(common, 'packed-refs')) ?? '').split('\n');
  return lines.flatMap((line) => {
    const [, commit, name] = /^([0-9a-f]{40,64}) (.+)$/.exec(line) ?? [];
    return commit !== undefined && name !== undefined ? [[commit, name] as const] : [];
  });
}

function filesBelow(folder: string, prefix: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  );
}

const readOr = (path: string): string | undefined => attempt(() => readFileSync(path, 'utf8'));
