/** Writes the files of an export into a folder of its own. */
import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { sha256 } from '../../base/canonical.ts';
import { ownValue } from '../../base/own-value.ts';
import { foldedPath, whyNoFileName } from '../../base/system/file-names.ts';
import { quoted } from '../../base/text/quoted.ts';
import { makeFolder, namesIfThere, statIfThere } from '../../engine/system/files.ts';
import { codebookFile, type ScriptFile } from '../../export/data.ts';
import { tablesOf, type Writer } from '../../export/language.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import type { CollectedExport } from './collect.ts';

/** All files of an export: scripts, then data with their codebooks. */
export function filesOf(
  { steps, data, labels }: CollectedExport,
  { session: { project } }: Surveyed,
  writer: Writer,
): readonly ScriptFile[] {
  const labelOf = (name: string) => (column: string) =>
    ownValue(project.variables, column)?.label ?? labels.get(name)?.get(column)?.label;
  return [
    ...writer.scripts(project.title ?? undefined, steps),
    ...once(data.flatMap(({ origin }) => (origin?.is === 'raw' ? [origin.script, ...origin.files] : []))),
    ...once(tablesOf(steps).map(({ file }) => file)),
    ...data.flatMap((each) => [
      ...(each.origin?.is === 'raw' ? [] : [writer.data(each, labelOf(each.name))]),
      codebookFile(each, labelOf(each.name), (column) => writer.nameOf(each, column)),
    ]),
  ];
}

/** Raw files that several data sets are made of, each once. */
const once = (files: readonly ScriptFile[]): readonly ScriptFile[] => [
  ...new Map(files.map((file) => [`${file.path}\n${sha256(file.content)}`, file])).values(),
];

/** Lists the files of an export with their digests, as `sha256sum --check` reads it: by it an export knows what it wrote before. */
const SUMS = 'SHA256SUMS';

/**
 * Says why files cannot be written into a folder, with a hint; undefined where they can. What an export wrote and nobody changed gives way, and
 * nothing else. Links are followed within the project's own folder of exports no more than within any other.
 */
export function inTheWay(
  folder: string,
  files: readonly ScriptFile[],
  isUsual: boolean,
): { readonly why: string; readonly hint: string } | undefined {
  const written = [...files.map(({ path }) => join(folder, path)), join(folder, SUMS)];
  const places = [...(isUsual ? [dirname(folder), folder] : []), ...written.map((path) => dirname(path)), ...written];
  const link = places.find((path) => (isUsual || path !== folder) && isLink(path));
  const unfit = unfitName(files);
  if (unfit !== undefined) return { why: unfit, hint: 'rename the step' };
  if (link !== undefined)
    return { why: `\`${link}\` is a symbolic link, and would be written through`, hint: 'remove it' };
  const names = namesIfThere(folder);
  if (names.length > 0 && !names.includes(SUMS))
    return { why: `\`${folder}\` holds files that no export wrote`, hint: 'name an empty folder with `--out`' };
  const known = sumsIn(folder);
  const own = files.filter(({ path, content }) => {
    const digest = digestOf(folder, path);
    return digest !== undefined && digest !== sha256(content) && digest !== known.get(path);
  });
  if (own.length === 0) return undefined;
  const hint = 'rename what you want to keep and remove the rest, or name an empty folder with `--out`';
  return {
    why: `${quoted(own.map(({ path }) => join(folder, path)))}: no export wrote this, or it was changed since`,
    hint,
  };
}

/** Says which file could not be on every system, or would be the same as another on some. */
function unfitName(files: readonly ScriptFile[]): string | undefined {
  const taken = new Map<string, string>();
  for (const { path } of files) {
    const why = path
      .split('/')
      .map(whyNoFileName)
      .find((each) => each !== undefined);
    if (why !== undefined) return `\`${path}\` cannot be the name of a file on Windows: ${why}`;
    const other = taken.get(foldedPath(path));
    if (other !== undefined) return `\`${other}\` and \`${path}\` are one file on some systems`;
    taken.set(foldedPath(path), path);
  }
  return undefined;
}

/** Writes the files of an export. Those of exports before it stay in the list while nobody has changed them. */
export function writeFiles(folder: string, files: readonly ScriptFile[]): void {
  const before = [...sumsIn(folder)].filter(([path, digest]) => digestOf(folder, path) === digest);
  const sums = new Map([...before, ...files.map(({ path, content }) => [path, sha256(content)] as const)]);
  const list = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, digest]) => `${digest}  ${path}\n`);
  for (const { path, content } of [...files, { path: SUMS, content: list.join('') }]) {
    const full = join(folder, path);
    makeFolder(dirname(full));
    writeFileSync(full, content);
  }
}

/** Path → digest of what exports wrote into a folder. */
function sumsIn(folder: string): Map<string, string> {
  const text = attempt(() => readFileSync(join(folder, SUMS), 'utf8')) ?? '';
  return new Map([...text.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)].map(([, digest, path]) => [path!, digest!]));
}

const isLink = (path: string): boolean => statIfThere(path, lstatSync)?.isSymbolicLink() === true;

const digestOf = (folder: string, path: string): string | undefined =>
  attempt(() => sha256(readFileSync(join(folder, path))));
