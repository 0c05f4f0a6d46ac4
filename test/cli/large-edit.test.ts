/**
 * An edited cell of a large file: columns that hold the same are left as they are stored, and what was damaged among them is made again.
 * @module-tag slow
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { resultAlone } from '../support/result-alone.ts';
import { scratchFolder } from '../support/scratch.ts';
import { run } from './harness.ts';

const ROWS = 40_000;
const PIPELINE = `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  f: {kind: models, from: d, fit: y ~ x}
`;
/** Long enough for a file of more than 32 MiB. */
const NOTE = 'n'.repeat(860);

const dataWith = (value: number): string => {
  const y = (i: number): number => (i === ROWS / 2 ? value : (i * 7919) % 101);
  return `x,y,note\n${Array.from({ length: ROWS }, (_, i) => `${i % 97}.25,${y(i)},${NOTE}`).join('\n')}\n`;
};

const roots: string[] = [];
afterAll(() => roots.forEach((root) => void rmSync(root, { recursive: true })));

function project(data: string): string {
  const root = mkdtempSync(join(scratchFolder(), 'papermake edit-'));
  roots.push(root);
  writeFileSync(join(root, 'pipeline.yaml'), PIPELINE);
  writeFileSync(join(root, 'd.csv'), data);
  return root;
}

/** The stored columns of numbers, by their first value. */
function columns(root: string): Map<number, { readonly path: string; readonly bytes: Buffer }> {
  const folder = join(root, '.papermake/blobs-v1');
  const paths = readdirSync(folder).flatMap((name) =>
    readdirSync(join(folder, name)).map((each) => join(folder, name, each)),
  );
  const found = paths
    .filter((path) => statSync(path).size === 8 + 8 * ROWS)
    .map((path) => ({ path, bytes: readFileSync(path) }));
  return new Map(found.map((each) => [each.bytes.readDoubleLE(8), each]));
}

const shown = async (root: string): Promise<string> =>
  resultAlone((await run(['show', 'f', '--json'], { cwd: root })).stdout);

it('reads what was edited, and all where a part turns out to be damaged', async () => {
  const root = project(dataWith(1));
  expect(await run(['run', '-q'], { cwd: root })).toMatchObject({ code: 0 });
  const x = columns(root).get(0.25)!;
  const damaged = Buffer.from(x.bytes);
  damaged[8 + 8 * 5] = 255;
  writeFileSync(x.path, damaged);
  writeFileSync(join(root, 'd.csv'), dataWith(2.5));
  expect(await run(['run', '-q', 'd'], { cwd: root })).toMatchObject({ code: 0, stderr: '' });
  // Nobody has read the other column yet, let alone written it.
  expect(readFileSync(x.path).equals(x.bytes)).toBe(false);
  expect(await run(['run', '-q'], { cwd: root })).toMatchObject({ code: 0 });
  expect(readFileSync(x.path).equals(x.bytes)).toBe(true);
  const other = project(dataWith(2.5));
  expect(await run(['run', '-q'], { cwd: other })).toMatchObject({ code: 0 });
  expect(await shown(root)).toBe(await shown(other));
});
