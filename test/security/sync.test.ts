/** `papermake sync` writes nothing outside of the folder that it was given, whatever a coauthor put into it. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { DATA } from '../cli/paper.ts';

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv}
  baseline: {kind: models, from: panel, fit: y ~ x}
  tables: {kind: report, formats: [latex], tables: {one: {from: baseline}}}
`;

let project: Project;
let place: string;
let folder: string;
beforeEach(async () => {
  project = new Project({ 'pipeline.yaml': PIPELINE, 'data/panel.csv': DATA });
  place = mkdtempSync(join(tmpdir(), 'coauthors-'));
  folder = join(place, 'clone');
  for (const name of ['clone', 'outside']) mkdirSync(join(place, name));
  writeFileSync(join(place, 'outside/one.tex'), 'theirs');
  await project.make();
});
afterEach(() => {
  project.dispose();
  rmSync(place, { recursive: true });
});

const outside = (): string[] =>
  readdirSync(join(place, 'outside')).map((name) => `${name}: ${readFileSync(join(place, 'outside', name), 'utf8')}`);

const LINKS: Readonly<Record<string, () => void>> = {
  'the folder of results': () => symlinkSync('../outside', join(folder, 'out')),
  'a folder within it': () => {
    mkdirSync(join(folder, 'out'));
    symlinkSync('../../outside', join(folder, 'out/tables'));
  },
  'a file': () => {
    mkdirSync(join(folder, 'out/tables'), { recursive: true });
    symlinkSync('../../../outside/one.tex', join(folder, 'out/tables/one.tex'));
  },
  'a file that is not there': () => {
    mkdirSync(join(folder, 'out/tables'), { recursive: true });
    symlinkSync('../../../outside/new.tex', join(folder, 'out/tables/one.tex'));
  },
  'the list': () => {
    mkdirSync(join(folder, 'out'));
    symlinkSync('../../outside/list', join(folder, 'out/SHA256SUMS'));
  },
};

it.each(Object.entries(LINKS))('nothing through a link in the place of %s', async (_, link) => {
  link();
  for (const args of [[], ['--overwrite']]) {
    const { code, stdout, stderr } = await project.run('sync', folder, ...args);
    expect([2, 4], stderr).toContain(code);
    expect(stdout + stderr).toContain('is a symbolic link');
    expect(outside()).toEqual(['one.tex: theirs']);
  }
});

it('nor the copy of an edit, where a link has its name', async () => {
  await project.run('sync', folder);
  writeFileSync(join(folder, 'out/tables/one.tex'), 'edited');
  symlinkSync('../../../outside/copy.tex', join(folder, 'out/tables/one.theirs.tex'));
  expect((await project.run('sync', folder, '--overwrite')).code).toBe(0);
  expect(outside()).toEqual(['one.tex: theirs']);
  expect(readFileSync(join(folder, 'out/tables/one.theirs2.tex'), 'utf8')).toBe('edited');
});

it('nor where the folder is a link to the project’s own results', async () => {
  for (const own of ['', 'out', '.papermake']) {
    const alias = join(place, `alias-${own}`);
    symlinkSync(project.path(own), alias);
    const { code, stderr } = await project.run('sync', alias);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/papermake writes results itself/)]);
  }
  expect(existsSync(project.path('out/out'))).toBe(false);
});

it('and reads no file for a pair through a link', async () => {
  writeFileSync(join(place, 'outside/secret.tex'), 'secret');
  symlinkSync('../outside', join(folder, 'more'));
  symlinkSync('../outside/secret.tex', join(folder, 'secret.tex'));
  writeFileSync(join(folder, 'paper.tex'), 'text');
  expect((await project.run('sync', folder, '--pair', join(place, 'pair'))).code).toBe(0);
  expect(readdirSync(join(place, 'pair/new')).sort()).toEqual(['out', 'paper.tex']);
});
