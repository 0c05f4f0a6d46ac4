/** Makes nodes for a command that tells of something else than the run: problems are told, and nothing else is. */
import { availableParallelism } from 'node:os';
import type { ClaimOutcome, RunEvent } from '../../engine/events.ts';
import type { Call } from '../command.ts';
import { type OpenedProject, sourceText } from '../project.ts';
import { textReporter } from '../reporters/text.ts';
import { execute, executorsFor } from './execute.ts';
import { interruption } from './interruption.ts';
import { patienceOf } from './lock-notice.ts';

/** Returns the exit code, and what the run says of claims. */
export async function judge(
  opened: OpenedProject & { ok: true },
  call: Call,
  targets: readonly string[],
): Promise<{ code: number; verdicts: ClaimOutcome[] }> {
  const verdicts: ClaimOutcome[] = [];
  const report = textReporter({ quiet: true, source: sourceText(opened.root) });
  const listen = (event: RunEvent): void => {
    if (event.event === 'claim') verdicts.push(event);
    else report(event);
  };
  const interrupt = interruption(call.agent);
  const jobs = availableParallelism();
  try {
    const asked = {
      targets,
      patience: patienceOf(call),
      executors: executorsFor(call, jobs),
      jobs,
      keepGoing: true,
      forced: false,
      signal: interrupt.signal,
      unguarded: interrupt.unguarded,
      outlast: interrupt.outlast,
      listen,
      json: call.values.json === true,
    };
    const { code } = await execute(opened, asked);
    return { code, verdicts };
  } finally {
    interrupt.release();
  }
}
