/** Standings stand in the plan's order; what later runs moved stands in lines behind. */
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Digest, Key, NodeId } from '../../../../src/base/brand.ts';
import { readStandings, STANDINGS, standingsHold, writeStandings } from '../../../../src/engine/resume/standings.ts';
import type { NodeStanding } from '../../../../src/engine/store/records.ts';

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'papermake standings-'));
  mkdirSync(join(root, '.papermake'));
  file = join(root, '.papermake', STANDINGS);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const ids = Array.from({ length: 200 }, (_, i) => `n.${i}` as NodeId);
const standing = (key: string): NodeStanding => ({
  key: key as Key,
  artifact: { type: 'fit', parts: [{ name: 'terms', digest: `d-${key}` as Digest, size: 9 }] },
  milliseconds: 7,
});
const read = () => {
  const standings = readStandings(root);
  standings?.order((id) => (ids.includes(id) ? ids.indexOf(id) : undefined));
  return standings;
};
const written = (): void =>
  writeStandings(
    root,
    'plan',
    1,
    ids.map((id) => standing(`k-${id}`)),
  );

it('each node is found where it stood at last', () => {
  written();
  expect(ids.map((id) => read()!.get(id))).toEqual(ids.map((id) => standing(`k-${id}`)));
  expect(read()!.append(2, new Map([[ids[3]!, standing('moved')]]))).toBe(true);
  expect(read()!.append(3, new Map())).toBe(true);
  const now = read()!;
  expect([now.plan, now.run]).toEqual(['plan', 3]);
  expect([now.get(ids[3]!), now.get(ids[4]!)]).toEqual([standing('moved'), standing(`k-${ids[4]}`)]);
  expect(now.get('other' as NodeId)).toBeUndefined();
  expect(standingsHold(root)).toBe(true);
});

it('nothing is appended behind a torn line, or to a file that another run has written to', () => {
  written();
  const before = read()!;
  expect(before.append(2, new Map([[ids[0]!, standing('a')]]))).toBe(true);
  expect(before.append(2, new Map([[ids[0]!, standing('b')]]))).toBe(false);
  truncateSync(file, readFileSync(file).length - 5);
  expect(read()!.get(ids[0]!)).toEqual(standing(`k-${ids[0]}`));
  expect(read()!.append(3, new Map())).toBe(false);
  expect(standingsHold(root)).toBe(false);
});

it('lines that were taken out, exchanged or added from elsewhere are not read', () => {
  written();
  for (const [run, key] of [
    [2, 'a'],
    [3, 'b'],
  ] as const)
    read()!.append(run, new Map([[ids[0]!, standing(key)]]));
  const [first, second, third] = readFileSync(file, 'utf8').split('\n');
  for (const lines of [
    [first, third],
    [second, third],
    [first, third, second],
  ]) {
    rmSync(file);
    appendFileSync(file, `${lines.join('\n')}\n`);
    expect(read()?.get(ids[0]!)?.key ?? 'none', lines.map((line) => line!.slice(0, 8)).join()).toBe(
      lines[0] === first ? `k-${ids[0]}` : 'none',
    );
  }
});
