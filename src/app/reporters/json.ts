/** `run --json`: one line an event, the last one `done`. */
import type { Listen } from '../../engine/events.ts';

export const jsonReporter = (): Listen => (event) => {
  if (event.event !== 'progress') process.stdout.write(`${JSON.stringify(event)}\n`);
};
