/** Goes on where another program has an output open, as Word has: the rest of the run is done, and the next one makes it good. */
import { dirname } from 'node:path';
import { problemAt } from '../../../base/problem.ts';
import type { Listen } from '../../events.ts';
import { isHeld, likelyHolder } from '../../system/file-calls.ts';
import type { ProjectFiles } from '../../system/files.ts';

/** Changes an output. Where another program has it open, it stays as it is, which is told and noted; returns whether it was changed. */
export function changeUnlessHeld(
  path: string,
  { files, listen }: { readonly files: ProjectFiles; readonly listen: Listen },
  change: () => void,
): boolean {
  try {
    change();
    files.held.delete(path);
    return true;
  } catch (error) {
    if (!isHeld(error) || !isAbout(error as NodeJS.ErrnoException, files.absolute(path))) throw error;
    files.forget(path);
    files.held.add(path);
    const message = `\`${path}\` stays as it was: it is open in ${likelyHolder(path)}, it seems`;
    const hint = 'close it there and run again; what was computed is kept, and the file is then written';
    listen({ event: 'held', path, problem: problemAt({ code: 'output-held', message, hint }) });
    return false;
  }
}

/** Says whether an error is about a file, or one beside it to which what stands there is moved. */
const isAbout = ({ path: from, dest: to }: NodeJS.ErrnoException & { dest?: string }, path: string): boolean =>
  [from, to].some((each) => each !== undefined && dirname(each) === dirname(path));
