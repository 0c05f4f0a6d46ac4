/** The projects that `papermake init` writes: the common files, one template's and those of a language, from `dist/starter/`. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../table/table.ts';
import { packageFile } from './place.ts';

/** THE list of templates, by their folder; the first is the default. */
export const templates: Readonly<Record<string, string>> = {
  panel: 'fixed effects, step by step, and subsamples',
  iv: 'instrumental variables, first stages and their tests',
  threshold: "Hansen's panel threshold",
  did: 'treatment at different times: an event study and estimators for it',
  logit: 'a binary outcome: logit, average marginal effects, probit',
};

export const DEFAULT_TEMPLATE = Object.keys(templates)[0]!;

export interface StarterFile {
  /** Absolute path of the file that is copied. */
  readonly from: string;
  /** Path in the project. */
  readonly to: string;
  /** Is true where the project needs this very file. Otherwise a file of the user's own may be in its place. */
  readonly essential: boolean;
}

/** Files that npm would not pack under their own names: name in the package → name in the project. */
const STORED_AS: Readonly<Record<string, string>> = {
  gitattributes: '.gitattributes',
  gitignore: '.gitignore',
};

/** The files of templates, and those that every project has. Those that there are in the language take the place of the English ones. */
export function starterFiles(chosen: readonly string[], language: Language = 'en'): StarterFile[] {
  const folders = [...chosen, 'common', ...(language === 'en' ? [] : [language])];
  const found = folders.flatMap((name) => {
    const folder = packageFile(join('starter', name));
    return filesBelow(folder, '').map((path) => ({
      from: join(folder, path),
      to: STORED_AS[path] ?? path,
      essential: path === 'pipeline.yaml' || path.startsWith('data/'),
    }));
  });
  return [...new Map(found.map((file) => [file.to, file])).values()];
}

function filesBelow(folder: string, prefix: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path, `${prefix}${name}/`) : [`${prefix}${name}`];
    });
}
