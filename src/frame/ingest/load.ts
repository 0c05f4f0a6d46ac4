/** From a file's bytes to a frame, as declared: read, rename, types, merge, derive, panel, keep. */

import type { MarkList, Marks } from '../cell-marks.ts';
import { doubtComplaint } from '../cells/doubts.ts';
import { refuseUntyped, untypedInWords, untypedOf } from '../cells/untyped.ts';
import { type Column, isText, valueText } from '../column.ts';
import type { ColumnChanges } from '../column-changes.ts';
import type { ColumnNotes } from '../column-notes.ts';
import { count, type DataComplaint, DataError } from '../complaint.ts';
import { addedByDefault, type Declaration, isKept } from '../declared/declaration.ts';
import { columnsOf, derive, orderDerivations } from '../declared/derive.ts';
import { Frame, type Panel } from '../frame.ts';
import { levelOrders } from '../level-order.ts';
import { arrangePanel } from '../panel.ts';
import type { Chunks } from '../readers/chunks.ts';
import type { Contents } from '../readers/source.ts';
import type { RowInFile } from '../stored/changes.ts';
import type { Working } from '../working.ts';
import { doubted } from './file-columns.ts';
import { merge, type Other } from './merge.ts';
import { filesInWords, type IngestedFile } from './several-files.ts';
import { readRows } from './where/read-rows.ts';

export interface LoadedFrame {
  readonly frame: Frame;
  readonly notes: ReadonlyMap<string, ColumnNotes>;
  readonly warnings: readonly DataComplaint[];
  /**
   * Sentences on the declared changes to rows and values, with counts. `quiet` holds those that a warning or the declaration says already.
   */
  readonly told: readonly string[];
  readonly quiet: readonly string[];
  readonly changes: ColumnChanges;
  /** Marks that were given to cells of which a column of the frame warns. */
  readonly marks: MarkList;
  /** The file's chunks, where its rows stand as they stand in the frame. */
  readonly chunks: Chunks | undefined;
}

/** `other(i)` is the frame that the i-th merge names. `chunkBytes`: how large the file's chunks are, where they are asked for. Throws DataError with everything wrong at one stage. */
export function load(
  contents: Contents | { readonly files: readonly IngestedFile[] },
  declaration: Declaration,
  other: (i: number) => Other & { readonly names: readonly string[] },
  chunkBytes?: number,
): LoadedFrame {
  const warnings: DataComplaint[] = [];
  const start = readRows(contents, declaration, { chunkBytes });
  const { notes, changes, marks } = start;
  const told: string[] = [];
  const quiet: string[] = 'files' in contents ? [filesInWords(contents.files, start.of)] : [];
  warnings.push(...start.warnings);
  if (start.nrows < start.of) told.push(`${count(start.of - start.nrows, 'row')} left out by \`where\``);
  let working: Working = start;
  const { panel } = declaration;
  const panelInFile = panel !== undefined && start.columns.has(panel.unit) && start.columns.has(panel.time);
  // Before a merge repeats rows or fails on them, the file's own duplicates are the better message.
  if (panelInFile) {
    refusePanel(start, panel, marks);
    working = arrangePanel(start, panel);
  }
  (declaration.merge ?? []).forEach((each, i) => {
    const frame = other(i);
    const columns = each.columns ?? addedByDefault(each, frame.names);
    refuseUnknown(working, each.on, ['merge', i, 'on']);
    if (each.nearest) refuseUnknown(working, [each.nearest.by], ['merge', i, 'nearest']);
    refuseTaken(
      working,
      [...columns, ...(each.nearest?.as === undefined ? [] : [each.nearest.as])],
      ['merge', i, 'columns'],
    );
    const keys = new Map(each.on.map((name) => [name, frame.column(name)]));
    for (const side of [working, { columns: keys }]) refuseAsGroups(side, each.on, marks, ['merge', i, 'on']);
    const merged = merge(working, frame, { ...each, columns }, i);
    warnings.push(...merged.warnings);
    quiet.push(...merged.told);
    working = merged;
  });
  const columns = new Map(working.columns);
  working = { ...working, columns };
  for (const derivation of orderDerivations(declaration.derive ?? [], panel).ordered) {
    refuseTaken(working, [derivation.name], ['derive', derivation.name]);
    refuseUntyped(working.columns, columnsOf(derivation.expression, panel), marks, ['derive', derivation.name]);
    const derived = derive(derivation, columns, working.nrows, panel);
    warnings.push(...derived.warnings);
    const { name } = derivation;
    changes.add(name, 'interpolated', derived.interpolated);
    columns.set(
      name,
      doubted(derived.column, { name, variable: name }, { marks, rows: working.fileRows }, declaration),
    );
  }
  if (panel !== undefined) {
    refuseUnknown(working, [panel.unit, panel.time], ['panel']);
    refusePanel(working, panel, marks);
    const arranged = arrangePanel(working, panel);
    warnings.push(...arranged.warnings);
    working = arranged;
  }
  refuseUnknown(
    working,
    [...(declaration.keep ?? []), ...(declaration.drop ?? [])],
    [declaration.keep ? 'keep' : 'drop'],
  );
  const kept = new Map([...working.columns].filter(([name]) => isKept(name, declaration)));
  const names = [...kept.keys()];
  told.push(...changes.inWords(names, 'recoded'), ...changes.inWords(names, 'interpolated'));
  quiet.push(...changes.inWords(names, 'readAsMissing'));
  for (const [name, column] of kept) {
    const untyped = untypedOf(column);
    if (untyped !== undefined && marks.has(untyped.mark)) told.push(untypedInWords(name, untyped));
  }
  return {
    frame: Frame.of(kept, working.nrows, panel ?? null),
    notes: panel === undefined ? notes : withOrders(notes, levelOrders({ ...working, columns: kept }, panel)),
    warnings,
    told,
    quiet,
    changes,
    marks: marks.carriedBy(kept.values()),
    chunks: warnings.length === 0 && isInFileOrder(working) ? start.chunks : undefined,
  };
}

function withOrders(notes: LoadedFrame['notes'], orders: ReadonlyMap<string, readonly string[]>): LoadedFrame['notes'] {
  const ordered = new Map(notes);
  for (const [name, order] of orders) ordered.set(name, { ...notes.get(name), order });
  return ordered;
}

function isInFileOrder({ fileRows }: Working): boolean {
  for (let i = 1; i < fileRows.length; i++) if (fileRows[i] !== fileRows[0]! + i) return false;
  return true;
}

/** Tells where values of the file's own columns stand in it: rows of a panel are found by unit and time, others by their place. */
export function rowsInFile(contents: Contents, declaration: Declaration): RowInFile {
  const { columns, fileRows } = readRows(contents, declaration);
  const { panel, merge: merges = [] } = declaration;
  if (panel === undefined)
    return (_, row, column) => (merges.length === 0 && columns.has(column) ? fileRows[row] : undefined);
  const [unit, time] = [columns.get(panel.unit), columns.get(panel.time)];
  if (unit === undefined || time === undefined) return () => undefined;
  const key = (units: Column, times: Column, row: number): string =>
    `${valueText(units, row)}\0${valueText(times, row)}`;
  const rows = new Map(Array.from(fileRows, (row, i) => [key(unit, time, i), row]));
  return (frame, row, column) =>
    columns.has(column) ? rows.get(key(frame.column(panel.unit), frame.column(panel.time), row)) : undefined;
}

/** Checks what a computed frame's columns alone can break; everything else was known from the headers. */
function refuseUnknown(working: Working, names: readonly string[], path: Path): void {
  const unknown = names.filter((name) => !working.columns.has(name));
  if (unknown.length === 0) return;
  throw new DataError(
    ...unknown.map((name) => ({ code: 'unknown-variable', message: `unknown variable \`${name}\``, path })),
  );
}

function refuseTaken(working: Working, names: readonly string[], path: Path): void {
  const taken = names.filter((name) => working.columns.has(name));
  if (taken.length === 0) return;
  throw new DataError(
    ...taken.map((name) => ({ code: 'duplicate-column', message: `there is a column \`${name}\` already`, path })),
  );
}

type Columns = Pick<Working, 'columns'>;
type Path = readonly (string | number)[];

/** Keys of a merge and units of a panel are groups. */
function refuseAsGroups(working: Columns, names: readonly string[], marks: Marks, path: Path): void {
  refuseUntyped(working.columns, names, marks, path);
  const complaints = names.flatMap((name) => {
    const column = working.columns.get(name)!;
    return isText(column) && column.doubts !== undefined ? [doubtComplaint(name, column.doubts, marks, path)] : [];
  });
  if (complaints.length > 0) throw new DataError(...complaints);
}

function refusePanel(working: Columns, { unit, time }: Panel, marks: Marks): void {
  refuseAsGroups(working, [unit], marks, ['panel', 'unit']);
  refuseUntyped(working.columns, [time], marks, ['panel', 'time']);
}
