/** Serves a project to agents over this process's streams, until they end or a signal ends it. */
import { finished } from 'node:stream';
import { EXIT } from '../command.ts';
import { exitCodeOf, interruption } from '../running/interruption.ts';
import { takeOutput } from '../terminal/terminal.ts';
import { Proposals } from './kept-proposals.ts';
import { Messages } from './messages.ts';
import { ProjectDoor } from './project-door.ts';
import type { Ground } from './tool.ts';

/** Resolves to the exit code. */
export async function serveAgents(where: Omit<Ground, 'proposals'>): Promise<number> {
  const interrupt = interruption();
  const output = takeOutput();
  const { own: protocol } = output;
  const door = new ProjectDoor({ ...where, proposals: new Proposals() }, interrupt.outlast);
  const messages = new Messages((line) => void protocol.write(line));
  try {
    const { answer } = await import('./protocol.ts');
    const over = new Promise<void>((end) => {
      finished(process.stdin, { writable: false }, () => end());
      protocol.once('error', () => end());
      if (interrupt.signal.aborted) end();
      interrupt.signal.addEventListener('abort', () => end(), { once: true });
    });
    await answer(door, messages, protocol);
    process.stdin.pipe(messages);
    await over;
    // A request that was made just before is answered if that takes no time.
    await new Promise((settled) => setImmediate(settled));
    await door.close();
    return interrupt.signal.aborted ? exitCodeOf(interrupt.signal) : EXIT.done;
  } finally {
    output.giveBack();
    interrupt.release();
  }
}
