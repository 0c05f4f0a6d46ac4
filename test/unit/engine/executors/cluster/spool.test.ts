/** What stands in a spool: claims that one worker gets, results that are whole or not there, jobs cut into shards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Digest } from '../../../../../src/base/brand.ts';
import { cut } from '../../../../../src/engine/executors/cluster/cut.ts';
import { claim, makeLane } from '../../../../../src/engine/executors/cluster/layout.ts';
import { askedOf, doubled } from '../../../../../src/engine/executors/cluster/resources.ts';
import { readResults, writeResults } from '../../../../../src/engine/executors/cluster/results.ts';
import { madeOf } from '../../../../../src/engine/store/artifact.ts';

let lane: string;
beforeEach(() => {
  lane = mkdtempSync(path.join(tmpdir(), 'papermake-lane-'));
  makeLane(lane);
});
afterEach(() => rmSync(lane, { recursive: true }));

const refused = (): never => {
  throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' });
};

describe('claim', () => {
  it.each([
    ['links', undefined],
    ['a file system without links', refused],
  ])('gives a shard to one worker, by %s', (_, link) => {
    expect(claim(lane, 'a', 'one', link)).toBe(true);
    expect(claim(lane, 'a', 'two', link)).toBe(false);
    expect(claim(lane, 'b', 'two', link)).toBe(true);
  });

  it('is taken for made where only the answer was lost', () => {
    claim(lane, 'a', 'one');
    expect(claim(lane, 'a', 'one')).toBe(true);
  });
});

describe('results', () => {
  const made = madeOf({ type: 'frame', parts: new Map([['x', new Uint8Array([1, 10, 255])]]) }, 'frame');
  const json = madeOf({ rate: 0.5, text: '新质生产力' }, 'toy');
  const results = [
    {
      name: 'a' as Digest,
      result: { is: 'done' as const, made, warnings: [], notes: ['n'], milliseconds: 1.5, use: {} },
    },
    { name: 'b' as Digest, result: { is: 'broken' as const, error: 'why' } },
    {
      name: 'c' as Digest,
      result: { is: 'done' as const, made: json, warnings: [], notes: [], milliseconds: 2, use: {}, log: 'l' },
    },
  ];

  it('come back as they were', () => {
    const bytes = writeResults(results);
    const read = readResults(bytes)!;
    expect(read.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(read[1]).toEqual(results[1]);
    expect(read[2]).toEqual(results[2]);
    const [first] = read;
    expect(first!.result).toMatchObject({ made: { artifact: made.artifact, contents: [Buffer.from([1, 10, 255])] } });
  });

  it('are absent where one byte is another, or any is missing', () => {
    const bytes = writeResults(results);
    for (let at = 0; at < bytes.length; at++) {
      const other = Uint8Array.from(bytes);
      other[at] = other[at]! ^ 1;
      expect(readResults(other)).toBeUndefined();
      expect(readResults(bytes.subarray(0, at))).toBeUndefined();
    }
  });
});

describe('cut', () => {
  const jobs = (count: number, milliseconds: number) => Array.from({ length: count }, () => ({ milliseconds }));

  it('makes a few shards for each worker, of about equal length, and keeps all jobs in order', () => {
    const all = jobs(2000, 20).map((job, at) => ({ ...job, at }));
    const shards = cut(all, 4);
    expect(shards.flat()).toEqual(all);
    expect(shards.length).toBeGreaterThanOrEqual(16);
    expect(shards.length).toBeLessThanOrEqual(18);
  });

  it('makes longer shards where much is before them, however few come together', () => {
    expect(cut(jobs(100, 100), 8)).toHaveLength(10);
    expect(cut(jobs(100, 100), 8, 1_000_000)).toHaveLength(1);
  });

  it('leaves long jobs apart, and makes no shard of less than a second but the last', () => {
    expect(cut(jobs(3, 600_000), 2).map((shard) => shard.length)).toEqual([1, 1, 1]);
    expect(cut(jobs(30, 10), 8)).toHaveLength(1);
  });
});

it('doubles memory up to eight times what was asked for', () => {
  const asked = askedOf({ memory: '1G', partition: 'short' }, { memory: '2G', cpus: 4 });
  expect(asked).toEqual({
    attempts: 10,
    cpus: 4,
    memory: 2048,
    partition: 'short',
    options: {},
    time: undefined,
    account: undefined,
  });
  const memories = [asked.memory];
  for (let now = doubled(asked, asked); now; now = doubled(now, asked)) memories.push(now.memory);
  expect(memories).toEqual([2048, 4096, 8192, 16_384]);
});
