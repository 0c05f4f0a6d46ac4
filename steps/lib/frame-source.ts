/** Finds the frame that a step reads, and complains about it, for all kinds that estimate and describe. */
import type { NodeId } from '../../src/base/brand.ts';
import type { KeyProblem, SpecContext } from '../../src/econ/compile/keys.ts';
import type { Warning } from '../../src/econ/fit.ts';
import type { Complaint, InputSpec, PlanContext, RunContext, YamlPath } from '../../src/engine/step.ts';
import { frameParts } from '../../src/frame/artifact.ts';

export interface FrameSource {
  readonly node: NodeId;
  readonly context: SpecContext;
}

/** Looks the frame up; complains at `at` when there is none. */
export function frameSource(from: string, at: YamlPath, plan: PlanContext): FrameSource | undefined {
  const node = plan.node(from, at);
  if (node === undefined) return undefined;
  const { sets, samples } = plan.project;
  return {
    node: node.id,
    context: { sets, samples, frame: from, columns: plan.columns(from), panel: plan.panel(from) },
  };
}

export function frameInput(node: NodeId, columns: readonly string[]): InputSpec {
  return { is: 'node', node, parts: frameParts(columns) };
}

/** The complaint about a key that does not compile, placed where the key stands: in the column, the step, the defaults, or the named sample. */
export function keyComplaint(problem: KeyProblem, pathOf: (key: string) => YamlPath): Complaint {
  const { code, message, hint, key, below = [], namedSample, within } = problem;
  const path = namedSample === undefined ? [...pathOf(key), ...below] : ['samples', namedSample];
  return { code, message, path, hint, within };
}

export function warnAll(context: Pick<RunContext<unknown>, 'warn'>, warnings: readonly Warning[]): void {
  for (const warning of warnings) context.warn({ ...warning, severity: 'warning' });
}
