/** The tool `diff`: what moved between runs and commits. */
import { Type } from 'typebox';
import { optional, strict } from '../../../base/schema.ts';
import { answerOf, type Tool } from '../tool.ts';

/** A run or a commit; what begins otherwise would be a folder. */
const side = (description: string) => Type.Optional(Type.String({ pattern: '^[A-Za-z0-9]', description }));

export const diff: Tool = {
  name: 'diff',
  description: 'Says which cells of tables and which claims moved between two runs or commits, by how much, and why.',
  input: strict({
    before: side('`last~1`, a commit, a branch or a tag; the run before the last where it is absent'),
    after: side('the same; the last run where it is absent'),
    runs: optional.flag('in the place of a comparison, the runs that moved something'),
  }),
  does: 'reads',
  call({ before, after, runs }, asked) {
    const sides = after === undefined ? [before] : [before ?? 'last~1', after];
    const positionals = sides.filter((each) => each !== undefined) as string[];
    return answerOf('diff', asked, { values: { runs: runs === true }, positionals });
  },
};
