/** Plans draws that another language makes: pieces of them, a node each whatever machine runs it, and the node that gathers them in order. */
import type { NodeId } from '../../../src/base/brand.ts';
import type { Json } from '../../../src/base/json.ts';
import type { NodeSpec, PlanContext, Step } from '../../../src/engine/step.ts';
import { chunksOf } from '../chunks.ts';
import { keyPath } from '../frame-source.ts';
import { originAt } from '../origin.ts';
import type { BridgeNodeParams, BridgeParams, DrawsParams, GatherParams } from './keys.ts';
import type { BridgeLanguage } from './language.ts';
import { columnsGiven, dataInput, type StepMembers } from './members.ts';

/** Input that holds the gathered draws. */
export const DRAWS = '@draws';

/** Each piece starts its program anew, which takes as long as some draws. */
const PIECE_SIZE = 50;

/** The nodes `STEP@draws.1` … and, last, the frame of all draws: the step itself where it is `alone`, or else `STEP@draws`. */
export function drawNodes(
  { call, number, seed }: DrawsParams,
  common: StepMembers,
  alone: boolean,
  step: Step<BridgeParams>,
  plan: PlanContext,
  language: BridgeLanguage,
): NodeSpec[] {
  const { columns, sample, env, packages, inputs, how, origins } = common;
  const at = [...keyPath(step, 'draws'), 'call'];
  const pieces = chunksOf(number, PIECE_SIZE).map(([from, to], k): NodeSpec => {
    const request = { call: call.trimEnd(), packages, stats: {}, draws: { seed, from, to } };
    const node: BridgeNodeParams = { language: language.kind, request, columns, sample, env };
    return {
      id: `${step.name}${DRAWS}.${k + 1}` as NodeId,
      kind: 'bridge-draws',
      params: node as unknown as Json,
      inputs: { data: dataInput(common), ...inputs },
      origins: { ...origins, 'request.call': originAt(at, plan), 'program.run': originAt(at, plan) },
      at,
      cost: 'external',
      how: how as unknown as Json,
    };
  });
  const gathered: GatherParams = { pieces: pieces.length, of: [...(columnsGiven(common) ?? [])].sort() };
  return [
    ...pieces,
    {
      id: (alone ? step.name : `${step.name}${DRAWS}`) as NodeId,
      kind: 'bridge-gather',
      params: gathered as unknown as Json,
      artifact: 'frame',
      inputs: Object.fromEntries(pieces.map(({ id }) => [id, { is: 'node', node: id, parts: 'all' }])),
      origins: { draws: originAt(at, plan) },
      at,
    },
  ];
}
