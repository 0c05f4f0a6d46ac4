/** Notices when a run is ended in silence, by a `process.exit` in a step kind's code or by an error that nobody catches. */
import { shownStack, thrownText } from '../../engine/code/thrown.ts';
import { systemRefusal } from '../../engine/system/system-refusal.ts';
import { EXIT } from '../command.ts';
import { note } from '../terminal/terminal.ts';

/** Until `release`, an end of this process is reported, and its exit code is that of a failure. */
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
    note(refused === undefined ? `Internal error: ${shownStack(thrownText(error))}\n` : `papermake: ${refused}\n`);
    process.exit(EXIT.failed);
  };
  process.on('exit', ended);
  process.on('uncaughtException', thrown);
  return { release };
}
