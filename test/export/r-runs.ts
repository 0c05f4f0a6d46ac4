/** Exports one estimated model to R and runs the script in an empty folder. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { attempt } from '../../src/base/attempt.ts';
import { removeAll } from '../../src/base/system/remove.ts';
import type { ScriptFile } from '../../src/export/data.ts';

const packages = ['sandwich', 'lmtest', 'AER'];

/** Why the scripts cannot run here; undefined where they can. */
export const withoutR: string | undefined =
  attempt(() => {
    const asked = packages.map((name) => `requireNamespace("${name}", quietly = TRUE)`).join(' && ');
    return execFileSync('Rscript', ['--vanilla', '-e', `cat(${asked})`], { encoding: 'utf8', stdio: 'pipe' });
  }) === 'TRUE'
    ? undefined
    : `needs R with ${packages.join(', ')}`;

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs the main script of an export where nothing else is. */
export function runInEmptyFolder(files: readonly ScriptFile[], main = 'main.R'): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'papermake-export-'));
  try {
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return {
      code: 0,
      output: execFileSync('Rscript', ['--vanilla', main], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
        maxBuffer: 1e8,
      }),
    };
  } catch (error) {
    const { status, stdout = '', stderr = '' } = error as { status?: number; stdout?: string; stderr?: string };
    return { code: status ?? -1, output: `${stdout}${stderr}` };
  } finally {
    if (process.env.KEEP === undefined) removeAll(folder);
  }
}
