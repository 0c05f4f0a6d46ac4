/** `papermake completion`: the script by which a shell completes commands, options, steps and tables. */
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { type Command, EXIT, projectOptions } from '../command.ts';
import { completed } from '../completion/model.ts';
import { shells } from '../completion/registry.ts';
import { locate, whereOf } from '../project.ts';
import { namesLeft } from '../start/names.ts';
import { wrong } from '../survey/open-survey.ts';
import { tell } from '../terminal/terminal.ts';

/** `all`: the commands to complete. */
export const completion = (all: () => readonly Command[]): Command => ({
  name: 'completion',
  summary: 'the script by which a shell completes commands, options, steps and tables',
  operands: `[${Object.keys(shells).join('|')}]`,
  arity: [0, 1],
  options: {
    directory: projectOptions.directory,
    names: {
      type: 'boolean',
      help: 'print the names of steps and nodes that the last run left, which scripts ask for',
    },
  },
  async run(call) {
    const [shell] = call.positionals;
    if (call.values.names === true) {
      tell(
        namesLeft(locate(whereOf(call)).root)
          .map((name) => `${name}\n`)
          .join(''),
      );
      return EXIT.done;
    }
    const names = Object.keys(shells);
    if (shell === undefined) return wrong(`\`papermake completion\` needs a shell\nhint: shells are ${quoted(names)}`);
    if (!Object.hasOwn(shells, shell))
      return wrong(
        `there is no completion for \`${shell}\`\nhint: ${didYouMean(shell, names) ?? `shells are ${quoted(names)}`}`,
      );
    tell(shells[shell]!(completed(all())));
    return EXIT.done;
  },
});
