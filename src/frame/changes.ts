/** What changed between two versions of a stored frame: rows that came and went, columns, and their first cells. */
import type { ArtifactReader } from '../base/reader.ts';
import { readFrame } from './artifact.ts';
import { type Column, valueText } from './column.ts';
import type { Frame } from './frame.ts';

export interface CellChange {
  /** `Beijing, 2012` in a panel, `row 17 of the data` without one; with the file's row where it is known. */
  readonly row: string;
  readonly before: string;
  readonly after: string;
}

export interface ColumnChange {
  readonly column: string;
  /** Cells that differ, among the rows that both have. */
  readonly count: number;
  readonly first: CellChange;
}

export interface FrameChanges {
  readonly rowsAdded: number;
  readonly rowsRemoved: number;
  /** Names of the first rows that came or went. */
  readonly firstAdded: string | null;
  readonly firstRemoved: string | null;
  readonly columnsAdded: readonly string[];
  readonly columnsRemoved: readonly string[];
  readonly columns: readonly ColumnChange[];
}

function frameChanges(before: ArtifactReader, after: ArtifactReader, inFile: RowInFile): FrameChanges {
  const [a, b] = [readFrame(before), readFrame(after)];
  const { pairs, added, removed } = matchRows(a, b);
  const both = b.names.filter((name) => a.has(name));
  return {
    rowsAdded: added.length,
    rowsRemoved: removed.length,
    firstAdded: added.length === 0 ? null : rowName(b, added[0]!),
    firstRemoved: removed.length === 0 ? null : rowName(a, removed[0]!),
    columnsAdded: b.names.filter((name) => !a.has(name)),
    columnsRemoved: a.names.filter((name) => !b.has(name)),
    columns: both.flatMap((name) => columnChange(name, a, b, pairs, inFile) ?? []),
  };
}

interface Matched {
  /** Row before, row after. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly added: readonly number[];
  readonly removed: readonly number[];
}

/** Pairs rows by unit and time where both frames are panels of them, by place otherwise. */
function matchRows(a: Frame, b: Frame): Matched {
  const [keyA, keyB] = [rowKeys(a), rowKeys(b)];
  if (!keyA || !keyB || a.panel!.unit !== b.panel!.unit || a.panel!.time !== b.panel!.time) return byPlace(a, b);
  const rowsB = new Map(keyB.map((key, row) => [key, row]));
  const pairs: [number, number][] = [];
  const removed: number[] = [];
  for (const [row, key] of keyA.entries()) {
    const other = rowsB.get(key);
    if (other === undefined) removed.push(row);
    else pairs.push([row, other]);
    rowsB.delete(key);
  }
  return { pairs, added: [...rowsB.values()], removed };
}

function byPlace(a: Frame, b: Frame): Matched {
  const range = (from: number, to: number): number[] =>
    Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  return {
    pairs: range(0, Math.min(a.nrows, b.nrows)).map((row) => [row, row] as const),
    added: range(a.nrows, b.nrows),
    removed: range(b.nrows, a.nrows),
  };
}

function rowKeys(frame: Frame): readonly string[] | undefined {
  if (frame.panel === null) return undefined;
  const [unit, time] = [frame.column(frame.panel.unit), frame.column(frame.panel.time)];
  return Array.from({ length: frame.nrows }, (_, row) => `${valueText(unit, row)}\0${valueText(time, row)}`);
}

export function rowName(frame: Frame, row: number): string {
  if (frame.panel === null) return `row ${row + 1} of the data`;
  return [frame.panel.unit, frame.panel.time].map((name) => valueText(frame.column(name), row)).join(', ');
}

function placeOf(frame: Frame, row: number, inFile: number | undefined): string {
  if (inFile === undefined) return rowName(frame, row);
  return frame.panel === null ? `row ${inFile}` : `row ${inFile}: ${rowName(frame, row)}`;
}

function columnChange(
  name: string,
  a: Frame,
  b: Frame,
  pairs: Matched['pairs'],
  inFile: RowInFile,
): ColumnChange | undefined {
  const [before, after] = [a.column(name), b.column(name)];
  let count = 0;
  let first: CellChange | undefined;
  for (const [from, to] of pairs) {
    const [was, is] = [cell(before, from), cell(after, to)];
    if (was === is) continue;
    count += 1;
    first ??= { row: placeOf(b, to, inFile(b, to, name)), before: was, after: is };
  }
  return first && { column: name, count, first };
}

/** A missing value as statistics packages print it. */
const cell = (column: Column, row: number): string => valueText(column, row) || '.';

/** Columns that are told one by one. */
const MOST_COLUMNS = 5;

/** A row's number in the file that a column came from; undefined where it came from none. */
export type RowInFile = (frame: Frame, row: number, column: string) => number | undefined;

/** Lines for people: `rd_intensity: 0.99 → 1.02 (row 17: Beijing, 2012), and 3 more values`. */
export function frameChangeLines(before: ArtifactReader, after: ArtifactReader, inFile?: RowInFile): string[] {
  const changes = frameChanges(before, after, inFile ?? (() => undefined));
  const { columns, columnsAdded, columnsRemoved } = changes;
  const lines = [
    ...rowLine(changes.rowsAdded, 'new', changes.firstAdded),
    ...rowLine(changes.rowsRemoved, 'gone', changes.firstRemoved),
    ...(columnsAdded.length > 0 ? [`new: ${columnsAdded.join(', ')}`] : []),
    ...(columnsRemoved.length > 0 ? [`gone: ${columnsRemoved.join(', ')}`] : []),
    ...columns.slice(0, MOST_COLUMNS).map(columnLine),
  ];
  const more = columns.slice(MOST_COLUMNS).map(({ column }) => column);
  return more.length === 0 ? lines : [...lines, `also changed: ${more.join(', ')}`];
}

function rowLine(count: number, what: string, first: string | null): string[] {
  if (count === 0) return [];
  return [`${count} ${count === 1 ? 'row' : 'rows'} ${what} (${count === 1 ? '' : 'the first: '}${first})`];
}

function columnLine({ column, count, first }: ColumnChange): string {
  const others = count === 1 ? '' : `, and ${count - 1} more ${count === 2 ? 'value' : 'values'}`;
  return `${column}: ${first.before} → ${first.after} (${first.row})${others}`;
}
