/** Opens the cache that a pipeline declares, as far as the environment lets it. */
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { CacheDecl } from '../step.ts';
import { mayGetToken } from '../system/trust.ts';
import { folderShelf } from './folder.ts';
import { httpShelf } from './http.ts';
import { isName, SharedCache } from './shared-cache.ts';

/** `off` uses no cache, `read` writes none; for a machine that runs what it does not trust. */
export const CACHE_VARIABLE = 'PAPERMAKE_CACHE';

/** Names whoever works here, to coauthors who take results from the cache. */
export const NAME_VARIABLE = 'PAPERMAKE_NAME';

/** Holds what the user permits a project to do with a cache. */
export interface CachePermits {
  readonly root: string;
  /** Says whether results may be given, and tokens be sent, at all. */
  readonly trusted: boolean;
  /** Servers to which the call itself lets tokens go. */
  readonly tokenServers?: readonly string[] | undefined;
}

/** Undefined where there is none to use, which `tell` hears of unless it was asked for. */
export function openCache(
  { path, url, mode, sign, token, shared }: CacheDecl,
  permits: CachePermits,
  tell: (sentence: string) => void,
): SharedCache | undefined {
  const { root, trusted } = permits;
  const asked = process.env[CACHE_VARIABLE] ?? '';
  if (asked === 'off') return undefined;
  // A misspelt value may be meant to keep this machine from writing, so the cache is not used at all.
  if (asked !== '' && asked !== 'read') {
    tell(`the cache is not used: \`${CACHE_VARIABLE}\` is \`off\` or \`read\`, not \`${asked}\``);
    return undefined;
  }
  const secret = sign === undefined ? undefined : process.env[sign] || undefined;
  if (sign !== undefined && secret === undefined) {
    tell(`the cache is not used: its entries are signed, and the environment has no \`${sign}\``);
    return undefined;
  }
  const barred = url === undefined || token === undefined ? undefined : whyNoToken(url, permits);
  if (barred !== undefined) {
    tell(`the cache is not used: ${barred}`);
    return undefined;
  }
  const bearer = token === undefined ? undefined : process.env[token]?.trim() || undefined;
  // A message about a header that cannot be sent would quote it.
  if (bearer !== undefined && !/^[\x21-\x7e]+$/.test(bearer)) {
    tell(`the cache is not used: what \`${token}\` of the environment holds can be no token`);
    return undefined;
  }
  const mayWrite = mode === 'write' && asked !== 'read' && trusted;
  if (mode === 'write' && asked !== 'read' && !trusted)
    tell('the cache is only read, since this folder is not trusted (`papermake trust`)');
  const name = process.env[NAME_VARIABLE]?.trim() ?? '';
  if (name !== '' && !isName(name))
    tell(`results are given without a name: \`${NAME_VARIABLE}\` is one line of at most 200 characters`);
  const giver = { machine: hostname(), ...(isName(name) && { name }) };
  const shelf =
    url === undefined
      ? folderShelf(resolve(root, path!), path!, { mayWrite, forGroup: shared === 'group' })
      : httpShelf(url, token === undefined ? undefined : { variable: token, value: bearer });
  return new SharedCache(shelf, { mayWrite, secret, giver, tell });
}

/** Says whether a host is this machine: a name of the loopback, or an address of it. */
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host);

/** The server of a URL, as permissions name it. */
export const serverOf = (url: string): string => new URL(url).host;

/** Why a token may not go to a server; undefined where it may. */
export function whyNoToken(url: string, { root, trusted, tokenServers = [] }: CachePermits): string | undefined {
  const { protocol, hostname, host } = new URL(url);
  if (protocol !== 'https:' && !isLoopback(hostname))
    return `a token goes over https alone, and \`${host}\` is asked over http`;
  if (!trusted) return 'it asks for a token, and this folder is not trusted to send any (`papermake trust`)';
  if (tokenServers.includes(host) || mayGetToken(root, host)) return undefined;
  return `\`${host}\` asks for a token, which you have not let go there (\`papermake trust --token-server ${host}\`)`;
}
