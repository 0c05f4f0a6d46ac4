/** Expands columns of models, as `models` and `robustness` have them: compiles keys to specs, and makes one node for each model. */
import type { NodeId } from '../../../src/base/brand.ts';
import { canonicalJson } from '../../../src/base/canonical.ts';
import { defined } from '../../../src/base/defined.ts';
import { unknownVariable } from '../../../src/base/expression/check.ts';
import type { Json } from '../../../src/base/json.ts';
import { type Base, compileColumn } from '../../../src/econ/compile/compile-column.ts';
import { type SpecKeys, scopeOf } from '../../../src/econ/compile/keys.ts';
import type { WrittenKeys } from '../../../src/econ/compile/written-keys.ts';
import { estimatorOf } from '../../../src/econ/registry.ts';
import { type ModelSpec, variablesRead, withCommonSample } from '../../../src/econ/spec.ts';
import {
  MOST_NODES,
  type NodeSpec,
  type Numbered,
  type Origin,
  type PlanContext,
  type Step,
  type YamlPath,
} from '../../../src/engine/step.ts';
import type { DifferenceRequest } from '../difference/compared.ts';
import type { DifferenceKey, DifferenceParams } from '../difference/keys.ts';
import { levelNodes } from '../difference/levels.ts';
import { differenceNodes } from '../difference/plan.ts';
import { type FrameSource, frameInput, keyComplaint, namedOrInherited } from '../frame-source.ts';
import { numberedBase } from './base-number.ts';
import { entriesOf, isOwnColumn, type ModelEntry, namesOf, type Position, placeOf } from './entries.ts';
import { LayeredKeys, type ModelsParams } from './keys.ts';
import { warnOfPredicted } from './predicted.ts';
import { checkShown } from './shown.ts';
import { Splitter } from './split.ts';

/** A column compiled: its frame, its specs (several where the formula expands), where each field was said. */
interface CompiledColumn {
  readonly entry: ModelEntry;
  readonly keys: LayeredKeys;
  readonly source: FrameSource;
  readonly specs: readonly ModelSpec[];
  readonly written: WrittenKeys;
  readonly origins: Readonly<Record<string, Origin>>;
  readonly numbered: Numbered | undefined;
}

export interface ModelOptions {
  /** Is true where edits of a base that change nothing get a warning. */
  readonly warnOfIdle?: boolean;
}

/** The nodes of a step of models. */
export function expandModels(step: Step<ModelsParams>, plan: PlanContext, options: ModelOptions = {}): NodeSpec[] {
  const compiled = compileAll(entriesOf(step, plan), (entry) => compile(entry, step, plan, options));
  const keys = new LayeredKeys(
    [
      { keys: step.params, path: step.path },
      { keys: step.defaults, path: ['defaults', step.kind] },
    ],
    plan,
  );
  const shares = keys.get<boolean>('common_sample') === true;
  if (shares) refuseTrimmed(compiled, keys, plan);
  const columns = shares ? sharingRows(compiled) : compiled;
  const splitter = new Splitter(step.name, plan);
  const nodes: NodeSpec[] = [];
  let number = 1;
  for (const column of columns) {
    if (nodes.length > MOST_NODES) break;
    for (const node of nodesOf(column, number, step, splitter, plan)) nodes.push(node);
    number += column.specs.length;
  }
  return nodes;
}

/** Compiles entries until there are more models than a step may have, which is then complained of. */
function compileAll(
  entries: readonly ModelEntry[],
  compileOne: (entry: ModelEntry) => CompiledColumn | undefined,
): CompiledColumn[] {
  const compiled: CompiledColumn[] = [];
  let models = 0;
  for (const entry of entries) {
    const column = compileOne(entry);
    if (column) compiled.push(column);
    models += column?.specs.length ?? 0;
    if (models > MOST_NODES) break;
  }
  return compiled;
}

function compile(
  entry: ModelEntry,
  step: Step<ModelsParams>,
  plan: PlanContext,
  { warnOfIdle = false }: ModelOptions,
): CompiledColumn | undefined {
  const own = [...entry.outcome, { keys: entry.params, path: entry.path }, { keys: step.params, path: step.path }];
  const asked = new LayeredKeys(own, plan);
  const reference = asked.get<string>('base');
  if (reference !== undefined && isOwnColumn(reference, step, plan)) {
    const message = `\`${reference}\` is a column of this step, and a base is a column of another one`;
    const hint = `move it into a step of its own, and write \`base: STEP.${reference}\``;
    return void plan.complain({ code: 'own-base', message, path: asked.path('base'), hint });
  }
  const baseNode = reference === undefined ? undefined : baseOf(reference, asked.path('base'), plan);
  if (reference !== undefined && baseNode === undefined) return undefined;
  // A base has every field, defaults included, so that the defaults stand behind it.
  const defaults = baseNode === undefined ? [{ keys: step.defaults, path: ['defaults', step.kind] as YamlPath }] : [];
  const keys = new LayeredKeys([...own, ...defaults], plan);
  const pathOf = (key: string): YamlPath => keys.path(key);
  const source = namedOrInherited(keys.get('from'), baseNode, pathOf, entry.path, plan);
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
  const base = baseNode === undefined ? null : asBase(baseNode);
  const { specs, written, problems } = compileColumn(keys.spec(), base, source.context);
  for (const problem of problems) plan.complain(keyComplaint(problem, pathOf));
  if (warnOfIdle && problems.length === 0) warnAboutIdle(entry, keys.spec(), base, source, plan);
  warnOfPredicted(specs, source, asked.path('fit'), plan);
  checkShown(keys, specs, plan);
  checkSplit(keys, source, plan);
  const { numbered, origins } = numberedBase(reference, asked.path('base'), baseNode, plan);
  return {
    entry,
    keys,
    source,
    specs,
    written,
    origins: { ...keys.origins(baseNode?.origins ?? {}), ...origins },
    numbered,
  };
}

export function baseOf(reference: string, at: YamlPath, plan: PlanContext): NodeSpec | undefined {
  const node = plan.node(reference, at);
  if (node === undefined) return undefined;
  if (isModel(node)) return node;
  plan.complain({ code: 'not-a-model', message: `\`${reference}\` is no column of models`, path: at });
  return undefined;
}

export function isModel(node: NodeSpec): boolean {
  const params = node.params as Partial<Record<keyof ModelSpec, Json>> | null;
  return params?.outcome !== undefined && params.terms !== undefined;
}

/** Returns a node as the base of columns that start from it. */
export function asBase({ params, view }: NodeSpec): Base {
  return { spec: params as unknown as ModelSpec, written: view!.written as WrittenKeys };
}

function checkSplit(keys: LayeredKeys, source: FrameSource, plan: PlanContext): void {
  const column = keys.get<string>('split');
  const scope = scopeOf(source.context);
  if (column === undefined || scope.type(column) !== undefined) return;
  const { code, message, hint } = unknownVariable(column, scope, { start: 0, end: 0 });
  plan.complain({ code, message, path: keys.path('split'), hint });
}

/** Warns of edits that change nothing: each is left out in turn, and does nothing when the others give the same. */
function warnAboutIdle(
  entry: ModelEntry,
  keys: SpecKeys,
  base: Base | null,
  source: FrameSource,
  plan: PlanContext,
): void {
  const full = canonicalJson(compileColumn(keys, base, source.context).specs);
  for (const key of Object.keys(keys)) {
    if (!(key in entry.params)) continue;
    const { [key as keyof SpecKeys]: _, ...others } = keys;
    const without = compileColumn(others, base, source.context);
    if (without.problems.length > 0 || canonicalJson(without.specs) !== full) continue;
    plan.complain({
      code: 'idle-edit',
      severity: 'warning',
      message: `\`${key}\` changes nothing: the base has it so already`,
      path: [...entry.path, key],
      key: true,
    });
  }
}

/** Refuses `trim` with `common_sample`, since the rows that a column trims are known only after its own estimation. */
function refuseTrimmed(columns: readonly CompiledColumn[], keys: LayeredKeys, plan: PlanContext): void {
  if (!columns.some((column) => column.specs.some((spec) => spec.trim !== undefined))) return;
  const message = '`common_sample` is not supported with `trim`';
  const hint = 'winsorise instead, or choose the rows with `sample`';
  plan.complain({ code: 'unsupported', message, path: keys.path('common_sample'), hint });
}

/** Gives all columns the rows that every one can use, whatever step or column each belongs to. */
function sharingRows(columns: readonly CompiledColumn[]): CompiledColumn[] {
  const specs = withCommonSample(columns.flatMap((column) => column.specs));
  return columns.map((column, i) => {
    const before = columns.slice(0, i).reduce((count, { specs: own }) => count + own.length, 0);
    return { ...column, specs: specs.slice(before, before + column.specs.length) };
  });
}

function nodesOf(
  column: CompiledColumn,
  first: number,
  step: Step<ModelsParams>,
  splitter: Splitter,
  plan: PlanContext,
): NodeSpec[] {
  const split = column.keys.get<string>('split');
  const common = commonOf(column, step);
  const nodes: NodeSpec[] = [];
  for (const [k, spec] of column.specs.entries()) {
    const key = column.keys.get<DifferenceKey>('difference');
    const own = namesOf(column.entry, { first, k, level: null }, column.specs.length, step).id;
    const asked = key && askedOf(column, common, { key, own, spec }, step);
    if (split === undefined) {
      nodes.push(nodeOf(column, common, spec, { first, k, level: null }, step));
      if (asked !== undefined) nodes.push(...levelNodes(asked, own, plan));
      continue;
    }
    const before = nodes.length;
    const levels = splitter.levels(split, spec, column.source.node, column.keys.path('split')) ?? [];
    for (const level of levels) {
      if (nodes.length > MOST_NODES) return nodes;
      nodes.push(nodeOf(column, common, { ...spec, split: { column: split, level } }, { first, k, level }, step));
    }
    if (asked === undefined || levels.length === 0) continue;
    const tests = differenceNodes({ ...asked, split, levels }, plan);
    showBelow(nodes, before, tests.at(-1));
    nodes.push(...tests);
  }
  return nodes;
}

/** Has the columns from some place on name the node that compares one pair of them, whose rows stand below them. */
function showBelow(nodes: NodeSpec[], from: number, shown: NodeSpec | undefined): void {
  if (shown?.artifact !== 'difference') return;
  const { between } = shown.params as unknown as DifferenceParams;
  for (let i = from; i < nodes.length; i++)
    if (between.includes(String(nodes[i]!.view!.level)))
      nodes[i] = { ...nodes[i]!, view: { ...nodes[i]!.view, difference: shown.id } };
}

function askedOf(
  { keys, source, origins }: CompiledColumn,
  { shown }: ColumnMembers,
  { own, ...said }: Pick<DifferenceRequest, 'key' | 'spec'> & { readonly own: NodeId },
  step: Step<ModelsParams>,
): DifferenceRequest {
  const path = keys.path('difference');
  const id = `${own}.difference` as NodeId;
  return { ...said, id, step: step.name, path, source, origins, header: shown.header as string };
}

/** The members that all nodes of a column share. */
interface ColumnMembers {
  readonly said: Pick<NodeSpec, 'origins' | 'at' | 'numbered'>;
  readonly shown: Readonly<Record<string, Json>>;
}

function commonOf({ entry, keys, origins, numbered }: CompiledColumn, step: Step<ModelsParams>): ColumnMembers {
  const spanner = keys.get<string>('spanner');
  const show = keys.get<string[]>('show');
  return {
    said: defined({ origins, at: placeOf(entry, step), numbered }),
    shown: defined({
      header: keys.get<string>('header') ?? '',
      spanner,
      show,
      id: entry.id,
    }),
  };
}

function nodeOf(
  column: CompiledColumn,
  { said, shown }: ColumnMembers,
  spec: ModelSpec,
  position: Position,
  step: Step<ModelsParams>,
): NodeSpec {
  const { id, aliases } = namesOf(column.entry, position, column.specs.length, step);
  const number = position.first + position.k;
  const { name, titles, words: usual, noteOf, parameters } = estimatorOf(spec);
  const words = usual && noteOf ? { ...usual, note: noteOf(spec) } : usual;
  return {
    id,
    params: spec as unknown as Json,
    method: name,
    inputs: { data: frameInput(column.source.node, variablesRead(spec)) },
    ...said,
    view: {
      number,
      ...shown,
      column: column.entry.id ?? String(number),
      outcome: spec.outcome,
      aliases,
      written: column.written,
      titles,
      ...(spec.split === null ? {} : { split: spec.split.column, level: spec.split.level }),
      ...(spec.margins === undefined ? {} : { margins: true }),
      ...(words === undefined ? {} : { words: words as unknown as Json }),
      ...(parameters === undefined ? {} : { parameters: parameters(spec) }),
      ...(spec.lincom === undefined ? {} : { lincom: true }),
      ...(spec.nlcom === undefined ? {} : { nlcom: true }),
      ...(spec.oster === undefined ? {} : { oster: true }),
      ...(spec.tests === undefined ? {} : { tests: spec.tests.map(({ name }) => name) }),
      ...(spec.weights === undefined ? {} : { weights: spec.weights as unknown as Json }),
    },
    ...(spec.vcov.is === 'cluster' && spec.vcov.wild ? { cost: { passes: spec.vcov.wild.reps } } : {}),
  };
}
