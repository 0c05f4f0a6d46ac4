/** Asks the programs behind a command for their versions. */
import type { RunContext } from '../../../src/engine/step.ts';
import { environment } from './environment.ts';
import { failureOf } from './failure.ts';
import { CommandFolder } from './folder.ts';
import { runProgram } from './process.ts';
import { oneCommand } from './versions.ts';

export interface AskedVersions {
  /** Lines like `Rscript --version`. */
  readonly versions: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Returns for each line what it prints; fails the node where one fails. */
export async function toldVersions(
  context: Pick<RunContext<unknown>, 'signal' | 'log' | 'fail'>,
  { versions, env }: AskedVersions,
  step: string,
): Promise<Record<string, string>> {
  const told: Record<string, string> = {};
  for (const line of versions) {
    const folder = new CommandFolder();
    try {
      const ended = await runProgram({
        run: runOf(line),
        cwd: folder.path,
        pipe: folder.beside('pipe'),
        env: environment(folder.temporaries, env),
        timeout: PATIENCE,
        signal: context.signal,
      });
      const log = folder.named(ended.log);
      const failed = ended.ending.is !== 'exit' || ended.ending.code !== 0;
      if (failed) {
        context.log(log);
        context.fail({ ...failureOf(line, { ...ended, log }, PATIENCE, step), param: 'versions' });
      }
      told[line] = log.trim();
    } finally {
      folder.remove();
    }
  }
  return told;
}

/** Returns the command that runs for a line. On Windows, whose shells differ, it is the one program that the line asks. */
const runOf = (line: string): string | readonly string[] =>
  (process.platform === 'win32' ? oneCommand(line) : undefined) ?? line;

/** A program has so many seconds to answer. */
const PATIENCE = 60;
