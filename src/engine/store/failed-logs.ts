/**
 * Keeps what programs printed before their nodes failed: one file for each node, replaced by its next failure and removed by its next
 * success. The files are checksummed and disposable, and no decision looks at them.
 */
import { join } from 'node:path';
import { unlessRefused } from '../../base/attempt.ts';
import type { Key, NodeId } from '../../base/brand.ts';
import { sha256 } from '../../base/canonical.ts';
import { readChecked, writeChecked } from '../system/checked.ts';
import { removeFile, removeTree } from '../system/file-calls.ts';
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
  // On a full disk the failure is told without its log.
  unlessRefused(() => writeChecked(root, nameOf(id), { key, log } satisfies FailedLog));
}

export const failedLog = (root: string, id: NodeId): FailedLog | undefined => readChecked<FailedLog>(root, nameOf(id));

export const dropFailedLog = (root: string, id: NodeId): void => removeFile(join(root, STORE, nameOf(id)));

export const dropFailedLogs = (root: string): void => removeTree(join(root, STORE, FAILED_LOGS));
