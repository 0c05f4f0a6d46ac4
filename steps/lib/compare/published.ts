/** Reads published tables, which are CSV files as typed in from a paper. */
import type { FileReader } from '../../../src/base/reader.ts';
import { type PrintedTable, PrintedTableError, readPrintedTable } from '../../../src/check/printed.ts';
import type { PlanContext, YamlPath } from '../../../src/engine/step.ts';
import { DataError } from '../../../src/frame/complaint.ts';
import { recordText, tokenize } from '../../../src/frame/readers/csv/tokens.ts';
import { toUtf8 } from '../../../src/frame/readers/encoding.ts';

/** Reads a table while planning, since rows and columns are named then; undefined after a complaint at `at`. */
export function publishedTable(path: string, at: YamlPath, plan: PlanContext): PrintedTable | undefined {
  const file = plan.file(path, at);
  if (file === undefined) return undefined;
  try {
    return readPublished(file);
  } catch (error) {
    if (!(error instanceof DataError) && !(error instanceof PrintedTableError)) throw error;
    const hint = error instanceof PrintedTableError ? error.hint : undefined;
    const message = `\`${path}\` is no table: ${error.message}`;
    return void plan.complain({ code: 'published-table', message, path: at, hint });
  }
}

export function readPublished(file: FileReader): PrintedTable {
  const tokens = tokenize(toUtf8(file.bytes()).bytes);
  return readPrintedTable(Array.from({ length: tokens.nrecords }, (_, i) => recordText(tokens, i)));
}
