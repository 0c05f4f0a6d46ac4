/** The kind `append`: frames below each other. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../src/base/schema.ts';
import type { ColumnInfo, InputSpec, PlanContext, Step } from '../src/engine/step.ts';
import { type AppendDeclaration, append, leftOutOf, planAppend } from '../src/frame/shape/append.ts';
import { defineShape, frameWithLabels, keysOf, panelKey } from './lib/shape.ts';

const Params = strict({
  from: Type.Array(Type.String(), { minItems: 2, description: 'steps that make frames, in this order' }),
  source: optional.text('a column that says which step each row is from'),
  unmatched: optional.oneOf(
    ['error', 'keep', 'drop'],
    'columns that some of the frames lack: an error (default), missing in their rows, or left out',
  ),
  panel: panelKey,
});
type Params = Static<typeof Params>;

export default defineShape({
  name: 'append',
  summary: 'Puts frames of the same columns below each other',
  params: Params,
  judges: () => [],
  describe: node,
  columns: (step, plan) => {
    const known = allKnown(step, plan);
    return known && planAppend(known, declared(step)).columns;
  },
  panel: (step) => keysOf(step).panel ?? null,
  make(declaration: AppendDeclaration, stored) {
    const frames = declaration.from.map((_, k) => stored(input(k)));
    return append(
      frames.map(([frame]) => frame),
      frames.map(([, labels]) => labels),
      declaration,
    );
  },
});

const input = (k: number): string => `data.${k}`;

function declared(step: Step<Params>): AppendDeclaration {
  const { from, unmatched = 'error', source = null, panel = null } = keysOf(step);
  return { from, unmatched, source, panel };
}

/** The columns of every frame; undefined where only a run tells those of one. */
function allKnown(step: Step<Params>, plan: PlanContext): (readonly ColumnInfo[])[] | undefined {
  const known = keysOf(step).from.map((name) => plan.columns(name));
  return known.every((columns) => columns !== undefined) ? known : undefined;
}

function node(step: Step<Params>, plan: PlanContext) {
  const declaration = declared(step);
  const nodes = declaration.from.map((name, k) => plan.node(name, [...step.path, 'from', k]));
  const known = nodes.includes(undefined) ? undefined : allKnown(step, plan);
  const planned = known && planAppend(known, declaration);
  const inputs: Record<string, InputSpec> = {};
  nodes.forEach((each, k) => {
    const own = planned?.reads.filter((name) => known![k]!.some((column) => column.name === name));
    if (each !== undefined) inputs[input(k)] = frameWithLabels(each.id, own);
  });
  const leftOut = known === undefined ? [] : leftOutOf(known, declaration);
  const params = leftOut.length === 0 ? declaration : { ...declaration, leftOut };
  return { params, inputs, complaints: planned?.complaints ?? [] };
}
