/**
 * What programs printed before their nodes failed: one file for each node, replaced by its next failure and gone with its
 * next success. Derived, checksummed, disposable: no decision looks at them.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Key, NodeId } from '../base/brand.ts';
import { sha256 } from '../base/canonical.ts';
import { boundary } from './fault-points.ts';
import { STORE, writeAtomically } from './files.ts';

export interface FailedLog {
  /** What the node was to be made from when it failed. */
  readonly key: Key;
  readonly log: string;
}

/** Below the store. */
export const FAILED_LOGS = 'failed-logs-v1';

const pathOf = (root: string, id: NodeId): string => join(root, STORE, FAILED_LOGS, `${sha256(id)}.json`);

export function keepFailedLog(root: string, id: NodeId, key: Key, log: string): void {
  const body = JSON.stringify({ key, log } satisfies FailedLog);
  try {
    writeAtomically(pathOf(root, id), `${sha256(body)}\n${body}`, { temporaries: join(root, STORE, 'tmp') });
  } catch (error) {
    // A full disk: the failure is told without.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

export function failedLog(root: string, id: NodeId): FailedLog | undefined {
  try {
    const text = readFileSync(pathOf(root, id), 'utf8');
    const newline = text.indexOf('\n');
    const body = text.slice(newline + 1);
    return sha256(body) === text.slice(0, newline) ? (JSON.parse(body) as FailedLog) : undefined;
  } catch {
    return undefined;
  }
}

export function dropFailedLog(root: string, id: NodeId): void {
  boundary('remove');
  rmSync(pathOf(root, id), { force: true });
}

export function dropFailedLogs(root: string): void {
  boundary('remove');
  rmSync(join(root, STORE, FAILED_LOGS), { force: true, recursive: true });
}
