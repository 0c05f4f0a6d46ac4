/** A copy of this checkout with the packages that npm installs on Windows, built there. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { must } from '../must.ts';
import type { Wine } from './wine.ts';

/** Copies what is committed or staged into a folder, and installs there what npm installs on Windows. */
export function copyCheckout(root: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder))
    if (name !== 'node_modules') rmSync(path.join(folder, name), { recursive: true, force: true });
  must('git', ['checkout-index', '--all', `--prefix=${folder}/`], { cwd: root });
  must('npm', ['ci', '--ignore-scripts', '--os=win32', '--cpu=x64', '--loglevel=error'], { cwd: folder });
}

/** Builds in the copy; what is wrong with it, line by line: files that are others than those of this checkout's own build. */
export function buildOnWindows(wine: Wine, root: string, folder: string): string[] {
  const tsx = './node_modules/tsx/dist/esm/index.mjs';
  const { code, text } = wine.node(['--import', tsx, 'scripts/build.ts'], folder);
  if (code !== 0) return [`the build ended with ${code}:`, text];
  return differences(path.join(root, 'dist'), path.join(folder, 'dist'), (file) => /\.cache$|^\.stamp$/.test(file));
}

/** Files of two folders that are not the same, by their paths in them. */
export function differences(expected: string, found: string, isLeftOut = (_file: string): boolean => false): string[] {
  const files = new Set([...filesBelow(expected), ...filesBelow(found)].filter((file) => !isLeftOut(file)));
  return [...files].sort().flatMap((file) => {
    const [here, there] = [expected, found].map((folder) => path.join(folder, file));
    if (!existsSync(there!)) return [`${file} is absent on Windows`];
    if (!existsSync(here!)) return [`${file} is there on Windows alone`];
    return readFileSync(here!).equals(readFileSync(there!)) ? [] : [`${file} is another one on Windows`];
  });
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}
