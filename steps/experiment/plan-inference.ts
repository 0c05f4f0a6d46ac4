/** Plans what an experiment draws from its design: chunks of draws, and the result that gathers them. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { quoted } from '../../src/base/text/quoted.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { compileVariables } from '../../src/econ/compile/variable-list.ts';
import type { NodeSpec, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { chunksOf } from '../lib/chunks.ts';
import { type FrameSource, keyPath } from '../lib/frame-source.ts';
import type { ExperimentParams } from './keys.ts';
import {
  type DrawnSpec,
  drawnOf,
  type InferenceSpec,
  needsDraws,
  type OutcomeFamily,
  type StatisticName,
  usesAssignments,
  usesPValues,
  usesSamples,
} from './numbers/redrawn/spec.ts';
import type { ExperimentSpec } from './numbers/spec.ts';

/** Each chunk prepares its design anew, which takes as long as some draws. */
const chunkSize = 1000;

/** Draws that go over sums by stratum and arm take so small a part of what a pass over the data takes elsewhere. */
const summedPart = 1 / 16;

/** The step's nodes: the result as it is, or behind the chunks of draws that it gathers. */
export function withDraws(
  step: Step<ExperimentParams>,
  spec: ExperimentSpec,
  node: NodeSpec,
  source: FrameSource,
  plan: PlanContext,
): NodeSpec[] {
  const params: ExperimentParams = { ...step.defaults, ...step.params };
  const inference = inferenceSpec(step, params, spec, source, plan);
  if (inference === undefined) return [node];
  const { draws } = inference;
  const part = areSummed(spec, inference) ? summedPart : 1;
  const cost = { passes: part * draws };
  const bounds = needsDraws(inference) ? chunksOf(draws, chunkSize) : [];
  const chunks = bounds.map(([from, to], k): NodeSpec => {
    return {
      id: `${step.name}@draws.${k + 1}` as NodeId,
      kind: 'experiment-draws',
      params: { ...spec, drawn: drawnOf(inference), from, to, draws } as unknown as Json,
      inputs: node.inputs,
      seed: String(params.seed ?? 1),
      origins: node.origins!,
      cost: { passes: part * (to - from) },
    };
  });
  const gathered = chunks.map(({ id }) => [id, { is: 'node', node: id, parts: 'all' } as const]);
  const result: NodeSpec = {
    ...node,
    params: { ...spec, inference, chunks: chunks.map(({ id }) => id) } as unknown as Json,
    inputs: { ...node.inputs, ...Object.fromEntries(gathered) },
    ...(chunks.length === 0 ? {} : { cost }),
  };
  return [...chunks, result];
}

/** Says whether draws are only samples of rows whose arms stay, with no covariates beside these (`numbers/redrawn/cells.ts`). */
const areSummed = (spec: ExperimentSpec, { statistics, permuted, level }: DrawnSpec): boolean =>
  statistics.length === 0 && !permuted && level === null && spec.covariates.length === 0 && spec.cluster === null;

/** undefined where no key asks for any. */
function inferenceSpec(
  step: Step<ExperimentParams>,
  params: ExperimentParams,
  spec: ExperimentSpec,
  source: FrameSource,
  plan: PlanContext,
): InferenceSpec | undefined {
  const { multiple = [], randomisation, power } = params;
  checkInference(step, params, plan);
  if (multiple.length === 0 && randomisation === undefined && power === undefined) return undefined;
  return {
    families: familiesOf(params, spec, source, keyPath(step, 'families'), plan),
    multiple: [...new Set(multiple)],
    statistics: randomisation === undefined ? [] : [...new Set<StatisticName>(randomisation.statistics ?? ['t'])],
    null: randomisation?.null ?? 0,
    permuted: multiple.some(usesAssignments),
    bootstrapped: multiple.some(usesSamples),
    power:
      power === undefined
        ? null
        : { effects: power.effects ?? null, level: power.level ?? 0.05, target: power.target ?? 0.8 },
    level: power === undefined ? null : (power.level ?? 0.05),
    draws: params.draws ?? 2000,
  };
}

/** Outcomes of each family by their names in the result; without families all are one. */
function familiesOf(
  { families }: ExperimentParams,
  spec: ExperimentSpec,
  { context }: FrameSource,
  path: YamlPath,
  plan: PlanContext,
): readonly OutcomeFamily[] {
  const indices = spec.indices.map(({ name }) => name);
  const outcomes = [...spec.outcomes, ...indices];
  if (families === undefined) return [{ name: 'all', outcomes }];
  const owner = new Map<string, string>();
  return Object.entries(families).map(([name, texts]) => {
    const at = [...path, name];
    const { variables: listed, problems } = compileVariables(
      texts.filter((text) => !indices.includes(text)),
      context,
    );
    for (const problem of problems) plan.complain({ ...inText(problem), path: at });
    const variables = [...listed, ...texts.filter((text) => indices.includes(text))];
    for (const variable of problems.length > 0 ? [] : variables) {
      const other = owner.get(variable);
      owner.set(variable, name);
      if (!outcomes.includes(variable)) {
        const message = `\`${variable}\` of the family \`${name}\` is no outcome of this step`;
        const hint = didYouMean(variable, outcomes) ?? `outcomes are ${quoted(outcomes)}`;
        plan.complain({ code: 'not-an-outcome', message, path: at, hint });
      } else if (other !== undefined) {
        const message = `\`${variable}\` is in the families \`${other}\` and \`${name}\``;
        plan.complain({ code: 'two-families', message, path: at, hint: 'an outcome is in one family' });
      }
    }
    return { name, outcomes: variables };
  });
}

/** Complains of keys that nothing reads beside others. */
function checkInference(step: Step<ExperimentParams>, params: ExperimentParams, plan: PlanContext): void {
  const complain = (key: keyof ExperimentParams, message: string, hint: string): void =>
    plan.complain({ code: 'unsupported', message, path: keyPath(step, key), hint });
  const { multiple = [], randomisation, power, families, probability } = params;
  if (families !== undefined && multiple.length === 0)
    complain('families', 'only `multiple` reads `families`', 'say how p values are adjusted, as in `multiple: [holm]`');
  const isDrawn = randomisation !== undefined || power !== undefined || multiple.some((name) => !usesPValues(name));
  for (const key of ['draws', 'seed'] as const)
    if (step.params[key] !== undefined && !isDrawn)
      complain(key, `nothing draws anew, so that nothing reads \`${key}\``, 'leave it out');
  if (power !== undefined && probability !== undefined)
    complain('power', '`power` is not supported with `probability`', 'leave one of them out');
}
