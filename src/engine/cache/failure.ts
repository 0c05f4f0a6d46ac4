/** Says in words why a cache could not be read or written. */
import { Silent } from './shelf.ts';

/** Words for the codes of the system and of connections that a user meets. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'you may not do so there',
  EAI_AGAIN: 'the name of its server cannot be looked up',
  ECONNREFUSED: 'no server answers there',
  ECONNRESET: 'the connection broke off',
  EDQUOT: 'your share of the disk is full',
  EHOSTUNREACH: 'its server cannot be reached',
  EIO: 'the disk or the network drive failed',
  ENETUNREACH: 'there is no network',
  ENOENT: 'there is no such folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where a folder was expected',
  ENOTFOUND: 'there is no server of that name',
  EPERM: 'you may not do so there',
  EROFS: 'the disk is mounted for reading alone',
  ESTALE: 'the network drive was mounted anew meanwhile',
  ETIMEDOUT: 'its server cannot be reached',
  UND_ERR_SOCKET: 'the connection broke off',
};

export function whyItFailed(error: unknown): string {
  if (wasAborted(error)) return new Silent().message;
  // The error that `fetch` throws says only that it failed; its cause says why.
  const { cause = error } = error as Error;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (typeof code !== 'string') return message;
  const words = WORDS[code];
  if (words !== undefined) return `${words} (${code})`;
  return message.startsWith(code) ? message : `${code}: ${message}`;
}

/** Tells whether waiting ended a request, also where the sending of its body says so. */
export const wasAborted = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TimeoutError' || wasAborted(error.cause));
