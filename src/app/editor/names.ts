/** The names that a pipeline gives: its steps, their entries, sets, samples, and the variables that stand in a step's reach. */
import { isJsonObject } from '../../base/json.ts';
import { ownValue } from '../../base/own-value.ts';
import type { ColumnInfo, YamlPath } from '../../engine/step.ts';
import type { PlannedColumns } from './plans.ts';

/** Keys of a step that hold entries with names of their own. */
const ENTRIES = ['columns', 'tables', 'equations'] as const;

type Values = Readonly<Record<string, unknown>>;

const objectAt = (value: unknown, key: string): Values => {
  const found = isJsonObject(value) ? ownValue(value as Values, key) : undefined;
  return isJsonObject(found) ? (found as Values) : {};
};

export const stepsIn = (value: unknown): Values => objectAt(value, 'steps');

/** Entries are keys of a map, or members of a list with their `id`. */
function entriesIn(step: unknown, key: string): [name: string, at: string | number][] {
  const held = isJsonObject(step) ? ownValue(step as Values, key) : undefined;
  if (!Array.isArray(held)) return Object.keys(objectAt(step, key)).map((name) => [name, name]);
  return held.flatMap((each, i): [string, number][] => {
    const id = isJsonObject(each) ? (each as Values).id : undefined;
    return typeof id === 'string' ? [[id, i]] : [];
  });
}

/** Steps, and entries as `step.entry`, each with its kind and its path. */
export function namedIn(value: unknown): ReadonlyMap<string, { readonly kind: string; readonly path: YamlPath }> {
  const found = new Map<string, { kind: string; path: YamlPath }>();
  for (const [name, step] of Object.entries(stepsIn(value))) {
    const kind = isJsonObject(step) ? String((step as Values).kind ?? '') : '';
    found.set(name, { kind, path: ['steps', name] });
    for (const key of ENTRIES)
      if (kind !== 'derive')
        for (const [entry, at] of entriesIn(step, key))
          found.set(`${name}.${entry}`, { kind, path: ['steps', name, key, at] });
  }
  return found;
}

export const setsIn = (value: unknown): Values => objectAt(value, 'sets');
export const samplesIn = (value: unknown): Values => objectAt(value, 'samples');

/** The step whose data the texts of a step are over: the one that it reads, through its `base`, or itself where it reads a file. */
export function dataOf(step: string, value: unknown): string | undefined {
  const seen = new Set<string>();
  for (let at: string | undefined = step; at !== undefined && !seen.has(at); ) {
    seen.add(at);
    const { from, base, sample_of: sample, file } = (ownValue(stepsIn(value), at) ?? {}) as Values;
    if (typeof from === 'string') return from;
    if (file !== undefined) return at;
    const behind: unknown = base ?? sample;
    at = typeof behind === 'string' ? behind.split('.')[0] : undefined;
  }
  return undefined;
}

export interface VariableInReach extends ColumnInfo {
  /** The step whose data have it. */
  readonly of: string;
}

/** The variables that the texts at a path may name, those of all data outside of steps; none where they are not known. */
export function variablesAt(
  path: YamlPath,
  value: unknown,
  planned: PlannedColumns | undefined,
): readonly VariableInReach[] {
  const [section, step] = path;
  const own = section === 'steps' && typeof step === 'string' ? dataOf(step, value) : undefined;
  if (section === 'steps') return own === undefined ? [] : columnsOf(own, planned);
  const all = [...(planned?.columns.keys() ?? [])].flatMap((of) => columnsOf(of, planned));
  return [...new Map(all.map((column) => [column.name, column])).values()];
}

function columnsOf(of: string, planned: PlannedColumns | undefined): VariableInReach[] {
  return (planned?.columns.get(of) ?? []).map((column) => ({ ...column, of }));
}

export function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null ? ownValue(at as Record<string, unknown>, String(part)) : undefined,
    value,
  );
}
