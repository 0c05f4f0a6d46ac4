/**
 * Knows which folders this user trusts to run code and programs, and to which servers tokens may go. Each permission is a file of its own in
 * the account's state folder, outside of every project, so that two processes that write at once lose nothing.
 */
import { chmodSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { sha256 } from '../../base/canonical.ts';
import { isJsonObject } from '../../base/json.ts';
import { removeEntry } from '../../base/system/remove.ts';
import { makeFolder, writeAtomically } from './files.ts';
import { stateFile } from './state-folder.ts';

/** `1` trusts whatever folder papermake is called in: for CI, and for workers of a run that is trusted. */
export const TRUST_VARIABLE = 'PAPERMAKE_TRUST';
/** Names of servers, divided by commas, to which tokens may go: for CI. */
export const TOKEN_SERVERS_VARIABLE = 'PAPERMAKE_TOKEN_SERVERS';

/** Holds what is permitted: the real path of a folder, or `HOST` or `HOST:PORT` of a server. */
export interface Permission {
  readonly of: string;
  /** The time at which trust was given, in ISO 8601. */
  readonly since: string;
}

/** Permissions of one sort, in the account's state folder. */
class Permissions {
  readonly #room: string;

  constructor(room: 'trusted-folders' | 'token-servers') {
    this.#room = room;
  }

  /** Says whether one was given. A record that others may write, or that is damaged, gives none. `root` is the project. */
  has(root: string, of: string): boolean {
    const file = this.#fileOf(root, of);
    return file !== undefined && readPermission(file)?.of === of;
  }

  /** Gives one; false where nothing can be kept: the account has no folder for it, or that lies in the project. */
  give(root: string, of: string, now: Date): boolean {
    const file = this.#fileOf(root, of);
    if (file === undefined) return false;
    const permission: Permission = { of, since: now.toISOString() };
    return (
      attempt(() => {
        makeFolder(dirname(file), 0o700);
        writeAtomically(file, `${JSON.stringify(permission)}\n`, { temporaries: dirname(file) });
        chmodSync(file, 0o600);
        return true;
      }) ?? false
    );
  }

  /** Takes one back; false where none was given. */
  takeBack(root: string, of: string): boolean {
    const file = this.#fileOf(root, of);
    const wasGiven = file !== undefined && this.has(root, of);
    if (wasGiven) removeEntry(file);
    return wasGiven;
  }

  all(root: string): Permission[] {
    const folder = stateFile(root, this.#room);
    const names = folder === undefined ? [] : (attempt(() => readdirSync(folder)) ?? []);
    const found = names.flatMap((name) => readPermission(join(folder!, name)) ?? []);
    return found.sort((a, b) => (a.of < b.of ? -1 : 1));
  }

  #fileOf(root: string, of: string): string | undefined {
    return stateFile(root, this.#room, `${sha256(of).slice(0, 40)}.json`);
  }
}

const folders = new Permissions('trusted-folders');
const servers = new Permissions('token-servers');

/** The folder as it is known, whichever links lead to it. */
const realFolder = (root: string): string => attempt(() => realpathSync(root)) ?? root;

/** Says whether this user lets the project in a folder run code and start programs. */
export function isTrusted(root: string): boolean {
  const folder = realFolder(root);
  return process.env[TRUST_VARIABLE] === '1' || folders.has(folder, folder);
}

export const trust = (root: string, now: Date): boolean => folders.give(realFolder(root), realFolder(root), now);

export const distrust = (root: string): boolean => folders.takeBack(realFolder(root), realFolder(root));

/** Returns the time since which a folder is trusted; undefined where it is not, or only for one call. */
export const trustedSince = (root: string): string | undefined =>
  trustedFolders(root).find(({ of }) => of === realFolder(root))?.since;

export const trustedFolders = (root: string): Permission[] => folders.all(realFolder(root));

/** Says whether tokens may go to a server, `HOST` or `HOST:PORT` as a URL has it. */
export function mayGetToken(root: string, host: string): boolean {
  const named = (process.env[TOKEN_SERVERS_VARIABLE] ?? '').split(',').map((each) => each.trim().toLowerCase());
  return named.includes(host) || servers.has(realFolder(root), host);
}

export const allowToken = (root: string, host: string, now: Date): boolean => servers.give(realFolder(root), host, now);

export const refuseToken = (root: string, host: string): boolean => servers.takeBack(realFolder(root), host);

export const tokenServers = (root: string): Permission[] => servers.all(realFolder(root));

function readPermission(file: string): Permission | undefined {
  return attempt(() => {
    if (!isOwn(file)) return undefined;
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isJsonObject(read) || typeof read.of !== 'string' || typeof read.since !== 'string') return undefined;
    return { of: read.of, since: read.since };
  });
}

/** Says whether nobody else may have written a file. Windows keeps the folder to its owner. */
function isOwn(file: string): boolean {
  const { mode, uid } = statSync(file);
  return process.geteuid === undefined || ((mode & 0o022) === 0 && uid === process.geteuid());
}
