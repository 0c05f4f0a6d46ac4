/** The tool `check`: claims. */
import { optional, strict } from '../../../base/schema.ts';
import { answerOf, names, type Tool } from '../tool.ts';

export const check: Tool = {
  name: 'check',
  description:
    'Judges the claims of the paper. Where nothing may run it tells how they were judged last; `holds` is null of a claim that was not judged as the pipeline is now.',
  input: strict({ claims: optional.texts('names of claims; all of them where it is absent') }),
  does: 'reads',
  call: (given, asked) => answerOf('check', asked, { values: {}, positionals: names(given, 'claims') }),
};
