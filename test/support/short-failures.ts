/** A failure over a document or a list shows the first lines of what is another, and says how many there are. */
import { afterEach } from 'vitest';

const LINES = 20;

export function shortened(diff: string): string {
  const lines = diff.split('\n');
  const left = lines.length - LINES;
  return left <= 0 ? diff : [...lines.slice(0, LINES), `… and ${left} more lines`].join('\n');
}

afterEach(({ task }) => {
  for (const error of task.result?.errors ?? []) if (error.diff !== undefined) error.diff = shortened(error.diff);
});
