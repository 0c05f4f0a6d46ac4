/** The kind `balance`: the balanced part of a panel. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../src/base/schema.ts';
import { defineStep, type NodeSpec, type PlanContext, type RunContext, type Step } from '../src/engine/step.ts';
import type { DataComplaint } from '../src/frame/complaint.ts';
import { type BalanceDeclaration, balance } from '../src/frame/shape/balance.ts';
import { unknown } from '../src/frame/shape/shaped.ts';
import { frameChangeLines } from '../src/frame/stored/changes.ts';
import { frameWithLabels, fromStep, keysOf, runShape, shapeNode, storedFrame } from './lib/shape.ts';

const Params = strict({
  from: fromStep,
  variables: optional.texts('must have values in every period; by default a row is enough'),
  times: Type.Optional(
    Type.Array(Type.Number(), { minItems: 2, maxItems: 2, description: 'first and last period; all by default' }),
  ),
});
type Params = Static<typeof Params>;

export default defineStep({
  name: 'balance',
  summary: 'Keeps the units of a panel that are observed in every period',
  params: Params,
  artifact: 'frame',
  judges: () => [],
  expand: (step, plan) => node(step, plan),
  columns: (step, plan) => plan.columns(step.params.from),
  panel: (step, plan) => plan.panel(step.params.from),
  explain: (before, after, source) => frameChangeLines(before, after, source?.hides),
  run: (context) =>
    runShape(context as RunContext<unknown>, () =>
      balance(...storedFrame(context as RunContext<unknown>, 'data'), context.params as unknown as BalanceDeclaration),
    ),
});

function node(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const { from, variables = [], times = null } = keysOf(step);
  const source = plan.node(from, [...step.path, 'from']);
  if (source === undefined) return [];
  const known = plan.columns(from);
  const complaints: DataComplaint[] = [];
  if (plan.panel(from) === null)
    complaints.push({
      code: 'no-panel',
      message: `\`${from}\` declares no panel`,
      hint: `\`panel: {unit: …, time: …}\` in \`${from}\` says what a unit and a period are`,
      path: ['from'],
    });
  variables.forEach((name, k) => {
    if (known && !known.some((column) => column.name === name)) complaints.push(unknown(name, ['variables', k], known));
  });
  return shapeNode(step, plan, {
    params: { variables, times } satisfies { variables: readonly string[]; times: readonly number[] | null },
    inputs: {
      data: frameWithLabels(
        source.id,
        known?.map((column) => column.name),
      ),
    },
    complaints,
  });
}
