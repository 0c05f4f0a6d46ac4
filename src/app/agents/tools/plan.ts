/** The tool `plan`: what a run would do. */
import { optional, strict } from '../../../base/schema.ts';
import { answerOf, names, type Tool } from '../tool.ts';

export const plan: Tool = {
  name: 'plan',
  description: 'Says which nodes a run would make, why, and how long they took last. It runs nothing.',
  input: strict({
    nodes: optional.texts('nodes, steps or patterns; all of them where it is absent'),
    force: optional.flag('also those that are fresh'),
  }),
  does: 'reads',
  call: (given, asked) =>
    answerOf('run', asked, {
      values: { 'dry-run': true, force: given.force === true },
      positionals: names(given, 'nodes'),
    }),
};
