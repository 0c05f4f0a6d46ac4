/**
 * The rows of a file for which a condition is true: chosen while the file is read, so that no more than they are held, where that makes the
 * same of them as choosing among all rows. Columns are typed by what all rows hold.
 */
import { type EvaluationNote, evaluateCondition } from '../../../base/expression/evaluate.ts';
import { columnsIn } from '../../../base/expression/lag.ts';
import type { Expression } from '../../../base/expression/tree.ts';
import { trimBlanks } from '../../blanks.ts';
import { Marks } from '../../cell-marks.ts';
import { isMissingText } from '../../cells/missing.ts';
import { type ColumnRequest, convert } from '../../cells/types.ts';
import { type Column, gather, isText } from '../../column.ts';
import { ColumnChanges } from '../../column-changes.ts';
import { refusedAt } from '../../complaint.ts';
import type { Declaration } from '../../declared/declaration.ts';
import { Frame } from '../../frame.ts';
import { checkHeader, warningsOf } from '../../readers/header.ts';
import { mayHoldNote } from '../../readers/note-rows.ts';
import { readerFor } from '../../readers/registry.ts';
import { type Contents, contentsOf, type Keep, type KeptColumn, type KeptSource } from '../../readers/source.ts';
import { doubted, hasCodes, type ReadFile, requestFor, wanted, wantOf } from '../file-columns.ts';
import { Judge } from './judge.ts';
import { WholeOnly } from './whole-only.ts';

/** Holds the chosen rows of a file, which has `of` rows in all, and what the condition found. */
export interface ChosenRows extends ReadFile {
  readonly of: number;
  readonly found: readonly EvaluationNote[];
}

/** Bytes at the end of a file in which its last rows lie. */
const END = 1024 * 1024;

/** Throws `WholeOnly` where the file has to be read whole. `size`: bytes that are read at once. */
export function readWhere(
  contents: Contents,
  declaration: Declaration,
  expression: Expression,
  size?: number,
): ChosenRows {
  const reader = readerFor(declaration.file);
  if (reader.kept === undefined) throw new WholeOnly('only CSV files are filtered while they are read');
  if (declaration.map !== undefined) throw new WholeOnly('`map` is about the values of all rows');
  const names = new Map(Object.entries(declaration.rename ?? {}).map(([name, variable]) => [variable, name]));
  const requestOf = (name: string): ColumnRequest => requestFor(name, declaration, []);
  const variables = [...new Set(columnsIn(expression))];
  const judge = new Judge(
    expression,
    variables.map((variable) => requestOf(names.get(variable) ?? variable)),
  );
  const keep: Keep = {
    missing: (name) => requestOf(name).missing.numbers,
    begin: () => judge.begin(),
    choose: (n, column, chosen) => judge.choose(n, column, chosen),
  };
  const source = reader.kept(contents, declaration, (name) => wantOf(name, declaration), keep, size);
  if (source === undefined) throw new WholeOnly('the encoding of the file, its one column or `footer` asks for that');
  if (declaration.footer === undefined) refuseNotes(contents);
  return fromKept(source, declaration, expression, judge);
}

/** Rows that hold notes are looked for among all rows. */
function refuseNotes(contents: Contents): void {
  const file = contentsOf(contents);
  const end = file.part(Math.max(0, file.size - END), file.size);
  if (mayHoldNote(Buffer.from(end.buffer, end.byteOffset, end.length).toString()))
    throw new WholeOnly('its last rows may hold a note');
}

function fromKept(source: KeptSource, declaration: Declaration, expression: Expression, judge: Judge): ChosenRows {
  const { header, nrows, fileRows } = source;
  const warnings = warningsOf(checkHeader(header.map(({ name }) => name)));
  const changes = new ColumnChanges();
  const marks = new Marks();
  const columns = new Map<string, Column>();
  /** The columns of the condition with the levels of all rows. */
  const levels = new Map<string, Column>();
  for (const { name, j } of wanted(header, declaration)) {
    const request = requestFor(name, declaration, []);
    const { variable } = request;
    const typed = typedKept(source.columns[j]!, request, declaration, marks);
    if (judge.reads(variable)) {
      const judged = judge.typeOf(variable);
      if (judged !== undefined && judged !== typed.column.type)
        throw new WholeOnly(`all of its rows say what \`${variable}\` is`);
      levels.set(variable, typed.levels);
    }
    changes.add(variable, 'readAsMissing', typed.readAsMissing);
    columns.set(variable, typed.column);
  }
  const { notes: found } = refusedAt(['where'], () => evaluateCondition(expression, Frame.of(levels, 0)));
  return { nrows: fileRows.length, of: nrows, columns, fileRows, notes: new Map(), warnings, changes, marks, found };
}

interface TypedKept {
  readonly column: Column;
  /** Holds no rows of the column, but the levels of all its rows. */
  readonly levels: Column;
  /** Cells of all rows that a code made missing. */
  readonly readAsMissing: number;
}

function typedKept(kept: KeptColumn, request: ColumnRequest, declaration: Declaration, marks: Marks): TypedKept {
  const { missing } = request;
  const counted = hasCodes(request);
  if (kept.is === 'numbers') {
    if (kept.words.some((word) => !isMissingText(word, missing))) throw toldByRows(request);
    const column: Column = { type: 'number', values: kept.values };
    const words = kept.words.filter((word) => trimBlanks(word) !== '').length;
    return { column, levels: withoutRows(column), readAsMissing: counted ? words + kept.missing : 0 };
  }
  const { cells, rows, counts, first } = kept;
  const warn = (): never => {
    throw toldByRows(request);
  };
  const all = WholeOnly.instead(() => convert(cells, 0, { ...request, warn }));
  const whole = doubted(all, request, { marks, rows: first, counts }, declaration);
  const isMissing = (i: number): boolean => (isText(all) ? all.codes[i]! < 0 : Number.isNaN(all.values[i]));
  const isRead = (i: number): boolean => isMissing(i) && trimBlanks(cells.text(i, 0)) !== '';
  const readAsMissing = counts.reduce((sum, count, i) => sum + (counted && isRead(i) ? count : 0), 0);
  return { column: gather(whole, rows), levels: withoutRows(whole), readAsMissing };
}

const withoutRows = (column: Column): Column =>
  isText(column) ? { ...column, codes: new Int32Array(0) } : { ...column, values: new Float64Array(0) };

const toldByRows = ({ variable }: ColumnRequest): WholeOnly =>
  new WholeOnly(`something is told of cells of \`${variable}\` by their rows`);
