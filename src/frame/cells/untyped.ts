/**
 * Columns of a file that are neither numbers nor text nor what was declared. They stop whoever reads them, and nobody else: a file has
 * columns that no result needs.
 */
import { Refusal } from '../../base/problem.ts';
import { alsoOf, inFront, masked } from '../../base/value.ts';
import { fileIn, type Marks } from '../cell-marks.ts';
import { type Column, isText, type TextColumn, type Untyped } from '../column.ts';
import { type DataComplaint, DataError } from '../complaint.ts';

/** The column as texts that nobody may read. `name` is that of the file. */
export function untypedColumn(texts: TextColumn, name: string, complaint: DataComplaint, marks: Marks): TextColumn {
  const { code, message, hint = '', row = null } = complaint;
  const mark = marks.give({ column: name, row, text: message });
  const untyped: Untyped = { mark, column: name, row, code, message, hint };
  return { ...texts, untyped };
}

export function untypedOf(column: Column): Untyped | undefined {
  return isText(column) ? column.untyped : undefined;
}

const saysKey = (hint: string): boolean => hint.includes('`');

/** Returns the refusal for a node that reads `variable`, and for the `others` if it reads these. */
export function untypedRefusal(variable: string, untyped: Untyped, others: readonly Refusal[] = []): Refusal {
  const { code, message, hint, mark, row, column } = under(variable, untyped);
  return new Refusal(code, message, {
    hint: hint === '' ? undefined : saysKey(hint) ? inFront('in the step that reads the file, ', hint) : hint,
    variable,
    others,
    ...(row === null ? {} : { cell: { is: 'marked cell', mark, row, column } }),
  });
}

/** Returns the complaint at a key of the step that reads the file. A merged column comes from another file. */
export function untypedComplaint(
  variable: string,
  untyped: Untyped,
  own: Marks,
  path: readonly (string | number)[],
): DataComplaint {
  const { code, message, hint, mark, row, column } = under(variable, untyped);
  const isOwn = own.has(mark);
  const place = isOwn || row === null ? '' : ` (row ${row} of the file that it is merged from)`;
  return {
    code,
    message: `${message}${place}`,
    hint,
    path,
    ...(isOwn && row !== null ? { row, column, ...fileIn(own, mark) } : {}),
  };
}

/** Does the same of a variable that the step calls otherwise than the file. */
const under = (variable: string, untyped: Untyped): Untyped => ({
  ...untyped,
  message: alsoOf(variable, untyped.message),
  hint: alsoOf(variable, untyped.hint),
});

/** Refuses to read columns that were not typed. */
export function refuseUntyped(
  columns: ReadonlyMap<string, Column>,
  names: readonly string[],
  marks: Marks,
  path: readonly (string | number)[],
): void {
  const complaints = names.flatMap((name) => {
    const column = columns.get(name);
    const untyped = column && untypedOf(column);
    return untyped === undefined ? [] : [untypedComplaint(name, untyped, marks, path)];
  });
  if (complaints.length > 0) throw new DataError(...complaints);
}

/** Describes an untyped column that no node reads, without values. */
export const untypedInWords = (variable: string, { message }: Untyped): string =>
  `\`${variable}\` cannot be read: ${masked(message)}`;
