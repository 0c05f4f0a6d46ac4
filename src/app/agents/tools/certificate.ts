/** The tool `certificate`: how many of the admissible specifications were estimated, and how their coefficients lie. It writes no file. */
import { strict } from '../../../base/schema.ts';
import { answerOf, type Tool } from '../tool.ts';

export const certificate: Tool = {
  name: 'certificate',
  description:
    'Gives what the certificate says: the number of admissible specifications and of those that were estimated, how the coefficients of results on record lie, the registered plan with its departures, and witnesses. Writes no file.',
  input: strict({}),
  does: 'reads',
  call: (_, asked) => answerOf('certificate', asked, { values: {}, positionals: [] }),
};
