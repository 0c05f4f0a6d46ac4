/** What a test needs of TeX, and whether it is there. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** What `papermake.sty` loads. */
const style = [
  'booktabs',
  'threeparttable',
  'siunitx',
  'array',
  'textcomp',
  'graphicx',
  'longtable',
  'pdflscape',
  'float',
].map((name) => `${name}.sty`);

/**
 * The program, or those packages and fonts that it does not find, besides what tables need; nothing under CI, where
 * everything must be there.
 */
export function lacking(engine: string, files: readonly string[]): string[] {
  if (process.env.CI) return [];
  if (spawnSync(engine, ['--version']).error !== undefined) return [engine];
  const wanted = [...style, ...files];
  const { stdout } = spawnSync('kpsewhich', wanted, { encoding: 'utf8' });
  const found = new Set((stdout ?? '').split('\n').map((line) => path.basename(line)));
  return wanted.filter((file) => !found.has(file));
}

/** A test's name, with what it is skipped for. */
export const naming = (test: string, lacks: readonly string[]): string =>
  lacks.length === 0 ? test : `${test}: skipped without ${lacks.join(', ')}`;
