/** The tool `trials`: the account of what was estimated. */
import { strict } from '../../../base/schema.ts';
import { answerOf, type Tool } from '../tool.ts';

export const trials: Tool = {
  name: 'trials',
  description:
    'Counts the specifications that were ever estimated here, and those that tables print. What runs through this door is counted as any other.',
  input: strict({}),
  does: 'reads',
  call: (_, asked) => answerOf('trials', asked, { values: {}, positionals: [] }),
};
