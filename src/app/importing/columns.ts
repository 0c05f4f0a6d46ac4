/** The columns of data files that a script names, as their headers tell them. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { statIfThere } from '../../engine/system/files.ts';
import { storedBytes } from '../../engine/system/large-file.ts';
import { readerFor } from '../../frame/readers/registry.ts';
import type { ReadOptions } from '../../frame/readers/source.ts';

/** Files of so many bytes and more are looked at without being held. */
const HELD = 64 * 1024 * 1024;

/** Names of the columns; undefined where the file is not there or cannot be read. `options`: keys of the step that reads it. */
export function columnsOf(
  path: string,
  { header, ...options }: Readonly<Record<string, unknown>>,
): readonly string[] | undefined {
  const full = resolve(path);
  const stat = statIfThere(full);
  if (stat?.isFile() !== true) return undefined;
  const given = { ...options, ...(typeof header === 'number' && { header: [header] }) } as ReadOptions;
  try {
    const contents = stat.size < HELD ? readFileSync(full) : storedBytes(full, stat.size);
    return readerFor(full)
      .header(contents, given)
      .map(({ name }) => name);
  } catch {
    // the step that reads the file says what is wrong with it
    return undefined;
  }
}
