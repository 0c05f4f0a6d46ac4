/** The kind `balance`: the balanced part of a panel. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../src/base/schema.ts';
import type { PlanContext, Step } from '../src/engine/step.ts';
import type { DataComplaint } from '../src/frame/complaint.ts';
import { type BalanceDeclaration, balance } from '../src/frame/shape/balance.ts';
import { unknown } from '../src/frame/shape/shaped.ts';
import { defineShape, fromStep, keysOf, noPanel, ofFrame } from './lib/shape.ts';

const Params = strict({
  from: fromStep,
  variables: optional.texts('must have values in every period; by default a row is enough'),
  times: Type.Optional(
    Type.Array(Type.Number(), { minItems: 2, maxItems: 2, description: 'first and last period; all by default' }),
  ),
});
type Params = Static<typeof Params>;

export default defineShape({
  name: 'balance',
  summary: 'Keeps the units of a panel that are observed in every period',
  params: Params,
  judges: () => [],
  describe: ofFrame(node),
  columns: (step, plan) => plan.columns(step.params.from),
  panel: (step, plan) => plan.panel(step.params.from),
  make: (declaration: BalanceDeclaration, stored) => balance(...stored('data'), declaration),
});

function node(step: Step<Params>, plan: PlanContext) {
  const { from, variables = [], times = null } = keysOf(step);
  const known = plan.columns(from);
  const complaints: DataComplaint[] = plan.panel(from) === null ? [noPanel(from)] : [];
  variables.forEach((name, k) => {
    if (known && !known.some((column) => column.name === name)) complaints.push(unknown(name, ['variables', k], known));
  });
  return { params: { variables, times } as BalanceDeclaration, complaints };
}
