/** Compacts the store: rewrites the trace log and removes blobs, so that some of the traces are left out. Needs the lock. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest, Key, SharedNode } from '../../base/brand.ts';
import { removeEntry } from '../../base/system/remove.ts';
import { removeFile, renameFile } from '../system/file-calls.ts';
import { makeFolder, namesIfThere, STORE } from '../system/files.ts';
import { isInline } from './inline-parts.ts';
import { Log } from './log.ts';
import { CODE, FORGET, USE } from './log-tables.ts';
import { Store, TRACES_MAGIC } from './store.ts';
import { readTrace, standeeIn, TRACE } from './trace-record.ts';

export interface CompactedTrace {
  /** Bytes that the record takes in the log. */
  readonly size: number;
  readonly blobs: readonly { readonly digest: Digest; readonly size: number }[];
  readonly code: Digest;
  /** Is true where every part can be read. */
  readonly sound: boolean;
}

/** Length and checksum before each payload. */
const RECORD_HEAD = 36;

const logPath = (root: string): string => join(root, STORE, 'traces-v1.log');
const blobFolder = (root: string): string => join(root, STORE, 'blobs-v1');

/** The trace of every key that the log holds, as it was last recorded. */
export function recordedTraces(root: string): ReadonlyMap<Key, CompactedTrace> {
  const store = new Store(root);
  const traces = new Map<Key, CompactedTrace>();
  new Log(logPath(root), TRACES_MAGIC).scan((payload) => {
    if (payload[0] !== TRACE) return;
    const trace = readTrace(payload)?.trace;
    if (!trace) return;
    const blobs = trace.artifact.parts.filter((part) => !isInline(part));
    const sound = store.holds(trace);
    traces.set(trace.key, { size: RECORD_HEAD + payload.length, blobs, code: trace.recipe.code, sound });
  });
  return traces;
}

/**
 * Rewrites the log to a temporary file and renames it, so that a kill at any moment leaves a whole log, the old one or the new; removes
 * blobs that no trace names only after that.
 */
export function compact(root: string, keep: ReadonlyMap<Key, CompactedTrace>): void {
  const temporaries = join(root, STORE, 'tmp');
  makeFolder(temporaries);
  const temporary = join(temporaries, 'compact');
  removeEntry(temporary);
  writeLog(root, temporary, keep);
  renameFile(temporary, logPath(root));
  for (const { path } of strayBlobs(root, keep)) removeFile(path);
}

function writeLog(root: string, path: string, keep: ReadonlyMap<Key, CompactedTrace>): void {
  const { standees } = new Store(root);
  const codes = new Set([...keep.values()].map(({ code }) => code as string));
  const latest = latestOffsets(root);
  const log = new Log(path, TRACES_MAGIC);
  log.openForAppend(0);
  const current = new Map<SharedNode, Key>();
  new Log(logPath(root), TRACES_MAGIC).scan((payload, { offset }) => {
    const key = payload.subarray(1, 33).toString('hex');
    if (payload[0] === CODE && codes.delete(key)) log.append(Buffer.from(payload));
    if (payload[0] !== TRACE || !keep.has(key as Key) || latest.get(key as Key) !== offset) return;
    log.append(Buffer.from(payload));
    current.set(standeeIn(payload), key as Key);
  });
  for (const [standee, key] of standees) {
    if (keep.has(key) && current.get(standee) !== key) log.append(noteOf(USE, key, standee));
  }
  for (const standee of current.keys()) {
    const key = standees.get(standee);
    if (key === undefined || !keep.has(key)) log.append(noteOf(FORGET, '00'.repeat(32), standee));
  }
  log.close();
}

const noteOf = (tag: number, key: string, standee: SharedNode): Buffer =>
  Buffer.concat([Buffer.of(tag), Buffer.from(key, 'hex'), Buffer.from(standee)]);

function latestOffsets(root: string): ReadonlyMap<Key, number> {
  const offsets = new Map<Key, number>();
  new Log(logPath(root), TRACES_MAGIC).scan((payload, { offset }) => {
    if (payload[0] === TRACE && readTrace(payload)) offsets.set(payload.subarray(1, 33).toString('hex') as Key, offset);
  });
  return offsets;
}

export interface StrayBlob {
  readonly path: string;
  readonly size: number;
}

/** Finds blobs that none of these traces names. */
export function strayBlobs(root: string, keep: ReadonlyMap<Key, CompactedTrace>): StrayBlob[] {
  const named = new Set([...keep.values()].flatMap(({ blobs }) => blobs.map(({ digest }) => digest as string)));
  return blobFiles(root).filter(({ digest }) => !named.has(digest));
}

export function blobFiles(root: string): (StrayBlob & { readonly digest: string })[] {
  return namesIfThere(blobFolder(root)).flatMap((head) =>
    namesIfThere(join(blobFolder(root), head)).flatMap((tail) => {
      const path = join(blobFolder(root), head, tail);
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat?.isFile() ? [{ path, size: stat.size, digest: head + tail }] : [];
    }),
  );
}

/** Bytes of the log and the blobs. */
export function storeSize(root: string): number {
  const log = statSync(logPath(root), { throwIfNoEntry: false })?.size ?? 0;
  return blobFiles(root).reduce((sum, { size }) => sum + size, log);
}
