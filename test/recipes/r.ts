/** Runs lines of R beside the functions of a recipe. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const RECIPES = path.resolve(import.meta.dirname, '../../recipes');

/** True where R is there; CI has it, so that no test is passed over there. */
export const hasR = Boolean(process.env.CI) || spawnSync('Rscript', ['--version']).error === undefined;

/** What the last line prints, read as JSON; of R's error its message. */
export function inR(recipe: string, file: string, lines: string): unknown {
  const code = `suppressWarnings({source(${JSON.stringify(file)}); ${lines}})`;
  const { status, stdout, stderr } = spawnSync('Rscript', ['--vanilla', '-e', code], {
    cwd: path.join(RECIPES, recipe),
    encoding: 'utf8',
    env: { ...process.env, LANG: 'C.UTF-8' },
  });
  return status === 0 ? JSON.parse(stdout) : stderr.trim();
}

/** Prints numbers of R as a list. */
export const told = (expression: string): string =>
  `cat("[", paste(format(unname(${expression}), digits = 17, trim = TRUE), collapse = ","), "]", sep = "")`;
