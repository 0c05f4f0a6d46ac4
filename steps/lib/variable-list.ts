/** Plans and runs what `describe`, `correlate` and `vif` have in common: a list of variables of a frame, over a sample. */
import { Type } from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { optional } from '../../src/base/schema.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { compileCondition } from '../../src/econ/compile/condition-key.ts';
import type { KeyProblem, WeightsKey } from '../../src/econ/compile/keys.ts';
import {
  columnsOfList,
  compileListWeights,
  compileVariables,
  type ListOptions,
  type VariableList,
  variablesOfList,
} from '../../src/econ/compile/variable-list.ts';
import type { Data } from '../../src/econ/data.ts';
import type { NamedColumn, Weights } from '../../src/econ/design.ts';
import type { RowsLost } from '../../src/econ/fit.ts';
import { lostInWords } from '../../src/econ/regression/dropped.ts';
import type { ModelSpec, WeightsSpec } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, RunContext, RunResult, Step, YamlPath } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import {
  type FrameSource,
  frameInput,
  keyComplaint,
  keyPath,
  namedOrInherited,
  noteLost,
  warnAll,
} from './frame-source.ts';
import { numberedBase } from './models/base-number.ts';
import { baseOf } from './models/columns.ts';
import { originAt } from './origin.ts';

export const listParams = {
  from: optional.text('a step that makes a frame; that of `sample_of` when left out'),
  sample_of: optional.text(
    'a column of models, `baseline.main`: the rows that it is estimated on, its variables winsorised as there',
  ),
  variables: Type.Array(Type.String(), {
    minItems: 1,
    description: 'columns, `$sets`, lags (`L.x`), functions (`log(x)`), powers (`x^2`)',
  }),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
};

interface ListStep {
  readonly from?: string;
  readonly sample_of?: string;
  readonly variables: readonly string[];
  readonly sample?: string;
  readonly exclude?: string;
}

/** The step's one node; `more` are parameters of the kind's own, with their defaults; `reads` further columns, `weights` what rows are weighted by. */
export function listNode<P extends ListStep>(
  step: Step<P>,
  plan: PlanContext,
  more: Readonly<Record<string, Json>> = {},
  reads: readonly string[] = [],
  { weights: by = false, ...options }: Pick<ListOptions, 'shares'> & { readonly weights?: WeightsKey | undefined } = {},
): NodeSpec[] {
  const params: Partial<P> & ListStep = { ...step.defaults, ...step.params };
  const pathOf = (key: string): YamlPath => keyPath(step, key);
  const found = sourceOf(params, pathOf, step.path, plan);
  if (found === undefined) return [];
  const { source, base } = found;
  const model = base === undefined ? null : (base.params as unknown as ModelSpec);
  const problems: KeyProblem[] = [];
  const condition = (key: 'sample' | 'exclude'): string | null =>
    params[key] === undefined ? null : compileCondition(params[key], key, source.context, problems);
  const variables = variablesOf(params.variables, source.context, pathOf('variables'), plan, options);
  const list: VariableList = { variables, sample: condition('sample'), exclude: condition('exclude') };
  const { weights, problems: ofWeights } = compileListWeights(by, source.context);
  for (const problem of [...problems, ...ofWeights]) plan.complain(keyComplaint(problem, pathOf));
  const chosen = Object.fromEntries(
    Object.keys(more).map((key) => [key, (params as Record<string, unknown>)[key] ?? more[key]]),
  );
  const { numbered, origins: said } = numberedBase(params.sample_of, pathOf('sample_of'), base, plan);
  const keys = [
    ...Object.keys(list),
    ...Object.keys(more),
    ...(base ? ['sample_of'] : []),
    ...(weights ? ['weights'] : []),
  ];
  const origins = Object.fromEntries(keys.map((key) => [key, originAt(pathOf(key), plan)]));
  return [
    {
      id: step.name as NodeId,
      params: {
        ...list,
        ...chosen,
        ...(model && { sample_of: model }),
        ...(weights && { weights }),
      } as unknown as Json,
      inputs: {
        data: frameInput(source.node, [...variablesOfList(list, model, weights), ...reads]),
        // an estimator of its own may leave out rows besides
        ...(model?.estimator === undefined ? {} : { fit: { is: 'node', node: base!.id, parts: ['rowsLost'] } }),
      },
      ...(weights && { view: { weights: weights as unknown as Json } }),
      origins: { ...origins, ...said },
      ...(numbered === undefined ? {} : { numbered }),
    },
  ];
}

/** The frame that is read, and the model on whose rows; undefined after a complaint. */
function sourceOf(
  { from, sample_of: reference }: ListStep,
  pathOf: (key: string) => YamlPath,
  at: YamlPath,
  plan: PlanContext,
): { readonly source: FrameSource; readonly base: NodeSpec | undefined } | undefined {
  const base = reference === undefined ? undefined : baseOf(reference, pathOf('sample_of'), plan);
  if (reference !== undefined && base === undefined) return undefined;
  const source = namedOrInherited(from, base, pathOf, at, plan);
  const inherited = base?.inputs.data;
  if (source === undefined || inherited?.is !== 'node' || inherited.node === source.node)
    return source && { source, base };
  const message = `\`${reference}\` is estimated on \`${inherited.node}\`, and \`from\` is \`${source.node}\``;
  const hint = 'leave `from` out: the rows are those of one data set';
  return void plan.complain({ code: 'other-data', message, hint, path: pathOf('from') });
}

function variablesOf(
  items: readonly string[],
  context: Parameters<typeof compileVariables>[1],
  path: YamlPath,
  plan: PlanContext,
  options: Pick<ListOptions, 'shares'>,
): readonly string[] {
  const { variables, problems } = compileVariables(items, context, options);
  for (const problem of problems) plan.complain({ ...inText(problem), path: [...path, problem.index] });
  return variables;
}

interface ListNode {
  readonly sample_of?: ModelSpec;
  readonly weights?: WeightsSpec;
}

/** Evaluates the list and hands its columns (NaN missing) to `compute`; refusals end the node. */
export function runList(
  context: RunContext<unknown>,
  compute: (columns: readonly NamedColumn[], rows: Int32Array, weights: Weights | null) => RunResult,
  options: Pick<ListOptions, 'shares'> = {},
): RunResult {
  const { sample_of: model = null, weights = null } = context.params as ListNode;
  const found = columnsOfList(context.params as VariableList, readFrame(context.artifact('data')), {
    ...options,
    model,
    weights,
  });
  if (weights !== null)
    noteLost(
      context,
      found.rowsLost.filter(({ detail }) => detail === weights.of),
    );
  if (context.inputs.includes('fit')) warnOfRowsBesides(context);
  warnAll(context, found.warnings);
  return compute(found.columns, found.rows, found.weights);
}

const byEstimators: ReadonlySet<RowsLost['cause']> = new Set<RowsLost['cause']>([
  ...(['perfectly predicted', 'separated', 'same outcome', 'transformed'] as const),
]);

/** Warns that a result does not say which rows its estimator left out. */
function warnOfRowsBesides(context: RunContext<unknown>): void {
  const lost = (context.artifact('fit').json('rowsLost') as unknown as readonly RowsLost[]).filter(({ cause }) =>
    byEstimators.has(cause),
  );
  if (lost.length === 0) return;
  const message = `the estimator left out further rows, which are described: ${lost.map(lostInWords).join(', ')}`;
  context.warn({ code: 'rows-besides', message, param: 'sample_of', severity: 'warning' });
}

/** Notes how many of the rows lack a value of some variable, where only those with all values are used. */
export function noteIncomplete(context: RunContext<unknown>, columns: readonly NamedColumn[], complete: number): void {
  const rows = columns[0]?.values.length ?? 0;
  noteLost(context, [{ cause: 'missing', count: rows - complete, detail: '' }]);
}

/** Positions in the data of the rows with a value of every variable of a list, or of any. */
export function rowsOfList(
  params: Json,
  data: Data,
  { complete = false, ...options }: Pick<ListOptions, 'shares'> & { readonly complete?: boolean } = {},
): Int32Array {
  const { sample_of: model = null, weights = null } = params as unknown as ListNode;
  const { rows, columns } = columnsOfList(params as unknown as VariableList, data, { ...options, model, weights });
  return rows.filter((_, i) => {
    const has = ({ values }: NamedColumn): boolean => !Number.isNaN(values[i]!);
    return complete ? columns.every(has) : columns.some(has);
  });
}
