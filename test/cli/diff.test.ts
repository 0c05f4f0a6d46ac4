/** `diff` against hand-made changes of the flagship: it names exactly the cells that a change moved, and its cause. */
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLAGSHIP, withoutDocuments } from './flagship.ts';
import { Project } from './harness.ts';
import { paper } from './paper.ts';

interface Moved {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly before: number | string | null;
  readonly after: number | string | null;
  readonly printed: readonly [string | null, string | null];
  readonly inStdErrors: number | null;
  readonly because: readonly {
    readonly node: string;
    readonly reasons: readonly object[];
    readonly changes: readonly string[];
  }[];
}

const moved = async (project: Project, ...operands: string[]): Promise<Moved[]> => {
  const { code, stdout, stderr } = await project.run('diff', '--json', ...operands);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
};

const places = (moves: readonly Moved[]): string[] =>
  moves.map(({ table, row, column }) => `${table} ${row} ${column}`);

/** Cells of the CSV files that differ, by file, line and column: another road to the same count. */
function csvCells(before: Record<string, string>, after: Record<string, string>): number {
  const cells = (text: string): string[][] =>
    text.split('\n').map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  let count = 0;
  for (const path of Object.keys(after).filter((each) => each.endsWith('.csv')))
    cells(after[path]!).forEach((line, i) => {
      line.forEach((cell, j) => {
        if (j > 0 && cell !== cells(before[path]!)[i]?.[j]) count += 1;
      });
    });
  return count;
}

const git = (project: Project, ...args: string[]): void => {
  const { status, stderr } = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd: project.root,
  });
  expect({ status, stderr: status === 0 ? '' : stderr.toString() }).toEqual({ status: 0, stderr: '' });
};

const hasGit = spawnSync('git', ['--version']).status === 0;

/** The flagship with every result in one table: without its papers, their numbers, figures and the tables of the Chinese one. */
const withoutPapers = (pipeline: string): string =>
  withoutDocuments(pipeline).replace(
    /^ {2}# The tables of the Chinese paper[\s\S]*?(?=^ {2}# The published tables)/m,
    '',
  );

describe.skipIf(!hasGit && !process.env.CI)('the flagship', { tags: 'slow' }, () => {
  let project: Project;
  let first: Record<string, string>;
  beforeAll(async () => {
    project = new Project({ '.gitignore': '.papermake/\n' });
    for (const path of ['pipeline.yaml', 'data', 'out'])
      cpSync(join(FLAGSHIP, path), project.path(path), { recursive: true });
    project.write('pipeline.yaml', withoutPapers(project.read('pipeline.yaml')));
    await project.run();
    first = project.tree('out/tables');
    git(project, 'init', '--quiet', '--initial-branch=main');
    git(project, 'add', '.');
    git(project, 'commit', '--quiet', '-m', 'the paper');
  });
  afterAll(() => project.dispose());

  const cases: readonly {
    what: string;
    file: string;
    from: string;
    to: string;
    cells: string[];
    cause: RegExp;
    ends: string;
  }[] = [
    {
      what: 'a data cell',
      file: 'data/panel.csv',
      from: '612.4195,44361,4744846,58.34',
      to: '612.4195,44361,4744846,57.9',
      cells: ['tables.thresholds triple P Value'],
      cause: /panel: data\/panel\.csv changed\n +HC: 58\.34 → 57\.9 \(Beijing, 2012\)/,
      ends: '1 cell of 1 table moved: papermake diff\n',
    },
    {
      what: 'a sample',
      file: 'pipeline.yaml',
      from: 'header: Excluding 2020, sample: no_2020',
      to: 'header: Excluding 2020, sample: year != 2019',
      cells: ['NQP', 'Education', 'Patent', 'DigEco', '_cons', 'r2Within'].map(
        (row) => `tables.robustness ${row} robustness.no2020`,
      ),
      cause: /robustness\.no2020: steps\.robustness\.columns\.no2020\.sample \(line \d+\): `no_2020` → `year != 2019`/,
      ends: '6 cells of 1 table moved: papermake diff\n',
    },
    {
      what: 'a control',
      file: 'pipeline.yaml',
      from: 'iv: NQP ~ L.NQP, drop: [$controls]',
      to: 'iv: NQP ~ L.NQP, drop: [Education, Patent]',
      cells: [
        'NQP robustness.iv: IV second stage (Gap)',
        'L.NQP robustness.iv: IV first stage (NQP)',
        'DigEco robustness.iv: IV first stage (NQP)',
        'DigEco robustness.iv: IV second stage (Gap)',
        '_cons robustness.iv: IV first stage (NQP)',
        '_cons robustness.iv: IV second stage (Gap)',
        'r2Within robustness.iv: IV first stage (NQP)',
        'r2Within robustness.iv: IV second stage (Gap)',
        'kpWaldF robustness.iv: IV second stage (Gap)',
      ].map((cell) => `tables.robustness ${cell}`),
      cause:
        /robustness\.iv: steps\.robustness\.columns\.iv\.drop \(line \d+\): `\[\$controls\]` → `\[Education, Patent\]`/,
      ends: '9 cells of 1 table moved: papermake diff\n',
    },
    {
      what: 'a star level',
      file: 'pipeline.yaml',
      from: 'caption: Robustness and endogeneity',
      to: 'caption: Robustness and endogeneity\n        stars: [0.05, 0.01, 0.001]',
      cells: [
        'NQP robustness.no2020',
        'NQP robustness.nomuni',
        'NQP robustness.wins',
        'DigEco robustness.no2020',
        'DigEco robustness.nomuni',
        '_cons robustness.no2020',
        '_cons robustness.nomuni',
        '_cons robustness.iv: IV first stage (NQP)',
      ].map((cell) => `tables.robustness ${cell}`),
      cause:
        /tables\.robustness: steps\.tables\.tables\.robustness\.stars \(line \d+\): `\[0\.1,0\.05,0\.01\]` → `\[0\.05,0\.01,0\.001\]`/,
      ends: '8 cells of 1 table moved: papermake diff\n',
    },
  ];

  it.each(cases)('$what', async ({ file, from, to, cells, cause, ends }) => {
    const before = project.read(file);
    project.edit(file, from, to);
    expect((await project.run()).stdout).toContain(`)\n${ends}`);
    const moves = await moved(project);
    expect(places(moves)).toEqual(cells);
    expect(csvCells(first, project.tree('out/tables'))).toBe(cells.length);
    const { stdout } = await project.run('diff');
    expect(stdout).toMatch(cause);
    // One cause, and nothing else: a heading for each group of cells.
    expect(stdout.match(/because$/gm)).toHaveLength(1);
    // The commit is planned from its files, and its results are in the store.
    expect(await moved(project, 'main')).toEqual(moves);
    expect(await moved(project, 'HEAD', '.')).toEqual(moves);
    project.write(file, before);
    await project.run();
    expect(await moved(project, 'main')).toEqual([]);
  });

  it('tells a cause once for all columns of a table, in a terminal and in Markdown, and of each cell in JSON', async () => {
    const before = project.read('data/panel.csv');
    project.edit('data/panel.csv', ',21203.82,', ',29203.82,');
    await project.run();
    const { stdout } = await project.run('diff');
    const table = stdout.split('\n\n').find((each) => each.startsWith('tables.baseline\n'))!;
    expect(table.match(/because$/gm)).toHaveLength(1);
    expect(table).toContain(
      '\n      baseline.main.1, baseline.main.2, baseline.main.3 and 2 more: column Gap of panel changed\n      panel: data/panel.csv changed\n',
    );
    const markdown = (await project.run('diff', '--format', 'markdown')).stdout;
    const section = markdown.split('### ').find((each) => each.startsWith('`tables.baseline`'))!;
    expect(section.match(/^Because:$/gm)).toHaveLength(1);
    expect(section).toContain('| NQP | (1) baseline.main.1 | 4.502\\*\\*\\* (0.664) |');
    const cells = (await moved(project)).filter((cell) => cell.table === 'tables.baseline');
    for (const { column, because } of cells) expect(because.map(({ node }) => node)).toEqual([column, 'panel']);
    project.write('data/panel.csv', before);
    await project.run();
  });

  it('says by how many standard errors an estimate moved', async () => {
    const { code } = await project.run('diff', '--runs');
    expect(code).toBe(0);
    const cell = (await moved(project, 'last~10', 'last~9')).at(0);
    expect(cell).toMatchObject({ row: 'triple', before: 0.16, inStdErrors: null });
    const [nqp] = await moved(project, 'last~8', 'last~7');
    expect(nqp).toMatchObject({ row: 'NQP', printed: ['1.616*** (0.462)', '1.675*** (0.440)'] });
    const { before, after, inStdErrors } = nqp as { before: number; after: number; inStdErrors: number };
    expect(inStdErrors).toBeCloseTo((after - before) / 0.462, 3);
  });

  it('reads committed outputs where the store has no record, and names what is in neither', async () => {
    const clone = new Project({});
    git(clone, 'clone', '--quiet', project.root, 'copy');
    const copy = Object.assign(Object.create(Project.prototype), {
      root: clone.path('copy'),
      binary: clone.binary,
    }) as Project;
    copy.edit('pipeline.yaml', 'sample: no_2020', 'sample: year != 2019');
    await copy.run();
    // The commit's own nodes were never made here: what this run shares with them is, the rest is in its out/.
    const { stdout } = await copy.run('diff', 'main');
    expect(stdout).toContain('note: tables.robustness of main');
    const told = await moved(copy, 'main');
    expect(places(told.filter(({ table }) => table !== undefined))).toHaveLength(6);
    expect(told).toContainEqual({
      unknown: 'claims.robust',
      in: expect.stringMatching(/^main \(/),
      why: 'neither the store nor `out/` has its result',
    });
    clone.dispose();
  });
});

describe('a small paper', () => {
  let project: Project;
  beforeAll(async () => {
    project = paper();
    project.write('pipeline.yaml', `${project.read('pipeline.yaml')}claims:\n  positive: baseline.long.x > 1\n`);
    await project.run();
  });
  afterAll(() => project.dispose());

  it('names claims, new columns and code', async () => {
    expect((await project.run('diff')).stderr).toContain('there is no run `last~1`: one run is on record');
    project.edit('pipeline.yaml', 'x > 1', 'x > 100');
    project.edit('pipeline.yaml', '      - {id: long,', '      - {id: bare, fit: y ~ x}\n      - {id: long,');
    const finished = await project.run();
    expect(finished.code).toBe(3);
    expect(finished.stdout).toMatch(/\n\d+ cells of 1 table and 1 claim moved: papermake diff\n/);
    const { stdout } = await project.run('diff');
    expect(stdout).toContain('  column (2) baseline.bare is new: ');
    expect(stdout).toContain('  positive: holds → FALSE\n');
    expect(stdout).toMatch(
      /claims\.positive: claims\.positive( \(line \d+\))?: `baseline\.long\.x > 1` → `baseline\.long\.x > 100`/,
    );
    expect((await project.run('diff', '--format', 'markdown')).stdout).toContain('- **positive**: holds → FALSE');
    expect((await project.run('diff', '--format', 'latex')).stdout).toContain('\\pmmoved{');
  });

  it('does not tell again what the run before moved', async () => {
    project.remove('out/tables/main.md');
    const { stdout } = await project.run();
    expect(stdout).toMatch(/1 restored.*\n/);
    expect(stdout).not.toContain('moved');
  });

  it.skipIf(!hasGit && !process.env.CI)(
    'says of a commit whose files git has lost that it cannot be planned',
    async () => {
      git(project, 'init', '--quiet', '--initial-branch=main');
      git(project, 'add', 'pipeline.yaml', 'data', 'steps', 'out');
      git(project, 'commit', '--quiet', '-m', 'all');
      const { stdout: id } = spawnSync('git', ['rev-parse', 'HEAD:data/panel.csv'], {
        cwd: project.root,
        encoding: 'utf8',
      });
      project.remove(`.git/objects/${id.slice(0, 2)}/${id.trim().slice(2)}`);
      const { code, stdout } = await project.run('diff', 'main');
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /note: main \(.*\) cannot be planned \(.*panel\.csv.*\): its tables are those of its `out\/`/,
      );
      expect(stdout).toContain(': nothing that is printed moved\n');
      expect(stdout).toMatch(/not compared\n {2}claims\.positive of main \(.*\): only its tables are known\n/);
    },
  );

  it('refuses what is no side, by name', async () => {
    const { code, stderr } = await project.run('diff', 'lost', './nowhere');
    expect(code).toBe(2);
    expect(stderr).toContain('`lost` is no run, commit or folder');
    expect(stderr).toContain('`./nowhere` is no run, commit or folder');
    expect((await project.run('diff', '--format', 'pdf')).code).toBe(2);
  });
});
