/** The kind `tabulate`: counts and shares of rows by one variable, by two, and within the levels of a third. */
import { type Static, Type } from 'typebox';
import { Refusal } from '../../src/base/problem.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { aside } from '../../src/base/value.ts';
import { groupsOf } from '../../src/econ/data.ts';
import {
  defineStep,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type RunResult,
  type Step,
} from '../../src/engine/step.ts';
import { count } from '../../src/frame/complaint.ts';
import type { Frame } from '../../src/frame/frame.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { columnsNode, type KnownColumns, type WrongKey } from '../lib/named-columns.ts';
import { listParams, runList } from '../lib/variable-list.ts';
import { weightForms } from '../lib/weights.ts';
import { tabulate } from './numbers/tabulate.ts';

const { variables: _, ...common } = listParams;
const Params = strict({
  ...common,
  rows: Type.String({ description: 'the variable whose levels are the rows' }),
  by: optional.text('the variable whose levels are the columns'),
  over: optional.text('a third variable, each level of which has a table of its own'),
  weights: optional.either(
    [Type.String(), ...weightForms],
    'a variable that rows are weighted by in shares; `{frequency: w}` counts a row w times',
  ),
  missing: Type.Optional(Type.Boolean({ description: 'whether rows without a value make a level of their own' })),
});
type Params = Static<typeof Params>;

const variableKeys = ['rows', 'by', 'over'] as const;

interface NodeParams {
  readonly rows: string;
  readonly by: string | null;
  readonly over: string | null;
  readonly weights: { readonly of: string; readonly is: string } | null;
  readonly missing: boolean;
}

/** Levels of a variable in rows, and in columns. */
const MOST = { rows: 2000, by: 100, over: 100 } as const;

export default defineStep({
  name: 'tabulate',
  summary: 'Counts and shares of rows by one variable, by two, and within the levels of a third, with Pearson’s χ²',
  params: Params,
  artifact: 'tabulate',
  expand: (step, plan) => node(step, plan),
  run: (context) =>
    runList(context as RunContext<unknown>, (_columns, rows) => run(context as RunContext<unknown>, rows)),
});

function weightsOf(written: Params['weights']): NodeParams['weights'] {
  if (written === undefined) return null;
  if (typeof written === 'string') return { of: written, is: 'analytic' };
  const [is, of] = Object.entries(written)[0] as [string, string];
  return { of, is };
}

function node(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const params: Params = { ...step.defaults, ...step.params };
  const weights = weightsOf(params.weights);
  const own: NodeParams = {
    rows: params.rows,
    by: params.by ?? null,
    over: params.over ?? null,
    weights,
    missing: params.missing ?? false,
  };
  return columnsNode(step, plan, {
    own,
    columns: variableKeys.map((key) => [key, own[key]]),
    weights: ['weights', weights?.of ?? null],
    wrong: (known) => wrong(params, weights, known),
  });
}

function wrong(params: Params, weights: NodeParams['weights'], known: KnownColumns): WrongKey[] {
  const text = known?.find(({ name }) => name === weights?.of)?.type;
  const ofText: WrongKey[] =
    text === 'string' || text === 'category'
      ? [{ key: 'weights', code: 'text-column', message: `\`${weights!.of}\` holds text; weights are numbers` }]
      : [];
  const alone: WrongKey[] =
    params.over !== undefined && params.by === undefined
      ? [{ key: 'over', code: 'needs-by', message: '`over` needs `by`', hint: 'two variables are `rows` and `by`' }]
      : [];
  return [...ofText, ...alone];
}

/** A variable over the rows that are used. */
interface Levels {
  readonly of: string;
  readonly codes: Int32Array;
  /** A dot for rows without a value, as Stata writes it. */
  readonly names: readonly string[];
}

/** `rows` have a weight above 0, where there are weights. */
function run(context: RunContext<unknown>, rows: Int32Array): RunResult {
  const params = context.params as unknown as NodeParams;
  const frame = readFrame(context.artifact('data'));
  const at = complete(context, frame, rows, params);
  const values = params.weights && frame.numbers(params.weights.of);
  const weights = values === null ? undefined : Float64Array.from(at, (row) => values[row]!);
  const of = (key: keyof typeof MOST): Levels | null =>
    params[key] === null ? null : levelsOf(frame, at, params[key], key, params.missing);
  const [row, column, over] = [of('rows')!, of('by'), of('over')];
  const areFrequencies = params.weights?.is === 'frequency';
  const pick = (members: Int32Array) =>
    named(
      tabulate({
        rows: members.map((i) => row.codes[i]!),
        nrows: row.names.length,
        columns: members.map((i) => column?.codes[i] ?? 0),
        ncolumns: column?.names.length ?? 1,
        weights: weights && Float64Array.from(members, (i) => weights[i]!),
        areFrequencies,
      }),
      row,
      column,
    );
  const everyone = Int32Array.from(at.keys());
  const strata = over?.names.map((name, level) => ({ name, ...pick(everyone.filter((i) => over.codes[i] === level)) }));
  return {
    of: { rows: params.rows, by: params.by, over: params.over },
    levels: column?.names ?? [],
    ...pick(everyone),
    strata: strata ?? [],
    weights: params.weights,
  } as unknown as RunResult;
}

function named({ rows, total, test }: ReturnType<typeof tabulate>, row: Levels, column: Levels | null) {
  const by = <T>(cells: readonly T[]) =>
    column === null ? [] : cells.map((cell, k) => ({ name: column.names[k]!, ...cell }));
  return {
    rows: rows.map(({ level, by: cells, ...counted }) => ({ variable: row.names[level]!, ...counted, by: by(cells) })),
    total: { ...total, by: by(total.by) },
    test: column === null ? null : test,
  };
}

/** The rows that have a value of every variable, unless missing ones are a level. */
function complete(context: RunContext<unknown>, frame: Frame, rows: Int32Array, params: NodeParams): Int32Array {
  const names = variableKeys.flatMap((key) => params[key] ?? []);
  const codes = names.map((name) => groupsOf(frame, name).codes);
  if (params.missing) return rows;
  const used = rows.filter((row) => codes.every((each) => each[row]! >= 0));
  if (used.length < rows.length)
    context.note(
      `${count(rows.length - used.length, 'row')} not used (no value of ${names.map((name) => `\`${name}\``).join(' or ')})`,
    );
  if (used.length === 0) throw new Refusal('no-rows', 'no row has a value of all variables', { param: 'rows' });
  return used;
}

/** Levels that occur, in their order; those of rows without a value last. */
function levelsOf(frame: Frame, rows: Int32Array, of: string, key: keyof typeof MOST, keepsMissing: boolean): Levels {
  const { codes: all, levels } = groupsOf(frame, of);
  const own = Int32Array.from(rows, (row) => all[row]!);
  const present = [...new Set(own)].filter((code) => code >= 0).sort((a, b) => a - b);
  const order = keepsMissing && own.includes(-1) ? [...present, -1] : present;
  if (order.length > MOST[key])
    throw new Refusal(
      'many-levels',
      `\`${of}\` has ${order.length} levels; \`${key}\` has ${MOST[key]} at most${aside(of, `, from \`${levels[order[0]!]}\``)}`,
      { param: key, hint: '`cut(x, 0, 10, 100)` or `ntile(x, 4, by=[])` in `derive` make few of many' },
    );
  const place = new Map(order.map((code, i) => [code, i]));
  return {
    of,
    codes: own.map((code) => place.get(code)!),
    names: order.map((code) => (code < 0 ? '.' : levels[code]!)),
  };
}
