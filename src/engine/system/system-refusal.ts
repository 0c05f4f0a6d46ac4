/** Tells errors of the operating system (a full disk, a file that may not be read) in words, since they are no bugs of ours. */
import { constants } from 'node:os';
import { sep } from 'node:path';
import { isHeld, likelyHolder } from './file-calls.ts';

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'what had finished is kept; make room and run again',
  EDQUOT: 'what had finished is kept; your share of the disk is used up: make room and run again',
  EFBIG:
    'a file may not become so large here: raise the limit (`ulimit -f`), or use a file system that takes larger files',
  EROFS: 'the disk may only be read; papermake writes to `.papermake/` and `out/` beside the pipeline',
  EACCES: 'papermake reads what the pipeline names, and writes to `.papermake/` and `out/`',
  EPERM: 'papermake reads what the pipeline names, and writes to `.papermake/` and `out/`',
  ENOENT: 'a file or folder was taken away while papermake was at work; run again',
  EISDIR: 'a folder lies where a file belongs; move it away',
  ENOTDIR: 'a file lies where a folder belongs; move it away',
  EEXIST: 'a file lies where a folder belongs; move it away',
  ENOTEMPTY: 'files came to lie in a folder that was to be removed; run again',
  EMLINK: 'a folder holds more entries than the disk takes; give steps and outputs other folders',
  ELOOP: 'symbolic links lead in a circle; remove the one that leads back',
  ENAMETOOLONG: 'a name is longer than the disk takes; give the step, the output or the folder a shorter one',
  EMFILE: 'raise the number of files that a process may open (`ulimit -n`)',
  ENFILE: 'raise the number of files that may be open',
  ENOMEM: 'the machine is out of memory; end other programs and run again',
  EAGAIN: 'the disk or the network was busy; run again',
  EINTR: 'the disk or the network was interrupted; run again',
  EIO: 'the disk or the network failed',
  ESTALE: 'the network folder has changed under papermake, or its server was started anew; run again',
  ETIMEDOUT: 'the network folder is out of reach; run again when it is back',
  EHOSTDOWN: 'the network folder is out of reach; run again when it is back',
  ENOTCONN: 'the network folder is out of reach; run again when it is back',
  ERR_FS_FILE_TOO_LARGE:
    'only text, Stata and Parquet files of 2 GiB or more are read: save the columns and rows that the paper uses, or save it as Parquet',
};

/** Codes of errors that say nothing of a file itself: a moment later, or with room made elsewhere, the same call may succeed. */
const PASSING: readonly string[] = 'EAGAIN EBUSY EINTR EMFILE ENFILE ENOMEM ESTALE ETIMEDOUT EHOSTDOWN ENOTCONN'.split(
  ' ',
);

export interface SystemRefusal {
  /** The reason in the system's words: `permission denied`. */
  readonly reason: string;
  readonly hint: string;
}

/** Errors of the system that Node gives a number but no name. */
const UNNAMED: readonly string[] = ['ESTALE', 'EDQUOT'];

/** Reasons of errors for which Node's own words do not follow the system's pattern. */
const REASONS: Readonly<Record<string, string>> = {
  ESTALE: 'stale file handle',
  EDQUOT: 'disk quota exceeded',
  ERR_FS_FILE_TOO_LARGE: 'it holds 2 GiB or more',
};

const nameOf = ({ code = '', errno = 0 }: NodeJS.ErrnoException): string =>
  UNNAMED.find((name) => constants.errno[name as 'ESTALE'] === -errno) ?? code;

export const isPassing = (error: unknown): boolean => PASSING.includes(nameOf((error ?? {}) as NodeJS.ErrnoException));

/** Most errors by which a file is refused that another program has open could also mean that it may not be changed. */
function heldHint({ code, path = '', dest = path }: NodeJS.ErrnoException & { dest?: string }): string {
  const open = `it may be open in ${likelyHolder(dest)}: close it there and run again`;
  return code === 'EBUSY' ? open : `${open}; if it is not, it may not be changed`;
}

/** The longest path that most programs of Windows take; some of its own calls take longer ones. */
const LONGEST_ON_WINDOWS = 259;

const LONG_PATH = `the path has more than ${LONGEST_ON_WINDOWS} characters, which Windows and most of its programs do not take: move the project nearer to the drive, as to \`C:\\papers\``;

const isTooLong = ({ code = '', path = '', dest = path }: NodeJS.ErrnoException & { dest?: string }): boolean =>
  process.platform === 'win32' &&
  dest.length > LONGEST_ON_WINDOWS &&
  ['ENOENT', 'ENAMETOOLONG', 'EINVAL'].includes(code);

/** The system's refusal in an error; undefined for any other error. */
export function refusalOf(error: unknown): SystemRefusal | undefined {
  const refused = (error ?? {}) as NodeJS.ErrnoException;
  const name = nameOf(refused);
  const hint = isTooLong(refused) ? LONG_PATH : isHeld(error) ? heldHint(refused) : HINTS[name];
  if (hint === undefined) return undefined;
  const { message = '' } = refused;
  return { reason: REASONS[name] ?? message.slice(message.indexOf(': ') + 2).split(', ')[0]!, hint };
}

/** The text of a refusal, `cannot open \`data/x.csv\`: permission denied`, with a hint; undefined for any other error. */
export function systemRefusal(error: unknown): string | undefined {
  const refusal = refusalOf(error);
  if (refusal === undefined) return undefined;
  const { syscall, path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const where = (dest ?? path)?.split(sep).join('/');
  return `cannot ${syscall ?? 'go on'}${where === undefined ? '' : ` \`${where}\``}: ${refusal.reason}\nhint: ${refusal.hint}`;
}

/** Returns the result of a look at the system, or the system's refusal. */
export function tryLook<T>(look: () => T): { readonly found: T } | { readonly refused: SystemRefusal } {
  try {
    return { found: look() };
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === undefined) throw error;
    return { refused };
  }
}
