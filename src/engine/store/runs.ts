/**
 * Keeps which results each run ended at, and on which branch, in `runs-v1.log`, from which `gc` knows what earlier runs need. A record
 * holds what differs from the one before. A damaged record loses history, never a result that stands.
 */
import { dirname, join } from 'node:path';
import { resourceUsage } from 'node:process';
import { attempt } from '../../base/attempt.ts';
import type { Key, SharedNode } from '../../base/brand.ts';
import { canonicalJson } from '../../base/canonical.ts';
import { defined } from '../../base/defined.ts';
import type { Json } from '../../base/json.ts';
import { removeEntry } from '../../base/system/remove.ts';
import { renameFile } from '../system/file-calls.ts';
import { makeFolder, STORE } from '../system/files.ts';
import { type GitState, gitState } from '../system/git.ts';
import { Log, type RecordAt } from './log.ts';
import type { Store } from './store.ts';

const KIBIBYTE = 1024;

export type Keys = ReadonlyMap<SharedNode, Key>;

export interface RunRecord {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The state of git; null outside of a repository. */
  readonly git: GitState | null;
  /** Nodes that stand elsewhere than after the record before; null where they are gone. */
  readonly changed: readonly (readonly [SharedNode, Key | null])[];
  /** Length of the trace log at the end of the run. Where it is still the same, nothing has happened since. */
  readonly log?: number;
  /** The most bytes of memory that the process held until then; absent in records of before. */
  readonly memory?: number;
  /** Version of the program that ran; absent in records of before. */
  readonly version?: string;
}

/** A run with all results that it ended at. */
export interface RunState {
  readonly at: number;
  readonly memory?: number | undefined;
  readonly version?: string | undefined;
  readonly git: GitState | null;
  readonly keys: Keys;
}

export const RUNS_MAGIC = 'papermake runs v1\n';
/** The log of runs, relative to the project. */
export const RUNS = `${STORE}/runs-v1.log`;

const logOf = (root: string): Log => new Log(join(root, RUNS), RUNS_MAGIC);

/** Reads the log, oldest run first. */
export function readRuns(root: string): { readonly runs: readonly RunRecord[]; readonly end: number } {
  const runs: RunRecord[] = [];
  const end = logOf(root).scan((payload) => {
    const record = parse(payload);
    if (record) runs.push(record);
  });
  return { runs, end };
}

const parse = (payload: Buffer): RunRecord | undefined =>
  attempt(() => {
    const record = JSON.parse(payload.toString()) as RunRecord;
    return typeof record.at === 'number' && Array.isArray(record.changed) ? record : undefined;
  });

/** The states after the runs that are wanted, by their index. */
export function statesOf(
  runs: readonly RunRecord[],
  wanted: (index: number) => boolean,
): ReadonlyMap<number, RunState> {
  const states = new Map<number, RunState>();
  const keys = new Map<SharedNode, Key>();
  for (const [index, { at, git, changed, memory, version }] of runs.entries()) {
    apply(keys, changed);
    if (wanted(index)) states.set(index, { at, git, keys: new Map(keys), memory, version });
  }
  return states;
}

function apply(keys: Map<SharedNode, Key>, changed: RunRecord['changed']): void {
  for (const [id, key] of changed) {
    if (key === null) keys.delete(id);
    else keys.set(id, key);
  }
}

function difference(before: Keys, after: Keys): [SharedNode, Key | null][] {
  const moved = [...after].filter(([id, key]) => before.get(id) !== key);
  const gone = [...before.keys()].filter((id) => !after.has(id)).map((id): [SharedNode, null] => [id, null]);
  return [...moved, ...gone];
}

/** Version of the program that made the last run; undefined where no record says it. */
export const lastVersion = (root: string): string | undefined => lastRun(root).last?.version;

/** Records a run of this version at its end, under its lock; records nothing when the last record says the same. */
export function recordRun(root: string, store: Store, at: number, version?: string): void {
  const { last, end } = lastRun(root);
  const git = gitState(root);
  const { before, now } = store.changes.log;
  const changed = last?.log === before ? movedSince(store) : changedSinceRuns(root, store);
  if (changed.length === 0 && last && sameGit(last.git, git) && last.version === version) return;
  const memory = resourceUsage().maxRSS * KIBIBYTE;
  append(logOf(root), end, [defined({ at, git, changed, log: now, memory, version })]);
}

const movedSince = (store: Store): [SharedNode, Key | null][] =>
  [...store.changes.moved].map((standee) => [standee, store.keyOf(standee) ?? null]);

function changedSinceRuns(root: string, store: Store): [SharedNode, Key | null][] {
  const before = new Map<SharedNode, Key>();
  for (const run of readRuns(root).runs) apply(before, run.changed);
  return difference(before, store.standees);
}

/** The last record, which alone is read, since the first names every node; all are where it is damaged, since its end may be torn. */
function lastRun(root: string): { readonly last: RunRecord | undefined; readonly end: number } {
  const log = logOf(root);
  let at: RecordAt | undefined;
  const end = log.index((_, each) => {
    at = each;
  });
  const payload = at && log.read(at);
  if (payload) return { last: parse(payload), end };
  const { runs, end: sound } = readRuns(root);
  return { last: runs.at(-1), end: sound };
}

const sameGit = (a: GitState | null, b: GitState | null): boolean => a?.head === b?.head && a?.branch === b?.branch;

function append(log: Log, end: number, records: readonly RunRecord[]): void {
  log.openForAppend(end);
  for (const record of records) log.append(Buffer.from(canonicalJson(record as unknown as Json)));
  log.close();
}

/** Writes these runs alone to a log that takes the old one's place. Needs the lock. */
export function rewriteRuns(root: string, states: readonly RunState[]): void {
  const temporary = join(root, STORE, 'tmp', 'runs');
  makeFolder(dirname(temporary));
  removeEntry(temporary);
  let before: Keys = new Map();
  const inOrder = [...states].sort((a, b) => a.at - b.at);
  const records = inOrder.map(({ at, git, keys, memory, version }): RunRecord => {
    const changed = difference(before, keys);
    before = keys;
    return defined({ at, git, changed, memory, version });
  });
  append(new Log(temporary, RUNS_MAGIC), 0, records);
  renameFile(temporary, join(root, RUNS));
}
