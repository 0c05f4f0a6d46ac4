/** Symbolic links that would lead what papermake writes to other places. */
import { lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Problem } from '../base/problem.ts';
import { FAILED_LOGS } from './failed-logs.ts';
import { OUTPUT_FOLDER, type ProjectFiles, STORE } from './files.ts';
import type { Graph } from './graph.ts';

/** Folders of the store that are written to by name. */
const FOLDERS = ['', 'blobs-v1', 'tmp', 'kinds', FAILED_LOGS];

/** A store that came with a project must not decide where files are written. */
export function storeLinks(root: string): Problem[] {
  if (isLink(join(root, STORE))) return [linked(STORE)];
  return FOLDERS.flatMap((folder) => entries(join(root, STORE, folder)).map((name) => join(STORE, folder, name))).map(
    linked,
  );
}

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;

function entries(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isSymbolicLink() ? [entry.name] : [],
    );
  } catch {
    return [];
  }
}

const noFolder: Problem = {
  code: 'output-file',
  severity: 'error',
  message: `\`${OUTPUT_FOLDER}\` is a file, not the folder that outputs are written to`,
  at: [],
  hint: 'move it away',
};

function linked(path: string): Problem {
  return {
    code: 'linked-store',
    severity: 'error',
    message: `\`${path}\` is a symbolic link: files of the store would be written elsewhere`,
    at: [],
    hint: `remove it, or, where the link is your own, \`--allow-outside\``,
  };
}

/** Outputs whose folder lies, behind a link, elsewhere than in `out/`, and a file in its place. */
export function outputLinks({ nodes }: Graph, files: ProjectFiles): Problem[] {
  const folders = new Set([...nodes.values()].flatMap((node) => (node.outputs ?? []).map((path) => dirname(path))));
  if (folders.size > 0 && ['file', 'special'].includes(files.kind(OUTPUT_FOLDER))) return [noFolder];
  const strays = [...folders].sort().filter((folder) => !files.mayWrite(`${folder}/x`));
  return strays.map((folder) => ({
    code: 'output-link',
    severity: 'error',
    message: `\`${folder}\` leads through a symbolic link to another place than \`out/\``,
    at: [],
    hint: 'remove the link, or, where it is your own, `--allow-outside`',
  }));
}
