/** From a file's bytes to a frame, as declared: read, rename, types, merge, derive, panel, keep. */
import { sha256 } from '../base/canonical.ts';
import { defined } from '../base/defined.ts';
import { evaluateCondition } from '../base/expression/evaluate.ts';
import { memoByIdentity } from '../base/memo.ts';
import { own } from '../base/own.ts';
import type { RowInFile } from './changes.ts';
import { type Column, isText, valueText } from './column.ts';
import { count, type DataComplaint, DataError } from './complaint.ts';
import { type Declaration, isKept, isRead } from './declaration.ts';
import { derive, noteComplaints, orderDerivations } from './derive.ts';
import { doubtComplaint, withDoubts } from './doubts.ts';
import { type ColumnNotes, Frame } from './frame.ts';
import { merge, type Other } from './merge.ts';
import { arrangePanel } from './panel.ts';
import { checkHeader, warningsOf } from './readers/header.ts';
import { readerFor } from './readers/registry.ts';
import type { CellSource, TypedSource } from './readers/source.ts';
import { type Reading, readingOf } from './readings.ts';
import { asTexts, recode } from './recode.ts';
import { retype } from './retype.ts';
import { type ColumnRequest, convert, missingCodes } from './types.ts';
import { gatherRows, type Working } from './working.ts';

export interface Loaded {
  readonly frame: Frame;
  readonly notes: ReadonlyMap<string, ColumnNotes>;
  readonly warnings: readonly DataComplaint[];
  /** What was done to the data as declared, with counts. */
  readonly told: readonly string[];
}

/** `other(i)` is the frame that the i-th merge names. Throws DataError with everything wrong at one stage. */
export function load(
  bytes: Uint8Array,
  declaration: Declaration,
  other: (i: number) => Other & { readonly names: readonly string[] },
): Loaded {
  const warnings: DataComplaint[] = [];
  const { notes, warnings: read, told, ...all } = readColumns(bytes, declaration);
  warnings.push(...read);
  const start = rowsWhere(all, declaration, warnings);
  if (start.nrows < all.nrows) told.push(`${count(all.nrows - start.nrows, 'row')} left out by \`where\``);
  let working: Working = start;
  const { panel } = declaration;
  const panelInFile = panel !== undefined && start.columns.has(panel.unit) && start.columns.has(panel.time);
  // Before a merge repeats rows or fails on them, the file's own duplicates are the better message.
  if (panelInFile) {
    refuseDoubts(start, [panel.unit], bytes, ['panel', 'unit']);
    working = arrangePanel(start, panel);
  }
  (declaration.merge ?? []).forEach((each, i) => {
    const frame = other(i);
    const columns = each.columns ?? frame.names.filter((name) => !each.on.includes(name));
    refuseUnknown(working, each.on, ['merge', i, 'on']);
    refuseTaken(working, columns, ['merge', i, 'columns']);
    const keys = new Map(each.on.map((name) => [name, frame.column(name)]));
    for (const side of [working, { columns: keys }]) refuseDoubts(side, each.on, bytes, ['merge', i, 'on']);
    const merged = merge(working, frame, { ...each, columns }, i);
    warnings.push(...merged.warnings);
    working = merged;
  });
  const columns = new Map(working.columns);
  working = { ...working, columns };
  for (const derivation of orderDerivations(declaration.derive ?? [], panel).ordered) {
    refuseTaken(working, [derivation.name], ['derive', derivation.name]);
    const derived = derive(derivation, columns, working.nrows, panel);
    warnings.push(...derived.warnings);
    const { name } = derivation;
    columns.set(
      name,
      doubted(derived.column, { name, variable: name }, { bytes, rows: working.fileRows }, declaration),
    );
  }
  if (panel !== undefined) {
    refuseUnknown(working, [panel.unit, panel.time], ['panel']);
    refuseDoubts(working, [panel.unit], bytes, ['panel', 'unit']);
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
  return { frame: Frame.of(kept, working.nrows, panel ?? null), notes, warnings, told };
}

/** The rows for which the condition is true; a comparison with a missing value is none. */
function rowsWhere(all: Working, { where }: Declaration, warnings: DataComplaint[]): Working {
  if (where === undefined) return all;
  const { values, notes } = evaluateCondition(where.expression, Frame.of(all.columns, all.nrows));
  warnings.push(...noteComplaints(notes, where.text, ['where']));
  const rows = Int32Array.from(values.keys()).filter((row) => values[row] === 1);
  if (rows.length > 0 || all.nrows === 0) return gatherRows(all, rows);
  throw new DataError({ code: 'no-rows', message: `no row holds \`${where.text}\``, path: ['where'] });
}

/** Tells where values of the file's own columns stand in it: rows of a panel are found by unit and time, others by their place. */
export function rowsInFile(bytes: Uint8Array, declaration: Declaration): RowInFile {
  const { columns, fileRows } = rowsWhere(readColumns(bytes, declaration), declaration, []);
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
function refuseUnknown(working: Working, names: readonly string[], path: readonly (string | number)[]): void {
  const unknown = names.filter((name) => !working.columns.has(name));
  if (unknown.length === 0) return;
  throw new DataError(
    ...unknown.map((name) => ({ code: 'unknown-variable', message: `unknown variable \`${name}\``, path })),
  );
}

function refuseTaken(working: Working, names: readonly string[], path: readonly (string | number)[]): void {
  const taken = names.filter((name) => working.columns.has(name));
  if (taken.length === 0) return;
  throw new DataError(
    ...taken.map((name) => ({ code: 'duplicate-column', message: `there is a column \`${name}\` already`, path })),
  );
}

/** Keys of a merge and units of a panel are groups. */
function refuseDoubts(
  { columns }: Pick<Working, 'columns'>,
  names: readonly string[],
  bytes: Uint8Array,
  path: readonly (string | number)[],
): void {
  const complaints = names.flatMap((name) => {
    const column = columns.get(name)!;
    return isText(column) && column.doubts !== undefined
      ? [doubtComplaint(name, column.doubts, contentsOf(bytes), path)]
      : [];
  });
  if (complaints.length > 0) throw new DataError(...complaints);
}

const contentsOf = memoByIdentity((bytes: Uint8Array) => sha256(bytes));

function doubted(
  column: Column,
  { name, variable }: { readonly name: string; readonly variable: string },
  { bytes, rows }: { readonly bytes: Uint8Array; readonly rows: Int32Array },
  { levels, not_missing: kept }: Declaration,
): Column {
  const values = new Set([...(own(kept, variable) ?? []).map(String), ...(own(levels, variable) ?? [])]);
  return withDoubts(column, { contents: () => contentsOf(bytes), column: name, rows, values });
}

interface ReadFile extends Working {
  readonly notes: ReadonlyMap<string, ColumnNotes>;
  readonly warnings: readonly DataComplaint[];
  readonly told: string[];
}

function readColumns(bytes: Uint8Array, declaration: Declaration): ReadFile {
  const source = readerFor(declaration.file).read(bytes, declaration);
  return source.is === 'cells' ? fromCells(source, bytes, declaration) : fromTyped(source, bytes, declaration);
}

/** undefined where the file leaves open what is read. A declaration names types that are known. */
function readingFor(variable: string, { types }: Declaration): Reading | undefined {
  const declared = own(types, variable);
  return declared === undefined ? undefined : readingOf(declared);
}

function requestFor(name: string, declaration: Declaration, warnings: DataComplaint[]): ColumnRequest {
  const variable = own(declaration.rename, name) ?? name;
  const kept = own(declaration.not_missing, variable) ?? [];
  return {
    name,
    variable,
    reading: readingFor(variable, declaration),
    levels: own(declaration.levels, variable) ?? null,
    missing: missingCodes((declaration.missing ?? []).filter((code) => !kept.includes(code))),
    header: declaration.header ?? [1],
    warn: (complaint) => warnings.push(complaint),
  };
}

function fromCells(
  { header, cells, warnings: read }: CellSource,
  bytes: Uint8Array,
  declaration: Declaration,
): ReadFile {
  const warnings = [...warningsOf(checkHeader(header.map((column) => column.name))), ...read];
  const fileRows = Int32Array.from({ length: cells.nrows }, (_, i) => cells.row(i));
  const told: string[] = [];
  const columns = allOrErrors(wanted(header, declaration), ({ name, j }) => {
    const request = requestFor(name, declaration, warnings);
    const column = settled(request, declaration, told, (each) => convert(cells, j, each));
    return [request.variable, doubted(column, request, { bytes, rows: fileRows }, declaration)];
  });
  return { nrows: cells.nrows, columns, fileRows, notes: new Map(), warnings, told };
}

function fromTyped(source: TypedSource, bytes: Uint8Array, declaration: Declaration): ReadFile {
  refuseRowKeys(declaration);
  const notes = new Map<string, ColumnNotes>();
  const warnings = [...warningsOf(checkHeader(source.columns.map(({ name }) => name))), ...(source.warnings ?? [])];
  // Observation numbers, as the program that wrote the file counts: there is no header row.
  const fileRows = Int32Array.from({ length: source.nrows }, (_, i) => i + 1);
  const told: string[] = [];
  const columns = allOrErrors(wanted(source.columns, declaration), (column) => {
    const request = requestFor(column.name, declaration, warnings);
    const { label, valueLabels } = column;
    const converted = settled(request, declaration, told, (each) => retype(column, each));
    notes.set(
      request.variable,
      defined({
        label,
        valueLabels: isText(converted) ? undefined : valueLabels,
      }),
    );
    return [request.variable, doubted(converted, request, { bytes, rows: fileRows }, declaration)];
  });
  return { nrows: source.nrows, columns, fileRows, notes, warnings, told };
}

/** A file that types its columns itself has no rows but data. */
function refuseRowKeys(declaration: Declaration): void {
  const keys = (['skip', 'footer'] as const).filter((key) => declaration[key] !== undefined);
  if (keys.length === 0) return;
  const message = 'is for text files and Excel sheets, whose rows may be something else than data';
  throw new DataError(
    ...keys.map((key) => ({ code: 'not-for-format', message: `\`${key}\` ${message}`, path: [key] })),
  );
}

/** The columns that are read, each with its place in the file. */
const wanted = <T extends { readonly name: string }>(list: readonly T[], declaration: Declaration) =>
  list
    .map((each, j) => ({ ...each, j }))
    .filter(({ name }) => isRead(own(declaration.rename, name) ?? name, declaration));

/** A column as its type and its map have it. */
function settled(
  request: ColumnRequest,
  declaration: Declaration,
  told: string[],
  read: (request: ColumnRequest) => Column,
): Column {
  const { name, variable, reading, warn } = request;
  const recoding = own(declaration.map, variable);
  if (recoding === undefined) return read(request);
  const texts = asTexts(read({ ...request, reading: { type: 'string' }, levels: null }));
  const { column, warnings, changed } = recode(texts, recoding, variable);
  warnings.forEach(warn);
  told.push(`${count(changed, 'value')} of \`${variable}\` recoded`);
  return isText(column) && reading !== undefined ? retype({ name, column }, request) : column;
}

/** Converts every named column and reports the errors of all of them together. */
function allOrErrors<T extends { readonly name: string }>(
  list: readonly T[],
  convertOne: (item: T, j: number) => readonly [string, Column],
): ReadonlyMap<string, Column> {
  const errors: DataComplaint[] = [];
  const columns = new Map<string, Column>();
  list.forEach((item, j) => {
    if (item.name === '') return;
    try {
      columns.set(...convertOne(item, j));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      errors.push(...error.complaints);
    }
  });
  if (errors.length > 0) throw new DataError(...errors);
  return columns;
}
