/** How long tests wait for what comes: no machine is so slow, and what never comes is named before vitest ends the test. */
import { setTimeout as sleep } from 'node:timers/promises';

export const PATIENCE_MS = 500_000;

/** Waits until something holds; throws by the name of it where it never does. */
export async function until(what: string, holds: () => boolean, pause = 20): Promise<void> {
  for (const began = performance.now(); !holds(); await sleep(pause)) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`${PATIENCE_MS / 1000} s went by without ${what}`);
  }
}
