/** The parts of each source that a figure's node reads. */
import { ownValue } from '../../../src/base/own-value.ts';
import { type ModelSpec, variablesRead } from '../../../src/econ/spec.ts';
import type { InputSpec, NodeSpec, PlanContext } from '../../../src/engine/step.ts';
import type { PlotReads } from '../../../src/figure/plot.ts';
import { frameParts } from '../../../src/frame/stored/artifact.ts';
import { modelInput } from './params.ts';

export interface Model {
  readonly spec: ModelSpec;
  /** Absent where the plot reads no data of it. */
  readonly input?: InputSpec;
}

/** The inputs by name; `variables`: the columns of the frame that the figure's options name. */
export function inputsOf(
  node: NodeSpec,
  reads: PlotReads | undefined,
  variables: readonly string[],
  model: Model | undefined,
  plan: PlanContext,
): [string, InputSpec][] {
  const input = (parts: readonly string[] | 'all'): [string, InputSpec] => [
    node.id,
    { is: 'node', node: node.id, parts },
  ];
  if (reads === undefined) return [input('all')];
  switch (reads.is) {
    case 'parts':
      return [input(reads.parts), ...(model?.input ? [[modelInput(node.id), model.input] as [string, InputSpec]] : [])];
    case 'figure':
      return [];
    case 'columns':
      return [input(partsOfColumns(node, reads, plan))];
    case 'variables':
      return [input(frameParts(variables))];
    default:
      return reads satisfies never;
  }
}

function partsOfColumns(
  node: NodeSpec,
  { needed, optional }: Extract<PlotReads, { is: 'columns' }>,
  plan: PlanContext,
): readonly string[] | 'all' {
  const columns = plan.columns(node.id)?.map(({ name }) => name);
  return columns === undefined ? 'all' : frameParts([...needed, ...optional.filter((name) => columns.includes(name))]);
}

/** Returns the specification of a built-in fit, and its data, where the plot reads them. */
export function modelOf(node: NodeSpec, reads: PlotReads | undefined, plan: PlanContext): Model | undefined {
  if (reads?.is !== 'parts' || reads.model === undefined) return undefined;
  const declared = plan.result(node);
  const spec =
    declared?.isOwn === true ? (declared.result.model?.(node) as unknown as ModelSpec | undefined) : undefined;
  if (spec === undefined) return undefined;
  const data = ownValue(node.inputs, 'data');
  if (reads.model === 'spec' || data?.is !== 'node') return { spec };
  return { spec, input: { ...data, parts: frameParts(variablesRead(spec)) } };
}
