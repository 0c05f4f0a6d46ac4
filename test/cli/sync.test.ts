/** `papermake sync` writes what changed into a folder of coauthors, and loses no edit of theirs. Links and git have tests elsewhere, since they need POSIX. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Project } from './harness.ts';
import { DATA } from './paper.ts';

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  baseline: {kind: models, from: panel, columns: {a: {fit: y ~ x}, b: {fit: y ~ z}}}
  tables: {kind: report, formats: [latex, markdown], tables: {one: {from: baseline.a}, two: {from: baseline.b}}}
numbers: {effect: baseline.a.x}
`;
const FILES = ['out/numbers.tex', 'out/tables/one.tex', 'out/tables/papermake.sty', 'out/tables/two.tex'];

let project: Project;
let folder: string;
beforeEach(async () => {
  project = new Project({ 'pipeline.yaml': PIPELINE, 'data/panel.csv': DATA });
  folder = mkdtempSync(join(tmpdir(), 'coauthors 合作 '));
  await project.make();
});
afterEach(() => {
  project.dispose();
  rmSync(folder, { recursive: true });
});

interface Told {
  readonly written: string[];
  readonly kept: { path: string; is: string; why?: string }[];
  readonly aside: Record<string, string>;
  readonly same: number;
}

async function sync(code: number, ...args: string[]): Promise<Told> {
  const finished = await project.run('sync', folder, '--json', ...args);
  expect(finished.code, finished.stderr).toBe(code);
  const told = JSON.parse(finished.stdout) as Told;
  return { ...told, written: told.written.sort() };
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const edit = (path: string, text: string): void => writeFileSync(join(folder, path), text);

/** Makes the coefficients of one table others. */
async function moveTwo(): Promise<void> {
  project.edit('pipeline.yaml', 'fit: y ~ z', 'fit: y ~ w');
  await project.make();
}

it('fills a fresh folder, writes nothing a second time, and one file where one table changed', async () => {
  expect(await sync(0)).toEqual({ written: FILES, kept: [], aside: {}, same: 0 });
  for (const path of FILES) expect(read(path)).toBe(project.read(path));
  const long = new Date(1_000_000_000_000);
  for (const path of [...FILES, 'out/SHA256SUMS']) utimesSync(join(folder, path), long, long);
  expect(await sync(0)).toEqual({ written: [], kept: [], aside: {}, same: 4 });
  for (const path of [...FILES, 'out/SHA256SUMS']) expect(statSync(join(folder, path)).mtime, path).toEqual(long);
  await moveTwo();
  expect((await sync(0, '--dry-run')).written).toEqual(['out/tables/two.tex']);
  expect(statSync(join(folder, 'out/tables/two.tex')).mtime).toEqual(long);
  expect(await sync(0)).toMatchObject({ written: ['out/tables/two.tex'], same: 3 });
  expect(read('out/tables/two.tex')).toBe(project.read('out/tables/two.tex'));
});

it('keeps and shows an edit, also where the table changed since, and `--overwrite` sets it aside', async () => {
  await sync(0);
  const edited = `${read('out/tables/two.tex')}% a coauthor’s \u001b[31mremark\n`;
  edit('out/tables/two.tex', edited);
  await moveTwo();
  const { code, stdout, stderr } = await project.run('sync', folder);
  expect(code).toBe(4);
  expect(stdout).toMatch(/^edited there {2}out\/tables\/two\.tex\n/m);
  expect(stdout).toMatch(/\+ % a coauthor’s .*remark/);
  expect(stdout).not.toContain('\u001b');
  expect(stderr).toMatch(/hint: .*`--overwrite`/);
  expect(read('out/tables/two.tex')).toBe(edited);
  expect(await sync(4)).toMatchObject({ written: [], kept: [{ path: 'out/tables/two.tex', is: 'edited' }] });
  edit('out/tables/two.theirs.tex', 'taken');
  const told = await sync(0, '--overwrite');
  expect(told.aside).toEqual({ 'out/tables/two.tex': 'out/tables/two.theirs2.tex' });
  expect(read('out/tables/two.theirs2.tex')).toBe(edited);
  expect(read('out/tables/two.theirs.tex')).toBe('taken');
  expect(read('out/tables/two.tex')).toBe(project.read('out/tables/two.tex'));
  expect(await sync(0)).toMatchObject({ written: [], same: 4 });
});

it('writes over no file of a coauthor’s that has the name of a result, brings back nothing that was removed', async () => {
  mkdirSync(join(folder, 'out/tables'), { recursive: true });
  edit('out/tables/one.tex', 'mine\n');
  expect(await sync(4)).toMatchObject({ kept: [{ path: 'out/tables/one.tex', is: 'edited' }] });
  expect(read('out/tables/one.tex')).toBe('mine\n');
  rmSync(join(folder, 'out/tables/two.tex'));
  const { written, kept } = await sync(4);
  expect(written).toEqual([]);
  expect(kept.map(({ is }) => is).sort()).toEqual(['edited', 'removed']);
  const { stdout, stderr } = await project.run('sync', folder);
  expect(stdout).toMatch(/^removed there {2}out\/tables\/two\.tex$/m);
  expect(stderr.match(/^hint: /gm)).toHaveLength(2);
  expect((await sync(0, '--overwrite')).written).toEqual(['out/tables/one.tex', 'out/tables/two.tex']);
  expect(await sync(0)).toMatchObject({ written: [], same: 4 });
});

it('names what stands in the way, and writes everything else', async () => {
  mkdirSync(join(folder, 'out/tables/two.tex'), { recursive: true });
  mkdirSync(join(folder, 'out/NUMBERS.tex'));
  const { written, kept } = await sync(4, '--overwrite');
  expect(written).toEqual(['out/tables/one.tex', 'out/tables/papermake.sty']);
  expect(kept).toEqual([
    expect.objectContaining({
      path: 'out/numbers.tex',
      why: expect.stringMatching(/`NUMBERS\.tex` is there, which is the same/),
    }),
    { path: 'out/tables/two.tex', is: 'blocked', why: '`out/tables/two.tex` is no file' },
  ]);
  expect((await project.run('sync', folder)).stdout).toMatch(/^blocked {2}out\/tables\/two\.tex: .* is no file$/m);
  rmSync(join(folder, 'out'), { recursive: true });
  mkdirSync(join(folder, 'out'));
  edit('out/tables', 'a file');
  expect(await sync(4)).toMatchObject({ written: ['out/numbers.tex'], same: 0 });
  expect(read('out/tables')).toBe('a file');
});

it('does not write a file that may only be read', async () => {
  await sync(0);
  await moveTwo();
  const path = join(folder, 'out/tables/two.tex');
  const before = read('out/tables/two.tex');
  chmodSync(path, 0o444);
  expect(await sync(4, '--overwrite')).toMatchObject({
    written: [],
    kept: [{ is: 'blocked', why: 'it may only be read' }],
  });
  chmodSync(path, 0o644);
  expect(read('out/tables/two.tex')).toBe(before);
  expect((await sync(0)).written).toEqual(['out/tables/two.tex']);
});

it('tells of a file that the pipeline makes no longer, until somebody removes it', async () => {
  await sync(0);
  project.edit('pipeline.yaml', ', two: {from: baseline.b}', '');
  await project.make();
  expect(await sync(4)).toMatchObject({ written: [], kept: [{ path: 'out/tables/two.tex', is: 'unmade' }], same: 3 });
  expect((await project.run('sync', folder)).stdout).toMatch(/^no longer made {2}out\/tables\/two\.tex$/m);
  rmSync(join(folder, 'out/tables/two.tex'));
  expect(await sync(0)).toMatchObject({ kept: [], same: 3 });
});

it('knows its own files by either list after a merge', async () => {
  await sync(0);
  const list = read('out/SHA256SUMS');
  await moveTwo();
  await sync(0);
  // The merge took the newer list and the older table, and left the marks of a conflict.
  const newer = project.read('out/tables/two.tex');
  edit('out/SHA256SUMS', `<<<<<<< HEAD\n${read('out/SHA256SUMS')}=======\n${list}>>>>>>> theirs\n`);
  project.edit('pipeline.yaml', 'fit: y ~ w', 'fit: y ~ z');
  await project.make();
  expect(read('out/tables/two.tex')).toBe(newer);
  expect(await sync(0)).toMatchObject({ written: ['out/tables/two.tex'], kept: [] });
  expect(read('out/SHA256SUMS')).toBe(list);
});

it('prints no line of a file that may tell confidential values', async () => {
  project.edit('pipeline.yaml', 'steps:', 'variables: {z: {confidential: true}}\nsteps:');
  project.edit('pipeline.yaml', '  tables:', '  about: {kind: describe, from: panel, variables: [z]}\n  tables:');
  project.edit('pipeline.yaml', 'tables: {one', 'tables: {about: {from: about}, one');
  await project.make();
  await sync(0);
  const path = 'out/tables/about.tex';
  edit(path, `${read(path)}% theirs\n`);
  edit('out/tables/one.tex', `${read('out/tables/one.tex')}% theirs\n`);
  const { code, stdout } = await project.run('sync', folder);
  expect(code).toBe(4);
  expect(stdout).toMatch(/about\.tex\n {4}no line of it is shown: .*`z`, which is confidential\nedited there/);
  expect(stdout.match(/% theirs/g)).toHaveLength(1);
});

it('writes what was named alone, and nothing outside of the folder', async () => {
  const before = readdirSync(project.root, { recursive: true, encoding: 'utf8' }).sort();
  expect(await sync(0, 'tables.two')).toMatchObject({ kept: [] });
  expect(() => read('out/tables/one.tex')).toThrow();
  expect(read('out/tables/two.tex')).toBe(project.read('out/tables/two.tex'));
  const isOurs = (name: string): boolean => !name.startsWith('.papermake');
  expect(readdirSync(project.root, { recursive: true, encoding: 'utf8' }).sort().filter(isOurs)).toEqual(
    before.filter(isOurs),
  );
  expect(readdirSync(project.path('.papermake/tmp'))).toEqual([]);
});

it('takes ends of lines that git changed for no edit, in files and in its own list', async () => {
  await sync(0);
  for (const path of [...FILES, 'out/SHA256SUMS']) edit(path, read(path).replaceAll('\n', '\r\n'));
  expect(await sync(0)).toMatchObject({ written: [], kept: [], same: 4 });
  await moveTwo();
  expect(await sync(0)).toMatchObject({ written: ['out/tables/two.tex'], same: 3 });
});

it('leaves the texts before and after as a pair', async () => {
  await sync(0);
  edit('paper.tex', '\\input{out/tables/two}\n');
  const before = read('out/tables/two.tex');
  await moveTwo();
  const pair = join(folder, 'pair');
  await sync(0, '--pair', pair);
  const [old, now] = ['old', 'new'].map((side) => readFileSync(join(pair, side, 'out/tables/two.tex'), 'utf8'));
  const plain = (text: string): string => text.replace(/lP\{.*?\}/, 'lc');
  expect([old, now]).toEqual([plain(before), plain(project.read('out/tables/two.tex'))]);
  expect(old).toContain('{@{}lc@{} }');
  expect(old).not.toBe(now);
  for (const side of ['old', 'new']) expect(read(`pair/${side}/paper.tex`)).toBe(read('paper.tex'));
  const { code, stderr } = await project.run('sync', folder, '--pair', pair);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/is not empty/)]);
  for (const place of [folder, project.path('out/pair')])
    expect((await project.run('sync', folder, '--pair', place)).code, place).toBe(2);
  expect(project.has('out/pair')).toBe(false);
});

it('says of what is stale, of a folder that is none and of its own outputs, and writes nothing', async () => {
  mkdirSync(project.path('out/coauthors'));
  mkdirSync(join(folder, 'listed/out/SHA256SUMS'), { recursive: true });
  for (const [to, why] of [
    [join(folder, 'none'), /is no folder/],
    [project.root, /papermake writes results itself/],
    [project.path('out'), /papermake writes results itself/],
    [project.path('out/coauthors'), /papermake writes results itself/],
    [project.path('.papermake'), /papermake writes results itself/],
    [join(folder, 'listed'), /`out\/SHA256SUMS` cannot be kept/],
  ] as const) {
    const { code, stderr } = await project.run('sync', to);
    expect(code, to).toBe(2);
    expect(stderr).toMatch(why);
  }
  project.edit('pipeline.yaml', 'fit: y ~ z', 'fit: y ~ w');
  const { code, stderr } = await project.run('sync', folder);
  expect(code).toBe(1);
  expect(stderr).toMatch(/no result is up to date of `tables\.two`/);
  expect(() => read('out/tables/one.tex')).toThrow();
});

it('writes nothing where no table is in LaTeX', async () => {
  project.edit('pipeline.yaml', 'formats: [latex, markdown]', 'formats: [markdown]');
  project.edit('pipeline.yaml', 'numbers: {effect: baseline.a.x}\n', '');
  await project.make();
  expect(await sync(0)).toEqual({ written: [], kept: [], aside: {}, same: 0 });
  expect(() => read('out/SHA256SUMS')).toThrow();
});
