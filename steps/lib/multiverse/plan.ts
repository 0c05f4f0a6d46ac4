/** The nodes of a multiverse: one for each specification, and what they say together. */
import type { NodeId } from '../../../src/base/brand.ts';
import type { Json } from '../../../src/base/json.ts';
import { nodeId } from '../../../src/base/node-id.ts';
import { variablesRead } from '../../../src/econ/spec.ts';
import type { InputSpec, NodeSpec, PlanContext, Step } from '../../../src/engine/step.ts';
import { frameInput } from '../frame-source.ts';
import { namedTermOf, oneModel, ownOrigins } from '../models/one-model.ts';
import { compileChoices } from './choices.ts';
import type { MultiverseParams, SummaryParams } from './keys.ts';

/** The nodes `STEP.1` …, `STEP`; none after a complaint. */
export function multiverseNodes(step: Step<MultiverseParams>, plan: PlanContext): NodeSpec[] {
  const model = oneModel(step, 'multiverse', plan);
  const of = model && namedTermOf(step, 'of', model, plan);
  if (model === undefined || of === undefined) return [];
  const choices = step.params.choices;
  const compiled = compileChoices({ model, of, choices, path: [...step.path, 'choices'], plan });
  if (compiled === undefined) return [];
  const { specifications, dimensions } = compiled;
  const origins = {
    ...model.origins,
    ...ownOrigins(step, { of: ['of'], choices: ['model.terms', 'dimensions', 'count'] }, plan),
  };
  const numbered = model.numbered === undefined ? {} : { numbered: model.numbered };
  // the step's name means what they say together
  const view = { byNameAlone: true };
  const nodes = specifications.map((params, i): NodeSpec => {
    return {
      id: nodeId(step.name, [i + 1]),
      kind: 'specification',
      params: params as unknown as Json,
      inputs: { data: frameInput(model.source.node, variablesRead(params.model)) },
      origins,
      view,
      ...numbered,
    };
  });
  const inputs: Record<string, InputSpec> = {};
  for (const { id } of nodes) inputs[id] = { is: 'node', node: id, parts: ['specification'] };
  const params: SummaryParams = { of, outcome: model.spec.outcome, dimensions, count: nodes.length };
  const result: NodeSpec = {
    id: step.name as NodeId,
    params: params as unknown as Json,
    inputs,
    origins,
    view: { header: step.params.header ?? step.defaults.header ?? '', outcome: model.spec.outcome },
    ...numbered,
  };
  return [...nodes, result];
}
