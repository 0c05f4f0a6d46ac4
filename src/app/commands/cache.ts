/** `papermake cache`: gives recorded results to the cache that the project shares, takes what is there, and keeps a cache in a folder small. */
import { resolve } from 'node:path';
import type { NodeId } from '../../base/brand.ts';
import { quoted } from '../../base/text/quoted.ts';
import { type Holding, holdingOf, trimHolding } from '../../engine/cache/folder-holding.ts';
import type { RunEvent } from '../../engine/events.ts';
import { push as pushResults } from '../../engine/run/push.ts';
import { sharedCache } from '../../engine/run/sharing.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions, tokenOption } from '../command.ts';
import { openProject, whereOf } from '../project.ts';
import { execute } from '../running/execute.ts';
import { interruption } from '../running/interruption.ts';
import { patienceOf, waitOption } from '../running/lock-notice.ts';
import { named, openSurvey, refuse, wrong } from '../survey/open-survey.ts';
import { bytesText, readSize } from '../terminal/quantity.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';

const NONE =
  'the pipeline declares no cache to use\nhint: `cache: {path: ../shared, mode: write}` at the end of pipeline.yaml';

export const cache: Command = {
  name: 'cache',
  summary: 'give results to the shared cache (push), take those that are there (pull), say what it holds, trim it',
  operands: 'push|pull|status|trim [NODE|STEP|GLOB…]',
  arity: [1, Number.POSITIVE_INFINITY],
  options: {
    ...projectOptions,
    ...tokenOption,
    keep: { type: 'string', value: 'SIZE', help: 'with `trim`: how much may stay, such as 500M or 50G' },
    'dry-run': { type: 'boolean', short: 'n', help: 'with `trim`: say what would be removed' },
    ...waitOption,
    ...jsonOption,
  },
  async run(call) {
    const [way, ...nodes] = call.positionals;
    const act = new Map(Object.entries(ways)).get(way!);
    if (act === undefined) return wrong(`\`papermake cache\` takes ${quoted(Object.keys(ways))}, got \`${way}\``);
    return await act(call, nodes);
  },
};

type Way = (call: Call, nodes: readonly string[]) => Promise<number>;

const ways: Readonly<Record<string, Way>> = {
  push,
  pull,
  status: (call, operands) =>
    inFolder(call, operands, (folder, name) => {
      const holding = holdingOf(folder);
      if (call.values.json === true) tellJson({ path: name, ...holding });
      else tell(`papermake: ${name} holds ${holdingText(holding)}\n`);
      return EXIT.done;
    }),
  trim: async (call, operands) => {
    const { keep } = call.values;
    const bytes = typeof keep === 'string' ? readSize(keep) : undefined;
    if (bytes === undefined)
      return wrong(
        `\`papermake cache trim\` takes \`--keep SIZE\`, such as \`--keep 50G\`${keep === undefined ? '' : `, got \`${keep}\``}`,
      );
    return inFolder(call, operands, (folder, name, mayWrite) => {
      const dryRun = call.values['dry-run'] === true;
      if (!mayWrite && !dryRun) return wrong(READ_ONLY);
      const { removed, freed, left } = trimHolding(folder, bytes, { now: Date.now(), dryRun });
      if (call.values.json === true) tellJson({ path: name, removed, freed, left });
      else
        tell(
          `papermake: ${resultsText(removed)} (${bytesText(freed)}) ${dryRun ? 'would go' : 'removed'}; ${name} holds ${holdingText(left)}\n`,
        );
      if (left.bytes <= bytes) return EXIT.done;
      note(
        'papermake: what was used within the last hour, or cannot be removed, stays, so more is left than `--keep` says\n',
      );
      return EXIT.failed;
    });
  },
};

const READ_ONLY = 'the cache is only read\nhint: `mode: write` in `cache:` of pipeline.yaml';

/** Acts on a cache in a folder; refuses one behind a server, and nodes, which name nothing there. */
async function inFolder(
  call: Call,
  operands: readonly string[],
  act: (folder: string, name: string, mayWrite: boolean) => number,
): Promise<number> {
  if (operands.length > 0)
    return wrong(`\`papermake cache ${call.positionals[0]}\` takes no nodes, got ${quoted(operands)}`);
  const opened = await openProject(whereOf(call));
  if (!opened.ok) return refuse(opened.problems, opened.root, call.values.json === true);
  const { spec, options } = opened.session;
  const { cache: declared } = spec.project;
  if (declared === undefined) return wrong(NONE);
  if (declared.path === undefined)
    return wrong('the cache is behind a server, which keeps its own account of what it holds');
  return (
    act(resolve(options.root, declared.path), declared.path, declared.mode === 'write' && options.trusted) ?? EXIT.done
  );
}

const resultsText = (count: number): string => `${count} result${count === 1 ? '' : 's'}`;

function holdingText({ results, bytes, oldest, newest }: Holding): string {
  const used = oldest === undefined ? '' : `, last used from ${oldest.slice(0, 10)} to ${newest!.slice(0, 10)}`;
  return `${resultsText(results)}, ${bytesText(bytes)}${used}`;
}

const tellCache = (event: RunEvent): void => {
  if (event.event === 'cache') note(`papermake: ${event.says}\n`);
};

async function push(call: Call, references: readonly string[]): Promise<number> {
  const opened = await openSurvey(call);
  if (typeof opened === 'number') return opened;
  const { session, survey, json } = opened;
  const names = references.length === 0 ? { nodes: [...survey.graph.nodes.keys()] } : named(opened, references);
  if (typeof names === 'number') return names;
  const shared = await sharedCache(session, tellCache);
  if (!shared) return wrong(NONE);
  if (!shared.mayWrite) return wrong(READ_ONLY);
  const done = await pushResults(session, survey, names.nodes, shared);
  if (json) tellJson(done);
  else {
    const kept = done.kept.length === 0 ? '' : `, ${done.kept.length} stay here`;
    const stale = done.stale.length === 0 ? '' : `, ${done.stale.length} have no result yet`;
    tell(`papermake: ${done.pushed.length} results given to the shared cache${kept}${stale}\n`);
  }
  return shared.failed ? EXIT.failed : EXIT.done;
}

async function pull(call: Call, targets: readonly string[]): Promise<number> {
  const opened = await openProject(whereOf(call));
  const json = call.values.json === true;
  if (!opened.ok) return refuse(opened.problems, opened.root, json);
  if (!(await sharedCache(opened.session, () => {}))) return wrong(NONE);
  const interrupt = interruption();
  const absent: NodeId[] = [];
  const pulled: NodeId[] = [];
  try {
    const { code } = await execute(opened, {
      targets,
      jobs: 1,
      keepGoing: true,
      forced: false,
      fetchOnly: true,
      signal: interrupt.signal,
      unguarded: interrupt.unguarded,
      outlast: interrupt.outlast,
      patience: patienceOf(call),
      json,
      listen: (event) => {
        tellCache(event);
        if (event.event === 'skipped') absent.push(event.node);
        if (event.event === 'cached' && event.from) pulled.push(event.node);
      },
    });
    if (code !== EXIT.done && absent.length === 0) return code;
  } finally {
    interrupt.release();
  }
  if (json) tellJson({ pulled, absent });
  else tell(`papermake: ${pulled.length} results from the shared cache, ${absent.length} are not there\n`);
  return EXIT.done;
}
