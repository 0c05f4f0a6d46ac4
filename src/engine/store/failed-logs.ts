/**
 * Keeps what programs printed before their nodes failed: one file for each node, replaced by its next failure and removed by its next
 * success. The files are checksummed and disposable, and no decision looks at them.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, unlessRefused } from '../../base/attempt.ts';
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

const fileOf = (id: NodeId): string => `${sha256(id)}.json`;
const nameOf = (id: NodeId): string => `${FAILED_LOGS}/${fileOf(id)}`;

/** The logs as the run that holds the store sees them: which there are is looked up once, since thousands of nodes have none. */
export class FailedLogs {
  readonly #root: string;
  #names: Set<string> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  keep(id: NodeId, key: Key, log: string): void {
    this.#known.add(fileOf(id));
    // On a full disk the failure is told without its log.
    unlessRefused(() => writeChecked(this.#root, nameOf(id), { key, log } satisfies FailedLog));
  }

  drop(id: NodeId): void {
    if (this.#known.size > 0 && this.#known.delete(fileOf(id))) removeFile(join(this.#root, STORE, nameOf(id)));
  }

  get #known(): Set<string> {
    this.#names ??= new Set(attempt(() => readdirSync(join(this.#root, STORE, FAILED_LOGS))));
    return this.#names;
  }
}

export const failedLog = (root: string, id: NodeId): FailedLog | undefined => readChecked<FailedLog>(root, nameOf(id));

export const dropFailedLogs = (root: string): void => removeTree(join(root, STORE, FAILED_LOGS));
