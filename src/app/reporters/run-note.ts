/** Notes for onlookers what a run is doing, and what failed in it. */
import type { Listen } from '../../engine/events.ts';
import { dropRunNow, noteRunNow } from '../../engine/store/run-now.ts';
import type { Pace } from './pace.ts';

/** A run that is over before this many milliseconds has nothing for onlookers but its failures. */
const PATIENCE_MS = 300;

const BETWEEN_MS = 200;

export interface RunNote {
  readonly listen: Listen;
  /** Removes the note of a run that came to no end, which was interrupted. */
  stop(): void;
}

/** Notes at most five times a second; the last note, where nothing failed, is removed. */
export function runNoter(root: string, pipeline: string, pace: Pace): RunNote {
  let due = performance.now() + PATIENCE_MS;
  let timer: NodeJS.Timeout | undefined;
  /** A run that waits for another has written none, and the other's is not its to remove. */
  let isOurs = false;
  const write = (): void => {
    timer = undefined;
    due = performance.now() + BETWEEN_MS;
    isOurs = true;
    noteRunNow(root, pipeline, pace.now);
  };
  return {
    listen(event) {
      // Thousands of them come at once, and each says little.
      if (event.event === 'fresh' || event.event === 'left') return;
      if (event.event === 'done') {
        isOurs = false;
        clearTimeout(timer);
        if (event.failed.length > 0) noteRunNow(root, pipeline, pace.now);
        else dropRunNow(root);
      } else if (performance.now() >= due) {
        clearTimeout(timer);
        write();
      } else timer ??= setTimeout(write, due - performance.now()).unref();
    },
    stop() {
      clearTimeout(timer);
      if (isOurs) dropRunNow(root);
    },
  };
}
