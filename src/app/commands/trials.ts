/** `papermake trials`: how many specifications were ever estimated, and how many of them the tables show. */
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { openSurvey } from '../open-survey.ts';
import { tell, tellJson } from '../terminal.ts';
import { printedTrials, readTrials } from '../trials.ts';

export const trials: Command = {
  name: 'trials',
  summary: 'how many specifications were ever estimated here, and how many of them tables show',
  operands: '',
  arity: [0, 0],
  options: { ...projectOptions, ...jsonOption },
  async run(call) {
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const { session, survey, json } = surveyed;
    const known = readTrials(session.options.root);
    const shown = [...printedTrials(survey.graph)].filter((digest) => known?.digests.has(digest));
    const [estimated, printed, since] = [known?.digests.size ?? 0, shown.length, known?.since ?? null];
    if (json) tellJson({ estimated, printed, since });
    else if (since === null)
      tell('papermake: no specification is on record: none was estimated since a record is kept\n');
    else {
      const counted = `${estimated} specification${estimated === 1 ? '' : 's'}`;
      tell(
        `${counted} estimated, ${printed} printed\n  counted since ${since.slice(0, 10)}, by this account, in this folder\n`,
      );
    }
    return EXIT.done;
  },
};
