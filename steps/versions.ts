import { Type } from 'typebox';
import { defineStep } from '../src/engine/step.ts';
import { failureOf } from './lib/command-failure.ts';
import { CommandFolder } from './lib/command-folder.ts';
import { runProgram } from './lib/command-process.ts';
import { environment } from './lib/command-run.ts';

/** Its inputs are the programs' files (`askedBy`), so that they are asked again only when one of those has changed. */
export default defineStep({
  name: 'versions',
  summary: 'What the programs of a command say their versions are',
  internal: true,
  cost: 'external',
  params: Type.Object({
    versions: Type.Array(Type.String()),
    env: Type.Record(Type.String(), Type.String()),
  }),
  async run(context) {
    const { versions, env } = context.params;
    const told: Record<string, string> = {};
    for (const line of versions) {
      const folder = new CommandFolder();
      try {
        const ended = await runProgram({
          run: line,
          cwd: folder.path,
          pipe: folder.beside('pipe'),
          env: environment(folder.temporaries, env),
          timeout: PATIENCE,
          signal: context.signal,
        });
        const failed = ended.ending.is !== 'exit' || ended.ending.code !== 0;
        if (failed) context.fail({ ...failureOf(line, ended, PATIENCE), param: 'versions' });
        told[line] = folder.named(ended.log).trim();
      } finally {
        folder.remove();
      }
    }
    return told;
  },
});

/** seconds */
const PATIENCE = 60;
