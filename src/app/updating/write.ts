/** Reads and writes the Word file that `papermake update` works on, of which a copy as it came stays beside it. */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { namesIfThere, STORE, statIfThere, writeAtomically } from '../../engine/system/files.ts';
import { realPathOf } from '../../engine/system/real-path.ts';

export interface Came {
  /** The real path. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The file, or what is wrong with it, with a hint. */
export function readCame(path: string, named: string): Came | string {
  if (statIfThere(path, statSync)?.isFile() !== true) return `there is no file \`${named}\``;
  const real = realPathOf(path);
  const open = openIn(real);
  if (open !== undefined)
    return `\`${named}\` is open in another program (\`${open}\` is beside it)\nhint: close it there first, so that no edit is lost`;
  return { path: real, bytes: readFileSync(real) };
}

/** The file by which Word or LibreOffice says that it has a file open. Word leaves out the first one or two letters of a long name. */
function openIn(path: string): string | undefined {
  const name = basename(path);
  const locks = new Set([`~$${name}`, `~$${name.slice(1)}`, `~$${name.slice(2)}`, `.~lock.${name}#`]);
  return namesIfThere(dirname(path)).find((each) => locks.has(each));
}

/** Windows gives these codes where a program has the file open, and other systems where it may not be written. */
const REFUSED: ReadonlySet<string> = new Set(['EBUSY', 'EPERM', 'EACCES', 'EROFS']);

/** Writes the copy, then the file; the name of the copy, or what stood in the way. */
export function writeUpdated(
  { path, bytes: came }: Came,
  bytes: Uint8Array,
  root: string,
): { readonly copy: string } | string {
  const options = { temporaries: join(root, STORE, 'tmp') };
  const copy = freeName(path);
  try {
    writeAtomically(copy, came, options);
    writeAtomically(path, bytes, options);
  } catch (error) {
    if (!REFUSED.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return `\`${basename(path)}\` cannot be written\nhint: close it in Word, and let it and its folder be written`;
  }
  return { copy: basename(copy) };
}

/** `paper.before-update.docx`, or with a number where that is taken. */
function freeName(path: string): string {
  const end = extname(path);
  const stem = path.slice(0, path.length - end.length);
  for (let n = 1; ; n++) {
    const name = `${stem}.before-update${n === 1 ? '' : n}${end}`;
    if (statIfThere(name) === undefined) return name;
  }
}
