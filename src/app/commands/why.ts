import { didYouMean } from '../../base/suggest.ts';
import type { Missing } from '../../engine/decide.ts';
import { type Reason, reasonLines } from '../../engine/reasons.ts';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { type Cause, type Explanation, explainNode, explainStep } from '../explain.ts';
import { duration } from '../reporters/text.ts';
import { styled } from '../style.ts';
import { named, openSurvey, printJson } from '../surveyed.ts';

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
    const explanations = [
      ...found.nodes.map((id) => explainNode(surveyed.survey, id)),
      ...found.pending.map((step) => explainStep(surveyed.survey, step)),
    ];
    if (call.values.json === true) printJson(explanations);
    else process.stdout.write(explanations.map((each) => `${explanationLines(each).join('\n')}\n`).join('\n'));
    return EXIT.done;
  },
};

function explanationLines(explanation: Explanation): string[] {
  const node = styled('bold', explanation.node, process.stdout);
  switch (explanation.decision) {
    case 'fresh':
      return [
        `${node} is fresh: nothing it reads has changed since it ran`,
        ...indented(`it last ran (${duration(explanation.milliseconds / 1000)}) because`, explanation.because),
      ];
    case 'cached':
      return [
        `${node} is cached: this result was made before and will be restored without running`,
        ...bullets(explanation.reasons),
        ...indented('it was made because', explanation.because),
      ];
    case 'stale':
      return [`${node} is stale: it must run`, ...bullets(explanation.reasons)];
    case 'impossible':
      return [`${node} cannot run`, ...explanation.missing.map((lack) => `  ${missingText(lack)}`)];
    case 'pending':
      return pendingLines(node, explanation);
    default:
      return explanation satisfies never;
  }
}

function pendingLines(node: string, { reasons, causes }: Extract<Explanation, { decision: 'pending' }>): string[] {
  const first = causes.map((cause) => cause.node).join(', ');
  const verdict =
    reasons.length > 0
      ? `it must run, after ${first}`
      : `whether it must run is known once ${first} ${causes.length === 1 ? 'has' : 'have'} run`;
  return [`${node} is pending: ${verdict}`, ...bullets(reasons), ...causes.flatMap(causeLines)];
}

function causeLines(cause: Cause): string[] {
  return [
    `  ${cause.chain.join(' ← ')}`,
    ...reasonLines(cause.reasons).map((line) => `    ${cause.node}: ${line}`),
    ...cause.missing.map((lack) => `    ${cause.node}: ${missingText(lack)}`),
  ];
}

const bullets = (reasons: readonly Reason[]): string[] => reasonLines(reasons).map((line) => `  ${line}`);

function indented(head: string, because: readonly Reason[]): string[] {
  if (because.every((reason) => reason.is === 'first-run')) return [`  ${head} it had not run before`];
  return [`  ${head}`, ...reasonLines(because).map((line) => `    ${line}`)];
}

function missingText(lack: Missing): string {
  if (lack.part === null) return `it reads ${lack.from}, which is not there`;
  const what = lack.part.startsWith('column:') ? `column ${lack.part.slice('column:'.length)}` : lack.part;
  const near = didYouMean(lack.part, lack.available)?.replace('column:', '');
  return `it reads ${what} of ${lack.from}, which has none of that name${near ? ` (${near})` : ''}`;
}
