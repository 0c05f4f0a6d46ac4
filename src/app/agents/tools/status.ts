/** The tool `status`: where every node stands. */
import { strict } from '../../../base/schema.ts';
import { answerOf, type Tool } from '../tool.ts';

export const status: Tool = {
  name: 'status',
  description: 'Lists every node of the pipeline: fresh, cached, stale or pending, with the reasons.',
  input: strict({}),
  does: 'reads',
  call: (_, asked) => answerOf('status', asked, { values: {}, positionals: [] }),
};
