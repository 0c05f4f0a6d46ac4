/** Collects what a layer shows: points of frames and of records of results, by panel and group. */
import { ownValue } from '../../base/own-value.ts';
import { termLabel } from '../../table/words/labels.ts';
import type { FigureRow, FigureValue } from '../figure.ts';
import type { Layer } from '../layer-options.ts';
import type { DrawContext, FigureSource, ObservedRows } from '../plot.ts';
import { groupsOf } from '../rows/group.ts';
import { partOf, recordsOf } from '../rows/records.ts';
import type { Point } from './mark.ts';

export interface LayerGroup {
  /** The panel that it stands in; null where it stands in all. */
  readonly panel: string | null;
  /** The group that it is; empty where the layer has none. */
  readonly group: string;
  readonly points: readonly Point[];
}

/** The observations of a layer, with the order of the levels on an axis that has some. */
export interface Observed {
  readonly groups: readonly LayerGroup[];
  readonly orders: Partial<Readonly<Record<'x' | 'y', readonly string[]>>>;
}

/** Keys of a layer that name what a point has. */
const channels = ['x', 'y', 'low', 'high', 'label'] as const;

/** Names of the groups and panels of rows, in their order, and which each row has. */
interface Levels {
  readonly names: readonly string[];
  of(row: number): string | null;
}

/** A source as a layer reads it. */
interface Table {
  readonly nobs: number;
  /** Values of a channel; undefined where the layer names no variable of it. */
  values(channel: (typeof channels)[number]): readonly FigureValue[] | undefined;
  /** Levels of a variable; undefined where the source has none of that name. */
  levels(name: string): Levels | undefined;
}

/** The groups of a layer by panel. */
export function observations(
  layer: Layer,
  sources: readonly FigureSource[],
  facet: string | undefined,
  context: DrawContext,
): Observed {
  if (layer.sources.length === 0) return { groups: [{ panel: null, group: '', points: [] }], orders: {} };
  const [first] = layer.sources.map((i) => sources[i]!);
  const table =
    first!.observed === undefined
      ? ofRecords(
          layer,
          layer.sources.map((i) => sources[i]!),
          context,
        )
      : ofFrame(layer, first!.observed, context);
  const columns = channels.flatMap((name) => {
    const values = table.values(name);
    return values === undefined ? [] : [[name, values] as const];
  });
  const panels = facet === undefined ? undefined : table.levels(facet);
  const groups = layer.by === undefined ? undefined : table.levels(layer.by);
  const found = new Map<string, { panel: string | null; group: string; points: Point[] }>();
  for (const panel of panels?.names ?? [null])
    for (const group of groups?.names ?? ['']) found.set(JSON.stringify([panel, group]), { panel, group, points: [] });
  const needed = columns.filter(([name]) => name !== 'label');
  const lacking = new Set<string>();
  let lost = 0;
  for (let row = 0; row < table.nobs; row++) {
    const panel = panels === undefined ? null : panels.of(row);
    const group = groups === undefined ? '' : groups.of(row);
    const without = [
      ...(panels !== undefined && panel === null ? [facet!] : []),
      ...(group === null ? [layer.by!] : []),
      ...needed.flatMap(([name, values]) => ((values[row] ?? null) === null ? [String(layer[name])] : [])),
    ];
    for (const name of without) lacking.add(name);
    if (without.length > 0) lost++;
    if ((panels !== undefined && panel === null) || group === null) continue;
    found
      .get(JSON.stringify([panel, group]))!
      .points.push(Object.fromEntries(columns.map(([name, values]) => [name, values[row] ?? null])));
  }
  if (lost > 0) context.lose({ cause: 'missing', count: lost, detail: [...lacking].join(', ') });
  const orders = Object.fromEntries(
    columns.flatMap(([name, values]) =>
      (name === 'x' || name === 'y') && values.some((value) => typeof value === 'string')
        ? [[name, table.levels(layer[name] as string)!.names]]
        : [],
    ),
  );
  return { groups: [...found.values()].filter(({ points }) => points.length > 0), orders };
}

function ofFrame(layer: Layer, observed: ObservedRows, context: DrawContext): Table {
  const levels = (name: string): Levels | undefined => {
    // A layer whose frame lacks the variable of the panels stands in all of them.
    if (!observed.has(name)) return undefined;
    const groups = groupsOf(observed, { ...context, options: { by: name } });
    const own: (string | null)[] = new Array(observed.nobs).fill(null);
    for (const group of groups) for (const row of group.rows) own[row] = group.name;
    return { names: groups.map((group) => group.name), of: (row) => own[row]! };
  };
  return {
    nobs: observed.nobs,
    levels,
    values(channel) {
      const name = layer[channel];
      if (typeof name !== 'string') return undefined;
      const isColumn = (channel === 'x' || channel === 'y') && layer.columns?.includes(channel);
      const plain = isColumn ? observed.values(name) : undefined;
      if (plain?.every((value) => typeof value !== 'string')) return plain;
      if (plain !== undefined || channel === 'label') {
        const known = levels(name)!;
        return Array.from({ length: observed.nobs }, (_, row) => known.of(row));
      }
      return Array.from(observed.numbers(name), (value) => (Number.isNaN(value) ? null : value));
    },
  };
}

/** Records of several results have one field more, `model`, with the header of each. */
function ofRecords(layer: Layer, sources: readonly FigureSource[], context: DrawContext): Table {
  const { book, refuse } = context;
  const rows = sources.flatMap((source): FigureRow[] => {
    const part = partOf(source.type, layer.part)!;
    const found = recordsOf(source, part);
    if (found === undefined)
      return refuse('no-records', `\`${source.node}\` has no list of records \`${part}\``, { option: 'layers' });
    return found.map((record) => ({ model: source.header, ...record }));
  });
  const has = (name: string): boolean => rows.some((row) => Object.hasOwn(row, name));
  const words = (name: string, value: FigureValue): FigureValue =>
    typeof value !== 'string'
      ? value
      : name === 'term'
        ? termLabel(value, book)
        : (ownValue(book.renamed, value) ?? value);
  const valuesOf = (name: string): FigureValue[] => rows.map((row) => words(name, row[name] ?? null));
  return {
    nobs: rows.length,
    levels(name) {
      if (!has(name)) return undefined;
      const values = valuesOf(name).map((value) => (value === null ? null : String(value)));
      return { names: [...new Set(values)].filter((value) => value !== null), of: (row) => values[row]! };
    },
    values(channel) {
      const name = layer[channel];
      if (typeof name !== 'string') return undefined;
      if (has(name)) return valuesOf(name);
      const known = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      return refuse('no-field', `the records of a layer have no \`${name}\``, {
        option: 'layers',
        hint: `they have ${known.join(', ')}`,
      });
    },
  };
}
