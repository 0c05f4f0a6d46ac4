/** Keeps a file of the user's that stands where an output goes: beside the output, under a name that says whose it is. */
import { posix } from 'node:path';
import { renameFile } from '../../system/file-calls.ts';
import type { ProjectFiles } from '../../system/files.ts';

/** `a/t1.yours.md` for `a/t1.md`, or the first of `a/t1.yours.2.md`, … that is free, or holds the very bytes. Returns the name that the file has now. */
export function keepAside(path: string, files: ProjectFiles): string {
  const end = posix.extname(path);
  const stem = path.slice(0, path.length - end.length);
  let kept = `${stem}.yours${end}`;
  const isFree = (): boolean => files.kind(kept) === 'missing' || files.digest(kept) === files.digest(path);
  for (let n = 2; !isFree(); n++) kept = `${stem}.yours.${n}${end}`;
  renameFile(files.absolute(path), files.absolute(kept));
  files.forget(path);
  files.forget(kept);
  return kept;
}
