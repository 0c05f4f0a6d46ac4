/** The room on a spool's disk: told of once where there is none, waited for, and an error where there is none for long. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DiskSpace } from '../../../../../src/engine/executors/cluster/disk-space.ts';

const LONG_MS = 1e9;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'papermake-room-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A folder that is not there takes nothing, as a full disk does. */
function rooms() {
  const spool = path.join(folder, 'spool');
  const told: string[] = [];
  return { spool, told, room: new DiskSpace({ name: 'hpc', spool, tell: (says) => told.push(says) }) };
}

it('is there, and nothing is left of the trial', () => {
  const { spool, told, room } = rooms();
  mkdirSync(spool);
  room.check();
  room.waitFor(LONG_MS);
  expect(told).toEqual([]);
  expect(readdirSync(spool)).toEqual([]);
});

it('lacks: an error at once for what is written, and one after a while for what waits, which is told once', () => {
  const { told, room } = rooms();
  expect(() => room.check()).toThrow('ENOENT');
  room.waitFor(LONG_MS);
  room.waitFor(LONG_MS);
  expect(told).toEqual([expect.stringMatching(/^the spool `.*` takes nothing more \(.*\); what `hpc` makes waits/)]);
  expect(() => room.waitFor(-1)).toThrow('ENOENT');
});

it('is waited for anew once it was there again', () => {
  const { spool, told, room } = rooms();
  room.waitFor(LONG_MS);
  mkdirSync(spool);
  room.waitFor(-1);
  expect(told.length).toBe(1);
});
