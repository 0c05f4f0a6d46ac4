/** Paths of a pipeline stay inside the project, links included, unless the user says otherwise. */
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Project } from '../cli/harness.ts';
import { DATA, paper } from '../cli/paper.ts';
import { Outside } from './attack.ts';

let project: Project;
let outside: Outside;
beforeEach(() => {
  project = paper();
  outside = new Outside();
});
afterEach(() => {
  project.dispose();
  outside.dispose();
});

const refused = async (code: string, ...args: string[]): Promise<void> => {
  const run = await project.run('run', ...args);
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
  expect(run.stderr).toContain(code);
  expect(project.has('.papermake/traces-v1.log')).toBe(false);
};

describe('input files', () => {
  it('are refused by relative and absolute paths that lead out', async () => {
    outside.write('panel.csv', DATA);
    for (const path of ['../panel.csv', 'data/../../panel.csv', outside.path('panel.csv')]) {
      project.edit('pipeline.yaml', /file: [^,]*,/.exec(project.read('pipeline.yaml'))![0], `file: "${path}",`);
      await refused('lies outside the project');
    }
    expect((await project.run('run', '--allow-outside')).code).toBe(0);
    // What ran with the flag is not taken for what would run without it.
    expect((await project.run()).stderr).toContain('lies outside the project');
    expect((await project.run('status', '--allow-outside')).stdout).toMatch(/^fresh {4}panel/);
  });

  it('are refused behind a link to a file or a folder', async () => {
    outside.write('panel.csv', DATA);
    project.remove('data/panel.csv');
    symlinkSync(outside.path('panel.csv'), project.path('data/panel.csv'));
    await refused('`data/panel.csv` lies outside the project');
    project.remove('data');
    symlinkSync(outside.folder, project.path('data'));
    await refused('`data/panel.csv` lies outside the project');
    expect((await project.run('run', '--allow-outside')).code).toBe(0);
  });

  it('may be links inside the project', async () => {
    project.write('raw/panel.csv', DATA);
    project.remove('data');
    symlinkSync('raw', project.path('data'));
    expect((await project.run()).code).toBe(0);
  });
});

describe('what a step writes', () => {
  const reads = (path: string): string =>
    `panel: {kind: ingest, file: data/panel.csv}
  copy: {kind: command, run: cp data/panel.csv c.csv, files: [data/panel.csv], outputs: {c.csv: file}}
  again: {kind: ingest, file: "${path}"}
  told: {kind: command, run: cat ${path} > o.txt, files: ["${path}"], outputs: {o.txt: file}}`;
  const pipeline = (steps: string): void => project.write('pipeline.yaml', `papermake: 1\nsteps:\n  ${steps}\n`);
  const told = async (...args: string[]): Promise<number> => {
    const run = await project.run('run', ...args);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
    return run.stderr.match(/`[^`]*` is made by `copy`: read the step\n/g)?.length ?? 0;
  };

  it('is no input file, however its path is spelled, there or not yet', async () => {
    symlinkSync('../out/copy/c.csv', project.path('data/link.csv'));
    symlinkSync('out', project.path('results'));
    const paths = ['out/copy/c.csv', 'data/../out/copy/c.csv', './/out/copy/c.csv', project.path('out/copy/c.csv')];
    for (const path of paths) {
      pipeline(reads(path));
      expect(await told(), path).toBe(2);
    }
    pipeline(reads('data/panel.csv'));
    await project.make();
    for (const path of [...paths, 'data/link.csv', 'results/copy/c.csv']) {
      pipeline(reads(path));
      expect(await told(), path).toBe(2);
      expect(await told('--allow-outside'), path).toBe(2);
    }
  });

  it('is no input file either where a link to it has replaced one since the last run', async () => {
    pipeline(reads('data/panel.csv'));
    await project.make();
    project.remove('data/panel.csv');
    symlinkSync('../out/copy/c.csv', project.path('data/panel.csv'));
    expect(await told()).toBeGreaterThan(0);
    outside.write('panel.csv', `${DATA}u9,2010,North,1,1,1,1\n`);
    project.remove('data/panel.csv');
    symlinkSync(outside.path('panel.csv'), project.path('data/panel.csv'));
    expect((await project.run()).stderr).toContain('`data/panel.csv` lies outside the project');
  });

  it('is told from what merely lies in `out/` or the store', async () => {
    project.write('out/by-hand.csv', DATA);
    pipeline('panel: {kind: ingest, file: out/by-hand.csv}');
    expect((await project.run()).stderr).toContain('`out/by-hand.csv` lies in `out/`, which holds results');
    pipeline('panel: {kind: ingest, file: .papermake/x.csv}');
    expect((await project.run()).stderr).toContain('`.papermake/x.csv` lies in `.papermake/`, which holds results');
  });
});

describe('templates', () => {
  it('are not found by a path', async () => {
    project.write('secret.tex.hbs', 'secret');
    project.edit('pipeline.yaml', 'caption: The data', 'template: ../secret.tex.hbs, caption: The data');
    expect((await project.run()).code).not.toBe(0);
    expect(JSON.stringify(project.tree('out'))).not.toContain('secret');
  });

  it('are not read behind a link that leads out', async () => {
    outside.write('secret', 'secret');
    project.write('templates/keep', '');
    symlinkSync(outside.path('secret'), project.path('templates/mine.tex.hbs'));
    project.edit('pipeline.yaml', 'caption: The data', 'template: mine.tex.hbs, caption: The data');
    expect((await project.run()).code).not.toBe(0);
    expect(JSON.stringify(project.tree('out'))).not.toContain('secret');
  });
});

describe('outputs', () => {
  it('are not written through a linked out/', async () => {
    symlinkSync(outside.folder, project.path('out'));
    await refused('through a symbolic link');
    expect(readdirSync(outside.folder)).toEqual([]);
    expect((await project.run('run', '--allow-outside')).code).toBe(0);
    expect(readdirSync(outside.folder)).toEqual(['manifest.json', 'tables']);
  });

  it('are not written through a folder of out/ that is a link, to the project’s own code neither', async () => {
    project.write('out/keep', '');
    symlinkSync('../steps', project.path('out/tables'));
    await refused('`out/tables` leads through a symbolic link to another place than `out/`');
    expect(readdirSync(project.path('steps')).sort()).toEqual(['double.ts', 'lib']);
  });

  it('are not written where `out` is a file, which is said as it is', async () => {
    project.write('out', 'mine');
    await refused('`out` is a file, not the folder that outputs are written to');
    expect(project.read('out')).toBe('mine');
  });

  it('replace a link at their own place instead of following it', async () => {
    outside.write('precious', 'precious');
    project.write('out/tables/keep', '');
    symlinkSync(outside.path('precious'), project.path('out/tables/main.md'));
    expect((await project.run()).code).toBe(0);
    expect(readFileSync(outside.path('precious'), 'utf8')).toBe('precious');
    expect(project.read('out/tables/main.md')).toContain('Outcome');
  });

  it('of earlier runs are not removed behind a link', async () => {
    await project.make();
    outside.write('x', '');
    const { 'out/tables/main.md': text } = project.tree('out');
    project.remove('out');
    symlinkSync(outside.folder, project.path('out'));
    outside.write('main.md', text!);
    project.edit('pipeline.yaml', '      main: {from: baseline, caption: Results}\n', '');
    expect((await project.run()).code).toBe(2);
    expect((await project.run('clean', '--out')).code).toBe(0);
    expect(readdirSync(outside.folder).sort()).toEqual(['main.md', 'x']);
  });
});

describe('what is written beside the pipeline', () => {
  it('the schema goes through no link out of the project', async () => {
    outside.write('precious', 'precious');
    symlinkSync(outside.folder, project.path('schema'));
    const { code, stderr } = await project.run('schema');
    expect(code).toBe(2);
    expect(stderr).toContain('`schema/pipeline.schema.json` leads through a symbolic link');
    project.remove('schema');
    project.write('schema/keep', '');
    symlinkSync(outside.path('precious'), project.path('schema/pipeline.schema.json'));
    expect((await project.run('schema')).code).toBe(2);
    project.remove('.papermake');
    symlinkSync(outside.folder, project.path('.papermake'));
    expect((await project.run('schema')).stderr).toContain('`.papermake` is a symbolic link');
    expect(readdirSync(outside.folder)).toEqual(['precious']);
    expect(readFileSync(outside.path('precious'), 'utf8')).toBe('precious');
    expect((await project.run('schema', '--allow-outside')).code).toBe(0);
  });

  it('nor does the page of `report`', async () => {
    symlinkSync(outside.path('precious'), project.path('page.html'));
    symlinkSync(outside.folder, project.path('pages'));
    for (const file of ['page.html', 'pages/new.html'])
      expect(await project.run('report', project.path(file))).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('leads through a symbolic link out of the project'),
      });
    expect(readdirSync(outside.folder)).toEqual([]);
    expect((await project.run('report', project.path('own.html'))).code).toBe(0);
  });

  it('nor does what `init` writes', async () => {
    for (const [link, target] of [
      ['pipeline.yaml', 'absent'],
      ['data', '.'],
    ] as const) {
      project.remove('new');
      project.write('new/keep', '');
      symlinkSync(outside.path(target), project.path(`new/${link}`));
      const { code, stderr } = await project.run('init', 'new');
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('already there') });
    }
    expect(readdirSync(outside.folder)).toEqual([]);
  });
});
