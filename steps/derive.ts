/** The kind `derive`: further columns of any frame, and the rows that hold a condition. */
import { type Static, Type } from 'typebox';
import { defined } from '../src/base/defined.ts';
import { checkCondition } from '../src/base/expression/check.ts';
import { columnsIn, columnsValued } from '../src/base/expression/lag.ts';
import { printExpression } from '../src/base/expression/print.ts';
import { optional, strict } from '../src/base/schema.ts';
import { inText } from '../src/base/text/text-problem.ts';
import type { ColumnInfo, PlanContext, Step } from '../src/engine/step.ts';
import type { DataComplaint } from '../src/frame/complaint.ts';
import { type Derivation, orderDerivations } from '../src/frame/declared/derive.ts';
import type { Panel } from '../src/frame/frame.ts';
import { derived } from '../src/frame/shape/derived.ts';
import { plannedExpression } from '../src/frame/shape/planned-expression.ts';
import { type KnownColumn, panelComplaints, takenTwice } from '../src/frame/shape/shaped.ts';
import { parseDerivations, parseWhere } from './lib/ingest/expressions.ts';
import { defineShape, fromStep, keysOf, ofFrame, panelKey } from './lib/shape.ts';

const Params = strict({
  from: fromStep,
  columns: optional.map(Type.Union([Type.String(), Type.Number()]), 'new name: expression, as in `derive` of `ingest`'),
  where: optional.text('a condition on old and new columns; rows that do not hold it are left out'),
  panel: panelKey,
});
type Params = Static<typeof Params>;

interface NodeParams {
  readonly columns: Readonly<Record<string, string>>;
  readonly where: string | null;
  readonly panel: Panel | null;
}

const derivationsOf = (columns: NodeParams['columns']) => parseDerivations({ derive: columns });

export default defineShape({
  name: 'derive',
  summary: 'Derives further columns of any frame, and keeps the rows that hold a condition',
  params: Params,
  lineage: ({ columns }: NodeParams) =>
    Object.fromEntries(derivationsOf(columns).derivations.map(({ name, expression }) => [name, columnsIn(expression)])),
  judges: ({ where: text }) => {
    const { where } = parseWhere(defined({ where: text ?? undefined }));
    return where === undefined ? [] : columnsValued(where.expression);
  },
  describe: ofFrame(node),
  columns: (step, plan) => planned(step, plan).columns,
  panel: (step, plan) => keysOf(step).panel ?? plan.panel(step.params.from),
  make({ columns, where: text, panel }, stored) {
    const { where } = parseWhere(text === null ? {} : { where: text });
    return derived(...stored('data'), { derivations: derivationsOf(columns).derivations, where, panel });
  },
});

/** A column, with the step that predicted what it is made of. */
type Derived = KnownColumn & Pick<ColumnInfo, 'predictedBy'>;

function planned(step: Step<Params>, plan: PlanContext) {
  const { from, columns = {}, where: condition, panel = plan.panel(from) } = keysOf(step);
  const texts = Object.fromEntries(Object.entries(columns).map(([name, text]) => [name, String(text)]));
  const { derivations, complaints: unread } = derivationsOf(texts);
  const { where, complaints: inCondition } = parseWhere(condition === undefined ? {} : { where: condition });
  const source = plan.panel(from);
  const { ordered, complaints: circles } = orderDerivations(derivations, source ?? undefined);
  const complaints: DataComplaint[] = [...[...unread, ...circles].map(ofColumns), ...inCondition];
  const known = plan.columns(from);
  const all: Derived[] | undefined = known && [...known];
  for (const derivation of ordered) {
    const path = ['columns', derivation.name];
    const { type, complaints: found } = plannedExpression(derivation, all, { path, source });
    complaints.push(...found);
    const made = all?.find(({ name, predictedBy }) => predictedBy && columnsIn(derivation.expression).includes(name));
    all?.push({ name: derivation.name, type, ...(made && { predictedBy: made.predictedBy! }) });
  }
  if (where && all) {
    const types = new Map(
      all.map(({ name, type }) => [name, type === 'string' || type === 'category' ? ('text' as const) : type]),
    );
    const scope = { type: (name: string) => types.get(name), names: [...types.keys()], of: 'the data' };
    complaints.push(
      ...checkCondition(where.expression, scope).map((problem) => ({ ...inText(problem), path: ['where'] })),
    );
  }
  if (all)
    complaints.push(
      ...takenTwice(
        all.map(({ name }) => name),
        ['columns'],
      ),
      ...panelComplaints(panel, all),
    );
  return { columns: all, derivations, where, panel, complaints };
}

/** A complaint of what `derive` of an `ingest` says, where it stands here. */
const ofColumns = ({ path = [], ...rest }: DataComplaint): DataComplaint => ({
  ...rest,
  path: ['columns', ...path.slice(1)],
});

function node(step: Step<Params>, plan: PlanContext) {
  const { derivations, where, panel, complaints } = planned(step, plan);
  const params: NodeParams = {
    columns: Object.fromEntries(
      derivations.map(({ name, expression }: Derivation) => [name, printExpression(expression)]),
    ),
    where: where === undefined ? null : printExpression(where.expression),
    panel,
  };
  return { params, complaints };
}
