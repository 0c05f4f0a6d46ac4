/** `papermake cache push|pull`: gives recorded results to the cache that the project shares, or takes what is there. */
import type { NodeId } from '../../base/brand.ts';
import type { RunEvent } from '../../engine/events.ts';
import { push as pushResults } from '../../engine/run/push.ts';
import { sharedCache } from '../../engine/run/sharing.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions, tokenOption } from '../command.ts';
import { openProject, whereOf } from '../project.ts';
import { execute } from '../running/execute.ts';
import { interruption } from '../running/interruption.ts';
import { patienceOf, waitOption } from '../running/lock-notice.ts';
import { named, openSurvey, refuse, wrong } from '../survey/open-survey.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';

const NONE =
  'the pipeline declares no cache to use\nhint: `cache: {path: ../shared, mode: write}` at the end of pipeline.yaml';

export const cache: Command = {
  name: 'cache',
  summary: 'give recorded results to the shared cache (push), or take those that are there and make none (pull)',
  operands: 'push|pull [NODE|STEP|GLOB…]',
  arity: [1, Number.POSITIVE_INFINITY],
  options: { ...projectOptions, ...tokenOption, ...waitOption, ...jsonOption },
  async run(call) {
    const [way, ...nodes] = call.positionals;
    const act = way === 'push' ? push : way === 'pull' ? pull : undefined;
    return (await act?.(call, nodes)) ?? wrong(`\`papermake cache\` takes \`push\` or \`pull\`, got \`${way}\``);
  },
};

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
  if (!shared.mayWrite) return wrong('the cache is only read\nhint: `mode: write` in `cache:` of pipeline.yaml');
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
