/** The kind `reshape`: from columns of a value each to rows of it, and back. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../src/base/schema.ts';
import type { PlanContext, Step } from '../src/engine/step.ts';
import type { DataComplaint } from '../src/frame/complaint.ts';
import { type LongDeclaration, long, planLong } from '../src/frame/shape/long.ts';
import { middleOf, stubsOf } from '../src/frame/shape/pattern.ts';
import { planWide, type WideDeclaration, wide } from '../src/frame/shape/wide.ts';
import { defineShape, fromStep, keysOf, listed, ofFrame, oneOrMore, panelKey } from './lib/shape.ts';

const Params = strict({
  from: fromStep,
  to: Type.Enum(['long', 'wide'], { description: 'a row for each value (`long`), or a column for each (`wide`)' }),
  columns: oneOrMore('what columns of the wide form are called: `gdp{year}`, `{year}年`'),
  name: Type.String({ minLength: 1, description: 'the column of the long form that stands in braces: `year`' }),
  values: Type.Optional(oneOrMore('the columns of the long form that hold the values, one for each of `columns`')),
  type: optional.oneOf(['number', 'string', 'date', 'month', 'quarter'], 'what stands in braces; number by default'),
  id: Type.Optional(
    oneOrMore('columns that tell rows of the wide form apart; to wide, the unit of a panel by default'),
  ),
  keep: optional.texts('columns carried on besides; all others when left out'),
  drop_missing: optional.flag('to long: leave out rows without any value'),
  panel: panelKey,
});
type Params = Static<typeof Params>;

type Declaration = ({ readonly to: 'long' } & LongDeclaration) | ({ readonly to: 'wide' } & WideDeclaration);

export default defineShape({
  name: 'reshape',
  summary: 'Turns columns of a value each into rows (`to: long`), or rows into columns (`to: wide`)',
  params: Params,
  judges: ({ id, name }: Declaration) => [...id, ...(name === null ? [] : [name])],
  describe: ofFrame(node),
  columns: (step, plan) => {
    const known = plan.columns(step.params.from);
    const { declaration } = declared(step, plan);
    return known && declaration.to === 'long' ? planLong(known, declaration).columns : undefined;
  },
  panel: (step) => keysOf(step).panel ?? null,
  // A value may have the name of a column above that it is not, so that names alone do not tell what is new.
  mixes: ({ to, stubs, name, id }, columns) => {
    const values = stubs.map(({ value }) => value);
    const names =
      to === 'long'
        ? values
        : columns.filter(
            (column) => !id.includes(column) && stubs.some((stub) => middleOf(stub, column) !== undefined),
          );
    return { names: names.filter((each) => each !== name), ofFiles: [] };
  },
  make: (declaration, stored) =>
    declaration.to === 'long' ? long(...stored('data'), declaration) : wide(...stored('data'), declaration),
});

function node(step: Step<Params>, plan: PlanContext) {
  const { declaration, complaints } = declared(step, plan);
  const known = plan.columns(step.params.from);
  const planned = known && (declaration.to === 'long' ? planLong(known, declaration) : planWide(known, declaration));
  const wrong = complaints.length > 0 ? complaints : (planned?.complaints ?? []);
  return { params: declaration, reads: planned?.reads, complaints: wrong };
}

function declared(step: Step<Params>, plan: PlanContext): { declaration: Declaration; complaints: DataComplaint[] } {
  const keys = keysOf(step);
  const { from, to, name, keep = null, panel = null, type = 'number', drop_missing: dropMissing = false } = keys;
  const values = keys.values === undefined ? undefined : listed(keys.values);
  const { stubs, complaints } = stubsOf(listed(keys.columns), values, name);
  const wrong = [...complaints];
  if (to === 'long')
    return { declaration: { to, stubs, name, type, id: listed(keys.id), keep, dropMissing, panel }, complaints: wrong };
  const ofPanel = plan.panel(from);
  const id = keys.id === undefined && ofPanel?.time === name ? [ofPanel.unit] : listed(keys.id);
  if (id.length === 0) {
    const message = 'expected `id`, the columns that tell rows of the wide form apart';
    wrong.push({ code: 'missing-id', message, hint: 'such as `id: unit`', path: ['to'] });
  }
  for (const key of ['type', 'drop_missing', 'panel'] as const)
    if (keys[key] !== undefined)
      wrong.push({ code: 'key-of-long', message: `\`${key}\` is for \`to: long\``, path: [key], key: true });
  return { declaration: { to, stubs, name, id, keep }, complaints: wrong };
}
