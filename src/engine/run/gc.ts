/** Collects garbage: forgets results that nothing is likely to ask for again. */
import { join } from 'node:path';
import type { Key } from '../../base/brand.ts';
import { strayBundles } from '../code/own-kind-cache.ts';
import { PLAN } from '../resume/ids-left.ts';
import { LAST_RUN } from '../resume/last-run.ts';
import { STANDINGS } from '../resume/standings.ts';
import { type CompactedTrace, compact, recordedTraces, storeSize, strayBlobs } from '../store/compact.ts';
import { dropFailedLogs } from '../store/failed-logs.ts';
import { type RunState, readRuns, rewriteRuns, statesOf } from '../store/runs.ts';
import { Store } from '../store/store.ts';
import { removeFile } from '../system/file-calls.ts';
import { STORE } from '../system/files.ts';
import { gitBranches } from '../system/git.ts';

export interface GcRequest {
  /** Keys of the results that the pipeline as it stands would restore. */
  readonly needed: ReadonlySet<Key>;
  /** The number of last runs whose results are kept. */
  readonly keepRuns: number;
  /** Runs younger than this keep their results too; milliseconds. */
  readonly olderThan?: number;
  /** Earlier runs are given up, oldest first, until the store is no larger; bytes. */
  readonly maxSize?: number;
  readonly dryRun: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface GcReport {
  readonly kept: number;
  readonly removed: number;
  /** Traces of which a part is lost or damaged. */
  readonly damaged: number;
  readonly blobsRemoved: number;
  /** Number of own kinds' bundles that were removed. */
  readonly bundlesRemoved: number;
  readonly runsKept: number;
  readonly branches: readonly string[];
  /** Bytes; `after` is an estimate in a dry run. */
  readonly before: number;
  readonly after: number;
}

/** Collects garbage, or in a dry run says what would go. Needs the lock. */
export function collectGarbage(root: string, request: GcRequest): GcReport {
  const traces = recordedTraces(root);
  const standing = [...new Store(root).standees.values()];
  const before = storeSize(root);
  const history = readHistory(root, request);
  const always = [
    new Set([...request.needed, ...standing]),
    ...history.tips.map((state) => new Set(state.keys.values())),
  ];
  const runs = [...history.runs];
  let kept = soundAmong(traces, always, runs);
  while (request.maxSize !== undefined && runs.length > 0 && sizeOf(kept) > request.maxSize) {
    runs.shift();
    kept = soundAmong(traces, always, runs);
  }
  const damaged = [...traces.values()].filter(({ sound }) => !sound).length;
  const bundles = strayBundles(root);
  const report = {
    kept: kept.size,
    removed: traces.size - kept.size - damaged,
    damaged,
    blobsRemoved: strayBlobs(root, kept).length,
    bundlesRemoved: bundles.length,
    runsKept: runs.length,
    branches: history.tips.map(({ git }) => git!.branch!),
    before,
  };
  if (request.dryRun) return { ...report, after: sizeOf(kept) };
  compact(root, kept);
  removeFiles(bundles);
  dropFailedLogs(root);
  rewriteRuns(root, [...new Set([...history.tips, ...runs])]);
  // Notes of the last run may name a record that is gone.
  if (standing.some((key) => !kept.has(key))) dropNotes(root);
  removeFiles(OUTDATED_NOTES.map((name) => join(root, STORE, name)));
  return { ...report, after: storeSize(root) };
}

/** Files that the last run left and that are each sealed as a whole. */
export const SEALED = [LAST_RUN, PLAN];

/** Removes what the last run left, which no longer holds once the log of traces is another. */
export const dropNotes = (root: string): void =>
  removeFiles([...SEALED, STANDINGS].map((name) => join(root, STORE, name)));

/** Files that earlier versions of papermake kept. */
const OUTDATED_NOTES = [
  'plan-v1.json',
  'plan-v2.json',
  'plan-v3.json',
  'plan-v4.json',
  'plan-v5.json',
  'plan-v8.json',
  'amendment-v1.json',
  'making-v1.json',
  'making-v3.json',
  'standings-v1.log',
  'standings-v2.log',
];

interface History {
  /** Runs that may be given up, oldest first. */
  readonly runs: readonly RunState[];
  /** The last run on each branch that still exists. */
  readonly tips: readonly RunState[];
}

function readHistory(root: string, { keepRuns: count, olderThan, now }: GcRequest): History {
  const { runs } = readRuns(root);
  const isRecent = (index: number): boolean =>
    index >= runs.length - count || (olderThan !== undefined && now - runs[index]!.at < olderThan);
  const lastOn = new Map(runs.flatMap(({ git }, index) => (git?.branch ? [[git.branch, index] as const] : [])));
  const tips = gitBranches(root).flatMap((branch) => lastOn.get(branch) ?? []);
  const states = statesOf(runs, (index) => isRecent(index) || tips.includes(index));
  return {
    runs: [...states].filter(([index]) => isRecent(index)).map(([, state]) => state),
    tips: tips.map((index) => states.get(index)!),
  };
}

function soundAmong(
  traces: ReadonlyMap<Key, CompactedTrace>,
  always: readonly ReadonlySet<Key>[],
  runs: readonly RunState[],
): ReadonlyMap<Key, CompactedTrace> {
  const wanted = new Set([...always.flatMap((keys) => [...keys]), ...runs.flatMap(({ keys }) => [...keys.values()])]);
  return new Map([...traces].filter(([key, { sound }]) => sound && wanted.has(key)));
}

/** Bytes of traces and blobs; a blob that several traces name counts once. */
function sizeOf(traces: ReadonlyMap<Key, CompactedTrace>): number {
  const blobs = new Map<string, number>();
  let sum = 0;
  for (const trace of traces.values()) {
    sum += trace.size;
    for (const { digest, size } of trace.blobs) blobs.set(digest, size);
  }
  for (const size of blobs.values()) sum += size;
  return sum;
}

function removeFiles(paths: readonly string[]): void {
  for (const path of paths) removeFile(path);
}
