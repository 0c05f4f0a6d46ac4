/** The kind `fill`: the rows that a panel lacks. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../src/base/schema.ts';
import type { PlanContext, Step } from '../src/engine/step.ts';
import type { DataComplaint } from '../src/frame/complaint.ts';
import { type FillDeclaration, type FillRule, fill, fillRules } from '../src/frame/shape/fill.ts';
import { takenTwice, unknown } from '../src/frame/shape/shaped.ts';
import { defineShape, fromStep, keysOf, noPanel, ofFrame, withNumber } from './lib/shape.ts';

const Params = strict({
  from: fromStep,
  span: Type.Optional(
    Type.Enum(['unit', 'panel'], {
      description:
        '`unit`, the default, from a unit’s first period to its last; `panel` from the first of all to the last',
    }),
  ),
  step: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'between two periods; found by default' })),
  columns: optional.map(
    Type.Union([Type.Enum([...fillRules]), Type.Number()]),
    'variable: how added rows are given values; missing where nothing is said',
  ),
  added: optional.text('a column of 1 in added rows and 0 in the others'),
});
type Params = Static<typeof Params>;

export default defineShape({
  name: 'fill',
  summary: 'Adds the rows that a panel lacks between its periods, with values by a rule',
  params: Params,
  judges: () => [],
  describe: ofFrame(node),
  columns: (step, plan) => withNumber(plan.columns(step.params.from), keysOf(step).added),
  panel: (step, plan) => plan.panel(step.params.from),
  make: (declaration: FillDeclaration, stored) => fill(...stored('data'), declaration),
});

function node(step: Step<Params>, plan: PlanContext) {
  const { from, span = 'unit', step: grid = null, columns = {}, added = null } = keysOf(step);
  const known = plan.columns(from);
  const panel = plan.panel(from);
  const complaints: DataComplaint[] = panel === null ? [noPanel(from)] : [];
  for (const [name, rule] of Object.entries(columns)) {
    const column = known?.find((each) => each.name === name);
    if (known && column === undefined) complaints.push({ ...unknown(name, ['columns', name], known), key: true });
    else if (name === panel?.unit || name === panel?.time)
      complaints.push({
        code: 'filled-key',
        message: `\`${name}\` is the panel's own, which every added row has`,
        path: ['columns', name],
        key: true,
      });
    else if (column?.type !== 'number' && column?.type != null && (typeof rule === 'number' || rule === 'interpolate'))
      complaints.push({
        code: 'text-in-number',
        message: `\`${name}\` is ${column.type}; \`${rule}\` fills numbers`,
        path: ['columns', name],
      });
  }
  if (known && added !== null) complaints.push(...takenTwice([...known.map(({ name }) => name), added], ['added']));
  const sorted = Object.fromEntries(Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1))) as Record<
    string,
    FillRule
  >;
  const params: FillDeclaration = { span, step: grid, columns: sorted, added };
  return { params, complaints };
}
