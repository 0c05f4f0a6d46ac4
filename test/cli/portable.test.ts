/** A project means the same on Linux, macOS and Windows; what it cannot mean everywhere is refused on every system, before anything is written. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';
import { DATA } from './paper.ts';

let project: Project;
afterEach(() => project.dispose());

async function refused(steps: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  project = new Project({ 'data/panel.csv': DATA, ...files, 'pipeline.yaml': `papermake: 1\nsteps:\n${steps}` });
  const { code, stderr } = await project.run();
  expect(code, stderr).toBe(2);
  expect(project.has('out')).toBe(false);
  return stderr;
}

const COMMON =
  '  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}\n  about: {kind: describe, from: panel, variables: [y]}\n';
const tables = (step: string, names: string): string => `${COMMON}  ${step}: {kind: report, tables: {${names}}}\n`;

describe('outputs', () => {
  it('called like devices of Windows are refused', async () => {
    expect(await refused(tables('tables', 'con: {from: about}'))).toContain(
      '`out/tables/con.tex`, and `con.tex` cannot be a name everywhere: the name of a device on Windows',
    );
  });

  it('in a folder that Windows has for something else are refused', async () => {
    expect(await refused(tables('aux', 'a: {from: about}'))).toContain(
      '`aux` cannot be a name everywhere: the name of a device',
    );
  });

  it('that the spelling of an accent alone tells apart are refused', async () => {
    const told = await refused('  c: {kind: command, run: [x], outputs: {"é.txt": file, "e\u0301.txt": file}}\n');
    expect(told).toContain('are one file where case and the spelling of accents do not count');
  });

  it('in folders that case alone tells apart are refused', async () => {
    const two = `${tables('tables', 'a: {from: about}')}  Tables: {kind: report, tables: {b: {from: about}}}\n`;
    expect(await refused(two)).toContain(
      '`tables.a` and `Tables.b` both write to `out/tables` and `out/Tables`, which are one folder where case',
    );
  });

  it('of commands are held to the same', async () => {
    const told = await refused('  c: {kind: command, run: [x], outputs: {nul.txt: file, "a.": file, "b:c": file}}\n');
    expect(told).toContain('hint: the name of a device on Windows');
    expect(told).toContain('hint: Windows cuts the point or blank off its end');
    expect(told).toContain('hint: Windows has no `:` in names');
  });
});

describe('a project in a folder that a program synchronises', () => {
  const FILES = { 'data/panel.csv': DATA, 'pipeline.yaml': `papermake: 1\nsteps:\n${COMMON}` };

  it.skipIf(process.platform === 'win32')(
    'is warned of once, with how to keep the store elsewhere, and that line works',
    async () => {
      const parent = mkdtempSync(join(tmpdir(), 'papermake-'));
      mkdirSync(join(parent, 'Dropbox'));
      project = new Project(FILES, join(parent, 'Dropbox'));
      const first = await project.run();
      expect(first.stderr).toContain(
        'this folder is synchronised by Dropbox, which takes hold of files in .papermake/',
      );
      const line = /is not: `(.+)`\n/.exec(first.stderr)?.[1];
      expect((await project.run()).stderr).toBe('');
      project.remove('.papermake');
      execFileSync('sh', ['-c', line!], { cwd: project.root });
      const moved = await project.run();
      expect([moved.code, moved.stderr]).toEqual([0, expect.not.stringContaining('synchronised')]);
      expect((await project.run()).stdout).toMatch(/all \d+ nodes are fresh/);
      expect((await project.run('clean')).code).toBe(0);
      expect((await project.run('run', '-q')).code).toBe(0);
      rmSync(realpathSync(project.path('.papermake')), { recursive: true });
      rmSync(parent, { recursive: true });
    },
  );
});

describe('paths in a pipeline', () => {
  it('may be written as on Windows, which makes no other keys', async () => {
    const pipeline = `papermake: 1\nsteps:\n${COMMON}`;
    project = new Project({ 'data/panel.csv': DATA, 'pipeline.yaml': pipeline });
    await project.run();
    project.write('pipeline.yaml', pipeline.replace('data/panel.csv', 'data\\panel.csv'));
    const again = await project.run();
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/all \d+ nodes are fresh/) });
  });

  it.each(['C:\\data\\a.csv', 'C:/data/a.csv', '\\\\server\\share\\a.csv', '\\\\?\\C:\\data\\a.csv'])(
    'lead out of the project as `%s`',
    async (path) => {
      const told = await refused(`  a: {kind: ingest, file: '${path}'}\n`);
      expect(told).toContain(`\`${path}\` lies outside the project`);
    },
  );

  it('in double quotes are told what a back slash means there', async () => {
    expect(await refused('  a: {kind: ingest, file: "data\\panel.csv"}\n')).toContain(
      'hint: in double quotes a back slash',
    );
    project.dispose();
    expect(await refused('  a: {kind: ingest, file: "data\\new.csv"}\n')).toContain(
      'hint: in double quotes a back slash',
    );
  });

  it('that case alone tells from a file are told of it', async () => {
    const told = await refused(
      '  a: {kind: ingest, file: Data/panel.csv}\n  b: {kind: ingest, file: data/Panel.csv}\n',
    );
    expect(told.match(/hint: `data\/panel.csv` is there, which is another file where case/g)).toHaveLength(2);
  });

  it.each([[[]], [['-f', 'PIPELINE.yaml']]])('are no pipeline, %j', async (args) => {
    project = new Project({ 'Pipeline.yaml': 'papermake: 1\nsteps: {}\n' });
    const { code, stderr } = await project.run(...args);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('hint: `Pipeline.yaml` is there, which is another file'),
    ]);
  });
});
