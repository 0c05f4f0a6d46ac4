/** Finds what a store must not hold: symbolic links, which would lead what papermake writes to other places, and packages. */
import { lstatSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { type Problem, ProblemError, problemAt } from '../../base/problem.ts';
import { type Graph, outputsOf } from '../graph.ts';
import { OUTPUT_FOLDER, type ProjectFiles, STORE } from '../system/files.ts';
import { isStoreElsewhere } from '../system/project-place.ts';
import { FAILED_LOGS } from './failed-logs.ts';

/** Folders of the store that are written to by name. */
const FOLDERS = ['', 'blobs-v1', 'tmp', 'kinds', FAILED_LOGS];

/** Names that Node and its bundlers look for in the folders above a file, to run it or to be told how. */
const CODE = ['node_modules', 'package.json', 'tsconfig.json', 'jsconfig.json'];

/** Problems of a store that came with a project and would decide where files are written or what runs. */
export function foreignInStore(root: string): Problem[] {
  if (isLink(join(root, STORE)) && !isStoreElsewhere(root)) return [linked(STORE)];
  return FOLDERS.flatMap((folder) =>
    (attempt(() => readdirSync(join(root, STORE, folder), { withFileTypes: true })) ?? []).flatMap((entry) => {
      const path = posix.join(STORE, folder, entry.name);
      if (entry.isSymbolicLink()) return [linked(path)];
      return CODE.includes(entry.name) ? [isCode(path)] : [];
    }),
  );
}

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;

const noFolder: Problem = problemAt({
  code: 'output-file',
  message: `\`${OUTPUT_FOLDER}\` is a file, not the folder that outputs are written to`,
  hint: 'move it away',
});

function linked(path: string): Problem {
  return problemAt({
    code: 'linked-store',
    message: `\`${path}\` is a symbolic link: files of the store would be written elsewhere`,
    hint: `remove it, or, where the link is your own, \`--allow-outside\``,
  });
}

function isCode(path: string): Problem {
  return problemAt({
    code: 'foreign-store',
    message: `\`${path}\` is none of papermake's files: nothing in a store is a package or a configuration`,
    hint: 'remove it; `papermake fsck` looks for what else does not belong there',
  });
}

/** Problems of outputs whose folder lies, behind a link, elsewhere than in `out/`, and of a file in the place of `out/`. */
export function outputLinks({ nodes }: Graph, files: ProjectFiles): Problem[] {
  const folders = new Set([...outputsOf(nodes)].map((path) => dirname(path)));
  if (folders.size > 0 && ['file', 'special'].includes(files.kind(OUTPUT_FOLDER))) return [noFolder];
  const strays = [...folders].sort().filter((folder) => !files.mayWrite(`${folder}/x`));
  return strays.map(straysFrom);
}

/** Confirms, before an output is written, that no link has come to stand in its way since the plan was checked. Throws a ProblemError. */
export function confirmInside(path: string, files: ProjectFiles): void {
  if (!files.mayWrite(path)) throw new ProblemError([straysFrom(dirname(path))]);
}

function straysFrom(folder: string): Problem {
  return problemAt({
    code: 'output-link',
    message: `\`${folder}\` leads through a symbolic link to another place than \`out/\``,
    hint: 'remove the link, or, where it is your own, `--allow-outside`',
  });
}
