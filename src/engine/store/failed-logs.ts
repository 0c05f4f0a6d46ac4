/**
 * Keeps what programs printed before their nodes failed: one file for each node, replaced by its next failure and removed by its next
 * success. The files are checksummed and disposable, and no decision looks at them.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Key, NodeId } from '../../base/brand.ts';
import { sha256 } from '../../base/canonical.ts';
import { readChecked, writeChecked } from '../system/checked.ts';
import { boundary } from '../system/fault-points.ts';
import { STORE } from '../system/files.ts';

export interface FailedLog {
  /** The node's key when it failed. */
  readonly key: Key;
  readonly log: string;
}

/** Folder of the logs, below the store. */
export const FAILED_LOGS = 'failed-logs-v1';

const nameOf = (id: NodeId): string => `${FAILED_LOGS}/${sha256(id)}.json`;

export function keepFailedLog(root: string, id: NodeId, key: Key, log: string): void {
  try {
    writeChecked(root, nameOf(id), { key, log } satisfies FailedLog);
  } catch (error) {
    // On a full disk the failure is told without its log.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

export const failedLog = (root: string, id: NodeId): FailedLog | undefined => readChecked<FailedLog>(root, nameOf(id));

export function dropFailedLog(root: string, id: NodeId): void {
  boundary('remove');
  rmSync(join(root, STORE, nameOf(id)), { force: true });
}

export function dropFailedLogs(root: string): void {
  boundary('remove');
  rmSync(join(root, STORE, FAILED_LOGS), { force: true, recursive: true });
}
