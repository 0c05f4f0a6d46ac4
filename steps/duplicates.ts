/** The kind `duplicates`: rows that repeat, told with counts and dropped by a rule. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../src/base/schema.ts';
import type { PlanContext, Step } from '../src/engine/step.ts';
import type { DataComplaint } from '../src/frame/complaint.ts';
import type { OrderKeys } from '../src/frame/functions/order.ts';
import { type DuplicatesDeclaration, duplicateRules, duplicates } from '../src/frame/shape/duplicates.ts';
import { panelComplaints, takenTwice, unknown } from '../src/frame/shape/shaped.ts';
import { defineShape, fromStep, keysOf, listed, ofFrame, oneOrMore, panelKey, withNumber } from './lib/shape.ts';

const Params = strict({
  from: fromStep,
  by: Type.Optional(oneOrMore('columns that tell rows apart; all of them when left out')),
  keep: Type.Optional(
    Type.Enum([...duplicateRules], {
      description:
        '`same`, the default: rows equal to another in every column go, other repeated ones are an error; `first` and `last` by `order`; `none` of those that repeat; `all`',
    }),
  ),
  order: Type.Optional(oneOrMore('columns by which `first` and `last` are told, `-x` from the largest')),
  count: optional.text('a column of how many rows repeated each other'),
  panel: panelKey,
});
type Params = Static<typeof Params>;

export default defineShape({
  name: 'duplicates',
  summary: 'Tells which rows repeat, and drops them by a rule',
  params: Params,
  judges: ({ by, order }: DuplicatesDeclaration) => [...(by ?? []), ...order.map(({ name }) => name)],
  describe: ofFrame(node),
  columns: (step, plan) => withNumber(plan.columns(step.params.from), keysOf(step).count),
  panel: (step, plan) => keysOf(step).panel ?? plan.panel(step.params.from),
  make: (declaration, stored) => duplicates(...stored('data'), declaration),
});

const keyOf = (text: string): OrderKeys[number] =>
  text.startsWith('-') ? { name: text.slice(1), descending: true } : { name: text, descending: false };

function node(step: Step<Params>, plan: PlanContext) {
  const { from, by, keep = 'same', order, count = null, panel } = keysOf(step);
  const known = plan.columns(from);
  const keys = listed(order).map(keyOf);
  const complaints: DataComplaint[] = [...orderComplaints(keep, keys)];
  const check = (names: readonly string[], key: string): void =>
    names.forEach((name, k) => {
      if (known && !known.some((column) => column.name === name)) complaints.push(unknown(name, [key, k], known));
    });
  check(listed(by), 'by');
  check(
    keys.map(({ name }) => name),
    'order',
  );
  if (known && count !== null) complaints.push(...takenTwice([...known.map(({ name }) => name), count], ['count']));
  if (known) complaints.push(...panelComplaints(panel ?? null, known));
  const params: DuplicatesDeclaration = {
    by: by === undefined ? null : listed(by),
    keep,
    order: keys,
    count,
    panel: panel ?? plan.panel(from),
  };
  return { params, complaints };
}

function orderComplaints(keep: DuplicatesDeclaration['keep'], keys: OrderKeys): readonly DataComplaint[] {
  const isOrdered = keep === 'first' || keep === 'last';
  if (isOrdered && keys.length === 0)
    return [
      {
        code: 'needs-order',
        message: `\`keep: ${keep}\` needs \`order:\``,
        hint: '`order: date` says which row is first; the order of a file says nothing',
        path: ['keep'],
      },
    ];
  if (isOrdered || keys.length === 0) return [];
  return [
    {
      code: 'needless-order',
      message: `\`order\` says nothing beside \`keep: ${keep}\``,
      hint: '`keep: first` and `keep: last` take rows by it',
      path: ['order'],
    },
  ];
}
