/** `papermake export`: what it writes runs in R alone, and fails on the right cells where anything was changed. */
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/base/canonical.ts';
import type { ScriptFile } from '../../src/export/data.ts';
import { Project } from '../cli/harness.ts';
import { hardProject } from './project.ts';
import { byPython, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';
import { fault } from './stata-grammar.ts';

let project: Project;
beforeAll(async () => {
  project = hardProject();
  await project.make();
});
afterAll(() => project.dispose());

/** Reads the scripts and data in the folder of an export. */
function filesIn(folder: string): ScriptFile[] {
  const root = project.path(folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:R|do|py|csv)$/.test(name))
    .map((name) => ({ path: name.replaceAll('\\', '/'), content: readFileSync(join(root, name), 'utf8') }));
}

const changed = (files: readonly ScriptFile[], path: string, edit: (text: string) => string): ScriptFile[] =>
  files.map((file) => {
    if (file.path !== path) return file;
    const content = edit(String(file.content));
    expect(content, `an edit of ${path}`).not.toBe(file.content);
    return { path, content };
  });

describe('the call', () => {
  it('needs a language that there is', async () => {
    expect(await project.run('export')).toMatchObject({ code: 2, stderr: expect.stringContaining('`--to LANGUAGE`') });
    const { code, stderr } = await project.run('export', '--to', 'rr');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean `r`?') });
  });

  it('counts what has no counterpart, and `--strict` fails on it', async () => {
    const { code, stdout } = await project.run(
      'export',
      '--to',
      'r',
      '--out',
      project.path('all'),
      '--strict',
      '--json',
    );
    expect(code).toBe(1);
    const { missing, results, cells } = JSON.parse(stdout);
    expect(missing).toMatchObject([{ node: 'main.counts', what: '_cons' }]);
    expect(results).toHaveLength(19);
    expect(cells).toBeGreaterThan(80);
    expect(project.read('all/03_main.R')).toContain('# NO COUNTERPART: main.counts: _cons');
    expect(project.read('all/04_other.R')).toContain('m <- poisson_fe(n ~ 0 + x, d, "province")');
    expect(
      (await project.run('export', 'main.pooled', '--to', 'r', '--out', project.path('one'), '--strict')).code,
    ).toBe(0);
  });

  it('writes confidential columns by name alone', async () => {
    const pipeline = project.read('pipeline.yaml');
    project.edit('pipeline.yaml', '{id: crossed, fit: outcome ~ x,', '{id: crossed, fit: outcome ~ x + who,');
    await project.make();
    const refused = await project.run('export', '--to', 'r', '--out', project.path('secret'));
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/`who`.*confidential[\s\S]*--confidential who/),
    });
    expect(project.has('secret')).toBe(false);
    expect(
      (await project.run('export', '--to', 'r', '--out', project.path('secret'), '--confidential', 'who')).code,
    ).toBe(0);
    project.write('pipeline.yaml', pipeline);
    await project.make();
  });

  it('refuses results that are stale, and a folder of other files', async () => {
    project.edit('pipeline.yaml', 'sample: late', 'sample: year >= 2012');
    const stale = await project.run('export', '--to', 'r', '--out', project.path('stale'));
    expect(stale).toMatchObject({ code: 1, stderr: expect.stringContaining('`main.pooled`') });
    project.edit('pipeline.yaml', 'sample: year >= 2012', 'sample: late');
    project.write('mine/thesis.txt', 'text');
    const foreign = await project.run('export', '--to', 'r', '--out', project.path('mine'));
    expect(foreign).toMatchObject({ code: 2, stderr: expect.stringContaining('no export wrote') });
  });

  it('writes over nothing that it did not write', async () => {
    const exported = (...nodes: string[]): ReturnType<Project['run']> =>
      project.run('export', ...nodes, '--to', 'r', '--out', project.path('again'));
    project.write('again/main.R', 'my own\n');
    expect(await exported()).toMatchObject({ code: 2, stderr: expect.stringContaining('no export wrote') });
    expect(project.read('again/main.R')).toBe('my own\n');
    rmSync(project.path('again/main.R'));
    expect((await exported()).code).toBe(0);
    const sums = project.read('again/SHA256SUMS').trimEnd().split('\n');
    expect(sums.length).toBeGreaterThan(6);
    for (const [digest, path] of sums.map((line) => line.split('  ')))
      expect(sha256(readFileSync(project.path(`again/${path}`)))).toBe(digest);
    project.write('again/notes.txt', 'a note\n');
    expect((await exported('main.pooled')).code).toBe(0);
    expect(project.read('again/notes.txt')).toBe('a note\n');
    project.edit('again/main.R', '# Runs', '# It runs');
    const edited = await exported();
    expect(edited).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/again\/main\.R`.*was changed since\nhint: rename/),
    });
    expect(project.read('again/main.R')).toContain('# It runs');
  });

  it.each([
    ['con', 'x', /`data\/con\.codebook\.csv` cannot be the name of a file on Windows: the name of a device/],
    ['Panel', 'panel', /`data_Panel\.R` and `data_panel\.R` are one file on some systems/],
  ])('has names that are files on every system: %s, %s', async (one, other, says) => {
    const read = (name: string): string =>
      `  ${name}: {kind: ingest, file: data.csv}\n  of_${name}: {kind: describe, from: ${name}, variables: [x]}\n`;
    const own = new Project({
      'data.csv': 'x\n1\n2\n',
      'pipeline.yaml': `papermake: 1\nsteps:\n${read(one)}${read(other)}`,
    });
    try {
      await own.make();
      expect(await own.run('export', '--to', 'r')).toMatchObject({ code: 2, stderr: expect.stringMatching(says) });
    } finally {
      own.dispose();
    }
  });

  it.each(['export', 'export/r', 'export/r/functions.R', 'export/r/data'])('writes through no link: %s', async (at) => {
    expect((await project.run('export', '--to', 'r')).code).toBe(0);
    rmSync(project.path(at), { recursive: true });
    mkdirSync(project.path('elsewhere'), { recursive: true });
    symlinkSync(project.path('elsewhere'), project.path(at));
    const { code, stderr } = await project.run('export', '--to', 'r');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('is a symbolic link') });
    expect(readdirSync(project.path('elsewhere'))).toEqual([]);
    rmSync(project.path('export'), { recursive: true });
  });
});

describe('do-files', () => {
  it('are Stata by the grammar, line by line, with names, levels and texts that are hard to write', async () => {
    const { code, stdout } = await project.run('export', '--to', 'stata', '--out', project.path('stata'), '--json');
    expect(code).toBe(0);
    const { missing } = JSON.parse(stdout) as { readonly missing: readonly { readonly node: string }[] };
    expect(missing.map(({ node }) => node)).toEqual(['other.tobit']);
    const steps = filesIn('stata').filter(({ path }) => /^\d\d_.*\.do$/.test(path));
    const lines = steps.flatMap(({ content }) => String(content).trimEnd().split('\n'));
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.flatMap((line) => fault(line) ?? [])).toEqual([]);
    for (const { content } of steps) expect(content).toContain('was not run in Stata');
    expect(project.read('stata/03_main.do')).toContain(
      '\nxtreg outcome x 城乡_差距 x_城乡_差距, fe vce(cluster province)\n',
    );
  });
});

describe.skipIf(withoutR !== undefined)(`the scripts${withoutR === undefined ? '' : ` (${withoutR})`}`, () => {
  let files: ScriptFile[];
  beforeAll(async () => {
    await project.run('export', '--to', 'r', '--out', project.path('scripts'));
    files = filesIn('scripts');
  });

  it('find every value in an empty folder', () => {
    const { code, output } = runInEmptyFolder(files);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/03_main\.R: all \d+ values are the same/);
    expect(output).toMatch(/01_shown\.R: all 24 values are the same/);
    // eight statistics of two variables in three groups; in two groups, with the difference of the means and its error
    expect(output).toMatch(/05_grouped\.R: all 48 values are the same/);
    expect(output).toMatch(/06_compared\.R: all 36 values are the same/);
  });

  const edits: readonly (readonly [what: string, path: string, edit: (text: string) => string, cell: RegExp])[] = [
    [
      'one input cell',
      'data/panel.csv',
      (text) => text.replace(/^((?:.*\n){6}.*,)[^,\n]+\n/, (_, before) => `${before}7.5\n`),
      /DIFFERENT {2}main\.within: 城乡 差距: coefficient/,
    ],
    [
      'a rule of the sample',
      '03_main.R',
      (text) => text.replace('year >= 2011', 'year >= 2012'),
      /DIFFERENT {2}main\.pooled: N/,
    ],
    [
      'a covariance',
      '03_main.R',
      (text) => text.replace('cluster = d[c("province", "year")]', 'cluster = d["province"]'),
      /DIFFERENT {2}main\.crossed: x: standard error/,
    ],
    [
      'a percentile',
      '03_main.R',
      (text) => text.replace('5, 95', '4, 95'),
      /DIFFERENT {2}main\.tails: log\(n \+ 1\): coefficient/,
    ],
    [
      'a lag',
      '03_main.R',
      (text) => text.replace('lagged(x, province, year, 1)', 'lagged(x, province, year, 2)'),
      /DIFFERENT {2}main\.twoway: N/,
    ],
  ];

  it.each(edits)('end with an error that names the cell after a change of %s', (_, path, edit, cell) => {
    const { code, output } = runInEmptyFolder(changed(files, path, edit), '03_main.R');
    expect(code).not.toBe(0);
    expect(output).toMatch(cell);
  });
});

describe.skipIf(withoutPython !== undefined)('scripts of Python', () => {
  let files: ScriptFile[];
  let missing: readonly { readonly node: string }[];
  beforeAll(async () => {
    const { stdout } = await project.run('export', '--to', 'python', '--out', project.path('python'), '--json');
    ({ missing } = JSON.parse(stdout));
    files = filesIn('python');
  });

  it('find every value in an empty folder, of names, levels and texts that are hard to write', () => {
    expect(missing.map(({ node }) => node)).toEqual(['main.counts']);
    const { code, output } = runInEmptyFolder(files, 'main.py', byPython);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/03_main\.py: all \d+ values are the same/);
    expect(output).toMatch(/01_shown\.py: all 24 values are the same/);
    expect(output).toMatch(/05_grouped\.py: all 48 values are the same/);
    expect(output).toMatch(/06_compared\.py: all 36 values are the same/);
  });

  it('end with an error that names the cell after a change of the sample', () => {
    const edited = changed(files, '03_main.py', (text) => text.replace('d["year"] >= 2011', 'd["year"] >= 2012'));
    const { code, output } = runInEmptyFolder(edited, '03_main.py', byPython);
    expect(code).not.toBe(0);
    expect(output).toMatch(/DIFFERENT {2}main\.pooled: N/);
  });

  it('are not loaded back: `--estimates` names the languages that load models', async () => {
    const { code, stderr } = await project.run('export', '--to', 'python', '--estimates');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('there is r, stata') });
  });
});
