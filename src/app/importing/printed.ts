/** Reads what a script printed when it ran, as `--log` names it: a log, or a table as CSV, LaTeX, RTF or text. */
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { statIfThere } from '../../engine/system/files.ts';
import { recordText, tokenize } from '../../frame/readers/csv/tokens.ts';
import { toUtf8 } from '../../frame/readers/encoding.ts';
import type { Draft } from '../../import/draft.ts';
import { compareLog, compareTable, compareTables, type Published } from '../../import/printed/compared.ts';
import { recordsOfLatex } from '../../import/printed/latex.ts';
import { tablesIn } from '../../import/printed/layout.ts';
import { fitsOfLog, unwrapped } from '../../import/printed/log.ts';
import { recordsOfRtf } from '../../import/printed/rtf.ts';
import { isSmcl, textOfSmcl } from '../../import/printed/smcl.ts';

/** The values to compare, or the fault of the file. */
export function printedBy(draft: Draft, path: string): readonly Published[] | string {
  if (statIfThere(path)?.isFile() !== true) return `there is no file \`${path}\``;
  const bytes = toUtf8(readFileSync(path)).bytes;
  const name = basename(path);
  const found = publishedOf(draft, new TextDecoder().decode(bytes), bytes, name);
  return found.length > 0
    ? found
    : `\`${name}\` holds no estimate that a column of the pipeline makes\nhint: \`--log\` takes a log of Stata, or a table as \`esttab\` writes it: csv, tex, rtf or txt`;
}

function publishedOf(draft: Draft, text: string, bytes: Uint8Array, name: string): readonly Published[] {
  const one = (records: readonly (readonly string[])[]): readonly Published[] =>
    [compareTable(draft, records, name)].filter((each) => each !== undefined);
  if (text.startsWith('{\\rtf')) return one(recordsOfRtf(text));
  const ending = extname(name).toLowerCase();
  if (ending === '.csv') return one(recordsOf(bytes));
  if (ending === '.tex') return one(recordsOfLatex(text));
  const plain = unwrapped(isSmcl(text) ? textOfSmcl(text) : text);
  const tables = tablesIn(plain).map(({ records }) => records);
  if (ending !== '.log' && tables.length === 1) return one(tables[0]!);
  const isTabbed = /^[^\n]*\t/m.test(plain) && tables.length === 0;
  const log = compareLog(draft, fitsOfLog(plain), name);
  if (log === undefined && isTabbed) return one(plain.split('\n').map((line) => line.split('\t')));
  return [...(log === undefined ? [] : [log]), ...compareTables(draft, tables, name)];
}

function recordsOf(bytes: Uint8Array): (readonly string[])[] {
  const tokens = tokenize(bytes);
  return Array.from({ length: tokens.nrecords }, (_, i) => recordText(tokens, i));
}
