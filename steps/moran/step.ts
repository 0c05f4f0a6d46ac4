/** The kind `moran`: spatial autocorrelation of a variable, of all units and of each, by period. */
import { type Static, Type } from 'typebox';
import type { Json } from '../../src/base/json.ts';
import { Refusal } from '../../src/base/problem.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { datum } from '../../src/base/value.ts';
import { columnsOfList, type VariableList } from '../../src/econ/compile/variable-list.ts';
import { groupsOf } from '../../src/econ/data.ts';
import { localMoran, moran, permuted, permutedLocally } from '../../src/econ/spatial/moran.ts';
import { positionsOf } from '../../src/econ/spatial/panel.ts';
import { linksOf } from '../../src/econ/spatial/weights.ts';
import {
  defineStep,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type RunResult,
  type Step,
} from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { keyPath, warnAll } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import { readWeights, weightsInput, weightsNode } from '../lib/spatial/weights.ts';
import { listNode } from '../lib/variable-list.ts';

const Params = strict({
  from: Type.String({ description: 'a step that makes a panel' }),
  variable: Type.String({ description: 'a column, a lag (`L.x`), a function (`log(x)`)' }),
  weights: Type.String({ description: 'a step of kind `spatial_weights`' }),
  by: optional.text('the column of periods, each with its own I; without it there is one row for each unit'),
  permutations: Type.Optional(
    Type.Integer({
      minimum: 19,
      maximum: 99_999,
      description: 'draws of the permutation tests of I and of each unit; none by default',
    }),
  ),
  seed: Type.Optional(
    Type.Union([Type.Integer(), Type.String()], { description: 'of the permutations; 1 by default' }),
  ),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
});
type Params = Static<typeof Params>;

interface NodeParams extends VariableList {
  readonly unit: string;
  readonly by: string | null;
  readonly permutations: number;
}

export default defineStep({
  name: 'moran',
  summary: 'Moran’s I by period, and local Moran statistics of each unit',
  params: Params,
  artifact: 'moran',
  expand: (step, plan) => nodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

function nodes(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const params: Params = { ...step.defaults, ...step.params };
  const weights = weightsNode(params.weights, keyPath(step, 'weights'), plan);
  const panel = plan.panel(params.from);
  if (panel === null && plan.node(params.from, keyPath(step, 'from')) !== undefined) {
    const hint = `declare \`panel: {unit: …, time: …}\` in \`${params.from}\``;
    const message = `\`moran\` needs a panel, and \`${params.from}\` declares none`;
    plan.complain({ code: 'no-panel', message, path: keyPath(step, 'from'), hint });
  }
  const names = plan.columns(params.from)?.map(({ name }) => name);
  const { by } = params;
  if (by !== undefined && names?.includes(by) === false) {
    const message = `unknown variable \`${by}\``;
    plan.complain({ code: 'unknown-variable', message, path: keyPath(step, 'by'), hint: didYouMean(by, names) });
  }
  if (weights === undefined || panel === null) return [];
  // a list of one, whose place is the key `variable`
  const listed = { ...step, params: { ...params, variables: [params.variable] }, defaults: {} };
  const [node] = listNode(
    listed,
    plan,
    { by: null, permutations: 0 },
    [panel.unit, ...(by === undefined ? [] : [by])].sort(),
  );
  if (node === undefined) return [];
  const own = { ...(node.params as Record<string, Json>), unit: panel.unit };
  const said = originAt(keyPath(step, 'variable'), plan);
  return [
    {
      ...node,
      params: own,
      view: { areTimes: by === panel.time },
      origins: { ...node.origins, variable: said, variables: said },
      inputs: { ...node.inputs, weights: weightsInput(weights) },
      ...(params.permutations === undefined ? {} : { seed: String(params.seed ?? 1) }),
    },
  ];
}

function run(context: RunContext<unknown>): RunResult {
  const params = context.params as NodeParams;
  const frame = readFrame(context.artifact('data'));
  const weights = readWeights(context.artifact('weights'));
  const { rows, columns, warnings } = columnsOfList(params, frame);
  warnAll(context, warnings);
  const { name, values } = columns[0]!;
  const { by } = params;
  const periods = periodsOf(by, frame, rows);
  const links = linksOf(weights.matrix, weights.units.length);
  const unit = { name: params.unit, ...frame.codes(params.unit) };
  const position = new Map(weights.units.map((each, i) => [each, i]));
  const found = periods.map(({ period, members }) => {
    const x = inOrder(values, members, rows, unit, position, by === null ? '' : ` in ${datum(by, period)}`);
    const all = moran(x, links, weights.summary);
    const { permutations } = params;
    const drawn = (draw: number) => context.rng.stream('permutation', draw);
    const pPerm = permutations > 0 ? { pPerm: permuted(x, links, permutations, drawn) } : {};
    const pLocal =
      permutations > 0
        ? permutedLocally(x, links, permutations, (draw) => context.rng.stream('conditional permutation', draw))
        : null;
    const local = localMoran(x, links, weights).map((each, i) => ({
      ...{ period, unit: weights.units[i]!, ...each },
      ...(pLocal && { pPerm: pLocal[i]! }),
    }));
    return { row: { variable: period, ...all, ...pPerm }, local };
  });
  return {
    of: name,
    weights: { ...weights.summary, standardize: weights.standardize },
    rows: found.map(({ row }) => row),
    local: found.flatMap(({ local }) => local),
  };
}

function periodsOf(by: string | null, frame: ReturnType<typeof readFrame>, rows: Int32Array) {
  const all = Array.from(rows.keys());
  if (by === null) return [{ period: 'all', members: all }];
  const { codes, levels } = groupsOf(frame, by);
  return levels.flatMap((period, code) => {
    const members = all.filter((i) => codes[rows[i]!] === code);
    return members.length === 0 ? [] : [{ period, members }];
  });
}

/** A period's values in the order of the weights; `inPeriod` says which it is. Refuses missing values and units twice. */
function inOrder(
  values: Float64Array,
  members: readonly number[],
  rows: Int32Array,
  unit: Parameters<typeof positionsOf>[0],
  position: ReadonlyMap<string, number>,
  inPeriod: string,
): Float64Array {
  const places = positionsOf(
    unit,
    Int32Array.from(members, (i) => rows[i]!),
    position,
  );
  const out = new Float64Array(position.size);
  const seen = new Uint8Array(position.size);
  for (const [i, member] of members.entries()) {
    const name = [...position.keys()][places[i]!]!;
    if (seen[places[i]!] === 1) {
      const hint = 'say `by: year`, or choose one period with `sample`';
      throw new Refusal('several-rows', `\`${datum(unit.name, name)}\` has several rows`, { param: 'by', hint });
    }
    seen[places[i]!] = 1;
    const value = values[member]!;
    if (Number.isNaN(value)) {
      const message = `the variable is missing for \`${datum(unit.name, name)}\`${inPeriod}`;
      throw new Refusal('missing-value', message, {
        param: 'variables',
        hint: 'Moran’s I needs every unit of the weights',
      });
    }
    out[places[i]!] = value;
  }
  return out;
}
