/**
 * `gc` removes what nobody needs, and nothing else.
 * @module-tag slow
 */
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Project } from './harness.ts';
import { DATA, paper } from './paper.ts';

let project: Project;
beforeEach(() => {
  project = paper({ 'data/panel.csv': longer(DATA) });
});
afterEach(() => project.dispose());

/** Long enough that columns become blobs. */
function longer(data: string): string {
  const [header, ...rows] = data.trimEnd().split('\n');
  const copies = Array.from({ length: 60 }, (_, i) => rows.map((row) => row.replace(/^u/, `u${i}x`)));
  return `${[header, ...copies.flat()].join('\n')}\n`;
}

const blobs = (): string[] =>
  readdirSync(project.path('.papermake/blobs-v1')).flatMap((head) =>
    readdirSync(project.path(`.papermake/blobs-v1/${head}`)).map((tail) => head + tail),
  );

const firstCell = (value: string): void => {
  const lines = project.read('data/panel.csv').split('\n');
  project.write('data/panel.csv', [lines[0], lines[1]!.replace(/,[^,]*$/, `,${value}`), ...lines.slice(2)].join('\n'));
};

async function collect(...args: string[]): Promise<Record<string, number>> {
  const { code, stdout, stderr } = await project.run('gc', '--json', ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

it('keeps what the pipeline and the last runs need, and forgets the rest', async () => {
  for (const value of ['0.1', '0.2', '0.3']) {
    firstCell(value);
    await project.make();
  }
  const before = blobs();
  expect((await collect()).removed).toBe(0);
  expect(blobs()).toEqual(before);
  const plan = await collect('--keep-runs', '2', '--dry-run');
  expect(plan.removed).toBeGreaterThan(0);
  expect(blobs()).toEqual(before);
  const done = await collect('--keep-runs', '2');
  expect(done.removed).toBe(plan.removed);
  expect(done.after).toBeLessThan(done.before!);
  expect(blobs().length).toBe(before.length - done.blobsRemoved!);
  expect((await project.make()).ran).toEqual([]);
  expect((await project.run('verify')).code).toBe(0);
  firstCell('0.2');
  expect((await project.make()).ran).toEqual([]);
  firstCell('0.1');
  expect((await project.make()).ran).toContain('panel');
});

it('keeps younger runs where it is told an age, and gives up earlier ones for a size', async () => {
  for (const value of ['0.1', '0.2', '0.3']) {
    firstCell(value);
    await project.make();
  }
  expect((await collect('--keep-runs', '0', '--older-than', '1h')).removed).toBe(0);
  const small = await collect('--max-size', '1K');
  expect(small.removed).toBeGreaterThan(0);
  expect(small.runsKept).toBe(0);
  expect((await project.make()).ran).toEqual([]);
  expect((await project.run('gc', '--max-size', 'big')).code).toBe(2);
  expect((await project.run('gc', '--older-than', '3 moons')).code).toBe(2);
});

it('keeps what an edit that has not run yet would restore', async () => {
  firstCell('0.1');
  await project.make();
  firstCell('0.2');
  await project.make();
  firstCell('0.1');
  await collect('--keep-runs', '0');
  expect((await project.make()).ran).toEqual([]);
});

it('keeps what the tips of git branches need', async () => {
  project.write('.git/HEAD', 'ref: refs/heads/main\n');
  project.write('.git/refs/heads/main', `${'a'.repeat(40)}\n`);
  project.write('.git/packed-refs', `# pack-refs\n${'b'.repeat(40)} refs/heads/paper/second\n`);
  firstCell('0.1');
  await project.make();
  project.write('.git/HEAD', 'ref: refs/heads/paper/second\n');
  firstCell('0.2');
  await project.make();
  expect((await project.run('gc', '--keep-runs', '1')).stdout).toContain(' of main, paper/second\n');
  firstCell('0.1');
  expect((await project.make()).ran).toEqual([]);
  firstCell('0.2');
  expect((await project.make()).ran).toEqual([]);
  project.remove('.git/refs/heads/main');
  await collect('--keep-runs', '1');
  firstCell('0.1');
  expect((await project.make()).ran).toContain('panel');
});

it('lets damaged records vanish, after which they are made again', async () => {
  const clean = await project.make().then(() => project.tree('out'));
  const [blob] = blobs().map((digest) => project.path(`.papermake/blobs-v1/${digest.slice(0, 2)}/${digest.slice(2)}`));
  const bytes = readFileSync(blob!);
  const { atime, mtime } = statSync(blob!);
  bytes[100]! ^= 1;
  writeFileSync(blob!, bytes);
  utimesSync(blob!, atime, mtime);
  const report = await collect();
  expect(report).toMatchObject({ damaged: 1, removed: 0 });
  expect((await project.make()).ran).toEqual(['panel']);
  expect(project.tree('out')).toEqual(clean);
});

it('removes bundles of own kinds that are gone, and what earlier versions kept of them', async () => {
  await project.make();
  const bundles = (): string[] => readdirSync(project.path('.papermake/kinds')).sort();
  expect(bundles()).toEqual(['double.ts.json']);
  expect((await collect()).bundlesRemoved).toBe(0);
  const old = ['papermake-step-1.mjs', `${'0'.repeat(64)}.mjs`, 'gone.ts.json'];
  for (const name of old) project.write(`.papermake/kinds/${name}`, '');
  expect((await collect()).bundlesRemoved).toBe(3);
  expect(bundles()).toEqual(['double.ts.json']);
  expect((await project.make()).ran).toEqual([]);
});

it('is stopped by nothing that it does not know', async () => {
  expect((await project.run('gc')).stdout).toBe('papermake: nothing to remove\n');
  await project.make();
  project.edit('pipeline.yaml', 'kind: describe', 'kind: describ');
  const { code, stderr } = await project.run('gc');
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: 'papermake: the pipeline cannot be read as it stands; what its nodes last made is kept\n',
  });
  project.edit('pipeline.yaml', 'kind: describ', 'kind: describe');
  project.write('.papermake/runs-v1.log', 'papermake runs v1\nrubbish');
  expect((await project.make()).ran).toEqual([]);
  await collect('--keep-runs', '0');
  expect((await project.make()).ran).toEqual([]);
});
