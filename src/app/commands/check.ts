/** `papermake check`: judges the claims of the paper. */
import { type Problem, problemAt } from '../../base/problem.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { ClaimOutcome } from '../../engine/events.ts';
import { CLAIMS, claimName, claimNode } from '../../engine/pipeline/sections.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { type OpenedProject, openProject, whereOf } from '../project.ts';
import { judge } from '../running/judge.ts';
import { waitOption } from '../running/lock-notice.ts';
import { refuse } from '../survey/open-survey.ts';
import { gridLines } from '../terminal/grid.ts';
import { styled } from '../terminal/style.ts';
import { tell, tellJson } from '../terminal/terminal.ts';
import { checkFiles } from '../text/check-files.ts';
import { isTextFile } from '../text/text-file.ts';
import { tellUnbound } from '../text/unbound.ts';
import { tellRecordedClaims } from '../view/recorded-claims.ts';

export const check: Command = {
  name: 'check',
  summary: 'judge the claims of the paper, or the numbers in its text, running what they need',
  operands: '[CLAIM|FILE…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options: {
    ...projectOptions,
    write: { type: 'boolean', help: 'FILE: put the results in the place of numbers that differ' },
    render: { type: 'string', value: 'COPY', help: 'FILE: write a copy with the numbers in place of their marks' },
    unbound: { type: 'boolean', help: 'FILE: list the numbers without a mark that match no result, or one that moved' },
    ...waitOption,
    ...jsonOption,
  },
  async run(call) {
    const { values } = call;
    const opened = await openProject(whereOf(call));
    const json = values.json === true;
    if (!opened.ok) return refuse(opened.problems, opened.root, json);
    const folder = process.cwd();
    const operands = call.agent ? [] : call.positionals.filter((operand) => isTextFile(operand, folder));
    const positionals = call.positionals.filter((operand) => !operands.includes(operand));
    const wrong = callProblem(operands, positionals, values);
    if (wrong) return refuse([wrong], opened.root, json);
    if (operands.length > 0) return await checkTexts(opened, call, operands, folder);
    const known = opened.session.spec.source.keys([CLAIMS]);
    const unknown = positionals.map((name) => unknownClaim(name, known)).filter((problem) => problem !== undefined);
    if (unknown.length > 0) return refuse(unknown, opened.root, json);
    if (known.length === 0) return makesNone(json);
    if (call.agent?.mayRun === false) return tellRecordedClaims(opened, targetsOf(positionals, known));
    const { code, verdicts } = await judge(opened, call, targetsOf(positionals, known));
    if (json && code !== EXIT.wrong) tellJson({ claims: verdicts.map(shown) });
    else if (verdicts.length > 0) tell(table(verdicts));
    return code;
  },
};

/** Claims and files are judged in calls of their own. */
function callProblem(files: readonly string[], claims: readonly string[], values: Call['values']): Problem | undefined {
  const problem = (message: string, hint: string): Problem => ({
    code: 'bad-call',
    severity: 'error',
    message,
    at: [],
    hint,
  });
  const [option] = ['write', 'render', 'unbound'].filter((name) => values[name] !== undefined);
  if (files.length === 0 && option !== undefined)
    return problem(`\`--${option}\` needs a file`, `\`papermake check --${option} FILE\``);
  if (files.length > 0 && claims.length > 0)
    return problem(
      `expected claims or files, got both: \`${claims[0]}\`, \`${files[0]}\``,
      'a file is named with its extension, or as `./name`',
    );
  if (files.length > 1 && values.render !== undefined) return problem('`--render` takes one file', 'call it for each');
  return undefined;
}

async function checkTexts(
  opened: OpenedProject & { ok: true },
  call: Call,
  operands: readonly string[],
  folder: string,
): Promise<number> {
  const { values } = call;
  const json = values.json === true;
  if (values.unbound === true) return tellUnbound(opened, operands, folder, json);
  const { code, numbers } = await checkFiles(opened, {
    operands,
    folder,
    json,
    write: values.write === true,
    render: values.render as string | undefined,
    make: async (targets) => (await judge(opened, call, targets)).code,
  });
  if (json && (code === EXIT.done || code === EXIT.claimFalse)) tellJson({ numbers });
  return code;
}

function makesNone(json: boolean): number {
  if (json) tellJson({ claims: [] });
  else tell('papermake: the pipeline makes no claims\nhint: `claims:` holds them, as in `H1: baseline.main.x > 0`\n');
  return EXIT.done;
}

/** The problem of a name that no claim has, whether written `H1a` or `claims.H1a`; a pattern may match none. */
function unknownClaim(name: string, known: readonly string[]): Problem | undefined {
  const bare = bareName(name);
  if (known.includes(bare) || name === CLAIMS || name.includes('*') || name.includes('[')) return undefined;
  const claims = known.length === 0 ? 'the pipeline makes no claims' : `claims: ${known.join(', ')}`;
  return problemAt({
    code: 'unknown-claim',
    message: `no claim is called \`${name}\``,
    hint: didYouMean(bare, known) ?? claims,
  });
}

const bareName = (name: string): string => (name.startsWith(`${CLAIMS}.`) ? name.slice(CLAIMS.length + 1) : name);

/** Names of claims are nodes; anything else is a pattern of such. */
function targetsOf(names: readonly string[], known: readonly string[]): readonly string[] {
  if (names.length === 0) return [CLAIMS];
  return names.map((name) => {
    if (known.includes(bareName(name))) return claimNode(bareName(name));
    return name.startsWith(CLAIMS) ? name : `${CLAIMS}.${name}`;
  });
}

const shown = ({ node, holds, claim, text, broken }: ClaimOutcome): object => ({
  claim: claimName(node),
  node,
  holds,
  condition: claim,
  ...(text === '' ? {} : { text }),
  broken,
});

function table(verdicts: readonly ClaimOutcome[]): string {
  const rows = verdicts.map((verdict) => [
    verdict.holds ? 'holds' : 'FALSE',
    claimName(verdict.node),
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
