/** Runs exported scripts of R and Python in an empty folder. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { attempt } from '../../src/base/attempt.ts';
import { removeAll } from '../../src/base/system/remove.ts';
import type { ScriptFile } from '../../src/export/data.ts';
import { pythonWithStatsmodels } from '../support/languages.ts';

const packages = ['sandwich', 'lmtest', 'AER', 'MASS', 'plm', 'quantreg', 'survival', 'estimatr'];

/** Why scripts that load packages cannot run here; undefined where they can. */
export const withoutPackagesOfR = (names: readonly string[]): string | undefined =>
  attempt(() => {
    const asked = names.map((name) => `requireNamespace("${name}", quietly = TRUE)`).join(' && ');
    return execFileSync('Rscript', ['--vanilla', '-e', `cat(${asked})`], { encoding: 'utf8', stdio: 'pipe' });
  }) === 'TRUE'
    ? undefined
    : `needs R with ${names.join(', ')}`;

export const withoutR: string | undefined = withoutPackagesOfR(packages);

export const withoutPython: string | undefined =
  pythonWithStatsmodels === undefined ? 'needs Python with statsmodels' : undefined;

/** A program with the arguments before the script. */
export type Program = readonly [path: string, ...args: string[]];

export const byR: Program = ['Rscript', '--vanilla'];
export const byPython: Program = [pythonWithStatsmodels ?? 'python3', '-B'];

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs a script of an export where nothing else is. */
export function runInEmptyFolder(files: readonly ScriptFile[], main = 'main.R', program: Program = byR): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'papermake-export-'));
  try {
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const [path, ...args] = program;
    const options = { cwd: folder, encoding: 'utf8', stdio: 'pipe', maxBuffer: 1e8 } as const;
    return { code: 0, output: execFileSync(path, [...args, main], options) };
  } catch (error) {
    const { status, stdout = '', stderr = '' } = error as { status?: number; stdout?: string; stderr?: string };
    return { code: status ?? -1, output: `${stdout}${stderr}` };
  } finally {
    if (process.env.KEEP === undefined) removeAll(folder);
  }
}
