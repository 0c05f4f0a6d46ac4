/** The columns of a data file as declared: read, renamed, typed and recoded. */
import { defined } from '../../base/defined.ts';
import { ownValue } from '../../base/own-value.ts';
import { trimBlanks } from '../blanks.ts';
import { Marks } from '../cell-marks.ts';
import { withDoubts } from '../cells/doubts.ts';
import { missingCodes } from '../cells/missing.ts';
import { type ColumnReading, readingOf } from '../cells/readings.ts';
import { asTexts, recode, recodedLabels } from '../cells/recode.ts';
import { retype } from '../cells/retype.ts';
import { type ColumnRequest, convert, texts } from '../cells/types.ts';
import { untypedColumn, untypedOf } from '../cells/untyped.ts';
import { type Column, columnLength, isText, type TextColumn, valueText } from '../column.ts';
import { ColumnChanges } from '../column-changes.ts';
import type { ColumnNotes, ValueLabels } from '../column-notes.ts';
import { complaintsOf, type DataComplaint, DataError } from '../complaint.ts';
import { type Declaration, isRead } from '../declared/declaration.ts';
import type { Chunks } from '../readers/chunks.ts';
import { checkHeader, warningsOf } from '../readers/header.ts';
import { noteRow } from '../readers/note-rows.ts';
import { readerFor } from '../readers/registry.ts';
import {
  type CellSource,
  type Cells,
  type Contents,
  headerRowsOf,
  type TypedSource,
  type Want,
} from '../readers/source.ts';
import { MOST_UNITS, unitRows } from '../readers/unit-rows.ts';
import type { Working } from '../working.ts';

/** The columns of a file, before anything is done to its rows. */
export interface ReadFile extends Working {
  readonly notes: ReadonlyMap<string, ColumnNotes>;
  readonly warnings: readonly DataComplaint[];
  readonly changes: ColumnChanges;
  readonly marks: Marks;
  readonly chunks?: Chunks | undefined;
}

/** `chunkBytes`: how large chunks of the text are, where they are asked for to find its next edit. */
export function readColumns(contents: Contents, declaration: Declaration, chunkBytes?: number): ReadFile {
  const source = readerFor(declaration.file).read(
    contents,
    declaration,
    (name) => wantOf(name, declaration),
    chunkBytes,
  );
  return source.is === 'cells' ? fromCells(source, declaration) : fromTyped(source, declaration);
}

/** Says what the file's column of this name is read as. */
export function wantOf(name: string, declaration: Declaration): Want {
  const variable = ownValue(declaration.rename, name) ?? name;
  if (name === '' || !isRead(variable, declaration)) return 'none';
  if (ownValue(declaration.map, variable) !== undefined) return 'text';
  const reading = readingFor(variable, declaration);
  if (reading === undefined) return 'open';
  return reading.type === 'number' && reading.read === undefined ? 'number' : 'text';
}

/** undefined where the file leaves open what is read. A declaration names types that are known. */
function readingFor(variable: string, { types }: Declaration): ColumnReading | undefined {
  const declared = ownValue(types, variable);
  return declared === undefined ? undefined : readingOf(declared);
}

/** Says how a column of the file is to be typed; `warnings` takes the warnings about it. */
export function requestFor(name: string, declaration: Declaration, warnings: DataComplaint[]): ColumnRequest {
  const variable = ownValue(declaration.rename, name) ?? name;
  const kept = ownValue(declaration.not_missing, variable) ?? [];
  return {
    name,
    variable,
    reading: readingFor(variable, declaration),
    levels: ownValue(declaration.levels, variable) ?? null,
    missing: missingCodes((declaration.missing ?? []).filter((code) => !kept.includes(code))),
    header: headerRowsOf(declaration),
    warn: (complaint) => warnings.push(complaint),
  };
}

function fromCells({ header, cells, warnings: read, chunks }: CellSource, declaration: Declaration): ReadFile {
  const warnings = [...warningsOf(checkHeader(header.map((column) => column.name))), ...read];
  const note = declaration.footer === undefined ? noteRow(cells, header) : undefined;
  if (note !== undefined) throw new DataError(note, ...unitRows(textsAbove(cells, header.length), declaration));
  const fileRows = rowsBy(cells.nrows, (i) => cells.row(i));
  const changes = new ColumnChanges();
  const marks = new Marks();
  const columns = new Map<string, Column>();
  for (const { name, j } of wanted(header, declaration)) {
    const request = requestFor(name, declaration, warnings);
    const column = typedOrNot(
      request,
      marks,
      () => {
        const refused = cells.refused?.(j);
        if (refused !== undefined) throw new DataError(refused);
        return settled(request, declaration, changes, (each) => convert(cells, j, each));
      },
      () => texts(cells, j, request),
    );
    if (hasCodes(request))
      changes.add(
        request.variable,
        'readAsMissing',
        countMissing(column, (row) => trimBlanks(cells.text(row, j)) !== ''),
      );
    columns.set(request.variable, doubted(column, request, { marks, rows: fileRows }, declaration));
  }
  return { nrows: cells.nrows, columns, fileRows, notes: new Map(), warnings, changes, marks, chunks };
}

/** The texts of the first rows by their places in the file, empty where a row is no data. */
function textsAbove(cells: Cells, width: number): readonly (readonly string[])[] {
  const texts: (readonly string[])[] = [];
  for (let i = 0; i < Math.min(cells.nrows, MOST_UNITS + 1); i++) {
    while (texts.length < cells.row(i) - 1) texts.push([]);
    texts.push(Array.from({ length: width }, (_, j) => (Number.isNaN(cells.number(i, j)) ? cells.text(i, j) : '1')));
  }
  return texts;
}

/** Columns that no file holds, typed and recoded as declared. */
export const columnsOfTyped = (
  source: Omit<TypedSource, 'is'>,
  { skip: _, footer: __, names: ___, widths: ____, ...declaration }: Declaration,
): ReadFile['columns'] => fromTyped({ is: 'typed', ...source }, declaration).columns;

function fromTyped(source: TypedSource, declaration: Declaration): ReadFile {
  refuseRowKeys(declaration);
  const notes = new Map<string, ColumnNotes>();
  const warnings = [...warningsOf(checkHeader(source.columns.map(({ name }) => name))), ...(source.warnings ?? [])];
  // Observation numbers, as the program that wrote the file counts: there is no header row.
  const fileRows = rowsBy(source.nrows, (i) => i + 1);
  const changes = new ColumnChanges();
  const marks = new Marks();
  const columns = new Map<string, Column>();
  for (const column of wanted(source.columns, declaration)) {
    const request = requestFor(column.name, declaration, warnings);
    const converted = typedOrNot(
      request,
      marks,
      () => settled(request, declaration, changes, (each) => retype(column, each), column.valueLabels),
      () => asTexts(column.column),
    );
    if (hasCodes(request))
      changes.add(
        request.variable,
        'readAsMissing',
        countMissing(converted, (row) => valueText(column.column, row) !== ''),
      );
    const { label } = column;
    notes.set(request.variable, defined({ label, valueLabels: labelsNow(column, converted, request, declaration) }));
    columns.set(request.variable, doubted(converted, request, { marks, rows: fileRows }, declaration));
  }
  return { nrows: source.nrows, columns, fileRows, notes, warnings, changes, marks };
}

/** A loop that V8 optimises has a function of its own: compiling all that stands around it takes longer than the loop. */
function rowsBy(n: number, row: (i: number) => number): Int32Array {
  const rows = new Int32Array(n);
  for (let i = 0; i < n; i++) rows[i] = row(i);
  return rows;
}

/** A file that types its columns itself has no rows but data. */
function refuseRowKeys(declaration: Declaration): void {
  const keys = (['names', 'widths', 'skip', 'footer'] as const).filter((key) => declaration[key] !== undefined);
  if (keys.length === 0) return;
  const message = 'is for text files and Excel sheets, whose rows may be something else than data';
  throw new DataError(
    ...keys.map((key) => ({ code: 'not-for-format', message: `\`${key}\` ${message}`, path: [key] })),
  );
}

/** The columns that are read, each with its place in the file. */
export const wanted = <T extends { readonly name: string }>(list: readonly T[], declaration: Declaration) =>
  list
    .map((each, j) => ({ ...each, j }))
    .filter(({ name }) => name !== '' && isRead(ownValue(declaration.rename, name) ?? name, declaration));

/** A column as its type and its map have it. */
function settled(
  request: ColumnRequest,
  declaration: Declaration,
  changes: ColumnChanges,
  read: (request: ColumnRequest) => Column,
  labels?: ValueLabels,
): Column {
  const { name, variable, reading, warn } = request;
  const recoding = ownValue(declaration.map, variable);
  if (recoding === undefined) return read(request);
  const texts = asTexts(
    read({ ...request, reading: labels === undefined ? { type: 'string' } : undefined, levels: null }),
  );
  const { column, order, warnings, changed } = recode(texts, recoding, variable, labels);
  warnings.forEach(warn);
  changes.add(variable, 'recoded', changed);
  if (!isText(column) || reading === undefined) return column;
  return retype({ name, column }, { ...request, levels: request.levels ?? (labels === undefined ? null : order) });
}

/** Gives what the numbers of a column stand for once it is as declared. */
function labelsNow(
  { valueLabels }: ColumnNotes,
  column: Column,
  { variable }: ColumnRequest,
  { map }: Declaration,
): ValueLabels | undefined {
  if (valueLabels === undefined || column.type !== 'number') return undefined;
  const recoding = ownValue(map, variable);
  return recoding === undefined ? valueLabels : recodedLabels(valueLabels, recoding);
}

export const hasCodes = ({ missing }: ColumnRequest): boolean => missing.numbers.size > 0 || missing.texts.size > 0;

/** Rows in which a column has no value where the file held something. */
function countMissing(column: Column, held: (row: number) => boolean): number {
  let total = 0;
  const isMissing = isText(column)
    ? (row: number) => column.codes[row]! < 0
    : (row: number) => Number.isNaN(column.values[row]!);
  for (let row = columnLength(column) - 1; row >= 0; row--) if (isMissing(row) && held(row)) total += 1;
  return total;
}

/** A column that cannot be typed stops whoever reads it (untyped.ts). */
function typedOrNot({ name }: ColumnRequest, marks: Marks, typed: () => Column, untyped: () => TextColumn): Column {
  let column: Column | undefined;
  const [complaint] = complaintsOf(() => {
    column = typed();
  });
  return column ?? untypedColumn(untyped(), name, complaint!, marks);
}

/** A column with what is in doubt about its texts. `variable` is its name from then on; `counts`: cells that each row stands for. */
export function doubted(
  column: Column,
  { name, variable }: { readonly name: string; readonly variable: string },
  from: { readonly marks: Marks; readonly rows: Int32Array; readonly counts?: ArrayLike<number> },
  { levels, not_missing: kept }: Declaration,
): Column {
  if (untypedOf(column) !== undefined) return column;
  const values = new Set([...(ownValue(kept, variable) ?? []).map(String), ...(ownValue(levels, variable) ?? [])]);
  return withDoubts(column, { ...from, column: name, values });
}
