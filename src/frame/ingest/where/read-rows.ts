/** The rows of a file, or of several, as `where` leaves them. */
import { type EvaluationNote, evaluateCondition } from '../../../base/expression/evaluate.ts';
import { columnsIn } from '../../../base/expression/lag.ts';
import { refuseUntyped } from '../../cells/untyped.ts';
import { DataError, refusedAt } from '../../complaint.ts';
import type { Declaration } from '../../declared/declaration.ts';
import { noteComplaints } from '../../declared/derive.ts';
import { Frame } from '../../frame.ts';
import { type Contents, contentsOf } from '../../readers/source.ts';
import { gatherRows } from '../../working.ts';
import { type ReadFile, readColumns } from '../file-columns.ts';
import { type IngestedFile, readFiles } from '../several-files.ts';
import { readWhere } from './read-where.ts';
import { WholeOnly } from './whole-only.ts';

export interface ReadRows extends ReadFile {
  /** Rows of the file, of which these are left. */
  readonly of: number;
}

type Where = NonNullable<Declaration['where']>;

/** Bytes from which on rows are chosen while a file is read: a smaller one is sooner read whole than all its texts are counted. */
const LARGE = 64 * 1024 * 1024;

export interface ReadingOptions {
  /** Says how large chunks are, as the parameter of `readColumns` does. */
  readonly chunkBytes?: number | undefined;
  /** Bytes from which on rows are chosen while a file is read, and those that are read at once. */
  readonly large?: number | undefined;
  readonly size?: number | undefined;
}

export function readRows(
  contents: Contents | { readonly files: readonly IngestedFile[] },
  declaration: Declaration,
  { chunkBytes, large = LARGE, size }: ReadingOptions = {},
): ReadRows {
  const { where } = declaration;
  const whole = (): ReadFile =>
    'files' in contents ? readFiles(contents.files, declaration) : readColumns(contents, declaration, chunkBytes);
  if (where === undefined) {
    const all = whole();
    return { ...all, of: all.nrows };
  }
  if ('files' in contents) return choose(orSaying('several files are read whole', whole), where);
  if (contentsOf(contents).size < large) return choose(whole(), where);
  try {
    const { found, ...rows } = readWhere(contents, declaration, where.expression, size);
    return withNotes(rows, found, where);
  } catch (error) {
    if (!(error instanceof WholeOnly)) throw error;
    return choose(orSaying(error.why, whole), where);
  }
}

/** The rows for which the condition is true; a comparison with a missing value is none. */
function choose(all: ReadFile, where: Where): ReadRows {
  refuseUntyped(all.columns, columnsIn(where.expression), all.marks, ['where']);
  const { values, notes } = refusedAt(['where'], () =>
    evaluateCondition(where.expression, Frame.of(all.columns, all.nrows)),
  );
  const rows = Int32Array.from(values.keys()).filter((row) => values[row] === 1);
  return withNotes({ ...all, ...gatherRows(all, rows), of: all.nrows }, notes, where);
}

function withNotes(rows: ReadRows, notes: readonly EvaluationNote[], { text }: Where): ReadRows {
  if (rows.nrows === 0 && rows.of > 0)
    throw new DataError({ code: 'no-rows', message: `no row holds \`${text}\``, path: ['where'] });
  return { ...rows, warnings: [...rows.warnings, ...noteComplaints(notes, text, ['where'])] };
}

/** Says in the hint why the whole file is read, where there is no memory for it. */
function orSaying<T>(why: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const told = error.complaints.map((each) =>
      each.code === 'not-enough-memory'
        ? { ...each, hint: `\`where\` is asked after all rows are read, since ${why}; ${each.hint}` }
        : each,
    );
    throw new DataError(...told);
  }
}
