/** The kind `collapse`: one row for each group, of means, sums, counts, and the like. */
import { type Static, Type } from 'typebox';
import { columnsIn } from '../src/base/expression/lag.ts';
import { printExpression } from '../src/base/expression/print.ts';
import { strict } from '../src/base/schema.ts';
import type { PlanContext, Step } from '../src/engine/step.ts';
import type { Panel } from '../src/frame/frame.ts';
import { collapse, parseStatistics, planCollapse } from '../src/frame/shape/collapse.ts';
import { defineShape, fromStep, keysOf, listed, ofFrame, panelKey } from './lib/shape.ts';

const Params = strict({
  from: fromStep,
  by: Type.Union([Type.String(), Type.Array(Type.String())], {
    description: 'columns whose values make the groups; `[]` is the whole data',
  }),
  columns: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
    minProperties: 1,
    description:
      'new name: expression, whose statistics are of the group: `mean(gdp)`, `sum(gdp) / sum(pop)`, `mean(size > 10)`',
  }),
  panel: panelKey,
});
type Params = Static<typeof Params>;

interface NodeParams {
  readonly by: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  readonly panel: Panel | null;
}

export default defineShape({
  name: 'collapse',
  summary: 'Makes one row of each group: means, sums, counts, quantiles, shares',
  params: Params,
  // A column of a group may have the name of another one above.
  lineage: ({ by, columns }: NodeParams) => {
    const { statistics } = parseStatistics(columns, by);
    return Object.fromEntries(statistics.map(({ name, expression }) => [name, columnsIn(expression)]));
  },
  judges: ({ by }) => by,
  describe: ofFrame(node),
  columns: (step, plan) => planned(step, plan).columns,
  panel: (step) => keysOf(step).panel ?? null,
  make({ by, columns, panel }, stored) {
    const { statistics } = parseStatistics(columns, by);
    return collapse(...stored('data'), { by, statistics, panel });
  },
});

function planned(step: Step<Params>, plan: PlanContext) {
  const { from, by: given, columns, panel = null } = keysOf(step);
  const by = listed(given);
  const texts = Object.fromEntries(Object.entries(columns).map(([name, text]) => [name, String(text)]));
  const { statistics, complaints } = parseStatistics(texts, by);
  const shape = planCollapse(plan.columns(from), { by, statistics, panel }, plan.panel(from));
  return { ...shape, complaints: [...complaints, ...shape.complaints], by, statistics, panel };
}

function node(step: Step<Params>, plan: PlanContext) {
  const { by, statistics, panel, reads, complaints } = planned(step, plan);
  const columns = Object.fromEntries(statistics.map(({ name, expression }) => [name, printExpression(expression)]));
  const params: NodeParams = { by, columns, panel };
  return { params, reads, complaints };
}
