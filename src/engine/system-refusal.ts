/** What the operating system refuses is no bug of ours: a full disk, a file that may not be read. */

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'what had finished is kept; make room and run again',
  EDQUOT: 'what had finished is kept; make room and run again',
  EROFS: 'papermake writes to `.papermake/` and `out/` beside the pipeline',
  EACCES: 'papermake reads what the pipeline names, and writes to `.papermake/` and `out/`',
  EPERM: 'papermake reads what the pipeline names, and writes to `.papermake/` and `out/`',
  EISDIR: 'a folder lies where a file belongs; move it away',
  ENOTDIR: 'a file lies where a folder belongs; move it away',
  EEXIST: 'a file lies where a folder belongs; move it away',
  EMFILE: 'raise the number of files that a process may open',
  ENFILE: 'raise the number of files that may be open',
  EIO: 'the disk or the network failed',
  ERR_FS_FILE_TOO_LARGE:
    'files below 2 GiB are read: save the columns and rows that the paper uses, or save it as Parquet, which takes a fraction of the space',
};

/** What Node itself refuses, where its own words do not follow the system's pattern. */
const REASONS: Readonly<Record<string, string>> = {
  ERR_FS_FILE_TOO_LARGE: 'it holds 2 GiB or more',
};

export interface Refusal {
  /** `permission denied` */
  readonly reason: string;
  readonly hint: string;
}

/** undefined for any other error. */
export function refusalOf(error: unknown): Refusal | undefined {
  const { code = '', message = '' } = (error ?? {}) as NodeJS.ErrnoException;
  const hint = HINTS[code];
  if (hint === undefined) return undefined;
  return { reason: REASONS[code] ?? message.slice(message.indexOf(': ') + 2).split(', ')[0]!, hint };
}

/** `cannot open \`data/x.csv\`: permission denied`, with a hint; undefined for any other error. */
export function systemRefusal(error: unknown): string | undefined {
  const refusal = refusalOf(error);
  if (refusal === undefined) return undefined;
  const { syscall, path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const where = dest ?? path;
  return `cannot ${syscall ?? 'go on'}${where === undefined ? '' : ` \`${where}\``}: ${refusal.reason}\nhint: ${refusal.hint}`;
}

/** What looking gives, or what the system says against it. */
export function tryLook<T>(look: () => T): { readonly found: T } | { readonly refused: Refusal } {
  try {
    return { found: look() };
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === undefined) throw error;
    return { refused };
  }
}
