/** Compiles the keys of a placebo step, and makes its nodes: chunks of draws, and the result. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { scopeOf } from '../../src/econ/compile/keys.ts';
import { columnsOfLevels, variablesRead } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { chunksOf } from '../lib/chunks.ts';
import { frameInput, keyPath } from '../lib/frame-source.ts';
import { namedLevels, namedTermOf, type OneModel, oneModel, ownOrigins } from '../lib/models/one-model.ts';
import type { DrawsParams, PlaceboParams, PlaceboResultParams } from './keys.ts';
import type { PlaceboDesign, PlaceboSpec } from './numbers/spec.ts';

/** A placebo takes a few sums by unit, where the panel is balanced, and preparing them as long as thousands. */
const CHUNK_SIZE = 2500;

/** The nodes `STEP@draws.1` …, `STEP`; none after a complaint. */
export function placeboNodes(step: Step<PlaceboParams>, plan: PlanContext): NodeSpec[] {
  const model = oneModel(step, 'placebo', plan);
  const treatment = model && namedTermOf(step, 'treatment', model, plan);
  if (model === undefined || treatment === undefined) return [];
  const { spec, source } = model;
  const { panel, frame } = source.context;
  const get = <K extends keyof PlaceboParams>(key: K) => step.params[key] ?? step.defaults[key];
  const isDesign = get('permute') === 'design';
  const at = step.params.base === undefined ? keyPath(step, 'from') : keyPath(step, 'base');
  if (panel === null && !isDesign) {
    const message = `placebo treatments are of units over time, and \`${frame}\` declares no panel`;
    const hint = `declare \`panel: {unit: …, time: …}\` in \`${frame}\``;
    plan.complain({ code: 'no-panel', message, path: at, hint });
    return [];
  }
  if (spec.weights !== undefined) {
    plan.complain({ code: 'unsupported', message: 'placebo tests with weights are not supported', path: at });
    return [];
  }
  const design = isDesign ? designOf(step, treatment, model, plan) : notOfDesign(step, plan);
  if (design === undefined) return [];
  const placebo: PlaceboSpec = {
    ...{ model: spec, treatment, permute: get('permute') ?? 'units' },
    ...(design === null ? { unit: panel!.unit } : { unit: '', design }),
  };
  const draws = get('draws') ?? 1000;
  const levels = [design?.strata ?? null, design?.cluster ?? null].flatMap((text) =>
    text === null ? [] : columnsOfLevels(text),
  );
  const read = new Set([...variablesRead(spec), ...levels, ...(panel === null ? [] : [panel.unit, panel.time])]);
  const data = frameInput(source.node, [...read].sort());
  const origins = { ...model.origins, ...ownOrigins(step, fieldsOfKey, plan) };
  const cost = { passes: draws };
  const chunks = chunksOf(draws, CHUNK_SIZE).map(([from, to], k): NodeSpec => {
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
  const params: PlaceboResultParams = { ...placebo, draws, convention, chunks: chunks.map(({ id }) => id) };
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

/** Returns the design of the treatment's assignment; undefined after a complaint. */
function designOf(
  step: Step<PlaceboParams>,
  treatment: string,
  model: OneModel,
  plan: PlanContext,
): PlaceboDesign | undefined {
  const { params, defaults } = step;
  const named = (key: 'strata' | 'cluster'): string | null | undefined =>
    params[key] === undefined && defaults[key] === undefined ? null : namedLevels(step, key, model.source, plan);
  const [strata, cluster] = [named('strata'), named('cluster')];
  if (strata === undefined || cluster === undefined) return undefined;
  const [column] = columnsOfLevels(treatment);
  if (column === undefined || scopeOf(model.source.context).type(column) === undefined) {
    const message = `a design assigns a column, and \`${treatment}\` is computed from its columns`;
    plan.complain({
      ...{ code: 'one-variable', message, path: keyPath(step, 'treatment') },
      hint: 'name a column of the frame; terms that are computed from it follow it',
    });
    return undefined;
  }
  return { strata, cluster, statistic: params.statistic ?? defaults.statistic ?? 'estimate' };
}

/** Complains of keys that only designs read; null where there are none. */
function notOfDesign(step: Step<PlaceboParams>, plan: PlanContext): null | undefined {
  const key = (['strata', 'cluster', 'statistic'] as const).find((each) => step.params[each] !== undefined);
  if (key === undefined) return null;
  const message = `only \`permute: design\` reads \`${key}\``;
  const hint = 'write `permute: design`, or leave it out';
  return void plan.complain({ code: 'unsupported', message, path: keyPath(step, key), hint });
}

const fieldsOfKey = {
  strata: ['design.strata'],
  cluster: ['design.cluster'],
  statistic: ['design.statistic', 'statistic'],
  treatment: ['treatment'],
  permute: ['permute'],
  draws: ['draws', 'chunks', 'from', 'to'],
  p_convention: ['convention'],
  header: ['view.header'],
};
