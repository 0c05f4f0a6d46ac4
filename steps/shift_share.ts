/** The kind `shift_share`: a shift-share (Bartik) variable as a column of a panel. */
import { type Static, Type } from 'typebox';
import type { NodeId } from '../src/base/brand.ts';
import { optional, strict } from '../src/base/schema.ts';
import { didYouMean } from '../src/base/text/suggest.ts';
import { type ShiftShareDeclaration, shiftShareOfPanel } from '../src/econ/regional/shift-share-of-panel.ts';
import { defineStep, type NodeSpec, type PlanContext, type RunContext, type Step } from '../src/engine/step.ts';
import { extendFrame, readFrame } from '../src/frame/stored/artifact.ts';
import { frameInput, frameSource, keyPath } from './lib/frame-source.ts';
import { originAt } from './lib/origin.ts';

const schema = strict({
  from: Type.String({ description: 'a step that makes a panel' }),
  sectors: Type.String({
    description: 'a step with a row for each unit, sector and period; its unit and period have the names of the panel',
  }),
  sector: Type.String({ description: 'the column of the sector' }),
  value: Type.String({ description: 'the column of what shares and growth are of, such as employment' }),
  base: Type.Number({ description: 'the period of the shares' }),
  leave_out: optional.flag('whether a unit’s own values are left out of the totals that grow'),
  missing: optional.oneOf(['refuse', 'zero'], 'a cell that is not there is refused (default), or counts as 0'),
  name: optional.text('the column; `shift_share` by default'),
});
type Params = Static<typeof schema>;

const columnName = ({ name = 'shift_share' }: Pick<Params, 'name'>): string => name;

/** The parameters of its node, which a step of Rotemberg weights reads too. */
interface NodeParams extends ShiftShareDeclaration {
  readonly name: string;
}

export default defineStep({
  name: 'shift_share',
  summary: 'A shift-share (Bartik) variable: growth of sectors weighted by a unit’s shares of them in a base period',
  params: schema,
  artifact: 'frame',
  lineage: (params) => {
    const { name, value, sector } = params as unknown as NodeParams;
    return { [name]: [value, sector] };
  },
  judges: (params) => {
    const { value, sector } = params as unknown as NodeParams;
    return [value, sector];
  },
  expand: (step, plan) => nodes(step, plan),
  columns: (step, plan) => {
    const name = columnName(step.params);
    const columns = plan.columns(step.params.from);
    return columns && [...columns.filter((column) => column.name !== name), { name, type: 'number' }];
  },
  panel: (step, plan) => plan.panel(step.params.from),
  run: (context) => run(context as RunContext<unknown>),
});

function nodes(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const params: Params = { ...step.defaults, ...step.params };
  const at = (key: keyof Params) => keyPath(step, key);
  const source = frameSource(params.from, at('from'), plan);
  const sectors = frameSource(params.sectors, at('sectors'), plan);
  if (source === undefined || sectors === undefined) return [];
  const { panel } = source.context;
  if (panel === null) {
    const message = `a shift-share variable is of units and periods, and \`${params.from}\` declares no panel`;
    plan.complain({
      code: 'no-panel',
      message,
      path: at('from'),
      hint: `declare \`panel: {unit: …, time: …}\` in \`${params.from}\``,
    });
    return [];
  }
  const known = sectors.context.columns?.map(({ name }) => name);
  for (const [key, name] of [
    ['sector', params.sector],
    ['value', params.value],
    ['sectors', panel.unit],
    ['sectors', panel.time],
  ] as const) {
    if (known === undefined || known.includes(name)) continue;
    const message = `\`${params.sectors}\` has no column \`${name}\``;
    plan.complain({
      code: 'no-column',
      message,
      path: at(key),
      hint: didYouMean(name, known) ?? `it has ${known.join(', ')}`,
    });
  }
  const name = columnName(params);
  if (source.context.columns?.some((column) => column.name === name)) {
    const message = `\`${name}\` is already a column of \`${params.from}\``;
    plan.complain({ code: 'column-exists', message, path: at('name'), hint: 'give it another `name`' });
  }
  const { sector, value, base, leave_out: leaveOut = false, missing = 'refuse' } = params;
  const canonical: NodeParams = { sector, value, base, leaveOut, zero: missing === 'zero', name, panel };
  const said = (['sector', 'value', 'base', 'leave_out', 'missing', 'name', 'sectors'] as const).filter(
    (key) => params[key] !== undefined,
  );
  return [
    {
      id: step.name as NodeId,
      params: canonical as never,
      inputs: {
        data: { is: 'node', node: source.node, parts: 'all' },
        sectors: frameInput(sectors.node, [...new Set([panel.unit, panel.time, sector, value])].sort()),
      },
      origins: Object.fromEntries(said.map((key) => [key, originAt(at(key), plan)])),
    },
  ];
}

function run(context: RunContext<unknown>) {
  const declared = context.params as NodeParams;
  const { name, panel } = declared;
  const stored = context.artifact('data');
  const { values } = shiftShareOfPanel(declared, readFrame(context.artifact('sectors')), readFrame(stored));
  const lost = values.filter(Number.isNaN).length;
  if (lost > 0) context.note(`${lost} rows without a value of \`${name}\` (first periods, or no sectors)`);
  context.warn({
    severity: 'warning',
    code: 'shared-shocks',
    message: `units with like shares share the shocks of \`${name}\`, for which errors clustered by \`${panel.unit}\` do not account`,
    hint: 'see Adão, Kolesár & Morales (2019); errors robust to exposure are not built in',
  });
  return extendFrame(stored, 'frame', [{ name, column: { type: 'number', values } }], {});
}
