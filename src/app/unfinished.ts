/** Step kinds are code of the user's, in this process: one that ends it, never settles or throws where nobody listens is named. */
import type { Listen } from '../engine/events.ts';
import { EXIT } from './command.ts';

export interface Unfinished {
  /** Notes which nodes are running. */
  readonly listen: Listen;
  release(): void;
}

/** Until `release`, what ends the process says which nodes it left unfinished. */
export function nameUnfinished(listen: Listen): Unfinished {
  const running = new Set<string>();
  const say = (what: string): void => {
    const names = [...running].map((node) => `\`${node}\``).join(', ');
    process.stderr.write(`papermake: ${what} while ${names} ran\n`);
  };
  const ended = (): void => {
    if (running.size === 0) return;
    say('the process came to its end');
    process.stderr.write('hint: a step kind calls no `process.exit`, and what it promises comes\n');
    process.exitCode = EXIT.failed;
  };
  const thrown = (error: unknown): void => {
    if (running.size > 0) say('an error that nobody waited for was thrown');
    process.stderr.write(
      `${running.size > 0 ? '' : 'Internal error: '}${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    running.clear();
    process.exit(EXIT.failed);
  };
  process.on('exit', ended);
  process.on('uncaughtException', thrown);
  return {
    listen: (event) => {
      if (event.event === 'start') running.add(event.node);
      else if (event.event === 'ran' || event.event === 'failed') running.delete(event.node);
      listen(event);
    },
    release: () => {
      process.off('exit', ended);
      process.off('uncaughtException', thrown);
    },
  };
}
