/** Compiles the keys of a placebo step, and makes its nodes: chunks of draws, and the result. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { variablesRead } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { chunksOf } from '../lib/chunks.ts';
import { frameInput, keyPath } from '../lib/frame-source.ts';
import { namedTermOf, oneModel, ownOrigins } from '../lib/models/one-model.ts';
import type { DrawsParams, PlaceboParams, ResultParams } from './keys.ts';
import type { PlaceboSpec } from './numbers/placebo.ts';

/** A placebo takes a few sums by unit, where the panel is balanced, and preparing them as long as thousands. */
const chunkSize = 2500;

/** The nodes `STEP@draws.1` …, `STEP`; none after a complaint. */
export function placeboNodes(step: Step<PlaceboParams>, plan: PlanContext): NodeSpec[] {
  const model = oneModel(step, 'placebo', plan);
  const treatment = model && namedTermOf(step, 'treatment', model, plan);
  if (model === undefined || treatment === undefined) return [];
  const { spec, source } = model;
  const { panel, frame } = source.context;
  const at = step.params.base === undefined ? keyPath(step, 'from') : keyPath(step, 'base');
  if (panel === null) {
    const message = `placebo treatments are of units over time, and \`${frame}\` declares no panel`;
    const hint = `declare \`panel: {unit: …, time: …}\` in \`${frame}\``;
    plan.complain({ code: 'no-panel', message, path: at, hint });
    return [];
  }
  if (spec.weights !== undefined) {
    plan.complain({ code: 'unsupported', message: 'placebo tests with weights are not supported', path: at });
    return [];
  }
  const get = <K extends keyof PlaceboParams>(key: K) => step.params[key] ?? step.defaults[key];
  const placebo: PlaceboSpec = { model: spec, treatment, permute: get('permute') ?? 'units', unit: panel.unit };
  const draws = get('draws') ?? 1000;
  const read = new Set([...variablesRead(spec), panel.unit, panel.time]);
  const data = frameInput(source.node, [...read].sort());
  const origins = { ...model.origins, ...ownOrigins(step, fieldsOfKey, plan) };
  const cost = { passes: draws };
  const chunks = chunksOf(draws, chunkSize).map(([from, to], k): NodeSpec => {
    return {
      id: `${step.name}@draws.${k + 1}` as NodeId,
      kind: 'placebo-draws',
      params: { ...placebo, from, to, draws } satisfies DrawsParams as unknown as Json,
      inputs: { data },
      seed: String(get('seed') ?? 1),
      origins,
      cost,
    };
  });
  const convention = get('p_convention') ?? 'corrected';
  const params: ResultParams = { ...placebo, draws, convention, chunks: chunks.map(({ id }) => id) };
  const drawn = chunks.map(({ id }) => [id, { is: 'node', node: id, parts: 'all' } as const]);
  const result: NodeSpec = {
    id: step.name as NodeId,
    params: params as unknown as Json,
    inputs: { data, ...Object.fromEntries(drawn) },
    origins,
    // where the draws are, which prepared the same
    cost,
    view: { header: get('header') ?? '', outcome: spec.outcome, fits: [['fit']] },
  };
  const nodes = [...chunks, result];
  return model.numbered === undefined ? nodes : nodes.map((node) => ({ ...node, numbered: model.numbered! }));
}

const fieldsOfKey = {
  treatment: ['treatment'],
  permute: ['permute'],
  draws: ['draws', 'chunks', 'from', 'to'],
  p_convention: ['convention'],
  header: ['view.header'],
};
