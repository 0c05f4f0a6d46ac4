/** Notes for onlookers what a run is doing, and what failed in it. */
import type { Listen } from '../../engine/events.ts';
import { dropRunNow, noteRunNow } from '../../engine/store/run-now.ts';
import type { Pace } from './pace.ts';

/** A run that is over before this many milliseconds has nothing for onlookers but its failures. */
const PATIENCE_MS = 300;

const BETWEEN_MS = 200;

/** Notes at most five times a second; the last note, where nothing failed, is removed. */
export function runNoter(root: string, pipeline: string, pace: Pace): Listen {
  let due = performance.now() + PATIENCE_MS;
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    timer = undefined;
    due = performance.now() + BETWEEN_MS;
    noteRunNow(root, pipeline, pace.now);
  };
  return (event) => {
    if (event.event === 'done') {
      clearTimeout(timer);
      if (event.failed.length > 0) noteRunNow(root, pipeline, pace.now);
      else dropRunNow(root);
    } else if (performance.now() >= due) {
      clearTimeout(timer);
      write();
    } else timer ??= setTimeout(write, due - performance.now()).unref();
  };
}
