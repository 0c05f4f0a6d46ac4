/** Gives results to the shared cache at the end of a run: what an earlier run left, and what is on its way still. */
import type { SharedCache } from '../cache/shared-cache.ts';
import { noteUnsent, readUnsent } from '../cache/unsent.ts';
import type { Run, RunOptions } from './run.ts';
import { unlessAborted } from './sharing.ts';

interface Giving extends Pick<RunOptions, 'listen' | 'signal'> {
  readonly shared: SharedCache | undefined;
  readonly root: string;
  /** The pipeline's file. */
  readonly file: string;
}

/** How many are left is told so often. */
const TELL_MS = 500;

/** Waits until all has been given, or cannot be, or the run is interrupted; tells meanwhile how many are left. */
export async function giveAll({ shared, root, file, listen, signal }: Giving, run: Run): Promise<void> {
  if (!shared?.mayWrite) return;
  for (const node of readUnsent(root, file)) run.give(node);
  noteUnsent(root, file, shared.unsent);
  let isTold = false;
  const tell = (left: number): void => listen({ event: 'giving', left });
  const timer = setInterval(() => {
    isTold = true;
    tell(shared.unsent.length);
  }, TELL_MS);
  try {
    await unlessAborted(shared.sent(), signal);
  } finally {
    clearInterval(timer);
    if (isTold) tell(0);
    noteUnsent(root, file, shared.unsent);
  }
}

/** Leaves to the next run what has not been given when this one is interrupted, and says so. */
export function leaveRest({ shared, root, file, listen, signal }: Giving): void {
  if (!shared?.mayWrite) return;
  const stop = (): void => {
    shared.leave();
    const { unsent } = shared;
    noteUnsent(root, file, unsent);
    if (unsent.length === 0) return;
    const results = unsent.length === 1 ? 'one result is' : `${unsent.length} results are`;
    listen({ event: 'cache', says: `${results} not given to the shared cache yet; the next run gives them` });
  };
  signal.addEventListener('abort', stop, { once: true });
}
