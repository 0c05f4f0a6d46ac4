/** Finds the frame that a step reads, and complains about it, for all kinds that estimate and describe. */
import type { NodeId } from '../../src/base/brand.ts';
import type { KeyProblem, SpecContext } from '../../src/econ/compile/keys.ts';
import type { RowsLost, Warning } from '../../src/econ/fit.ts';
import { lostInWords } from '../../src/econ/regression/dropped.ts';
import type { Complaint, InputSpec, NodeSpec, PlanContext, RunContext, Step, YamlPath } from '../../src/engine/step.ts';
import { frameParts } from '../../src/frame/stored/artifact.ts';

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

/** The frame that a step names, or that of the column of models it starts from; complains at `at` where there is neither. */
export function namedOrInherited(
  from: string | undefined,
  base: NodeSpec | undefined,
  pathOf: (key: 'from' | 'base') => YamlPath,
  at: YamlPath,
  plan: PlanContext,
): FrameSource | undefined {
  if (from !== undefined) return frameSource(from, pathOf('from'), plan);
  const inherited = base?.inputs.data;
  if (inherited?.is === 'node') return frameSource(inherited.node, pathOf('base'), plan);
  const hint = 'name the step that makes the data';
  return void plan.complain({ code: 'missing-from', message: 'expected `from`, got none', path: at, key: true, hint });
}

/** Returns the place of a key of a step: in the step, or in the defaults of its kind. */
export function keyPath({ params, defaults, path, kind }: Step<object>, key: string): YamlPath {
  const [own, general] = [params, defaults].map((keys) => (keys as Readonly<Record<string, unknown>>)[key]);
  return general === undefined || (own !== undefined && own !== general) ? [...path, key] : ['defaults', kind, key];
}

export const frameInput = (node: NodeId, columns: readonly string[]): InputSpec => ({
  is: 'node',
  node,
  parts: frameParts(columns),
});

/** Inputs that read these parts of these nodes. */
export function partInputs(reads: Iterable<readonly [NodeId, readonly string[]]>): Record<string, InputSpec> {
  const inputs: Record<string, InputSpec> = {};
  const parts = new Map<NodeId, Set<string>>();
  for (const [node, names] of reads) {
    const known = parts.get(node) ?? new Set();
    for (const name of names) known.add(name);
    parts.set(node, known);
  }
  for (const [node, names] of parts) inputs[node] = { is: 'node', node, parts: [...names].sort() };
  return inputs;
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

/** Notes the rows that a result had to do without; those that a sample leaves out are no news to who wrote it. */
export function noteLost(context: Pick<RunContext<unknown>, 'note'>, rowsLost: readonly RowsLost[]): void {
  for (const lost of rowsLost) if (!asked.has(lost.cause) && lost.count > 0) context.note(lostInWords(lost));
}

const asked: ReadonlySet<RowsLost['cause']> = new Set(['sample', 'exclude', 'trimmed', 'donut', 'window', 'cutoff']);
