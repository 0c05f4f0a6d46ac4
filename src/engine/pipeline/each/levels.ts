/** Asks for the levels that loops go through: a node finds them, as it does those of a split. */
import { didYouMean } from '../../../base/text/suggest.ts';
import type { NodeSpec, PlanContext, Step } from '../../step.ts';
import { distinctRequests, type KnownLevels, type LevelsRequest, levelsNodeId } from './known-levels.ts';

/** The levels that the loops of a step go through; undefined after a complaint, and while they are not known yet. */
export function levelsFor(
  requests: readonly LevelsRequest[],
  step: Step<unknown>,
  plan: PlanContext,
): KnownLevels | undefined {
  const found = new Map<string, readonly string[]>();
  const distinct = distinctRequests(requests);
  for (const [i, [name, request]] of [...distinct].entries()) {
    const { column, path } = request;
    const node = levelsNode(request, step, i, plan);
    const levels = node && plan.levels(node);
    if (levels?.length === 0)
      plan.complain({ code: 'no-node', message: `\`${column}\` has no value to go through`, path });
    else if (levels) found.set(name, plan.inDeclaredOrder(column, levels));
  }
  return found.size === distinct.size ? found : undefined;
}

function levelsNode(
  { step: from, column, path }: LevelsRequest,
  step: Step<unknown>,
  index: number,
  plan: PlanContext,
): NodeSpec | undefined {
  const frame = plan.node(from, path);
  if (frame === undefined) return undefined;
  const artifact = plan.artifact(frame);
  if (artifact !== 'frame' && artifact !== null) {
    const message = `\`${from}\` makes no data, so that \`${column}\` has no levels there`;
    return void plan.complain({ code: 'no-frame', message, path, hint: 'name a step whose result is data' });
  }
  const known = plan.columns(from)?.map(({ name }) => name);
  if (known !== undefined && !known.includes(column)) {
    const message = `\`${from}\` has no column \`${column}\``;
    return void plan.complain({ code: 'unknown-variable', message, path, hint: didYouMean(column, known) });
  }
  return {
    id: levelsNodeId(step.name, index),
    kind: 'levels',
    params: { column, sample: null, exclude: null },
    inputs: { data: { is: 'node', node: frame.id, parts: ['rows', `column:${column}`] } },
    origins: { column: { path, text: column } },
  };
}
