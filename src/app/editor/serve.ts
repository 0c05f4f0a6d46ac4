/** Serves the pipelines that are open in an editor over this process's streams, until they end or a signal ends it. */

import { EXIT } from '../command.ts';
import { exitCodeOf, interruption } from '../running/interruption.ts';
import { maker } from '../running/maker.ts';
import { takeOutput } from '../terminal/terminal.ts';
import { PipelineDesk } from './pipeline-desk.ts';

/** Resolves to the exit code. */
export async function serveEditor(): Promise<number> {
  const interrupt = interruption();
  const output = takeOutput();
  try {
    const { answerEditor } = await import('./language-server.ts');
    const interrupted = new Promise<void>((end) =>
      interrupt.signal.addEventListener('abort', () => end(), { once: true }),
    );
    await Promise.race([answerEditor(new PipelineDesk(maker().version), process.stdin, output.own), interrupted]);
    return interrupt.signal.aborted ? exitCodeOf(interrupt.signal) : EXIT.done;
  } finally {
    output.giveBack();
    interrupt.release();
  }
}
