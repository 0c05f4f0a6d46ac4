/** Has a worker begin before anything is sent, so that what a cluster does not take is told before work starts. */
import { ProblemError } from '../../../base/problem.ts';
import type { Lane } from './lane.ts';
import { pause } from './pause.ts';
import type { Pilots, States } from './pilots.ts';
import type { ClusterPlace } from './place.ts';
import { notBegun, unfit } from './problems.ts';

/** A worker that has not begun by then waits in a queue, and is heard of later. */
const PATIENCE_MS = 20_000;
/** The scheduler is asked after so long, or when it is first asked anyway. */
const ASK_MS = 3000;
const POLL_MS = 50;
/** A machine may be lost as a worker begins on it: so many workers may end without a sign. */
const MOST_SILENT = 2;

/** Submits a worker for each lane and waits until one has come to the spool. Throws a ProblemError where that is refused, or cannot be. */
export async function tryOut(
  lanes: readonly Lane[],
  place: ClusterPlace,
  pilots: Pilots,
  signal: AbortSignal,
): Promise<void> {
  const fresh = lanes.filter(({ workers, isEmpty }) => workers === 0 && isEmpty);
  for (const lane of fresh) await pilots.submit(lane, 1);
  const began = performance.now();
  const ask = Math.min(ASK_MS, 1000 * (place.declared.ask ?? Number.POSITIVE_INFINITY));
  let silent = 0;
  // An array that an earlier run submitted has workers already.
  while (fresh.length > 0 && fresh.length === lanes.length && !signal.aborted) {
    const refused = lanes.flatMap((lane) => lane.refusals());
    if (refused.length > 0) throw new ProblemError([unfit(place.name, refused[0]!)]);
    const now = performance.now();
    const states = now - began > ask ? await pilots.statesNow(now) : undefined;
    const denied = states && lanes.map((lane) => pilots.denied(lane, states)).find(Boolean);
    if (denied) throw denied;
    if (lanes.some(({ isReached }) => isReached) || now - began > PATIENCE_MS || waits(states)) return;
    for (const lane of lanes) {
      const failed = lane.failedExit() ?? endedOf(lane, states);
      if (failed === undefined) continue;
      silent += 1;
      if (silent >= MOST_SILENT || lane.failedExit() !== undefined)
        throw new ProblemError([notBegun(place, lane, failed)]);
      lane.forget(failed.split('.')[0]!);
      await pilots.submit(lane, 1);
    }
    await pause(POLL_MS, signal);
  }
}

/** Tells whether a worker stands in a queue, so that its start cannot be predicted. */
const waits = (states: States | undefined): boolean =>
  [...(states?.values() ?? [])].some(({ ended, why }) => !ended && why !== '');

/** A task of the lane of which the scheduler says that it has ended. */
const endedOf = (lane: Lane, states: States | undefined): string | undefined =>
  [...(states ?? [])].find(([task, { ended }]) => ended && lane.arrays.has(task.split('.')[0]!))?.[0];
