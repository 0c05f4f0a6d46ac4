/** `papermake check`: judges the claims of the paper. */
import { availableParallelism } from 'node:os';
import { type Problem, problemAt } from '../../base/problem.ts';
import { didYouMean } from '../../base/suggest.ts';
import type { RunEvent, Verdict } from '../../engine/events.ts';
import { CLAIMS } from '../../engine/pipeline/load.ts';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { execute } from '../execute.ts';
import { interruption } from '../interruption.ts';
import { patienceOf, waitOption } from '../lock-notice.ts';
import { refuse } from '../open-survey.ts';
import { type OpenedProject, openProject, sourceText, whereOf } from '../project.ts';
import { textReporter } from '../reporters/text.ts';
import { gridLines } from '../show/grid.ts';
import { styled } from '../style.ts';
import { tell, tellJson } from '../terminal.ts';

export const check: Command = {
  name: 'check',
  summary: 'judge the claims of the paper, running what they need',
  operands: '[CLAIM…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options: { ...projectOptions, ...waitOption, ...jsonOption },
  async run(call) {
    const { values, positionals } = call;
    const opened = await openProject(whereOf(call));
    const json = values.json === true;
    if (!opened.ok) return refuse(opened.problems, opened.root, json);
    const known = opened.session.spec.source.keys([CLAIMS]);
    const unknown = positionals.map((name) => unknownClaim(name, known)).filter((problem) => problem !== undefined);
    if (unknown.length > 0) return refuse(unknown, opened.root, json);
    if (known.length === 0) return makesNone();
    const { code, verdicts } = await judge(
      opened,
      { targets: targetsOf(positionals), patience: patienceOf(call) },
      json,
    );
    if (json && code !== EXIT.wrong) tellJson({ claims: verdicts.map(shown) });
    else if (verdicts.length > 0) tell(table(verdicts));
    return code;
  },
};

function makesNone(): number {
  tell('papermake: the pipeline makes no claims\nhint: `claims:` holds them, as in `H1: baseline.main.x > 0`\n');
  return EXIT.done;
}

/** The problem of a name that no claim has, whether written `H1a` or `claims.H1a`; a pattern may match none. */
function unknownClaim(name: string, known: readonly string[]): Problem | undefined {
  const bare = name.startsWith(`${CLAIMS}.`) ? name.slice(CLAIMS.length + 1) : name;
  if (known.includes(bare) || name === CLAIMS || name.includes('*') || name.includes('[')) return undefined;
  const claims = known.length === 0 ? 'the pipeline makes no claims' : `claims: ${known.join(', ')}`;
  return problemAt({
    code: 'unknown-claim',
    message: `no claim is called \`${name}\``,
    hint: didYouMean(bare, known) ?? claims,
  });
}

const targetsOf = (names: readonly string[]): readonly string[] =>
  names.length === 0 ? [CLAIMS] : names.map((name) => (name.startsWith(CLAIMS) ? name : `${CLAIMS}.${name}`));

async function judge(
  opened: OpenedProject & { ok: true },
  request: { readonly targets: readonly string[]; readonly patience: number | undefined },
  json: boolean,
): Promise<{ code: number; verdicts: Verdict[] }> {
  const verdicts: Verdict[] = [];
  const report = textReporter({ quiet: true, source: sourceText(opened.root) });
  const listen = (event: RunEvent): void => {
    if (event.event === 'claim') verdicts.push(event);
    else report(event);
  };
  const interrupt = interruption();
  try {
    const asked = {
      ...request,
      jobs: availableParallelism(),
      keepGoing: true,
      forced: false,
      signal: interrupt.signal,
      unguarded: interrupt.unguarded,
      listen,
      json,
    };
    const { code } = await execute(opened, asked);
    return { code, verdicts };
  } finally {
    interrupt.release();
  }
}

const nameOf = ({ node }: Verdict): string => node.slice(CLAIMS.length + 1);

const shown = ({ node, holds, claim, text, broken }: Verdict): object => ({
  claim: nameOf({ node } as Verdict),
  node,
  holds,
  condition: claim,
  ...(text === '' ? {} : { text }),
  broken,
});

function table(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((verdict) => [
    verdict.holds ? 'holds' : 'FALSE',
    nameOf(verdict),
    verdict.text === '' ? verdict.claim : verdict.text,
  ]);
  const lines = gridLines(rows, ['left']).flatMap((line, i) => {
    const { holds, broken } = verdicts[i]!;
    const coloured = styled(holds ? 'green' : 'red', line.slice(0, 5), process.stdout) + line.slice(5);
    return [coloured, ...broken.map(({ message }) => `       ${message}`)];
  });
  const bad = verdicts.filter((verdict) => !verdict.holds).length;
  const count = `${verdicts.length} claim${verdicts.length === 1 ? '' : 's'}`;
  const sum = bad === 0 ? `${count}: ${verdicts.length === 1 ? 'it holds' : 'all hold'}` : `${count}: ${bad} false`;
  return `${[...lines, sum].join('\n')}\n`;
}
