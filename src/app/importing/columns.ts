/** The columns of data files that a script names: their names as headers tell them, and the levels of one. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { statIfThere } from '../../engine/system/files.ts';
import { storedBytes } from '../../engine/system/large-file.ts';
import { isText } from '../../frame/column.ts';
import type { Declaration } from '../../frame/declared/declaration.ts';
import { readColumns } from '../../frame/ingest/file-columns.ts';
import { readerFor } from '../../frame/readers/registry.ts';
import type { Contents, ReadOptions } from '../../frame/readers/source.ts';

/** Files of so many bytes and more are looked at without being held. */
const HELD = 64 * 1024 * 1024;

/** Names of the columns; undefined where the file is not there or cannot be read. `options`: keys of the step that reads it. */
export const columnsOf = (path: string, options: Readonly<Record<string, unknown>>): readonly string[] | undefined =>
  ofFile(path, options, (contents, full, given) =>
    readerFor(full)
      .header(contents, given)
      .map(({ name }) => name),
  );

/** The different values of a column that are not missing, in their order; undefined where the file is not there or cannot be read. */
export const levelsOf = (
  path: string,
  options: Readonly<Record<string, unknown>>,
  column: string,
): readonly (number | string)[] | undefined =>
  ofFile(path, options, (contents, full, given) => {
    const { columns } = readColumns(contents, { file: full, ...given, columns: [column] } as Declaration);
    const found = columns.get(column)!;
    if (isText(found)) return [...new Set(found.codes)].flatMap((code) => found.dictionary[code] ?? []).sort();
    return [...new Set(found.values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  });

/** Undefined where the file is not there, or `read` complains of it: the step that reads the file says what is wrong with it. */
function ofFile<T>(
  path: string,
  { header, ...options }: Readonly<Record<string, unknown>>,
  read: (contents: Contents, full: string, options: ReadOptions) => T,
): T | undefined {
  const full = resolve(path);
  const stat = statIfThere(full);
  if (stat?.isFile() !== true) return undefined;
  const given = { ...options, ...(typeof header === 'number' && { header: [header] }) } as ReadOptions;
  try {
    return read(stat.size < HELD ? readFileSync(full) : storedBytes(full, stat.size), full, given);
  } catch {
    return undefined;
  }
}
