/** The internal kind `versions`: what the programs behind a command print of their versions. */
import { Type } from 'typebox';
import { defineStep } from '../src/engine/step.ts';
import { failureOf } from './lib/command/failure.ts';
import { CommandFolder } from './lib/command/folder.ts';
import type { CommandCall } from './lib/command/keys.ts';
import { runProgram } from './lib/command/process.ts';
import { environment } from './lib/command/run.ts';
import { startedText } from './lib/command/started.ts';
import { oneCommand } from './lib/command/versions.ts';

/** The node's inputs are the programs' files (`askedBy`), so that programs are asked again only when one of those has changed. */
export default defineStep({
  name: 'versions',
  summary: 'What the programs of a command say their versions are',
  internal: true,
  cost: 'external',
  starts: (params) => (params as { versions: string[] }).versions.map(startedText).join(', '),
  params: Type.Object({
    versions: Type.Array(Type.String()),
    env: Type.Record(Type.String(), Type.String()),
  }),
  async run(context) {
    const { versions, env } = context.params;
    const { step } = context.how as unknown as Pick<CommandCall, 'step'>;
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
  },
});

/** Returns the command that runs for a line. On Windows, whose shells differ, it is the one program that the line asks. */
const runOf = (line: string): string | readonly string[] =>
  (process.platform === 'win32' ? oneCommand(line) : undefined) ?? line;

/** A program has so many seconds to answer. */
const PATIENCE = 60;
