/** The kind `coupling`: the coupling coordination of several systems, as columns of their frame. */
import { type Static, Type } from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import {
  type ColumnInfo,
  defineStep,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type Step,
} from '../../src/engine/step.ts';
import { extendFrame, readFrame } from '../../src/frame/stored/artifact.ts';
import { frameChangeLines } from '../../src/frame/stored/changes.ts';
import { frameSource, keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import { type CouplingVariant, coupling } from './numbers/coupling.ts';

const Params = strict({
  from: Type.String({ description: 'a step that makes a frame' }),
  name: Type.String({
    minLength: 1,
    description: 'the column of the coordination D; `NAME_c` and `NAME_t` are its degree of coupling and level',
  }),
  systems: Type.Array(Type.String(), { minItems: 2, description: 'columns between 0 and 1, such as indices' }),
  weights: Type.Optional(
    Type.Array(Type.Number({ minimum: 0 }), {
      minItems: 2,
      description: 'of the systems in the level T; equal by default',
    }),
  ),
  variant: optional.oneOf(
    ['geometric', 'noRoot', 'adjusted'],
    'of C: n (ΠU)^(1/n)/ΣU (default), ΠU/mean^n, or the adjusted one of Wang and others (2021)',
  ),
  scale: optional.oneOf(
    ['none', 'min-max'],
    'min-max: each system between its least and greatest value over all rows; none by default',
  ),
});
type Params = Static<typeof Params>;

interface NodeParams {
  readonly name: string;
  readonly systems: readonly string[];
  readonly weights: readonly number[];
  readonly variant: CouplingVariant;
  readonly scale: 'none' | 'min-max';
}

const columnsOf = (name: string): readonly string[] => [name, `${name}_c`, `${name}_t`];

/** Labels of the columns beside the coordination, which has that of its own name. */
const labels: readonly Pick<ColumnInfo, 'labels'>[] = [
  {},
  { labels: { en: 'Degree of coupling (C)', zh: '耦合度（C）' } },
  { labels: { en: 'Level of coordination (T)', zh: '综合协调指数（T）' } },
];

export default defineStep({
  name: 'coupling',
  summary: 'The coupling coordination of several systems, as columns of their frame',
  params: Params,
  artifact: 'frame',
  lineage: (params) => {
    const { name, systems } = params as unknown as NodeParams;
    return Object.fromEntries(columnsOf(name).map((column) => [column, systems]));
  },
  judges: (params) => (params as unknown as NodeParams).systems,
  explain: (before, after, source) => frameChangeLines(before, after, source?.hides),
  expand: (step, plan) => nodes(step, plan),
  columns: (step, plan) => {
    const own = columnsOf(step.params.name);
    const columns = plan.columns(step.params.from);
    return (
      columns && [
        ...columns.filter(({ name }) => !own.includes(name)),
        ...own.map((name, i) => ({ name, type: 'number' as const, ...labels[i] })),
      ]
    );
  },
  panel: (step, plan) => plan.panel(step.params.from),
  run: (context) => run(context as RunContext<unknown>),
});

function nodes(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const params: Params = { ...step.defaults, ...step.params };
  const source = frameSource(params.from, keyPath(step, 'from'), plan);
  if (source === undefined) return [];
  const names = source.context.columns?.map(({ name }) => name);
  const { systems, weights = systems.map(() => 1), name } = params;
  const complain = (key: string, code: string, message: string, hint?: string): void =>
    plan.complain({ code, message, path: keyPath(step, key), ...(hint === undefined ? {} : { hint }) });
  const unknown = systems.find((system) => names !== undefined && !names.includes(system));
  const taken = columnsOf(name).find((column) => names?.includes(column));
  if (unknown !== undefined)
    complain('systems', 'unknown-variable', `unknown variable \`${unknown}\``, didYouMean(unknown, names!));
  if (taken !== undefined)
    complain('name', 'column-exists', `\`${taken}\` is already a column of \`${params.from}\``, 'give it another name');
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length !== systems.length || !(total > 0))
    complain(
      'weights',
      'bad-weights',
      `expected a weight for each of ${systems.length} systems, got ${weights.join(', ')}`,
    );
  const { variant = 'geometric', scale = 'none' } = params;
  const canonical: NodeParams = { name, systems, weights: weights.map((weight) => weight / total), variant, scale };
  const origins = Object.fromEntries(Object.keys(params).map((key) => [key, originAt(keyPath(step, key), plan)]));
  return [
    {
      id: step.name as NodeId,
      params: canonical as unknown as Json,
      inputs: { data: { is: 'node', node: source.node, parts: 'all' } },
      origins,
    },
  ];
}

/** Ten classes of D, each with its lower bound. */
const classes = [
  ...['extreme disorder', 'severe disorder', 'moderate disorder', 'mild disorder', 'near disorder'],
  ...[
    'bare coordination',
    'primary coordination',
    'intermediate coordination',
    'good coordination',
    'superior coordination',
  ],
];

function run(context: RunContext<unknown>) {
  const { name, systems, weights, variant, scale } = context.params as NodeParams;
  const stored = context.artifact('data');
  const data = readFrame(stored);
  const measured = systems.map((system) => {
    const values = data.numbers(system);
    return { name: system, values: scale === 'none' ? values : between0And1(values) };
  });
  const { c, t, d, zeros } = coupling(measured, weights, variant);
  if (zeros > 0) context.note(`${zeros} ${zeros === 1 ? 'row' : 'rows'} with all systems 0: their coupling is 0`);
  const counts = classes.map((label, i) => {
    const n = d.filter((value) => Math.min(9, Math.floor(value * 10 + 1e-9)) === i).length;
    return { class: label, from: i / 10, to: (i + 1) / 10, n };
  });
  const [own, degree, level] = columnsOf(name) as [string, string, string];
  return extendFrame(
    stored,
    'frame',
    [
      { name: own, column: { type: 'number', values: d } },
      { name: degree, column: { type: 'number', values: c } },
      { name: level, column: { type: 'number', values: t } },
    ],
    { coupling: { systems, weights, variant, scale, classes: counts } },
  );
}

function between0And1(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value));
  const [low, high] = [
    known.reduce((a, b) => Math.min(a, b), Infinity),
    known.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  return values.map((value) => (value - low) / (high - low));
}
