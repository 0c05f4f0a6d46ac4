/**
 * Notes what the run that holds the store is doing, for those who look on from another process, and after it what failed, since no record
 * is made of a failure. The note is checksummed and disposable, and no decision looks at it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unlessRefused } from '../../base/attempt.ts';
import type { NodeId } from '../../base/brand.ts';
import type { Problem } from '../../base/problem.ts';
import { type ProcessName, thisProcess, vitalOf } from '../../base/system/process-name.ts';
import { readChecked, writeChecked } from '../system/checked.ts';
import { removeFile } from '../system/file-calls.ts';
import { STORE } from '../system/files.ts';

/** The progress of the nodes that an executor's workers have. */
export interface Elsewhere {
  /** The executor's name. */
  readonly on: string;
  /** Workers that are at work, and those that were submitted and have not ended. */
  readonly workers: number;
  readonly submitted: number;
  /** Nodes go to workers in shards: how many there are, are with a worker, and are done. */
  readonly shards: number;
  readonly claimed: number;
  readonly done: number;
  /** Why no worker is at work, in the scheduler's words. */
  readonly waits?: string;
}

export interface RunNow {
  readonly settled: number;
  readonly total: number;
  /** Seconds that are left by recorded times; null while nothing is known. */
  readonly left: number | null;
  readonly running: readonly {
    readonly node: NodeId;
    readonly what: string;
    /** 0…1; null where the end is not known. */
    readonly done: number | null;
  }[];
  /** The progress of clusters, where nodes run on some. */
  readonly elsewhere?: readonly Elsewhere[];
  readonly failed: readonly { readonly node: NodeId; readonly problems: readonly Problem[] }[];
  readonly ended: boolean;
}

/** The note's name below the store. */
export const RUN_NOW = 'run-now-v1.json';

export const runNowPath = (root: string): string => join(root, STORE, RUN_NOW);

type Noted = RunNow & { readonly by: ProcessName; readonly pipeline: string };

/** Writes the note; on a full disk nobody looks on. */
export const noteRunNow = (root: string, pipeline: string, now: RunNow): void =>
  unlessRefused(() => writeChecked(root, RUN_NOW, { ...now, by: thisProcess(), pipeline } satisfies Noted));

/** Removes the note of a run in which nothing failed. */
export const dropRunNow = (root: string): void =>
  unlessRefused(() => {
    if (existsSync(runNowPath(root))) removeFile(runNowPath(root));
  });

/** The note of this pipeline's run; where that died, nothing is running. */
export function readRunNow(root: string, pipeline: string): RunNow | undefined {
  const noted = readChecked<Noted>(root, RUN_NOW);
  if (noted?.pipeline !== pipeline) return undefined;
  if (noted.ended) return noted;
  return vitalOf(noted.by, thisProcess()) === 'dead' ? { ...noted, running: [], ended: true } : noted;
}
