/** The columns of a step of models as they are written: which there are, where each stands and what its models are called. */
import type { NodeId } from '../../../src/base/brand.ts';
import { namesOfPath, nodeId } from '../../../src/base/node-id.ts';
import { outcomesOf } from '../../../src/econ/formula/outcomes.ts';
import type { PlanContext, Step, YamlPath } from '../../../src/engine/step.ts';
import { type ColumnKeys, type Layer, LayeredKeys, type ModelsParams } from './keys.ts';

/** A column as written; one for each outcome where its formula has several. */
export interface ModelEntry {
  readonly id: string | null;
  /** The names that its models go by, besides the step's; none where they go by number. */
  readonly names: readonly string[];
  readonly params: ColumnKeys;
  readonly path: YamlPath;
  /** The formula of the one outcome, in front of the column's keys; none where the formula has one. */
  readonly outcome: readonly Layer[];
}

/** Columns in written order; a step without `columns` is one column itself. */
export function entriesOf(step: Step<ModelsParams>, plan: PlanContext): ModelEntry[] {
  return columnsOf(step, plan).flatMap((entry) => withOutcomes(entry, step, plan));
}

function columnsOf(step: Step<ModelsParams>, plan: PlanContext): ModelEntry[] {
  const { columns } = step.params;
  if (columns === undefined) return [entryOf(null, {}, step.path)];
  const path = [...step.path, 'columns'];
  const entries = Array.isArray(columns)
    ? columns.map((params, i) => entryOf(params.id ?? null, params, [...path, i]))
    : plan.keys(path).map((id) => entryOf(id, columns[id]!, [...path, id]));
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

const entryOf = (id: string | null, params: ColumnKeys, path: YamlPath): ModelEntry => ({
  id,
  names: id === null ? [] : namesOfPath(id),
  params,
  path,
  outcome: [],
});

/** A column whose formula has several outcomes, `c(y1, y2) ~ x`, as columns of one each; models go by them where they go by names. */
function withOutcomes(entry: ModelEntry, step: Step<ModelsParams>, plan: PlanContext): ModelEntry[] {
  const own: Layer[] = [
    { keys: entry.params, path: entry.path },
    { keys: step.params, path: step.path },
  ];
  const isEdit = own.some(({ keys }) => keys.base !== undefined);
  const keys = new LayeredKeys(isEdit ? own : [...own, { keys: step.defaults, path: ['defaults', step.kind] }], plan);
  const fit = keys.get<string>('fit');
  const outcomes = fit === undefined ? undefined : outcomesOf(fit, plan.project.sets);
  if (outcomes === undefined) return [entry];
  const isNamed = entry.id !== null || step.params.columns === undefined;
  return outcomes.map(({ outcome, formula }) => ({
    ...entry,
    names: isNamed ? [...entry.names, outcome] : [],
    outcome: [{ keys: { fit: formula }, path: keys.path('fit').slice(0, -1) }],
  }));
}

/** Tells whether a base that names no step is the id of a column beside it. */
export function isOwnColumn(
  reference: string,
  { params: { columns }, path }: Step<ModelsParams>,
  plan: PlanContext,
): boolean {
  if (columns === undefined) return false;
  const ids = Array.isArray(columns) ? columns.map(({ id }) => id) : plan.keys([...path, 'columns']);
  return ids.includes(reference) && !plan.keys(path.slice(0, 1)).includes(reference);
}

/** The place of a column: its formula or id, or its key where columns are a map. */
export function placeOf({ id, params, path }: ModelEntry, { params: { columns, fit } }: Step<ModelsParams>): YamlPath {
  if (columns === undefined ? fit !== undefined : params.fit !== undefined) return [...path, 'fit'];
  return Array.isArray(columns) && id !== null ? [...path, 'id'] : path;
}

/** The place of one of a column's models among all of its step. */
export interface Position {
  /** Number of the column's first model. */
  readonly first: number;
  /** Index of the model in its column, from 0. */
  readonly k: number;
  readonly level: string | null;
}

/**
 * Names of a column's models. A column with an id is named by it, and any by its number; one that expands into `count` numbers its models, and
 * its id also names the last and fullest.
 */
export function namesOf(
  { names }: ModelEntry,
  { first, k, level }: Position,
  count: number,
  step: Step<ModelsParams>,
): { id: NodeId; aliases: NodeId[] } {
  const tail = level === null ? [] : [level];
  const isNamed = names.length > 0;
  const many = count > 1;
  const numbered = [first + k];
  const alone = step.params.columns === undefined && !many;
  const own = isNamed ? [...names, ...(many ? [k + 1] : [])] : alone ? [] : numbered;
  const id = nodeId(step.name, [...own, ...tail]);
  const others: (string | number)[][] = own === numbered ? [] : [numbered];
  if (many && isNamed && k === count - 1) others.push([...names]);
  const aliases = others.map((name) => nodeId(step.name, [...name, ...tail]));
  return { id, aliases: names.length > 1 ? [...aliases, asWritten(id, own, tail, step.name)] : aliases };
}

/** Another name of a column whose id has several names: `m.gdp.2010` for `m.gdp["2010"]`, and `m["gdp.all"]` for `m.gdp.all`. */
function asWritten(id: NodeId, own: readonly (string | number)[], tail: readonly string[], step: string): NodeId {
  const plain = [step, ...own, ...tail].join('.');
  return plain === id ? nodeId(step, [own.join('.'), ...tail]) : (plain as NodeId);
}
