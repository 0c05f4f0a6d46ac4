/** Writes the files of an export into a folder of its own. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { own } from '../../base/own.ts';
import { makeFolder } from '../../engine/system/files.ts';
import { codebookFile, type ScriptFile } from '../../export/data.ts';
import type { Language, Writer } from '../../export/language.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import type { Collected } from './collect.ts';

/** Tells whether the folder holds files that no export wrote. */
export const isForeign = (folder: string, { main, estimates }: Language): boolean =>
  existsSync(folder) &&
  readdirSync(folder).length > 0 &&
  ![main, estimates?.loader.path ?? main].some((name) => existsSync(join(folder, name)));

/** All files of an export: scripts, then data with their codebooks. */
export function filesOf(
  { steps, data, labels }: Collected,
  { session: { spec } }: Surveyed,
  writer: Writer,
): readonly ScriptFile[] {
  const labelOf = (name: string) => (column: string) =>
    own(spec.project.variables, column)?.label ?? labels.get(name)?.get(column)?.label;
  return [
    ...writer.scripts(spec.project.title ?? undefined, steps),
    ...data.flatMap((each) => [
      writer.data(each, labelOf(each.name)),
      codebookFile(each, labelOf(each.name), (column) => writer.nameOf(each, column)),
    ]),
  ];
}

export function writeFiles(folder: string, files: readonly ScriptFile[]): void {
  for (const { path, content } of files) {
    const full = join(folder, path);
    makeFolder(dirname(full));
    writeFileSync(full, content);
  }
}
