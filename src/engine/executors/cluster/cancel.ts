/** Ends the workers of a spool and removes it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { removeInUse } from '../../../base/system/remove.ts';
import type { ExecutorDecl } from '../../step.ts';
import { namesIfThere } from '../../system/files.ts';
import { openScheduler } from './open.ts';
import { jobName } from './scheduler.ts';

export async function cancelSpool(
  spool: string,
  name: string,
  declared: ExecutorDecl,
  template: (name: string) => string | undefined,
): Promise<{ readonly arrays: number } | { readonly problem: string }> {
  if (!existsSync(spool)) return { arrays: 0 };
  const arrays = readdirSync(spool).flatMap((lane) => namesIfThere(join(spool, lane, 'arrays')));
  const opened = await openScheduler(name, declared, template);
  if ('problem' in opened) return { problem: opened.problem.message };
  const { code, stderr } = await opened.scheduler.cancel(jobName(spool), arrays);
  if (code !== 0) return { problem: `cancelling failed: ${stderr.trim()}` };
  removeInUse(spool);
  return { arrays: arrays.length };
}
