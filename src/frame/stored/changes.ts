/** Compares two versions of a stored frame: rows that came and went, columns, and their first changed cells. */
import type { ArtifactReader } from '../../base/reader.ts';
import type { Hides } from '../../base/value.ts';
import { type Column, valueText } from '../column.ts';
import type { Frame } from '../frame.ts';
import { readFrame } from './artifact.ts';

export interface CellChange {
  /** `Beijing, 2012` in a panel, `row 17 of the data` without one; with the file's row where it is known. null where nothing of it may be told. */
  readonly row: string | null;
  readonly before: string;
  readonly after: string;
}

export interface CountedChange {
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
  readonly columns: readonly CountedChange[];
}

function frameChanges(before: ArtifactReader, after: ArtifactReader, hides: Hides, inFile: RowInFile): FrameChanges {
  const [a, b] = [readFrame(before), readFrame(after)];
  const { pairs, added, removed } = matchRows(a, b);
  const both = b.names.filter((name) => a.has(name));
  return {
    rowsAdded: added.length,
    rowsRemoved: removed.length,
    firstAdded: added.length === 0 ? null : rowName(b, added[0]!, hides),
    firstRemoved: removed.length === 0 ? null : rowName(a, removed[0]!, hides),
    columnsAdded: b.names.filter((name) => !a.has(name)),
    columnsRemoved: a.names.filter((name) => !b.has(name)),
    columns: both.flatMap((name) => columnChange(name, a, b, pairs, hides, inFile) ?? []),
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

/** null where it would tell a value that is hidden. */
export function rowName(frame: Frame, row: number, hides: Hides): string | null {
  if (frame.panel === null) return `row ${row + 1} of the data`;
  if (hides(frame.panel.unit) || hides(frame.panel.time)) return null;
  return [frame.panel.unit, frame.panel.time].map((name) => valueText(frame.column(name), row)).join(', ');
}

function placeOf(frame: Frame, row: number, inFile: number | undefined, hides: Hides): string | null {
  const name = rowName(frame, row, hides);
  if (inFile === undefined) return name;
  return frame.panel === null || name === null ? `row ${inFile}` : `row ${inFile}: ${name}`;
}

function columnChange(
  name: string,
  a: Frame,
  b: Frame,
  pairs: Matched['pairs'],
  hides: Hides,
  inFile: RowInFile,
): CountedChange | undefined {
  const [before, after] = [a.column(name), b.column(name)];
  let count = 0;
  let first: CellChange | undefined;
  for (const [from, to] of pairs) {
    const [was, is] = [cell(before, from), cell(after, to)];
    if (was === is) continue;
    count += 1;
    first ??= { row: placeOf(b, to, inFile(b, to, name), hides), before: was, after: is };
  }
  return first && { column: name, count, first };
}

/** A missing value as statistics packages print it. */
const cell = (column: Column, row: number): string => valueText(column, row) || '.';

/** Columns that are told one by one. */
const MOST_COLUMNS = 5;

/** A row's number in the file that a column came from; undefined where it came from none. */
export type RowInFile = (frame: Frame, row: number, column: string) => number | undefined;

/** Lines for people, with no value of a variable that is hidden: `rd_intensity: 0.99 → 1.02 (row 17: Beijing, 2012), and 3 more values`. */
export function frameChangeLines(
  before: ArtifactReader,
  after: ArtifactReader,
  hides: Hides = () => false,
  inFile: RowInFile = () => undefined,
): string[] {
  const changes = frameChanges(before, after, hides, inFile);
  const { columns, columnsAdded, columnsRemoved } = changes;
  const lines = [
    ...rowLine(changes.rowsAdded, 'new', changes.firstAdded),
    ...rowLine(changes.rowsRemoved, 'gone', changes.firstRemoved),
    ...(columnsAdded.length > 0 ? [`new: ${columnsAdded.join(', ')}`] : []),
    ...(columnsRemoved.length > 0 ? [`gone: ${columnsRemoved.join(', ')}`] : []),
    ...columns.slice(0, MOST_COLUMNS).map((change) => columnLine(change, hides)),
  ];
  const more = columns.slice(MOST_COLUMNS).map(({ column }) => column);
  return more.length === 0 ? lines : [...lines, `also changed: ${more.join(', ')}`];
}

function rowLine(count: number, what: string, first: string | null): string[] {
  if (count === 0) return [];
  const told = first === null ? '' : ` (${count === 1 ? '' : 'the first: '}${first})`;
  return [`${count} ${count === 1 ? 'row' : 'rows'} ${what}${told}`];
}

function columnLine({ column, count, first }: CountedChange, hides: Hides): string {
  const at = first.row === null ? '' : ` (${first.row})`;
  if (hides(column)) return `${column}: ${count} confidential ${count === 1 ? 'value' : 'values'}${at}`;
  const others = count === 1 ? '' : `, and ${count - 1} more ${count === 2 ? 'value' : 'values'}`;
  return `${column}: ${first.before} → ${first.after}${at}${others}`;
}
