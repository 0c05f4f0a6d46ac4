/** `papermake graph`: draws the graph in one of several formats. */
import { didYouMean } from '../../base/text/suggest.ts';
import { type Command, EXIT, projectOptions } from '../command.ts';
import { drawingOf } from '../graph/drawing.ts';
import { drawingFormats } from '../graph/registry.ts';
import { openSurvey, wrong } from '../survey/open-survey.ts';
import { tell } from '../terminal/terminal.ts';

const names = drawingFormats.map((format) => format.name);

export const graph: Command = {
  name: 'graph',
  summary: 'the steps, their nodes and what reads what',
  operands: '',
  arity: [0, 0],
  options: {
    ...projectOptions,
    format: { type: 'string', value: 'FORMAT', help: `${names.join(', ')} (${names[0]})` },
  },
  async run(call) {
    const asked = String(call.values.format ?? names[0]);
    const format = drawingFormats.find(({ name }) => name === asked);
    const hint = didYouMean(asked, names) ?? `formats: ${names.join(', ')}`;
    if (!format) return wrong(`unknown format \`${asked}\`\nhint: ${hint}`);
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    tell(await format.render(drawingOf(surveyed.survey)));
    return EXIT.done;
  },
};
