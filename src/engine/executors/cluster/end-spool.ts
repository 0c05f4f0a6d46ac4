/** Ends the work on a cluster and removes its spool. */
import { existsSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { attempt } from '../../../base/attempt.ts';
import { removeInUse } from '../../../base/system/remove.ts';
import type { Lane } from './lane.ts';
import type { ClusterPlace } from './place.ts';
import { jobName } from './scheduler.ts';

/** Workers that are ending may still write where a folder is being removed. */
const TRIES = 5;

/** Workers end by themselves, and those that wait are cancelled; all are where the work was given up. */
export async function endSpool(
  { spool, scheduler }: ClusterPlace,
  lanes: readonly Lane[],
  isGivenUp: boolean,
): Promise<void> {
  if (!existsSync(spool)) return;
  const arrays = lanes.flatMap((lane) => [...lane.arrays.keys()]);
  for (const lane of lanes) attempt(() => writeFileSync(join(lane.folder, 'stop'), ''));
  if (isGivenUp && arrays.length > 0) await scheduler.cancel(jobName(spool), arrays);
  else if (lanes.some(({ waiting }) => waiting > 0)) await scheduler.cancelWaiting(jobName(spool), arrays);
  for (let tries = 0; tries < TRIES && existsSync(spool); tries++) attempt(() => removeInUse(spool));
  // The folder of all spools goes with the last.
  attempt(() => rmdirSync(dirname(spool)));
}
