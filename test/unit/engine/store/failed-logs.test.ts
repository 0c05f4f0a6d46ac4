import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Key, NodeId } from '../../../../src/base/brand.ts';
import { FailedLogs, failedLog } from '../../../../src/engine/store/failed-logs.ts';

const key = 'k'.repeat(64) as Key;
const id = (name: string): NodeId => name as NodeId;

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'papermake-failed-'));
  mkdirSync(path.join(root, '.papermake'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('logs of failed nodes', () => {
  it('are kept until the node succeeds, in this run or a later one', () => {
    const first = new FailedLogs(root);
    for (const name of ['a', 'b']) first.keep(id(name), key, `log of ${name}`);
    first.drop(id('a'));
    expect(failedLog(root, id('a'))).toBeUndefined();
    expect(failedLog(root, id('b'))).toEqual({ key, log: 'log of b' });
    new FailedLogs(root).drop(id('b'));
    expect(readdirSync(path.join(root, '.papermake/failed-logs-v1'))).toEqual([]);
  });

  it('are looked for once in a run, since most nodes have none', () => {
    const logs = new FailedLogs(root);
    logs.drop(id('a'));
    new FailedLogs(root).keep(id('a'), key, 'of nobody');
    logs.drop(id('a'));
    expect(failedLog(root, id('a'))).toBeDefined();
  });

  it('take no folder where nothing failed', () => {
    new FailedLogs(root).drop(id('a'));
    expect(existsSync(path.join(root, '.papermake/failed-logs-v1'))).toBe(false);
  });
});
