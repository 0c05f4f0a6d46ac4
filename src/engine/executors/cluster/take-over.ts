/** Finds what an earlier run left on a cluster. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../../base/attempt.ts';
import { removeAll } from '../../../base/system/remove.ts';
import { type Lane, laneLeft } from './lane.ts';
import { type Maker, SPOOL } from './layout.ts';
import type { ClusterPlace } from './place.ts';
import { jobName } from './scheduler.ts';

/** The lanes that an earlier run left in the spool, by their names; what another papermake submitted is ended and removed. */
export function lanesLeft({ spool, maker, scheduler, logs }: ClusterPlace, prefix: string): Map<string, Lane> {
  const left = attempt(() => JSON.parse(readFileSync(join(spool, SPOOL), 'utf8')) as Maker);
  const lanes = readdirSync(spool).flatMap((each) => {
    const lane = /^[0-9a-f]{8}$/.test(each) ? laneLeft(join(spool, each), prefix, logs) : undefined;
    return lane ? [[each, lane] as const] : [];
  });
  if (left?.build === maker.build && left.node === maker.node) return new Map(lanes);
  const arrays = lanes.flatMap(([, lane]) => [...lane.arrays.keys()]);
  if (arrays.length > 0) void scheduler.cancel(jobName(spool), arrays);
  removeAll(spool);
  return new Map();
}
