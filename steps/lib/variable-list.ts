/** Plans and runs what `describe`, `correlate` and `vif` have in common: a list of variables of a frame, over a sample. */
import { Type } from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { optional } from '../../src/base/schema.ts';
import { inText } from '../../src/base/text-problem.ts';
import { compileCondition } from '../../src/econ/compile/compile-column.ts';
import type { KeyProblem } from '../../src/econ/compile/keys.ts';
import {
  columnsOfList,
  compileVariables,
  type VariableList,
  variablesOfList,
} from '../../src/econ/compile/variable-list.ts';
import type { NamedColumn } from '../../src/econ/design.ts';
import type { NodeSpec, PlanContext, RunContext, RunResult, Step, YamlPath } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/artifact.ts';
import { frameInput, frameSource, keyComplaint, keyPath, noteLost, warnAll } from './frame-source.ts';
import { originAt } from './origin.ts';

export const listParams = {
  from: Type.String({ description: 'a step that makes a frame' }),
  variables: Type.Array(Type.String(), {
    minItems: 1,
    description: 'columns, `$sets`, lags (`L.x`), functions (`log(x)`), powers (`x^2`)',
  }),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
};

interface ListStep {
  readonly from: string;
  readonly variables: readonly string[];
  readonly sample?: string;
  readonly exclude?: string;
}

/** The step's one node; `more` are parameters of the kind's own, with their defaults; `reads` further columns. */
export function listNode<P extends ListStep>(
  step: Step<P>,
  plan: PlanContext,
  more: Readonly<Record<string, Json>> = {},
  reads: readonly string[] = [],
): NodeSpec[] {
  const params: Partial<P> & ListStep = { ...step.defaults, ...step.params };
  const pathOf = (key: string): YamlPath => keyPath(step, key);
  const source = frameSource(params.from, pathOf('from'), plan);
  if (source === undefined) return [];
  const problems: KeyProblem[] = [];
  const condition = (key: 'sample' | 'exclude'): string | null =>
    params[key] === undefined ? null : compileCondition(params[key], key, source.context, problems);
  const variables = variablesOf(params.variables, source.context, pathOf('variables'), plan);
  const list: VariableList = { variables, sample: condition('sample'), exclude: condition('exclude') };
  for (const problem of problems) plan.complain(keyComplaint(problem, pathOf));
  const chosen = Object.fromEntries(
    Object.keys(more).map((key) => [key, (params as Record<string, unknown>)[key] ?? more[key]]),
  );
  const keys = [...Object.keys(list), ...Object.keys(more)];
  const origins = Object.fromEntries(keys.map((key) => [key, originAt(pathOf(key), plan)]));
  return [
    {
      id: step.name as NodeId,
      params: { ...list, ...chosen } as Json,
      inputs: { data: frameInput(source.node, [...variablesOfList(list), ...reads]) },
      origins,
    },
  ];
}

function variablesOf(
  items: readonly string[],
  context: Parameters<typeof compileVariables>[1],
  path: YamlPath,
  plan: PlanContext,
): readonly string[] {
  const { variables, problems } = compileVariables(items, context);
  for (const problem of problems) plan.complain({ ...inText(problem), path: [...path, problem.index] });
  return variables;
}

/** Evaluates the list and hands its columns (NaN missing) to `compute`; refusals end the node. */
export function runList(
  context: RunContext<unknown>,
  compute: (columns: readonly NamedColumn[], rows: Int32Array) => RunResult,
): RunResult {
  const { columns, rows, warnings } = columnsOfList(
    context.params as VariableList,
    readFrame(context.artifact('data')),
  );
  warnAll(context, warnings);
  return compute(columns, rows);
}

/** Notes how many of the rows lack a value of some variable, where only those with all values are used. */
export function noteIncomplete(context: RunContext<unknown>, columns: readonly NamedColumn[], complete: number): void {
  const rows = columns[0]?.values.length ?? 0;
  noteLost(context, [{ cause: 'missing', count: rows - complete, detail: '' }]);
}
