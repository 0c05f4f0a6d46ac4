/** The tool `show`: recorded results, as others may see them. */
import { Type } from 'typebox';
import { optional, strict } from '../../../base/schema.ts';
import { answerOf, names, type Tool } from '../tool.ts';

export const show: Tool = {
  name: 'show',
  description:
    'Gives recorded results at full precision: fits, tables, descriptions, data sets in short. Values of confidential variables are masked.',
  input: strict({
    nodes: Type.Array(Type.String(), { minItems: 1, description: 'nodes, steps or patterns' }),
    expand: optional.flag('in the place of results what the nodes are made of: settled parameters and inputs'),
  }),
  does: 'reads',
  call: (given, asked) =>
    answerOf('show', asked, { values: { expand: given.expand === true }, positionals: names(given, 'nodes') }),
};
