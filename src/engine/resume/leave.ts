/** Writes what a run leaves to later ones: for the hot path, to resume from, and to spare hashing unchanged files. */
import { join } from 'node:path';
import type { Digest, NodeId } from '../../base/brand.ts';
import { outputsOf } from '../graph.ts';
import type { Kinds } from '../kinds.ts';
import type { NodeStanding } from '../store/records.ts';
import { type ProjectFiles, type Stamp, stampAt, TICK_MS, TRACES } from '../system/files.ts';
import { type Beginning, type LastRun, unchangedSince, writeLastRun } from './last-run.ts';
import { writePlan } from './plan-file.ts';
import type { PlannedGraph } from './planned.ts';
import type { Resumed } from './resume.ts';
import { writeStandings } from './standings.ts';

/** The work of a run, and all that it used. */
export interface Done {
  readonly session: {
    readonly options: {
      readonly root: string;
      readonly file: string;
      readonly kinds: Kinds;
      readonly began: Beginning;
      readonly allowOutside?: boolean;
    };
    readonly files: ProjectFiles;
    readonly resumed: Resumed | undefined;
  };
  readonly planned: PlannedGraph;
  /** The number of nodes of the pipeline. */
  readonly nodes: number;
  readonly run: {
    /** Standings of all nodes. */
    standings(): ReadonlyMap<NodeId, NodeStanding>;
    /** Standings of those nodes that stand elsewhere than before. */
    moved(): ReadonlyMap<NodeId, NodeStanding>;
  };
  /** The large parts of records that were read or written, by their path. */
  readonly blobs: ReadonlyMap<string, Digest>;
}

/**
 * Writes it. `ownFiles` are the parts of papermake itself whose change makes it worthless. `complete`: the whole pipeline was asked for
 * and left fresh. Returns false when a file is no longer what the run used. Needs the lock.
 */
export function leave(done: Done, ownFiles: readonly string[], complete: boolean): boolean {
  const { files, options } = done.session;
  // Code was loaded before anything noted its stamps and digests.
  const code = [
    ...ownFiles,
    ...[...options.kinds.values()].flatMap(({ module, code: { files: sources }, lookedAt = [] }) =>
      module === null ? [] : [...Object.keys(sources), ...lookedAt],
    ),
  ];
  for (const path of code) files.digest(path);
  const absolute = code.map((path) => files.absolute(path));
  const log = stampAt(join(options.root, TRACES));
  // A note that names no log of traces would be believed for ever.
  if (log === null) return false;
  const at = past([...[...files.used.values()].flatMap((seen) => (seen ? [seen.stamp] : [])), log]);
  // The next run may not read what this one did, unless it is allowed to leave the project too.
  const whole = complete && options.allowOutside !== true;
  if (whole) leaveGraph(done, at);
  waitUntil(at);
  if (whole) for (const [path, digest] of done.blobs) noteBlob(files, path, digest);
  const confirmed = files.confirm() && unchangedSince(options.began, options.root, absolute);
  const allFresh = confirmed && whole ? done.nodes : null;
  const outputs = allFresh === null ? new Set<string>() : outputsOf(done.planned.graph.nodes);
  const last: LastRun = {
    pipeline: options.file,
    allFresh,
    files: [...files.used].map(([path, seen]) => (outputs.has(path) ? [path, seen, 1] : [path, seen])),
    folders: [...options.began.folders, [TRACES, log], ...files.listed],
    searched: files.searched,
    at,
  };
  writeLastRun(options.root, last);
  return confirmed;
}

/** Writes the plan unless the run took it over, and the standings: of a plan that was taken over, those alone that moved. */
function leaveGraph({ session: { options, resumed }, planned, run }: Done, at: number): void {
  const { root, file, kinds } = options;
  const taken = planned.graph === resumed?.planned.graph ? resumed : undefined;
  if (taken?.append(at, run.moved())) return;
  const plan = taken?.sum ?? writePlan(root, file, kinds, planned);
  if (plan === undefined) return;
  const standings = run.standings();
  const inOrder = [...planned.graph.nodes.keys()].flatMap((id) => standings.get(id) ?? []);
  if (inOrder.length === planned.graph.nodes.size) writeStandings(root, plan, at, inOrder);
}

/** Notes a blob's stamp. Where a later run finds another stamp, the blob is damaged or gone, and no node that it belongs to is fresh. */
function noteBlob(files: ProjectFiles, path: string, digest: Digest): void {
  const at = Date.now();
  const stamp = stampAt(files.absolute(path));
  if (stamp !== null) files.used.set(path, { stamp, digest, at });
}

/**
 * The moment from which all these stamps can be trusted: a file that was written a moment ago shares its time stamp with an edit that may
 * follow at once, and the next run would have to read it again. It is now, where that moment is past or too far ahead to wait for.
 */
function past(stamps: readonly Stamp[]): number {
  let newest = 0;
  for (const [, modified, changed] of stamps) newest = Math.max(newest, modified, changed);
  const now = Date.now();
  // No stamp is racy from here on. A stamp may be a fraction of a millisecond ahead of the clock.
  const then = Math.floor(newest + TICK_MS) + 1;
  return then > now && then <= now + 2 * TICK_MS ? then : now;
}

function waitUntil(then: number): void {
  const wait = then - Date.now();
  if (wait > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
}
