/** Plans a step of `kind: simar_wilson`: the measure of the step that it explains, and its terms. */
import type { NodeId } from '../../src/base/brand.ts';
import { printName } from '../../src/base/expression/print.ts';
import type { Json } from '../../src/base/json.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import { type EfficiencySpec, variablesOf } from '../../src/econ/efficiency/spec.ts';
import { variablesRead } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { frameInput, frameSource, keyComplaint, keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import type { SimarWilsonParams } from './keys.ts';
import type { SimarWilsonSpec } from './numbers/spec.ts';
import { simarWilsonWords } from './numbers/words.ts';

/** The step's one node; none after a complaint. */
export function simarWilsonNodes(step: Step<SimarWilsonParams>, plan: PlanContext): NodeSpec[] {
  const params: SimarWilsonParams = { ...step.defaults, ...step.params };
  const base = measureOf(step, params, plan);
  if (base === undefined) return [];
  const { measure, data } = base;
  const source = frameSource(data, keyPath(step, 'base'), plan);
  if (source === undefined) return [];
  const { context } = source;
  const columns = context.columns && [...context.columns, { name: measure.name, type: 'number' as const }];
  const fit = `${printName(measure.name)} ~ ${params.terms.join(' + ')}`;
  const { specs, problems } = compileColumn({ fit }, null, { ...context, columns });
  for (const problem of problems)
    plan.complain(keyComplaint({ ...problem, within: undefined }, () => keyPath(step, 'terms')));
  const [model] = specs;
  if (problems.length > 0 || model === undefined) return [];
  if (model.absorb.length > 0 || model.iv !== null || !model.constant) {
    const message = 'the terms of `simar_wilson` stand beside a constant, without absorbed effects or instruments';
    const hint = 'effects of few levels are terms: `i(year)`';
    plan.complain({ code: 'unsupported', message, path: keyPath(step, 'terms'), hint });
    return [];
  }
  const algorithm = params.algorithm as 1 | 2;
  if (algorithm === 1 && params.bias_draws !== undefined) {
    const message = '`bias_draws` is read by `algorithm: 2` alone';
    plan.complain({ code: 'unsupported', message, path: keyPath(step, 'bias_draws'), hint: 'leave it out' });
    return [];
  }
  const spec: SimarWilsonSpec = {
    measure,
    model,
    algorithm,
    isInverted: params.inverted ?? false,
    draws: params.draws ?? 2000,
    biasDraws: algorithm === 2 ? (params.bias_draws ?? 100) : null,
  };
  const { panel } = context;
  const read = [
    ...variablesOf(measure),
    ...variablesRead(model).filter((name) => name !== measure.name),
    ...(panel ? [panel.unit, panel.time] : []),
  ];
  const at = (key: string) => originAt(keyPath(step, key), plan);
  return [
    {
      id: step.name as NodeId,
      params: spec as unknown as Json,
      inputs: { data: frameInput(source.node, [...new Set(read)]) },
      seed: String(params.seed ?? 1),
      cost: 'long',
      view: {
        number: 1,
        header: params.header ?? '',
        outcome: measure.name,
        words: simarWilsonWords(spec) as unknown as Json,
      },
      origins: {
        ...{ measure: at('base'), model: at('terms'), algorithm: at('algorithm'), isInverted: at('inverted') },
        ...{ draws: at('draws'), biasDraws: at('bias_draws') },
      },
    },
  ];
}

/** The measure of the step that is explained, with nothing that is made beside its scores; undefined after a complaint. */
function measureOf(step: Step<SimarWilsonParams>, { base }: SimarWilsonParams, plan: PlanContext) {
  const path = keyPath(step, 'base');
  const node = plan.node(base, path);
  if (node === undefined) return undefined;
  const refuse = (code: string, message: string, hint: string): undefined =>
    void plan.complain({ code, message, path, hint });
  const data = node.inputs.data;
  if (plan.kind(node) !== 'efficiency' || data?.is !== 'node')
    return refuse('not-efficiency', `\`${base}\` is no step of \`kind: efficiency\``, 'name the step that measures it');
  const spec = node.params as unknown as EfficiencySpec;
  if (spec.model !== 'radial')
    return refuse(
      'unsupported',
      `\`simar_wilson\` explains radial scores, and \`${base}\` has \`model: ${spec.model}\``,
      'measure efficiency with `model: radial`',
    );
  if (spec.isSuper)
    return refuse(
      'unsupported',
      `\`simar_wilson\` is not told of super-efficiency, which \`${base}\` measures`,
      'leave `super` out there, or make another step of efficiency',
    );
  const measure: EfficiencySpec = {
    ...spec,
    ...{ withScale: false, index: null, isParted: false, slacks: false, peers: null, bootstrap: null },
  };
  return { measure, data: data.node };
}
