/** `papermake sync` into a bare repository: one commit of what changed, over no edit, and none where git refuses. With the real git. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Project, run } from '../cli/harness.ts';
import { DATA } from '../cli/paper.ts';

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv}
  baseline: {kind: models, from: panel, columns: {a: {fit: y ~ x}, b: {fit: y ~ z}}}
  tables: {kind: report, formats: [latex], tables: {one: {from: baseline.a}, two: {from: baseline.b}}}
`;

let project: Project;
let place: string;
let bare: string;
beforeEach(async () => {
  project = new Project({ 'pipeline.yaml': PIPELINE, 'data/panel.csv': DATA });
  place = mkdtempSync(join(tmpdir(), 'coauthors 合作 '));
  bare = join(place, 'text.git');
  git(place, 'init', '-q', '--bare', '-b', 'master', bare);
  git(place, 'clone', '-q', bare, 'coauthor');
  write('paper.tex', String.raw`\input{out/tables/one}`);
  write('.gitignore', 'out/\n');
  push();
  await project.make();
});
afterEach(() => {
  project.dispose();
  rmSync(place, { recursive: true });
});

const AUTHOR = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'A'],
    [`GIT_${who}_EMAIL`, 'a@example.org'],
  ]),
);
const OWN = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd, encoding: 'utf8', env: { ...process.env, ...AUTHOR, ...OWN } }).trim();

const write = (path: string, text: string): void => writeFileSync(join(place, 'coauthor', path), text);
const read = (path: string): string => readFileSync(join(place, 'coauthor', path), 'utf8');
function push(): void {
  const coauthor = join(place, 'coauthor');
  git(coauthor, 'add', '--force', '-A');
  git(coauthor, 'commit', '-q', '-m', 'Edit');
  git(coauthor, 'push', '-q', 'origin', 'HEAD');
}
const pull = (): string => git(join(place, 'coauthor'), 'pull', '-q');
const changed = (): string[] => git(bare, 'show', '--name-only', '--format=', 'master').split('\n');
const commits = (): number => Number(git(bare, 'rev-list', '--count', 'master'));

const sync = (args: readonly string[] = [], env: NodeJS.ProcessEnv = AUTHOR) =>
  run(['sync', bare, ...args], { cwd: project.root, env: { ...process.env, ...OWN, ...env } });

it('commits what changed, and nothing where nothing did', async () => {
  const first = await sync(['--json']);
  expect(first.code, first.stderr).toBe(0);
  expect(JSON.parse(first.stdout)).toMatchObject({ commit: git(bare, 'rev-parse', '--short', 'master'), kept: [] });
  pull();
  expect(read('out/tables/one.tex')).toBe(project.read('out/tables/one.tex'));
  expect(await sync()).toMatchObject({ code: 0, stdout: expect.stringMatching(/0 written, 3 the same, 0 left\n$/) });
  expect(commits()).toBe(2);
  project.edit('pipeline.yaml', 'fit: y ~ z', 'fit: y ~ w');
  await project.make();
  expect((await sync()).stdout).toMatch(/written {2}out\/tables\/two\.tex\n.*, commit [0-9a-f]{7}/);
  expect(changed().sort()).toEqual(['out/SHA256SUMS', 'out/tables/two.tex']);
  expect(git(bare, 'log', '-1', '--format=%an: %s', 'master')).toBe('A: Write the results of papermake');
});

it('leaves a coauthor’s edit, and commits a copy of it where ours is wanted', async () => {
  await sync();
  pull();
  write('out/tables/one.tex', 'theirs');
  push();
  expect(await sync()).toMatchObject({ code: 4, stdout: expect.stringContaining('edited there  out/tables/one.tex') });
  expect(commits()).toBe(3);
  expect((await sync(['--overwrite'])).code).toBe(0);
  pull();
  expect(read('out/tables/one.theirs.tex')).toBe('theirs');
  expect(read('out/tables/one.tex')).toBe(project.read('out/tables/one.tex'));
});

it('writes into a repository in which nothing was committed yet, and texts before and after beside it', async () => {
  rmSync(bare, { recursive: true });
  git(place, 'init', '-q', '--bare', '-b', 'main', bare);
  expect((await sync(['--pair', join(place, 'pair')])).code).toBe(0);
  expect(git(bare, 'ls-tree', '-r', '--name-only', 'main')).toContain('out/tables/one.tex');
  expect(readdirSync(join(place, 'pair/new/out/tables')).sort()).toEqual(['one.tex', 'papermake.sty', 'two.tex']);
});

it('writes nothing in a dry run, without an author, and where the repository refuses, and leaves nothing behind', async () => {
  const temporaries = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('papermake-'));
  const before = temporaries();
  expect((await sync(['--dry-run'])).stdout).toContain('would be written  out/tables/one.tex');
  const nobody = await sync([], { GIT_AUTHOR_NAME: '', GIT_COMMITTER_NAME: '', EMAIL: '' });
  expect(nobody).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/nothing was written into `.*text\.git`: .*ident/s),
  });
  writeFileSync(join(bare, 'hooks/pre-receive'), '#!/bin/sh\necho closed for the weekend >&2\nexit 1\n');
  chmodSync(join(bare, 'hooks/pre-receive'), 0o755);
  expect(await sync()).toMatchObject({ code: 1, stderr: expect.stringContaining('closed for the weekend') });
  expect(commits()).toBe(1);
  expect(temporaries().filter((name) => !before.includes(name))).toEqual([]);
  expect(existsSync(join(bare, 'out'))).toBe(false);
});
