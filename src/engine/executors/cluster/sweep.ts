/** Removes spools that nobody takes over and no worker uses any more: what was submitted to a cluster and given up, and not cancelled. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { attempt } from '../../../base/attempt.ts';
import { removeAll, removeInUse } from '../../../base/system/remove.ts';
import type { ExecutorDecl } from '../../step.ts';
import { openScheduler } from './open.ts';
import { jobName } from './scheduler.ts';

/** A spool in which nothing has changed for so long is given up; workers touch a file every few seconds. */
const GIVEN_UP_MS = 7 * 24 * 3600 * 1000;

export interface Spools {
  /** The project's executors, and where the spool of each lies. */
  readonly declared: ReadonlyMap<string, { readonly declared: ExecutorDecl; readonly spool: string }>;
  /** The folder of spools in the store, in which all are the project's. */
  readonly own: string;
  readonly template: (name: string) => string | undefined;
  readonly dryRun: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Swept {
  readonly removed: readonly string[];
  /** Spools that are old and stay, since their jobs are alive or their scheduler does not say. */
  readonly kept: readonly { readonly spool: string; readonly because: string }[];
}

export async function sweepSpools({ declared, own, template, dryRun, now }: Spools): Promise<Swept> {
  const known = new Map([...declared].map(([name, each]) => [each.spool, { name, declared: each.declared }]));
  const found = existsSync(own) ? readdirSync(own).map((name) => join(own, name)) : [];
  const removed: string[] = [];
  const kept: Swept['kept'][number][] = [];
  for (const spool of new Set([...found, ...known.keys()])) {
    if (!existsSync(spool) || now - lastChange(spool) < GIVEN_UP_MS) continue;
    const executor = known.get(spool);
    const because = executor && (await alive(spool, executor.name, executor.declared, template));
    if (because !== undefined) {
      kept.push({ spool, because });
      continue;
    }
    removed.push(spool);
    if (dryRun) continue;
    removeInUse(spool);
    if (dirname(spool) === own && readdirSync(own).length === 0) removeAll(own);
  }
  return { removed, kept };
}

/** Returns the time of the last change in the spool, in milliseconds since 1970. */
function lastChange(spool: string): number {
  const all = [spool, ...(readdirSync(spool, { recursive: true }) as string[]).map((name) => join(spool, name))];
  // A file that vanishes meanwhile counts as changed at this moment.
  return all.reduce(
    (last, path) => Math.max(last, attempt(() => statSync(path).mtimeMs) ?? Number.POSITIVE_INFINITY),
    0,
  );
}

/** Why a spool's jobs may be alive; undefined where the scheduler says that none is. */
async function alive(
  spool: string,
  name: string,
  declared: ExecutorDecl,
  template: Spools['template'],
): Promise<string | undefined> {
  const opened = await openScheduler(name, declared, template);
  if ('problem' in opened) return opened.problem.message;
  const states = await opened.scheduler.status(jobName(spool));
  if (typeof states === 'string') return states;
  const arrays = new Set(
    readdirSync(spool).flatMap((lane) => attempt(() => readdirSync(join(spool, lane, 'arrays'))) ?? []),
  );
  const isAlive = [...states].some(([task, { ended }]) => !ended && arrays.has(task.split('.')[0]!));
  return isAlive ? 'its jobs are in the queue or at work still' : undefined;
}
