/** The programs that workers of a spool must have, as the submitting side notes them and a worker looks for them before it begins. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../../base/attempt.ts';
import { foundProgram } from '../../../base/system/found-program.ts';
import type { NeededProgram } from '../../step.ts';
import { NEEDED } from './layout.ts';

/** Notes the programs in the place of those that an earlier run noted. */
export function need(spool: string, programs: readonly NeededProgram[]): void {
  const file = join(spool, NEEDED);
  const each = new Set(programs.map((program) => JSON.stringify(program)));
  writeFileSync(`${file}.new`, `[${[...each].join(',')}]`);
  renameSync(`${file}.new`, file);
}

/** Returns the needed programs that this machine does not have, each by its names. */
export function lackedHere(spool: string): string[][] {
  const needed = attempt(() => JSON.parse(readFileSync(join(spool, NEEDED), 'utf8')) as NeededProgram[]) ?? [];
  const lacked = needed.filter(({ names, path }) => foundProgram(names, path) === undefined);
  return [...new Set(lacked.map(({ names }) => JSON.stringify(names)))].map((each) => JSON.parse(each) as string[]);
}
