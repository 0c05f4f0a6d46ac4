/** Finds the files of this papermake, which the build puts beside each other in `dist/`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProjectFiles } from '../engine/system/files.ts';
import { isListed } from '../engine/system/listed.ts';

const here = dirname(fileURLToPath(import.meta.url));

export const packageFile = (name: string): string => join(here, name);
export const workerScript = (): URL => new URL('./worker.js', import.meta.url);

/** The version of this papermake. */
export const version = (): string =>
  (JSON.parse(readFileSync(packageFile('../package.json'), 'utf8')) as { version: string }).version;

/** Path of a template, a font or a helper of another program by its name: the project's own in `templates/` is found before the built-in one. */
export function templatePath(name: string, files: ProjectFiles): string | undefined {
  if (/[/\\]/.test(name)) return undefined;
  const inProject = `templates/${name}`;
  if (files.admits(inProject) && files.kind(inProject) === 'file' && isListed(inProject, files)) {
    const own = files.normalise(inProject);
    return own !== undefined && files.resultAt(own) === undefined ? own : undefined;
  }
  const folders = ['templates', 'fonts', 'bridge'];
  return folders.map((folder) => packageFile(join(folder, name))).find((file) => existsSync(file));
}
