/** `papermake self-check`: tries each part, makes a small paper, and says what does not work and how it is mended. */
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checked } from '../../src/app/machine/checks.ts';
import { launcher, ownName } from '../../src/app/terminal/own-name.ts';
import { Refusal } from '../../src/base/problem.ts';
import { BINARY, Project, run } from './harness.ts';

let project: Project | undefined;
const folders: string[] = [];
afterEach(() => {
  project?.dispose();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Told {
  readonly works: boolean;
  readonly checks: readonly { name: string; found: string | null; wrong: string | null; mend: string | null }[];
}

it('tries every part and makes a paper, and leaves nothing where it is called', async () => {
  project = new Project({});
  const { code, stdout, stderr } = await project.run('self-check', '--json');
  const { works, checks } = JSON.parse(stdout) as Told;
  expect({ code, works, stderr }).toEqual({ code: 0, works: true, stderr: '' });
  const names = ['DuckDB', 'figures as PDF', 'figures as PNG', 'esbuild', 'fonts', 'leave to write', 'a paper'];
  expect(checks.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  expect(checks.filter(({ found }) => found === null)).toEqual([]);
  expect(project.has('.papermake')).toBe(false);
  const said = await project.run('self-check');
  expect(said.stdout).toMatch(/papermake: everything works; `.* init DIR` makes a first project\n$/);
});

// Windows makes links of folders for administrators alone.
it.skipIf(process.platform === 'win32')('says which part is broken, what is wrong and how it is mended', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'papermake 自检 '));
  folders.push(copy);
  const root = dirname(dirname(BINARY));
  cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  rmSync(join(copy, 'dist/fonts/NotoSerifSC-Regular.ttf'));
  const { code, stdout } = await run(['self-check', '--json'], { cwd: copy, binary: join(copy, 'dist/papermake.js') });
  const { works, checks } = JSON.parse(stdout) as Told;
  expect({ code, works }).toEqual({ code: 1, works: false });
  const fonts = checks.find(({ name }) => name === 'fonts');
  expect(fonts).toMatchObject({ found: null, wrong: 'papermake lacks NotoSerifSC-Regular.ttf' });
  expect(fonts?.mend).toContain('npm install');
  const missing = checks.filter(({ found }) => found === null).map(({ name }) => name);
  expect(missing).toEqual(expect.arrayContaining(['figures as PDF', 'figures as PNG', 'fonts', 'a paper']));
  expect(checks.find(({ name }) => name === 'DuckDB')?.found).toBe('works');
});

it('mends as the refusal says, or by the archive where a launcher started papermake', async () => {
  const attempt = () => Promise.reject(new Refusal('missing-program', 'it does not load', { hint: '`npm install x`' }));
  const part = { name: 'x', neededBy: 'y', attempt };
  expect(await checked(part)).toEqual({
    name: 'x',
    neededBy: 'y',
    found: null,
    wrong: 'it does not load',
    mend: '`npm install x`',
  });
  process.env.PAPERMAKE_LAUNCHER = BINARY;
  try {
    expect((await checked(part)).mend).toContain('unpack');
  } finally {
    delete process.env.PAPERMAKE_LAUNCHER;
  }
});

// The paths, and the quotes around them, are those of POSIX.
it.skipIf(process.platform === 'win32')('is called by its launcher, unless a papermake stands on the PATH', () => {
  const at = (env: Record<string, string>, ...there: string[]) => ({
    env,
    script: '/a/dist/papermake.js',
    isThere: (path: string) => there.includes(path),
  });
  const env = { PAPERMAKE_LAUNCHER: '/opt/pm/papermake', PATH: '/usr/bin' };
  expect(ownName(at(env, '/opt/pm/papermake'))).toBe('/opt/pm/papermake');
  expect(ownName(at({ ...env, PAPERMAKE_LAUNCHER: '/my papers/papermake' }, '/my papers/papermake'))).toBe(
    "'/my papers/papermake'",
  );
  expect(ownName(at({ ...env, PATH: '/opt/pm' }, '/opt/pm/papermake'))).toBe('papermake');
  // What another program handed on to its children, whose launcher is gone.
  expect(launcher(at(env))).toBeUndefined();
  expect(ownName(at(env))).toBe('node /a/dist/papermake.js');
});
