/** The submitting side of a spool: what is damaged, half claimed or gone is given again, and nothing is written twice. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Digest } from '../../../../../src/base/brand.ts';
import { sha256 } from '../../../../../src/base/canonical.ts';
import { Lane } from '../../../../../src/engine/executors/cluster/lane.ts';
import { namesIn, PARTS, put } from '../../../../../src/engine/executors/cluster/layout.ts';
import { SpoolParts } from '../../../../../src/engine/executors/cluster/parts.ts';
import { askedOf } from '../../../../../src/engine/executors/cluster/resources.ts';
import { writeResults } from '../../../../../src/engine/executors/cluster/results.ts';
import type { NamedJob } from '../../../../../src/engine/executors/cluster/shard.ts';

let spool: string;
let lane: Lane;
const names = ['a', 'b', 'c'] as Digest[];
beforeEach(() => {
  spool = mkdtempSync(path.join(tmpdir(), 'papermake-spool-'));
  lane = new Lane(path.join(spool, 'lane'), { asked: askedOf({}), first: askedOf({}) }, 'p');
  lane.add({ attempt: 2, jobs: names.map((name) => ({ name, job: {} }) as unknown as NamedJob) });
});
afterEach(() => rmSync(spool, { recursive: true }));

const shard = (): string => namesIn(lane.folder, 'ready')[0]!;
const failed = (name: string) => ({ name: name as Digest, result: { is: 'broken' as const, error: 'why' } });

it('takes all that is left of a shard back where a file of its results is damaged', () => {
  put(lane.folder, 'results', `${shard()}.0`, writeResults([failed('a')]));
  expect(lane.results().results.map(({ name }) => name)).toEqual(['a']);
  const bytes = writeResults([failed('b')]);
  const file = `${shard()}.1`;
  put(lane.folder, 'results', file, bytes.subarray(0, 30));
  expect(lane.results()).toMatchObject({
    results: [],
    damaged: [{ jobs: ['b', 'c'], attempt: 2, loss: { damaged: `results/${file}` } }],
  });
  expect(names.map((name) => lane.has(name))).toEqual([false, false, false]);
  for (const room of ['ready', 'claims', 'results'] as const) expect(namesIn(lane.folder, room)).toEqual([]);
});

it('takes one job back whose part is damaged, and waits for the others', () => {
  const name = 'b' as Digest;
  put(lane.folder, 'results', `${shard()}.0`, writeResults([{ name, result: { is: 'damaged', what: 'parts/x' } }]));
  expect(lane.results().damaged).toMatchObject([{ jobs: ['b'], loss: { damaged: 'parts/x' } }]);
  expect(names.map((each) => lane.has(each))).toEqual([true, false, true]);
});

it('takes a shard back whose worker died before its claim had a name', () => {
  writeFileSync(path.join(lane.folder, 'claims', shard()), '');
  expect(lane.lost(0, 1000, undefined).size).toBe(0);
  expect(lane.lost(900, 1000, undefined).size).toBe(0);
  const [[worker]] = [...lane.lost(1100, 1000, undefined)] as [[string, undefined]];
  expect(lane.takeBack(worker, { code: undefined, outOfMemory: false })).toMatchObject([{ jobs: names }]);
  expect(namesIn(lane.folder, 'claims')).toEqual([]);
});

it('wants no worker for shards that another has claimed', () => {
  lane.add({ attempt: 1, jobs: ['d', 'e'].map((name) => ({ name: name as Digest, job: {} }) as unknown as NamedJob) });
  lane.submitted('7', 1);
  expect(lane.wanted - lane.workers).toBe(1);
  put(lane.folder, 'workers', '7.0.99', JSON.stringify({ pid: 99, host: 'node1' }));
  const claimed = (name: string): void => writeFileSync(path.join(lane.folder, 'claims', name), '7.0.99');
  const [first, second] = namesIn(lane.folder, 'ready');
  claimed(first!);
  lane.lost(0, 1000, undefined);
  expect(lane.wanted - lane.workers).toBe(1);
  claimed(second!);
  lane.lost(0, 1000, undefined);
  expect([lane.isEmpty, lane.wanted - lane.workers]).toEqual([false, 0]);
});

it('tells which worker on which machine has begun with which jobs, once', () => {
  put(lane.folder, 'workers', '7.3.99', JSON.stringify({ pid: 99, host: 'node1' }));
  writeFileSync(path.join(lane.folder, 'claims', shard()), '7.3.99');
  lane.lost(0, 1000, undefined);
  expect(lane.begun().map(({ worker, jobs }) => [worker, [...jobs]])).toEqual([['7.3 on node1', names]]);
  expect(lane.begun()).toEqual([]);
  expect(lane.tally).toMatchObject({ workers: 1, shards: 1, claimed: 1, done: 0 });
});

it('tells who has begun with jobs that were done before it was looked at, once', () => {
  put(lane.folder, 'workers', '7.3.99', JSON.stringify({ pid: 99, host: 'node1' }));
  writeFileSync(path.join(lane.folder, 'claims', shard()), '7.3.99');
  put(lane.folder, 'results', `${shard()}.0`, writeResults([failed('a')]));
  lane.results();
  expect(lane.begun()).toEqual([{ worker: '7.3 on node1', jobs: names }]);
  lane.lost(0, 1000, undefined);
  put(lane.folder, 'results', `${shard()}.1`, writeResults(['b', 'c'].map(failed)));
  lane.results();
  expect(lane.begun()).toEqual([]);
  expect(lane.isEmpty).toBe(true);
});

it('counts and writes what many jobs read once, and what is damaged again', () => {
  mkdirSync(path.join(spool, PARTS));
  const bytes = Buffer.from('a column');
  const digest = sha256(bytes);
  const parts = new Map([[digest, bytes]]);
  const written = new SpoolParts(spool);
  expect([written.gather(parts), written.gather(parts)]).toEqual([8, 0]);
  written.write(parts);
  expect(written.gather(parts)).toBe(0);
  const file = path.join(spool, PARTS, digest);
  writeFileSync(file, 'a colum');
  written.write(parts);
  expect(readFileSync(file, 'utf8')).toBe('a colum');
  written.mend(parts);
  expect(readFileSync(file, 'utf8')).toBe('a column');
});
