import { type Static, Type } from 'typebox';
import type { NodeId } from '../src/base/brand.ts';
import { unknownVariable } from '../src/base/expression-check.ts';
import type { Json } from '../src/base/json.ts';
import { nodeId } from '../src/base/node-id.ts';
import { Refusal } from '../src/base/problem.ts';
import { compileColumn, scopeOf } from '../src/econ/compile.ts';
import { estimate } from '../src/econ/estimate.ts';
import type { Fit } from '../src/econ/fit.ts';
import { type ModelSpec, variablesRead, withCommonSample } from '../src/econ/spec.ts';
import {
  defineStep,
  type NodeSpec,
  type Origin,
  type PlanContext,
  type RunContext,
  type Step,
  type YamlPath,
} from '../src/engine/step.ts';
import { readFrame } from '../src/frame/artifact.ts';
import {
  type FrameSource,
  frameInput,
  frameSource,
  keyComplaint,
  refusalComplaint,
  warnAll,
} from './lib/frame-source.ts';
import { LayeredKeys, modelKeys } from './lib/model-keys.ts';
import { Splitter } from './lib/split.ts';

const shown = {
  header: Type.Optional(Type.String({ description: "the column's heading in tables" })),
  spanner: Type.Optional(Type.String({ description: 'a heading over neighbouring columns that share it' })),
};
const base = Type.Optional(Type.String({ description: 'a column to start from: `step.column`' }));
const Column = Type.Object(
  { id: Type.Optional(Type.String({ minLength: 1 })), base, ...shown, ...modelKeys },
  { additionalProperties: false },
);
const Params = Type.Object(
  {
    from: Type.Optional(Type.String({ description: "a step that makes a frame; the base's when left out" })),
    base,
    ...modelKeys,
    ...shown,
    common_sample: Type.Optional(Type.Boolean({ description: 'all columns use the rows that every column can use' })),
    columns: Type.Optional(Type.Union([Type.Array(Column, { minItems: 1 }), Type.Record(Type.String(), Column)])),
  },
  { additionalProperties: false },
);
type Params = Static<typeof Params>;

export default defineStep({
  name: 'models',
  summary: 'Linear models by formula: pooled and with absorbed effects; one node for each column of a table',
  params: Params,
  artifact: 'fit',
  expand: (step, plan) => expand(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

/** A column as written. */
interface Entry {
  readonly id: string | null;
  readonly params: Static<typeof Column>;
  readonly path: YamlPath;
}

/** A column compiled: its frame, its specs (several where the formula expands), where each field was said. */
interface CompiledColumn {
  readonly entry: Entry;
  readonly keys: LayeredKeys;
  readonly source: FrameSource;
  readonly specs: readonly ModelSpec[];
  readonly origins: Readonly<Record<string, Origin>>;
}

function expand(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const compiled = entriesOf(step, plan).flatMap((entry) => compile(entry, step, plan) ?? []);
  const keys = new LayeredKeys(
    [
      { keys: step.params, path: step.path },
      { keys: step.defaults, path: ['defaults', step.kind] },
    ],
    plan,
  );
  const columns = keys.get<boolean>('common_sample') === true ? sharingRows(compiled) : compiled;
  const splitter = new Splitter(step.name, plan);
  const nodes: NodeSpec[] = [];
  let number = 1;
  for (const column of columns) {
    nodes.push(...nodesOf(column, number, step, splitter));
    number += column.specs.length;
  }
  return nodes;
}

/** Columns in written order; a step without `columns` is one column itself. */
function entriesOf(step: Step<Params>, plan: PlanContext): Entry[] {
  const { columns } = step.params;
  if (columns === undefined) return [{ id: null, params: {}, path: step.path }];
  const path = [...step.path, 'columns'];
  const entries = Array.isArray(columns)
    ? columns.map((params, i): Entry => ({ id: params.id ?? null, params, path: [...path, i] }))
    : plan.keys(path).map((id): Entry => ({ id, params: columns[id]!, path: [...path, id] }));
  const seen = new Set<string>();
  return entries.filter(({ id, path: at }) => {
    if (id === null || !seen.has(id)) {
      if (id !== null) seen.add(id);
      return true;
    }
    plan.complain({ code: 'duplicate-id', message: `two columns have the id \`${id}\``, path: [...at, 'id'] });
    return false;
  });
}

function compile(entry: Entry, step: Step<Params>, plan: PlanContext): CompiledColumn | undefined {
  const own = [
    { keys: entry.params, path: entry.path },
    { keys: step.params, path: step.path },
  ];
  const asked = new LayeredKeys(own, plan);
  const reference = asked.get<string>('base');
  const baseNode = reference === undefined ? undefined : baseOf(reference, asked.path('base'), plan);
  if (reference !== undefined && baseNode === undefined) return undefined;
  // A base has every field, defaults included, so that the defaults stand behind it.
  const defaults = baseNode === undefined ? [{ keys: step.defaults, path: ['defaults', step.kind] as YamlPath }] : [];
  const keys = new LayeredKeys([...own, ...defaults], plan);
  const source = sourceOf(keys, baseNode, entry, plan);
  if (source === undefined) return undefined;
  if (baseNode === undefined && keys.get('fit') === undefined) {
    const hint = 'as in `fit: y ~ x1 + x2 | unit`, or start from another column with `base: step.column`';
    plan.complain({
      code: 'missing-fit',
      message: 'expected `fit` or `base`, got neither',
      path: entry.path,
      key: true,
      hint,
    });
    return undefined;
  }
  const { specs, problems } = compileColumn(
    keys.spec(),
    (baseNode?.params ?? null) as ModelSpec | null,
    source.context,
  );
  for (const problem of problems) plan.complain(keyComplaint(problem, (key) => keys.path(key)));
  checkSplit(keys, source, plan);
  return { entry, keys, source, specs, origins: keys.origins(baseNode?.origins ?? {}) };
}

function baseOf(reference: string, at: YamlPath, plan: PlanContext): NodeSpec | undefined {
  const node = plan.node(reference, at);
  if (node === undefined) return undefined;
  const params = node.params as Partial<Record<keyof ModelSpec, Json>> | null;
  if (params?.outcome !== undefined && params.terms !== undefined) return node;
  plan.complain({ code: 'not-a-model', message: `\`${reference}\` is no column of models`, path: at });
  return undefined;
}

function sourceOf(
  keys: LayeredKeys,
  baseNode: NodeSpec | undefined,
  entry: Entry,
  plan: PlanContext,
): FrameSource | undefined {
  const from = keys.get<string>('from');
  if (from !== undefined) return frameSource(from, keys.path('from'), plan);
  const inherited = baseNode?.inputs.data;
  if (inherited?.is === 'node') return frameSource(inherited.node, keys.path('base'), plan);
  const hint = 'name the step that makes the data';
  plan.complain({ code: 'missing-from', message: 'expected `from`, got none', path: entry.path, key: true, hint });
  return undefined;
}

function checkSplit(keys: LayeredKeys, source: FrameSource, plan: PlanContext): void {
  const column = keys.get<string>('split');
  const scope = scopeOf(source.context);
  if (column === undefined || scope.type(column) !== undefined) return;
  const { code, message, hint } = unknownVariable(column, scope, { start: 0, end: 0 });
  plan.complain({ code, message, path: keys.path('split'), ...(hint === undefined ? {} : { hint }) });
}

/** Gives all columns the rows that every one can use, whatever step or column each belongs to. */
function sharingRows(columns: readonly CompiledColumn[]): CompiledColumn[] {
  const specs = withCommonSample(columns.flatMap((column) => column.specs));
  return columns.map((column, i) => {
    const before = columns.slice(0, i).reduce((count, { specs: own }) => count + own.length, 0);
    return { ...column, specs: specs.slice(before, before + column.specs.length) };
  });
}

function nodesOf(column: CompiledColumn, first: number, step: Step<Params>, splitter: Splitter): NodeSpec[] {
  return column.specs.flatMap((spec, k): NodeSpec[] => {
    const split = column.keys.get<string>('split');
    if (split === undefined) return [nodeOf(column, spec, { first, k, level: null }, step)];
    const levels = splitter.levels(split, spec, column.source.node, column.keys.path('split'));
    return (levels ?? []).map((level) =>
      nodeOf(column, { ...spec, split: { column: split, level } }, { first, k, level }, step),
    );
  });
}

interface Position {
  /** Number of the column's first model. */
  readonly first: number;
  /** Which of the column's models, from 0. */
  readonly k: number;
  readonly level: string | null;
}

function nodeOf(column: CompiledColumn, spec: ModelSpec, position: Position, step: Step<Params>): NodeSpec {
  const { entry, keys, source, origins } = column;
  const { id, aliases } = namesOf(column, position, step);
  return {
    id,
    params: spec as unknown as Json,
    inputs: { data: frameInput(source.node, variablesRead(spec)) },
    origins,
    view: {
      number: position.first + position.k,
      header: keys.get<string>('header') ?? '',
      ...(keys.get('spanner') === undefined ? {} : { spanner: keys.get<string>('spanner')! }),
      id: entry.id,
      column: entry.id ?? String(position.first + position.k),
      outcome: spec.outcome,
      aliases,
      ...(spec.split === null ? {} : { split: spec.split.column, level: spec.split.level }),
    },
  };
}

/**
 * A column with an id goes by it, else by its number; one that expands numbers its models, and its id also names the
 * last and fullest. Every column answers to its number besides.
 */
function namesOf(
  { entry, specs }: CompiledColumn,
  { first, k, level }: Position,
  step: Step<Params>,
): { id: NodeId; aliases: NodeId[] } {
  const tail = level === null ? [] : [level];
  const many = specs.length > 1;
  const named = entry.id === null ? [] : many ? [entry.id, k + 1] : [entry.id];
  const numbered = [first + k];
  const alone = step.params.columns === undefined && !many;
  const own = entry.id !== null ? named : alone ? [] : numbered;
  const id = nodeId(step.name, [...own, ...tail]);
  const others = [numbered, ...(many && entry.id !== null && k === specs.length - 1 ? [[entry.id]] : [])];
  return { id, aliases: others.map((name) => nodeId(step.name, [...name, ...tail])).filter((alias) => alias !== id) };
}

function run(context: RunContext<unknown>): { readonly [part: string]: unknown } {
  try {
    const fit = estimate(context.params as ModelSpec, readFrame(context.artifact('data')));
    warnAll(context, fit.warnings);
    warnDropped(context, fit);
    return { ...fit };
  } catch (error) {
    if (error instanceof Refusal) return context.fail(refusalComplaint(error));
    throw error;
  }
}

function warnDropped(context: RunContext<unknown>, fit: Fit): void {
  for (const { term, why, detail } of fit.dropped) {
    const reason = detail === '' ? why : `${why}: ${detail}`;
    context.warn({
      code: 'dropped-term',
      message: `\`${term}\` was dropped (${reason})`,
      param: 'terms',
      severity: 'warning',
    });
  }
}
