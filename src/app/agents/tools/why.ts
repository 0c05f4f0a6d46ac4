/** The tool `why`: the reasons of nodes. */
import { Type } from 'typebox';
import { strict } from '../../../base/schema.ts';
import { answerOf, names, type Tool } from '../tool.ts';

export const why: Tool = {
  name: 'why',
  description:
    'Explains why nodes must run, or need not: the place in the YAML with before and after, the column, the code.',
  input: strict({ nodes: Type.Array(Type.String(), { minItems: 1, description: 'nodes, steps or patterns' }) }),
  does: 'reads',
  call: (given, asked) => answerOf('why', asked, { values: {}, positionals: names(given, 'nodes') }),
};
