/** R and Python with the packages that tests hand data to. What is absent is skipped by name, but not under CI, where all must be there. */
import { spawnSync } from 'node:child_process';

const works = (program: string, args: readonly string[]): boolean => spawnSync(program, args).status === 0;

/** Packages of R that are not there; R itself where it is not. */
export function absentFromR(packages: readonly string[]): string[] {
  if (process.env.CI) return [];
  if (!works('Rscript', ['--version'])) return ['Rscript'];
  return packages.filter((name) => !works('Rscript', ['--vanilla', '-e', `loadNamespace("${name}")`]));
}

/** A Python that has statsmodels; undefined where there is none. Debian's packages belong to the Python of the system. */
export const pythonWithStatsmodels: string | undefined = ['/usr/bin/python3', '/usr/local/bin/python3'].find(
  (program) => works(program, ['-c', 'import statsmodels']),
);
