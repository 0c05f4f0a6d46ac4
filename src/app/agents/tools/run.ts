/** The tool `run`: makes what is stale. */
import { optional, strict } from '../../../base/schema.ts';
import { answerOf, names, type Tool } from '../tool.ts';

export const run: Tool = {
  name: 'run',
  description:
    'Makes what is stale and writes the tables, as `papermake run` does. Each specification that it estimates is counted for good.',
  input: strict({
    nodes: optional.texts('nodes, steps or patterns; all of them where it is absent'),
    force: optional.flag('also those that are fresh'),
    keepGoing: optional.flag('after a failure, run what does not depend on it'),
  }),
  does: 'runs',
  async call(given, asked) {
    const values = { force: given.force === true, 'keep-going': given.keepGoing === true };
    const answer = await answerOf('run', asked, { values, positionals: names(given, 'nodes') });
    return { ...answer, data: Array.isArray(answer.data) ? answer.data.filter(isNews) : answer.data };
  },
};

/** The last line tells of fresh nodes, which may be thousands. */
const isNews = (line: { readonly event?: string }): boolean => line.event !== 'fresh' && line.event !== 'start';
