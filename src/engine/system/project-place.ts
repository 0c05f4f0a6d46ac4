/** Knows what the place of a project cannot do: a folder that a program synchronises, and a file system that does not tell of changes. */
import { realpathSync, statfsSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { sha256 } from '../../base/canonical.ts';
import { STORE } from './files.ts';
import { realPathOf } from './real-path.ts';
import { stateFile } from './state-folder.ts';

/** Names of folders that a program synchronises with its servers. */
const SYNCHRONISED: readonly (readonly [program: string, folder: RegExp])[] = [
  ['OneDrive', /^OneDrive( ?-.+)?$/i],
  ['Dropbox', /^Dropbox( \(.+\))?$/i],
  ['Google Drive', /^(Google ?Drive(-.+)?|My Drive)$/i],
  ['iCloud', /^(iCloud ?Drive|com~apple~CloudDocs)$/i],
  ['Nutstore', /^(Nutstore( Files)?|我的坚果云)$/i],
  ['Baidu', /^BaiduSync(disk)?$/i],
];

/** The program that synchronises a folder or one above it, by their names; undefined for any other. `path` is absolute. */
export function synchronisedBy(path: string): string | undefined {
  const names = path.split(/[\\/]/);
  const found = SYNCHRONISED.find(([, folder]) => names.some((name) => folder.test(name)))?.[0];
  return found ?? (names.includes('CloudStorage') ? 'a cloud service' : undefined);
}

/** The one folder outside of a project to which a link may lead in the place of its store; undefined where the account has no folder for it. */
export const storeElsewhere = (root: string): string | undefined => {
  const real = attempt(() => realpathSync(root)) ?? root;
  return stateFile(real, 'stores', sha256(real).slice(0, 16));
};

/** Tells whether the store of a project is a link to the project's own place in the account's folder. */
export const isStoreElsewhere = (root: string): boolean => {
  const there = storeElsewhere(root);
  const real = (path: string): string | undefined => attempt(() => realpathSync(path));
  return there !== undefined && real(there) !== undefined && real(there) === real(join(root, STORE));
};

/** Lines for a shell that put the store of a project there. */
export function lineToMove(root: string): string | undefined {
  const there = storeElsewhere(root);
  if (there === undefined) return undefined;
  return process.platform === 'win32'
    ? `mkdir "${there}"; cmd /c mklink /J ${STORE} "${there}"`
    : `mkdir -p '${there}' && ln -s '${there}' ${STORE}`;
}

/** File systems of networks and of other machines by their numbers on Linux: NFS, SMB, 9P (folders of Windows in WSL), FUSE, VirtualBox. */
const SILENT: readonly number[] = [0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x01021997, 0x65735546, 0x786f4256];

/** Tells whether a folder lies on a file system that does not report changes by others. */
export function hidesChanges(path: string): boolean {
  const real = attempt(() => realPathOf(path)) ?? path;
  // Drives of Windows that stand for folders of a network have these as their real paths.
  if (/^[\\/]{2}/.test(real)) return true;
  if (process.platform !== 'linux') return false;
  if (/microsoft/i.test(release()) && /^\/mnt\/[a-z](\/|$)/.test(real)) return true;
  const type = attempt(() => statfsSync(real).type);
  return type !== undefined && SILENT.includes(type);
}
