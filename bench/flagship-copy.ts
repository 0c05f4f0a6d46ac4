import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './measure.ts';

/** The flagship alone, without a store: what a user's project looks like. */
export function copyProject(folder: string): void {
  for (const name of ['pipeline.yaml', 'data', 'paper', 'out']) {
    const from = path.join(projectRoot, name);
    if (existsSync(from)) cpSync(from, path.join(folder, name), { recursive: true });
  }
}
