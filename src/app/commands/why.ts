/** `papermake why`: explains why nodes must run, or need not. */
import { foresee } from '../../engine/run/preview.ts';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { explainNode, explainStep } from '../survey/explain.ts';
import { explanationLines } from '../survey/explanation-lines.ts';
import { forOthers } from '../survey/for-others.ts';
import { named, openSurvey, printJson } from '../survey/open-survey.ts';
import { styled } from '../terminal/style.ts';
import { tell } from '../terminal/terminal.ts';
import { onRecord } from '../trials/count-trials.ts';

export const why: Command = {
  name: 'why',
  summary: 'why a node must run, or need not',
  operands: 'NODE|STEP|GLOB…',
  arity: [1, Number.POSITIVE_INFINITY],
  options: { ...projectOptions, ...jsonOption },
  async run(call) {
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const found = named(surveyed, call.positionals);
    if (typeof found === 'number') return found;
    const { session, survey } = surveyed;
    const meant = [...found.nodes, ...found.pending.flatMap((step) => step.on)];
    // An estimate that is on no record is not to be read here either; and agents have nothing performed that no run performs.
    const future = call.agent ? undefined : await foresee(session, survey, meant, onRecord(session, survey.graph));
    const hides = call.agent && forOthers(session, survey).hides;
    const explanations = [
      ...found.nodes.map((id) => explainNode(surveyed, id, future, hides)),
      ...found.pending.map((step) => explainStep(surveyed.survey, step, future)),
    ];
    if (call.values.json === true) printJson(explanations);
    else tell(explanations.map((each) => `${explanationLines(each, bold).join('\n')}\n`).join('\n'));
    return EXIT.done;
  },
};

const bold = (name: string): string => styled('bold', name, process.stdout);
