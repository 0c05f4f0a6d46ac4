/** A frame as a stored artifact: `schema`, `labels`, `order`, `rows`, and one part `column:NAME` for each column. */

import { canonicalJson } from '../../base/canonical.ts';
import { memo } from '../../base/memo.ts';
import type { Artifact, ArtifactReader } from '../../base/reader.ts';
import type { ColumnType } from '../../econ/data.ts';
import type { MarkList } from '../cell-marks.ts';
import type { Column } from '../column.ts';
import { type ColumnChange, ColumnChanges } from '../column-changes.ts';
import type { ColumnNotes } from '../column-notes.ts';
import { Frame, FrameMemory, type Panel } from '../frame.ts';
import { decodeColumn, encodeColumn } from './bytes.ts';
import { decodeRows, encodeRows } from './row-keys.ts';

const columnPrefix = 'column:';

/** The parts a consumer of these columns declares: the rows' identity and the columns themselves. */
export function frameParts(columns: readonly string[]): readonly string[] {
  const names = isSorted(columns) ? columns : [...new Set(columns)].sort();
  return ['rows', ...names.map(columnPart)];
}

/** Shared by the many nodes that read a column. */
export const columnPart = memo((name: string) => columnPrefix + name);

/** Tells whether the names ascend without repetition. */
function isSorted(names: readonly string[]): boolean {
  for (let i = 1; i < names.length; i++) if (names[i - 1]! >= names[i]!) return false;
  return true;
}

/** The description of a frame for people (`show`, codebooks): column order, types, and the changes made. No estimate depends on it. */
export interface FrameSchema {
  readonly nrows: number;
  readonly panel: Panel | null;
  readonly columns: readonly ({ readonly name: string; readonly type: ColumnType } & ColumnChange)[];
  /** Sentences on the declared changes to the data, with counts. */
  readonly told: readonly string[];
}

/** The part with labels of columns from a frame's files. Frames made of it carry it on without reading the rest. */
export const labelsPart = 'labels';
/** Orders of texts (level-order.ts), for who asks which comes first. */
export const orderPart = 'order';

export type ColumnLabels = ReadonlyMap<string, ColumnNotes>;

export const readLabels = (reader: ArtifactReader): ColumnLabels => new Map(entriesOf<ColumnNotes>(reader, labelsPart));

/** The texts of a column as they first appear in the file; undefined where rows have them in that order. */
export const readOrder = (reader: ArtifactReader, column: string): readonly string[] | undefined =>
  new Map(entriesOf<readonly string[]>(reader, orderPart)).get(column);

/** All that frames made of this one carry on. */
export function readNotes(reader: ArtifactReader): ColumnLabels {
  const notes = new Map(readLabels(reader));
  for (const [name, order] of entriesOf<readonly string[]>(reader, orderPart))
    notes.set(name, { ...notes.get(name), order });
  return notes;
}

/** A frame that an earlier papermake recorded has none. */
const entriesOf = <T>(reader: ArtifactReader, part: string): [string, T][] =>
  reader.parts.includes(part) ? Object.entries(reader.json(part) as unknown as Record<string, T>) : [];

/** Members that are stored beside a frame's columns and their labels. */
interface Beside {
  readonly told: readonly string[];
  readonly marks: MarkList;
  readonly changes: ColumnChanges;
}

/** The marks that were given to cells of the file (marks.ts), for the engine alone: no node reads them. */
export const marksPart = 'marks';

export function frameArtifact(
  frame: Frame,
  notes: ColumnLabels = new Map(),
  { told = [], marks = [], changes = new ColumnChanges() }: Partial<Beside> = {},
): Artifact {
  const schema: FrameSchema = {
    nrows: frame.nrows,
    panel: frame.panel,
    columns: frame.names.map((name) => ({ name, type: frame.column(name).type, ...changes.of(name) })),
    told,
  };
  const said = frame.names.map((name) => [name, notes.get(name) ?? {}] as const);
  const labels = said.flatMap(([name, { order: _, ...label }]) =>
    Object.keys(label).length > 0 ? [[name, label]] : [],
  );
  const orders = said.flatMap(([name, { order }]) => (order === undefined ? [] : [[name, order]]));
  const parts = new Map<string, Uint8Array>();
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(canonicalJson(value));
  parts.set('schema', json(schema));
  parts.set(labelsPart, json(Object.fromEntries(labels)));
  parts.set(orderPart, json(Object.fromEntries(orders)));
  if (marks.flat().length > 0) parts.set(marksPart, json(marks));
  parts.set('rows', encodeRows(frame));
  for (const name of [...frame.names].sort()) parts.set(columnPrefix + name, encodeColumn(frame.column(name)));
  return { type: 'frame', parts };
}

/**
 * Reads only what is asked for, and only parts that were declared; the panel's own columns come with `rows`. `memory` is of this very
 * artifact, or empty.
 */
export function readFrame(reader: ArtifactReader, memory = new FrameMemory()): Frame {
  const bytes = reader.bytes('rows');
  memory.rows ??= decodeRows(bytes);
  const { rows } = memory;
  const names = reader.parts.filter((part) => part.startsWith(columnPrefix)).map((p) => p.slice(columnPrefix.length));
  for (const key of rows.keys.keys()) if (!names.includes(key)) names.push(key);
  const declared = new Set(reader.parts);
  const load = (name: string): Column => {
    // a column that was declared stands there whole
    const key = declared.has(columnPart(name)) ? undefined : rows.keys.get(name);
    return key === undefined ? decodeColumn(reader.bytes(columnPart(name))) : key();
  };
  return new Frame(rows.nrows, names, rows.panel, load, memory);
}

/** A stored frame with one column more, and further parts beside it, which are JSON, as an artifact of `type`. Whatever else it had stays. */
export function extendFrame(
  reader: ArtifactReader,
  type: string,
  added: readonly { readonly name: string; readonly column: Column }[],
  more: Readonly<Record<string, unknown>>,
): Artifact {
  const schema = reader.json('schema') as unknown as FrameSchema;
  const columns = [...schema.columns, ...added.map(({ name, column }) => ({ name, type: column.type }))];
  const parts = new Map<string, Uint8Array>();
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(canonicalJson(value));
  parts.set('schema', json({ ...schema, columns }));
  for (const part of [labelsPart, orderPart, 'rows'])
    if (reader.parts.includes(part)) parts.set(part, reader.bytes(part));
  const encoded = new Map(columns.map(({ name }) => [name, () => reader.bytes(columnPrefix + name)]));
  for (const { name, column } of added) encoded.set(name, () => encodeColumn(column));
  for (const name of [...encoded.keys()].sort()) parts.set(columnPrefix + name, encoded.get(name)!());
  for (const [name, value] of Object.entries(more)) parts.set(name, json(value));
  return { type, parts };
}

/** Parts that a step put beside a frame's own. */
export function partsBeside(parts: readonly string[]): readonly string[] {
  return parts.filter((part) => !ownParts.includes(part) && !part.startsWith(columnPrefix));
}

const ownParts: readonly string[] = ['schema', labelsPart, orderPart, marksPart, 'rows'];
