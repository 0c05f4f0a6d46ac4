/** Signals that tell a run to come to its end. */
import { constants } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { exitCodeOf, type Interruption, interruption } from '../../../src/app/running/interruption.ts';

let begun: Interruption | undefined;
afterEach(() => begun?.release());

/** What Ctrl-C, a polite kill, a closed terminal and, on Windows, Ctrl-Break send. */
const stops: NodeJS.Signals[] = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  ...(process.platform === 'win32' ? ['SIGBREAK' as const] : []),
];

describe.each(stops)('%s', (name) => {
  it('stops a run, which ends with the code of the signal, and is obeyed by the process itself the second time', () => {
    begun = interruption();
    process.emit(name, name);
    expect(begun.signal.aborted).toBe(true);
    expect(exitCodeOf(begun.signal)).toBe(128 + constants.signals[name]);
    expect(process.listenerCount(name)).toBe(0);
  });
});
