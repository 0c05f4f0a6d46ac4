/** What would end a run before its time and in silence: a `process.exit` in what plans a step, a promise that nothing keeps. */
import { thrownText } from '../engine/code/own-kind-module.ts';
import { systemRefusal } from '../engine/system/system-refusal.ts';
import { EXIT } from './command.ts';
import { note } from './terminal.ts';

/** Until `release`, an end of this process is told, and is no success. */
export function guardAgainstCrash(): { release(): void } {
  const ended = (): void => {
    note('papermake: the process came to its end before the run did\nhint: a step kind calls no `process.exit`\n');
    process.exitCode = EXIT.failed;
  };
  const release = (): void => {
    process.off('exit', ended);
    process.off('uncaughtException', thrown);
  };
  const thrown = (error: unknown): void => {
    release();
    const refused = systemRefusal(error);
    note(refused === undefined ? `Internal error: ${thrownText(error)}\n` : `papermake: ${refused}\n`);
    process.exit(EXIT.failed);
  };
  process.on('exit', ended);
  process.on('uncaughtException', thrown);
  return { release };
}
