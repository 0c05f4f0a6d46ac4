/** Finds what papermake never put into a store. */
import { type Dirent, readdirSync } from 'node:fs';
import path from 'node:path';
import { BUNDLES } from '../code/own-kind-cache.ts';
import { FAILED_LOGS } from '../store/failed-logs.ts';
import { removeTree } from '../system/file-calls.ts';
import { SPOOLS, STORE } from '../system/files.ts';
import type { Finding, StoreCheck } from './section.ts';

/** Folder of files that are being written; `left-overs.ts` finds those that no process writes any more. */
const TEMPORARIES = 'tmp';

/** Patterns of the files and folders that each folder below the store may hold. */
const KNOWN: readonly (readonly [folder: RegExp, files: RegExp, folders: RegExp])[] = [
  [
    /^$/,
    /^(traces-v1\.(log|index)|runs-v1\.log|standings-v5\.log|plan-v9\.json|last-run-v1\.json|run-now-v1\.json|unsent-v1\.json|clone-v1\.txt|lock-[1-9]\d*)$/,
    new RegExp(`^(blobs-v1|${TEMPORARIES}|${BUNDLES}|${FAILED_LOGS}|${SPOOLS})$`),
  ],
  [/^blobs-v1$/, /^$/, /^[0-9a-f]{2}$/],
  [/^blobs-v1\/[0-9a-f]{2}$/, /^[0-9a-f]{62}$/, /^$/],
  [new RegExp(`^${BUNDLES}$`), /\.(ts|mts|js|mjs)\.json$/, /^$/],
  [new RegExp(`^${FAILED_LOGS}$`), /^[0-9a-f]{64}\.json$/, /^$/],
];

/** Files that users put there, for git and for backups. */
const USERS_OWN = ['.gitignore', '.gitattributes', 'CACHEDIR.TAG'];

export const entries: StoreCheck = (root) => {
  const findings = entriesOf(root, '');
  return { findings, mend: () => findings.forEach(({ path: file }) => void removeTree(path.join(root, file))) };
};

/** Looks through a folder of the store. It follows no link, and looks into no folder that is itself a stray. */
function entriesOf(root: string, folder: string): Finding[] {
  return readdirSync(path.join(root, STORE, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const within = path.posix.join(folder, entry.name);
      const at = path.posix.join(STORE, within);
      if (entry.isSymbolicLink()) return [{ what: 'link', path: at, is: 'is a link to another place' } as const];
      if (!isKnown(entry, folder))
        return [{ what: 'stray', path: at, is: 'lies in the store, and is none of its files' } as const];
      return entry.isDirectory() && within !== TEMPORARIES && within !== SPOOLS ? entriesOf(root, within) : [];
    });
}

function isKnown(entry: Dirent, folder: string): boolean {
  const [, files, folders] = KNOWN.find(([pattern]) => pattern.test(folder))!;
  if (entry.isDirectory()) return folders.test(entry.name);
  return entry.isFile() && (files.test(entry.name) || (folder === '' && USERS_OWN.includes(entry.name)));
}
