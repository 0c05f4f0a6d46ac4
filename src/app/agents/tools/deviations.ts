/** The tool `deviations`: what departs from the registered plan. */
import { strict } from '../../../base/schema.ts';
import { answerOf, type Tool } from '../tool.ts';

export const deviations: Tool = {
  name: 'deviations',
  description:
    'Holds the pipeline against its registered plan: each specification, claim, sample and rule of data that departs, with what was planned, since when and why. A reason is for a person to give.',
  input: strict({}),
  does: 'reads',
  call: (_, asked) => answerOf('deviations', asked, { values: {}, positionals: [] }),
};
