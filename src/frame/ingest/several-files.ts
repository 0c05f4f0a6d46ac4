/** Files that are read as one: below each other, with the same columns. */
import { aside } from '../../base/value.ts';
import { Marks } from '../cell-marks.ts';
import { makesText } from '../cells/lost-digits.ts';
import { type Column, isText, TextBuilder } from '../column.ts';
import { ColumnChanges } from '../column-changes.ts';
import { type ColumnNotes, stackedNotes } from '../column-notes.ts';
import { count, type DataComplaint, DataError, listed, yamlScalar } from '../complaint.ts';
import { type Declaration, isRead } from '../declared/declaration.ts';
import type { Contents, HeaderColumn } from '../readers/source.ts';
import { stack, typeOfValues, typesDiffer } from '../shape/shaped.ts';
import { RowFiles } from '../working.ts';
import { columnsOfTyped, type ReadFile, readColumns } from './file-columns.ts';

/** A file of several, by its path in the project. */
export interface IngestedFile {
  readonly path: string;
  readonly contents: Contents;
}

export interface NamedHeader {
  readonly path: string;
  readonly header: readonly HeaderColumn[];
}

/** The columns that all files have, in the order of the first, with `source`; complains of one that is read and that a file lacks. */
export function commonHeader(
  files: readonly NamedHeader[],
  declaration: Declaration,
): { readonly header: readonly HeaderColumn[]; readonly complaints: readonly DataComplaint[] } {
  const namesOf = files.map(({ header }) => new Set(header.map(({ name }) => name)));
  const all = new Map(files.flatMap(({ header }) => header.map((column) => [column.name, column] as const)));
  const read = [...all.keys()].filter((name) => name !== '' && isRead(declaration.rename?.[name] ?? name, declaration));
  const partial = read.filter((name) => namesOf.some((names) => !names.has(name)));
  const complaints = partial.map((name): DataComplaint => {
    const [there, lacking] = [true, false].map((has) => files[namesOf.findIndex((names) => names.has(name) === has)]!);
    return {
      code: 'unmatched-column',
      message: `\`${name}\` is in \`${there!.path}\` and not in \`${lacking!.path}\``,
      hint: 'files that are read as one have the same columns: `columns: […]` reads those alone that it names; a step for each file and `append` with `unmatched: keep` makes it missing there',
      path: ['file'],
    };
  });
  const { source } = declaration;
  if (source !== undefined && all.has(source))
    complaints.push({
      code: 'duplicate-column',
      message: `there is a column \`${source}\` already`,
      path: ['source'],
    });
  const first = files[0]!.header
    .filter(({ name }) => !partial.includes(name))
    .map(({ name, type }) => {
      const all = files.map(({ header }) => header.find((column) => column.name === name) ?? {});
      return { name, type, ...stackedNotes(all) };
    });
  const header =
    source === undefined || all.has(source) ? first : [...first, { name: source, type: 'string' } as const];
  return { header, complaints };
}

/** Reads them in their order. Where a file is wrong, the complaint names it. */
export function readFiles(files: readonly IngestedFile[], declaration: Declaration): ReadFile {
  const read = files.map(({ path, contents }) =>
    inFile(path, () => readColumns(contents, { ...declaration, file: path })),
  );
  const paths = files.map(({ path }) => path);
  const names = [...read[0]!.columns.keys()].filter((name) => read.every(({ columns }) => columns.has(name)));
  refuseTypes(names, read, paths);
  const columns = new Map<string, Column>();
  for (const name of names) columns.set(name, stack(read.map((each) => each.columns.get(name)!)));
  const nrows = read.reduce((sum, each) => sum + each.nrows, 0);
  const changes = ColumnChanges.sum(read.map((each) => each.changes));
  const marks = Marks.ofFiles(read.map((each, k) => [paths[k]!, each.marks]));
  const rowFiles = new RowFiles(read.map(({ fileRows }, k) => ({ path: paths[k]!, last: fileRows.at(-1) ?? 0 })));
  const fileRows = new Int32Array(nrows);
  const notes = new Map<string, ColumnNotes>();
  const warnings: DataComplaint[] = [];
  let at = 0;
  read.forEach((each, k) => {
    each.fileRows.forEach((row, i) => {
      fileRows[at + i] = rowFiles.number(k, row);
    });
    at += each.nrows;
    warnings.push(...each.warnings.map((warning) => placed(warning, paths[k]!)));
  });
  for (const name of names) notes.set(name, stackedNotes(read.map((each) => each.notes.get(name) ?? {})));
  if (declaration.source !== undefined) {
    const source = sourceColumn(declaration.source, read, paths);
    const typed = withoutRows(() => columnsOfTyped({ nrows, columns: [source] }, declaration));
    for (const [name, column] of typed) columns.set(name, column);
  }
  return { nrows, columns, fileRows, files: rowFiles, notes, warnings, changes, marks };
}

/** Describes in words the files that were read. */
export function filesInWords(files: readonly IngestedFile[], nrows: number): string {
  return `${count(files.length, 'file')} (${listed(files.map(({ path }) => path))}): ${count(nrows, 'row')}`;
}

/** The name of a file without its folder and its ending. */
export const nameOfFile = (path: string): string => path.replace(/^.*\//, '').replace(/(?<=.)\.[^.]*$/, '');

function sourceColumn(name: string, read: readonly ReadFile[], paths: readonly string[]) {
  const builder = new TextBuilder(read.reduce((sum, each) => sum + each.nrows, 0));
  let row = 0;
  read.forEach(({ nrows }, k) => {
    for (let i = 0; i < nrows; i++) builder.set(row++, nameOfFile(paths[k]!));
  });
  return { name, column: builder.finish() };
}

function refuseTypes(names: readonly string[], read: readonly ReadFile[], paths: readonly string[]): void {
  const complaints = names.flatMap((name): DataComplaint[] => {
    const pieces = read.map(({ columns }) => columns.get(name)!);
    const differ = typesDiffer(
      pieces.map((piece, k) => ({ type: typeOfValues(piece), said: `\`${name}\` of \`${paths[k]}\`` })),
    );
    if (differ === undefined) return [];
    const text = pieces.findIndex((piece) => isText(piece) && typeOfValues(piece) !== null);
    const example = text < 0 ? '' : exampleOf(pieces[text]!, read[text]!, paths[text]!);
    return [
      {
        code: 'column-types',
        message: `${differ}${aside(name, example)}`,
        hint: `\`types: {${yamlScalar(name)}: string}\`, or another type, reads all files alike`,
        path: ['types', name],
      },
    ];
  });
  if (complaints.length > 0) throw new DataError(...complaints);
}

/** ` (row 7 of \`b.csv\`: n.a.)`, for one who looks for the cell that made text of numbers. */
function exampleOf(column: Column, { fileRows }: ReadFile, path: string): string {
  if (!isText(column)) return '';
  const { codes, dictionary } = column;
  const odd = dictionary.map(makesText);
  const row = codes.findIndex((code) => code >= 0 && (odd[code] || !odd.includes(true)));
  return row < 0 ? '' : ` (row ${fileRows[row]} of \`${path}\`: ${dictionary[codes[row]!]!.slice(0, 40)})`;
}

function inFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DataError) throw new DataError(...error.complaints.map((each) => placed(each, path)));
    throw error;
  }
}

/** Says in words which file it is about, where no row does. */
const placed = (complaint: DataComplaint, path: string): DataComplaint => ({
  ...complaint,
  ...(complaint.row === undefined ? { message: `\`${path}\`: ${complaint.message}` } : {}),
  file: path,
});

/** Runs `work`, and removes rows from complaints about names of files, which stand in no row. */
function withoutRows<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(...error.complaints.map((each) => ({ ...each, row: undefined })));
  }
}
