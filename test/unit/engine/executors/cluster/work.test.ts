/** A worker that begins while its run ends. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeLane, SPOOL } from '../../../../../src/engine/executors/cluster/layout.ts';
import { type Worker, work } from '../../../../../src/engine/executors/cluster/work.ts';
import { ownScratch } from '../../../../support/scratch.ts';

const maker = { build: 'b', version: '1', node: '20.0.0' };
const threads = { name: 'none', busy: 0, prepare() {}, close: async () => {} } as unknown as Worker['threads'];

const folder = ownScratch();

it('makes no folder of a spool that is being removed', async () => {
  const spool = mkdtempSync(path.join(folder, 'spool-'));
  const lane = path.join(spool, 'aaaaaaaa');
  mkdirSync(lane);
  writeFileSync(path.join(spool, SPOOL), JSON.stringify(maker));
  const signal = new AbortController().signal;
  expect(await work({ lane, name: 'one', maker, cpus: 1, threads, signal, memoryKills: () => 0 })).toBe('no-lane');
  expect(readdirSync(lane)).toEqual([]);
});

it('is told to stop, and leaves no sign of life', async () => {
  const spool = mkdtempSync(path.join(folder, 'spool-'));
  const lane = path.join(spool, 'aaaaaaaa');
  makeLane(lane);
  writeFileSync(path.join(spool, SPOOL), JSON.stringify(maker));
  writeFileSync(path.join(lane, 'stop'), '');
  const signal = new AbortController().signal;
  expect(await work({ lane, name: 'one', maker, cpus: 1, threads, signal, memoryKills: () => 0 })).toBe('stopped');
  expect(existsSync(path.join(lane, 'workers', 'one'))).toBe(false);
});
