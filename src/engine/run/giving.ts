/** Gives results to the shared cache at the end of a run: what an earlier run left, and what is on its way still. */
import type { NodeId } from '../../base/brand.ts';
import type { SharedCache } from '../cache/shared-cache.ts';
import { noteUnsent, readUnsent } from '../cache/unsent.ts';
import type { Graph } from '../graph.ts';
import type { Store } from '../store/store.ts';
import type { Run, RunOptions } from './run.ts';
import { unlessAborted } from './sharing.ts';

interface Giving extends Pick<RunOptions, 'listen' | 'signal'> {
  readonly shared: SharedCache | undefined;
  readonly root: string;
  /** The pipeline's file. */
  readonly file: string;
}

interface Made {
  readonly graph: Graph;
  readonly store: Store;
}

/** The number of results that are left is told at this interval. */
const TELL_MS = 500;

/** Waits until all has been given, or cannot be; throws where the run is interrupted. Tells meanwhile how many are left. */
export async function giveAll({ shared, root, file, listen, signal }: Giving, run: Run, made: Made): Promise<void> {
  if (!shared?.mayWrite) return;
  for (const id of readUnsent(root, file)) giveAgain(id, made, run);
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
  signal.throwIfAborted();
}

/** Gives the result at which a node stands. */
function giveAgain(id: NodeId, { graph, store }: Made, run: Run): void {
  const [node, key] = [graph.nodes.get(id), run.standing(id)?.key];
  const trace = key && store.trace(key);
  const contents = trace?.artifact.parts.map((part) => store.part(trace.key, part));
  if (node && trace && contents?.every((each) => each !== undefined)) run.share(node, trace, contents);
}

/** Leaves to the next run what has not been given when this one is interrupted, and says so. */
export function leaveRest(giving: Giving): Giving {
  const { shared, root, file, listen, signal } = giving;
  if (!shared?.mayWrite) return giving;
  const stop = (): void => {
    shared.leave();
    const { unsent } = shared;
    noteUnsent(root, file, unsent);
    if (unsent.length === 0) return;
    const results = unsent.length === 1 ? 'one result is' : `${unsent.length} results are`;
    listen({ event: 'cache', says: `${results} not given to the shared cache yet; the next run gives them` });
  };
  signal.addEventListener('abort', stop, { once: true });
  return giving;
}
