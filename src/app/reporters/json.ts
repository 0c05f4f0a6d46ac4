/** Reports a run as JSON (`run --json`): one line for each event, the last one `done`, or `refused` where the pipeline or the call is wrong. */
import { problemJson, type SourceText } from '../../base/print.ts';
import type { Problem } from '../../base/problem.ts';
import type { Listen, RunEvent } from '../../engine/events.ts';
import { tellJson } from '../terminal/terminal.ts';

export const jsonReporter =
  (source: SourceText): Listen =>
  (event) => {
    if (event.event === 'left') for (const node of event.nodes) tellJson({ event: 'fresh', node });
    else if (event.event !== 'progress') tellJson(placed(event, source));
  };

/** Returns the JSON that any command with `--json` prints for a faulty pipeline or call. */
export const refused = (problems: readonly Problem[], source: SourceText): object => ({
  event: 'refused',
  problems: problems.map((problem) => problemJson(problem, source)),
});

function placed(event: RunEvent, source: SourceText): object {
  const told = (problems: readonly Problem[]): object[] => problems.map((problem) => problemJson(problem, source));
  if (event.event === 'held') return { ...event, problem: problemJson(event.problem, source) };
  if (event.event === 'failed') return { ...event, problems: told(event.problems) };
  return 'warnings' in event ? { ...event, warnings: told(event.warnings) } : event;
}
