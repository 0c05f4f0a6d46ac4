/** Reads what a script printed when it ran, as `--log` names it: a log, or a table as CSV. */
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { statIfThere } from '../../engine/system/files.ts';
import { recordText, tokenize } from '../../frame/readers/csv/tokens.ts';
import { toUtf8 } from '../../frame/readers/encoding.ts';
import { compareLog, compareTable, type Published } from '../../import/compared.ts';
import type { Draft } from '../../import/draft.ts';
import { fitsOfLog } from '../../import/stata/log.ts';

/** The values to compare, or the fault of the file. */
export function printedBy(draft: Draft, path: string): Published | string {
  if (statIfThere(path)?.isFile() !== true) return `there is no file \`${path}\``;
  const bytes = toUtf8(readFileSync(path)).bytes;
  const name = basename(path);
  const ending = extname(path).toLowerCase();
  if (ending === '.smcl')
    return `\`${name}\` is a log in SMCL\nhint: \`translate ${name} ${name.replace(/smcl$/i, 'log')}\` of Stata makes a text of it`;
  const found =
    ending === '.csv'
      ? compareTable(draft, recordsOf(bytes), name)
      : compareLog(draft, fitsOfLog(new TextDecoder().decode(bytes)), name);
  return (
    found ??
    `\`${name}\` holds no estimate that a column of the pipeline makes\nhint: \`--log\` takes a log of Stata, or a table as \`esttab using table.csv\` writes it`
  );
}

function recordsOf(bytes: Uint8Array): (readonly string[])[] {
  const tokens = tokenize(bytes);
  return Array.from({ length: tokens.nrecords }, (_, i) => recordText(tokens, i));
}
