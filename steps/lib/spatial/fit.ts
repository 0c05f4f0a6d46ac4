/** Compiles the formula and the sample of spatial steps, and names the weights that they use. */
import type { NodeId } from '../../../src/base/brand.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import { type ModelSpec, variablesRead } from '../../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step, YamlPath } from '../../../src/engine/step.ts';
import { type FrameSource, frameInput, frameSource, keyComplaint, keyPath } from '../frame-source.ts';
import { originAt } from '../origin.ts';
import { weightsInput, weightsNode } from './weights.ts';

export interface SpatialStep {
  readonly from: string;
  readonly fit: string;
  readonly weights: string;
  readonly sample?: string;
  readonly exclude?: string;
}

export interface CompiledSpatial {
  readonly spec: ModelSpec;
  readonly source: FrameSource;
  readonly node: Pick<NodeSpec, 'id' | 'inputs' | 'origins'>;
}

/** Undefined after a complaint: of the formula, or of effects and instruments in it. */
export function compileSpatial<P extends SpatialStep>(step: Step<P>, plan: PlanContext): CompiledSpatial | undefined {
  const params: P = { ...step.defaults, ...step.params };
  const pathOf = (key: string): YamlPath => keyPath(step, key);
  const source = frameSource(params.from, pathOf('from'), plan);
  const weights = weightsNode(params.weights, pathOf('weights'), plan);
  if (source === undefined || weights === undefined) return undefined;
  if (source.context.panel === null) {
    const hint = `declare \`panel: {unit: …, time: …}\` in \`${params.from}\``;
    const message = `spatial models need a panel, and \`${params.from}\` declares none`;
    return void plan.complain({ code: 'no-panel', message, path: pathOf('from'), hint });
  }
  const { fit, sample, exclude } = params;
  const keys = { fit, ...(sample === undefined ? {} : { sample }), ...(exclude === undefined ? {} : { exclude }) };
  const { specs, problems } = compileColumn(keys, null, source.context);
  for (const problem of problems) plan.complain(keyComplaint(problem, pathOf));
  const [spec, ...others] = specs;
  if (spec === undefined || problems.length > 0) return undefined;
  const refuse = (message: string, hint: string): undefined =>
    void plan.complain({ code: 'unsupported', message, path: pathOf('fit'), hint });
  if (others.length > 0) return refuse('a spatial step is one model', 'write a step for each');
  if (spec.absorb.length > 0)
    return refuse('a spatial model absorbs nothing in its formula', 'say `effects: unit`, `time` or `both`');
  if (spec.iv !== null) return refuse('a spatial model has no instruments', 'leave them out');
  const said = Object.keys({ ...step.defaults, ...step.params });
  return {
    spec,
    source,
    node: {
      id: step.name as NodeId,
      inputs: { data: frameInput(source.node, variablesRead(spec)), weights: weightsInput(weights) },
      origins: Object.fromEntries(said.map((key) => [key, originAt(pathOf(key), plan)])),
    },
  };
}
