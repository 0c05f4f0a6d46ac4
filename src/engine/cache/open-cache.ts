/** Opens the cache that a pipeline declares, as far as the environment lets it. */
import type { CacheDecl } from '../step.ts';
import { folderShelf } from './folder.ts';
import { httpShelf } from './http.ts';
import { SharedCache } from './shared-cache.ts';

/** `off` uses no cache, `read` writes none; for a machine that runs what it does not trust. */
export const CACHE_VARIABLE = 'PAPERMAKE_CACHE';

/** Undefined where there is none to use, which `tell` hears of unless it was asked for. */
export function openCache(
  root: string,
  { path, url, mode, sign, token }: CacheDecl,
  tell: (sentence: string) => void,
): SharedCache | undefined {
  const asked = process.env[CACHE_VARIABLE] ?? '';
  if (asked === 'off') return undefined;
  // What was meant to keep a machine from writing must not be overlooked for its spelling.
  if (asked !== '' && asked !== 'read') {
    tell(`the cache is not used: \`${CACHE_VARIABLE}\` is \`off\` or \`read\`, not \`${asked}\``);
    return undefined;
  }
  const secret = sign === undefined ? undefined : process.env[sign] || undefined;
  if (sign !== undefined && secret === undefined) {
    tell(`the cache is not used: its entries are signed, and the environment has no \`${sign}\``);
    return undefined;
  }
  const bearer = token === undefined ? undefined : process.env[token]?.trim() || undefined;
  // A message about a header that cannot be sent would quote it.
  if (bearer !== undefined && !/^[\x21-\x7e]+$/.test(bearer)) {
    tell(`the cache is not used: what \`${token}\` of the environment holds can be no token`);
    return undefined;
  }
  const mayWrite = mode === 'write' && asked !== 'read';
  const shelf = url === undefined ? folderShelf(root, path!, mayWrite) : httpShelf(url, bearer);
  return new SharedCache(shelf, { mayWrite, secret, tell });
}
