/** The nodes of a multiverse: one for each specification, and what they say together. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { nodeId } from '../../src/base/node-id.ts';
import type { SpecificationParams } from '../../src/econ/multiverse/specification.ts';
import { estimatorOf } from '../../src/econ/registry.ts';
import { columnsOfLevels, type ModelSpec, variablesRead } from '../../src/econ/spec.ts';
import type { InputSpec, NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { chunksOf } from '../lib/chunks.ts';
import { type FrameSource, frameInput, keyPath } from '../lib/frame-source.ts';
import { namedLevels, namedTermOf, oneModel, ownOrigins } from '../lib/models/one-model.ts';
import { compileChoices } from './choices.ts';
import type { JointDrawsParams, MultiverseParams, SummaryParams } from './keys.ts';

/** The nodes `STEP.1` …, `STEP`; none after a complaint. */
export function multiverseNodes(step: Step<MultiverseParams>, plan: PlanContext): NodeSpec[] {
  const model = oneModel(step, 'multiverse', plan, { iv: true, weights: true });
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
      method: estimatorOf(params.model).name,
      inputs: { data: frameInput(model.source.node, variablesRead(params.model)) },
      origins,
      view,
      ...numbered,
    };
  });
  const inputs: Record<string, InputSpec> = {};
  for (const { id } of nodes) inputs[id] = { is: 'node', node: id, parts: ['specification'] };
  const test = step.params.test ?? step.defaults.test;
  if (test !== undefined && !isTestable(step, model.spec, plan)) return [];
  const resample = test && resampleOf(step, test.resample, specifications, model.source, plan);
  if (test !== undefined && resample === undefined) return [];
  const chunks = test === undefined ? [] : drawNodes(step.name, test, specifications, resample ?? null, model.source);
  for (const { id } of chunks) inputs[id] = { is: 'node', node: id, parts: ['joint'] };
  const params: SummaryParams = {
    of,
    outcome: model.spec.outcome,
    dimensions,
    ...(model.spec.iv === null ? {} : { instruments: model.spec.iv.instruments }),
    ...(model.spec.weights === undefined ? {} : { weights: model.spec.weights }),
    count: nodes.length,
    test: test === undefined ? null : { resample: resample ?? null, chunks: chunks.map(({ id }) => id) },
  };
  const result: NodeSpec = {
    id: step.name as NodeId,
    params: params as unknown as Json,
    inputs,
    origins,
    view: { header: step.params.header ?? step.defaults.header ?? '', outcome: model.spec.outcome },
    ...numbered,
  };
  return [...nodes, ...chunks.map((node) => ({ ...node, origins, ...numbered })), result];
}

/** The draws of the joint test weigh rows as they are, by least squares. */
function isTestable(step: Step<MultiverseParams>, { iv, weights }: ModelSpec, plan: PlanContext): boolean {
  if (iv === null && weights === undefined) return true;
  const message = `the joint test is not defined ${iv === null ? 'with weights' : 'with instruments'}`;
  const hint = `leave out \`test\`, or ${iv === null ? 'start from a column with `weights: false`' : 'the instruments'}`;
  plan.complain({ code: 'unsupported', message, path: keyPath(step, 'test'), key: true, hint });
  return false;
}

/** A node makes about so many estimates, in no fewer draws than take much longer than to prepare for them, and in no more than these. */
const ESTIMATES = 10_000;
const FEWEST_DRAWS = 25;
const MOST_DRAWS = 500;

/** The number of estimates that are worth starting workers for. */
const longWork = 100_000;

type JointTest = NonNullable<MultiverseParams['test']>;

/** Gives the units that are drawn: as said, else the clusters of the errors, else the panel's units, else rows (null). undefined after a complaint. */
function resampleOf(
  step: Step<MultiverseParams>,
  said: string | undefined,
  specifications: readonly SpecificationParams[],
  source: FrameSource,
  plan: PlanContext,
): string | null | undefined {
  if (said !== undefined && said !== 'rows') return namedLevels(testKeys(step), 'resample', source, plan);
  if (said === 'rows') return null;
  const clusters = specifications.flatMap(({ model: { vcov } }) => (vcov.is === 'cluster' ? vcov.by : []));
  return clusters[0] ?? source.context.panel?.unit ?? null;
}

/** The step as if its keys were those of `test`, so that complaints point there. */
const testKeys = (step: Step<MultiverseParams>): Step<JointTest> => ({
  ...step,
  params: step.params.test ?? {},
  defaults: step.defaults.test ?? {},
  path: [...step.path, 'test'],
});

function drawNodes(
  step: string,
  { draws = 500, seed = 1 }: JointTest,
  specifications: readonly SpecificationParams[],
  resample: string | null,
  source: FrameSource,
): NodeSpec[] {
  const read = new Set(specifications.flatMap(({ model }) => variablesRead(model)));
  for (const name of resample === null ? [] : columnsOfLevels(resample)) read.add(name);
  const data = frameInput(source.node, [...read].sort());
  const most = Math.min(MOST_DRAWS, Math.max(FEWEST_DRAWS, Math.ceil(ESTIMATES / specifications.length)));
  return chunksOf(draws, most).map(([from, to], k): NodeSpec => {
    const params: JointDrawsParams = { specifications, resample, from, to };
    return {
      id: `${step}@draws.${k + 1}` as NodeId,
      kind: 'multiverse-draws',
      params: params as unknown as Json,
      inputs: { data },
      seed: String(seed),
      ...(draws * specifications.length >= longWork ? { cost: 'long' } : {}),
    };
  });
}
