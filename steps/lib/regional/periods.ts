/** Reads the data that regional steps share: one variable of a frame, by period, and by group within it. */
import { Type } from 'typebox';
import type { Json } from '../../../src/base/json.ts';
import { optional } from '../../../src/base/schema.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import { columnsOfList, type VariableList } from '../../../src/econ/compile/variable-list.ts';
import { type Codes, type Data, groupsOf } from '../../../src/econ/data.ts';
import type { NodeSpec, PlanContext, RunContext, Step } from '../../../src/engine/step.ts';
import type { Frame } from '../../../src/frame/frame.ts';
import { readFrame } from '../../../src/frame/stored/artifact.ts';
import { keyPath, noteLost, warnAll } from '../frame-source.ts';
import { originAt } from '../origin.ts';
import { listNode } from '../variable-list.ts';

export const regionalParams = {
  from: Type.String({ description: 'a step that makes a frame' }),
  variable: Type.String({ description: 'a column, a lag (`L.x`), a function (`exp(x)`)' }),
  by: optional.text('the column of periods, each with its own results'),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
};

interface RegionalStep {
  readonly from: string;
  readonly variable: string;
  readonly by?: string;
}

/**
 * The step's one node. `variables`: further ones, behind `variable`; `columns`: those that it reads as they are, by the key that names each;
 * `more`: parameters of its own.
 */
export function regionalNode<P extends RegionalStep>(
  step: Step<P>,
  plan: PlanContext,
  more: Readonly<Record<string, Json>>,
  {
    variables = [],
    columns = {},
  }: { readonly variables?: readonly string[]; readonly columns?: Readonly<Record<string, string>> } = {},
): NodeSpec[] {
  const params: P = { ...step.defaults, ...step.params };
  const names = plan.columns(params.from)?.map(({ name }) => name);
  const read = { ...(params.by === undefined ? {} : { by: params.by }), ...columns };
  let sound = true;
  for (const [key, name] of Object.entries(read)) {
    if (names === undefined || names.includes(name)) continue;
    sound = false;
    const message = `unknown variable \`${name}\``;
    plan.complain({ code: 'unknown-variable', message, path: keyPath(step, key), hint: didYouMean(name, names) });
  }
  if (!sound) return [];
  const listed = { ...step, params: { ...params, variables: [params.variable, ...variables] }, defaults: {} };
  const reads = [...new Set(Object.values(read))].sort();
  const said = originAt(keyPath(step, 'variable'), plan);
  return listNode(listed, plan, { by: null }, reads).map((node) => ({
    ...node,
    view: { areTimes: params.by === plan.panel(params.from)?.time },
    origins: { ...node.origins, variable: said, variables: said },
    params: { ...(node.params as Record<string, Json>), ...more },
  }));
}

export interface Observed {
  readonly frame: Frame;
  /** Positions in the frame of the rows with values of every variable. */
  readonly rows: Int32Array;
  /** The variables over those rows. */
  readonly columns: readonly Float64Array[];
  readonly names: readonly string[];
  /** In order of the periods; one called `all` where the step names no periods. */
  readonly periods: readonly { readonly period: string; readonly members: readonly number[] }[];
}

/** Rows that lack a variable are left out and counted. */
export function observe(context: RunContext<unknown>): Observed {
  const params = context.params as VariableList & { readonly by: string | null };
  const frame = readFrame(context.artifact('data'));
  const { rows: all, columns, warnings } = columnsOfList(params, frame);
  warnAll(context, warnings);
  const kept = Array.from(all.keys()).filter((i) => columns.every(({ values }) => !Number.isNaN(values[i]!)));
  noteLost(context, [{ cause: 'missing', count: all.length - kept.length, detail: params.variables.join(', ') }]);
  const rows = Int32Array.from(kept, (i) => all[i]!);
  const every = Array.from(rows.keys());
  return {
    frame,
    rows,
    columns: columns.map(({ values }) => Float64Array.from(kept, (i) => values[i]!)),
    names: columns.map(({ name }) => name),
    periods:
      params.by === null ? [{ period: 'all', members: every }] : levelsIn(groupsOf(frame, params.by), rows, every),
  };
}

function levelsIn({ codes, levels }: Codes, rows: Int32Array, members: readonly number[]) {
  return levels.flatMap((period, code) => {
    const own = members.filter((i) => codes[rows[i]!] === code);
    return own.length === 0 ? [] : [{ period, members: own }];
  });
}

/** The members of a period by group, groups without one left out. */
export const groupsIn = (codes: Codes, { rows }: Observed, members: readonly number[]) =>
  levelsIn(codes, rows, members).map(({ period: group, members: own }) => ({ group, members: own }));

export const valuesAt = (values: Float64Array, members: readonly number[]): Float64Array =>
  Float64Array.from(members, (i) => values[i]!);

/** Positions in the data of the rows with values of every variable, and of the columns that these keys of the parameters name. */
export function rowsOfPeriods(params: Json, data: Data, keys: readonly string[]): Int32Array {
  const { rows, columns } = columnsOfList(params as unknown as VariableList, data);
  const named = keys.map((key) => (params as Readonly<Record<string, string | null>>)[key]);
  const groups = named.flatMap((name) => (typeof name === 'string' ? [groupsOf(data, name).codes] : []));
  return rows.filter(
    (row, i) => columns.every(({ values }) => !Number.isNaN(values[i]!)) && groups.every((codes) => codes[row]! >= 0),
  );
}
