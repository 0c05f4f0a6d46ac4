/** `papermake witness`: has R or Stata estimate results once more, and says of each value whether they find it. */
import type { WitnessRecord } from '../../../steps/lib/witness/records.ts';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { HOW_TO_TRUST } from '../../engine/run/hidden/trusting.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { exitCodeOf, interruption } from '../running/interruption.ts';
import { named, openSurvey, type Surveyed, wrong } from '../survey/open-survey.ts';
import { cellsShown } from '../survey/witnessed.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';
import type { Confirmation } from '../witnessing/ask.ts';
import { limitedEngines, timeoutOf, timeoutOption } from '../witnessing/timeouts.ts';

export const witness: Command = {
  name: 'witness',
  summary: 'has R or Stata estimate results once more, and says of each value in how many digits they agree',
  operands: '[NODE|STEP|GLOB…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options: {
    ...projectOptions,
    with: { type: 'string', value: 'ENGINES', help: 'r, stata, python (r)' },
    ...timeoutOption,
    strict: { type: 'boolean', help: 'exit code 1 also where a value has no counterpart or no engine ran' },
    ...jsonOption,
  },
  async run(call) {
    const { engineNames } = await import('../../../steps/lib/witness/programs.ts');
    const asked = typeof call.values.with === 'string' ? call.values.with.split(',').map((name) => name.trim()) : ['r'];
    for (const name of asked) {
      if (engineNames.some((known) => known === name)) continue;
      const hint = didYouMean(name, engineNames) ?? `there is ${engineNames.join(', ')}`;
      return wrong(`no engine is called \`${name}\`\nhint: ${hint}`);
    }
    const idle = limitedEngines(call).find((name) => !asked.includes(name));
    if (idle !== undefined)
      return wrong(`\`--timeout\` names \`${idle}\`, which is not asked\nhint: \`--with\` names ${quoted(asked)}`);
    const surveyed = await openSurvey(call);
    return typeof surveyed === 'number' ? surveyed : confirmAll(surveyed, asked, call);
  },
};

async function confirmAll(surveyed: Surveyed, asked: readonly string[], call: Call): Promise<number> {
  const found = named(surveyed, call.positionals);
  if (typeof found === 'number') return found;
  const { engineOf } = await import('../../../steps/lib/witness/engines.ts');
  const { ask, programHere, sourcesOf } = await import('../witnessing/ask.ts');
  const sources = sourcesOf(surveyed, found.nodes, call.positionals.length > 0);
  const late = [...sources.stale, ...found.pending.map(({ step }) => step)];
  if (late.length > 0) {
    const have = late.length === 1 ? 'has' : 'have';
    note(`papermake: ${quoted(late)} ${have} no result that is up to date\nhint: \`papermake run\`\n`);
    return EXIT.failed;
  }
  const programs = asked.map((name) => ({ engine: engineOf(name), program: programHere(engineOf(name), surveyed) }));
  const started = programs.filter(({ program }) => program !== null).map(({ engine }) => engine.program.title);
  if (started.length > 0 && !surveyed.session.options.trusted)
    return wrong(`this folder is not trusted to start ${started.join(' and ')}\nhint: ${HOW_TO_TRUST}`);
  const interrupt = interruption();
  const { signal } = interrupt;
  try {
    const all: Confirmation[] = [];
    for (const { engine, program } of programs) {
      const timeout = timeoutOf(call, engine.name);
      all.push(await ask(engine, sources, { program, timeout, signal }));
    }
    const called = cellsShown(surveyed.session, surveyed.survey);
    const masked = ({ records, ...rest }: Confirmation): Confirmation => ({
      ...rest,
      records: records.map((record) => ({ ...record, cell: called(record.node, record.cell) })),
    });
    return told(all.map(masked), call);
  } catch (error) {
    if (!signal.aborted) throw error;
    note('papermake: interrupted\n');
    return exitCodeOf(signal);
  } finally {
    interrupt.release();
  }
}

function told(all: readonly Confirmation[], { values }: Call): number {
  const records = all.flatMap((each) => each.records);
  const isBad = ({ verdict }: WitnessRecord): boolean =>
    verdict === 'unexplained' || (values.strict === true && verdict !== 'same' && verdict !== 'explained');
  const code = records.some(isBad) ? EXIT.failed : EXIT.done;
  if (values.json === true) {
    tellJson({ records, counts: all.map(({ engine, counts }) => ({ by: engine.name, ...counts })) });
    return code;
  }
  tell(all.map((each) => `${linesOf(each).join('\n')}\n`).join(''));
  return code;
}

function linesOf({ engine: { program }, records, counts }: Confirmation): string[] {
  const lines = records.flatMap((record) => lineOf(record) ?? []);
  const { cells, same, explained, unexplained, notRun, noCounterpart } = counts;
  const rest = [
    [explained, 'explained by a convention'],
    [unexplained, 'unexplained'],
    [notRun, 'not run'],
    [noCounterpart, 'without a counterpart'],
  ] as const;
  const more = rest.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  return [...new Set(lines), `${program.title}: ${[`${same} of ${cells} values the same`, ...more].join(', ')}`];
}

/** The line of a record that is not the same; those of a result that did not run are one. */
function lineOf({ node, cell, ours, theirs, verdict, convention, why }: WitnessRecord): string | undefined {
  switch (verdict) {
    case 'same':
      return undefined;
    case 'explained':
      return `explained: ${node}: ${cell}: ${theirs}, which is ${ours} by another ${convention}`;
    case 'unexplained':
      return `different: ${node}: ${cell}: papermake has ${ours}, the engine ${theirs ?? 'no value'}`;
    case 'not run':
      return `not run: ${node}: ${why}`;
    case 'no counterpart':
      return `no counterpart: ${node}: ${ours === null ? '' : `${cell}: `}${why}`;
    default:
      return verdict satisfies never;
  }
}
