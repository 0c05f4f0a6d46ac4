/** The kind `expand`: each row as often as a number says. */
import { type Static, Type } from 'typebox';
import { columnsIn } from '../src/base/expression/lag.ts';
import { parseExpression } from '../src/base/expression/parser.ts';
import { printExpression } from '../src/base/expression/print.ts';
import { optional, strict } from '../src/base/schema.ts';
import { inText } from '../src/base/text/text-problem.ts';
import type { PlanContext, Step } from '../src/engine/step.ts';
import type { DataComplaint } from '../src/frame/complaint.ts';
import type { Derivation } from '../src/frame/declared/derive.ts';
import type { Panel } from '../src/frame/frame.ts';
import { expand } from '../src/frame/shape/expand.ts';
import { plannedExpression } from '../src/frame/shape/planned-expression.ts';
import { panelComplaints, takenTwice } from '../src/frame/shape/shaped.ts';
import { defineShape, fromStep, keysOf, ofFrame, panelKey, withNumber } from './lib/shape.ts';

const Params = strict({
  from: fromStep,
  times: Type.Union([Type.String(), Type.Integer({ minimum: 0 })], {
    description: 'how often a row stands in the result: a number, a column, or an expression such as `end - start + 1`',
  }),
  number: optional.text('a column that numbers the copies of a row from 1'),
  panel: panelKey,
});
type Params = Static<typeof Params>;

interface NodeParams {
  readonly times: string;
  readonly number: string | null;
  readonly panel: Panel | null;
}

export default defineShape({
  name: 'expand',
  summary: 'Repeats each row as often as a number says',
  params: Params,
  lineage: ({ times, number }: NodeParams) =>
    number === null ? {} : { [number]: columnsIn(timesOf(times).derivation!.expression) },
  judges: ({ times }) => columnsIn(timesOf(times).derivation!.expression),
  describe: ofFrame(node),
  columns: (step, plan) => withNumber(plan.columns(step.params.from), keysOf(step).number),
  panel: (step) => keysOf(step).panel ?? null,
  make: ({ times, number, panel }, stored) =>
    expand(...stored('data'), { times: timesOf(times).derivation!, number, panel }),
});

function timesOf(text: string): { readonly derivation?: Derivation; readonly complaints: readonly DataComplaint[] } {
  const parsed = parseExpression(text);
  if (parsed.ok) return { derivation: { name: 'times', text, expression: parsed.ast }, complaints: [] };
  return { complaints: parsed.problems.map((problem) => ({ ...inText(problem), path: ['times'] })) };
}

function node(step: Step<Params>, plan: PlanContext) {
  const { from, times, number = null, panel = null } = keysOf(step);
  const known = plan.columns(from);
  const { derivation, complaints: wrong } = timesOf(String(times));
  const complaints = [...wrong];
  if (derivation) {
    const { type, complaints: found } = plannedExpression(derivation, known, {
      path: ['times'],
      source: plan.panel(from),
    });
    complaints.push(...found);
    if (type !== null && type !== 'number' && found.length === 0)
      complaints.push({
        code: 'bad-times',
        message: `expected a number of times, got ${type} \`${derivation.text}\``,
        path: ['times'],
      });
  }
  const made = withNumber(known, number);
  if (made)
    complaints.push(
      ...takenTwice(
        made.map(({ name }) => name),
        ['number'],
      ),
      ...panelComplaints(panel, made),
    );
  const params: NodeParams = { times: derivation ? printExpression(derivation.expression) : '', number, panel };
  return { params, complaints };
}
