/** Language, time zone, place and home of whoever runs it change no byte. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BINARY, Project } from '../cli/harness.ts';
import { BEFORE } from './scene.ts';

let built: Project;
beforeAll(async () => {
  built = new Project(BEFORE);
  await built.make(['-j', '1']);
});
afterAll(() => built.dispose());

const { HOME: _, ...homeless } = process.env;

it.each<[string, NodeJS.ProcessEnv]>([
  ['Swedish', { ...process.env, LANG: 'sv_SE.UTF-8', LC_ALL: 'sv_SE.UTF-8' }],
  ['Turkish', { ...process.env, LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }],
  ['no locale', { ...process.env, LANG: 'C', LC_ALL: 'C' }],
  ['west of the date line', { ...process.env, TZ: 'Pacific/Marquesas' }],
  ['east of it, by a quarter of an hour', { ...process.env, TZ: 'Pacific/Chatham' }],
  ['no home', homeless],
  ['nothing at all', {}],
])('%s: the same bytes, and everything stays fresh', (_name, env) => {
  const project = new Project(BEFORE);
  const run = (at: Project) => spawnSync(process.execPath, [BINARY], { cwd: at.root, env, encoding: 'utf8' });
  expect(run(project)).toMatchObject({ status: 0 });
  expect(project.tree('out')).toEqual(built.tree('out'));
  // What another environment recorded is fresh in this one.
  expect(run(built)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^papermake: all \d+ nodes are fresh\n$/),
  });
  project.dispose();
});

it.each(['plain', 'with spaces  and 中文 项目', "it's $HOME; `x` & #1 %20"])('a folder called `%s`', (name) => {
  const parent = mkdtempSync(join(tmpdir(), 'papermake-'));
  const root = join(parent, name);
  for (const path of Object.keys(BEFORE)) cpSync(built.path(path), join(root, path));
  const run = () => spawnSync(process.execPath, [BINARY, '-q'], { cwd: root, encoding: 'utf8' });
  const made = new Project({});
  expect(run()).toMatchObject({ status: 0 });
  cpSync(join(root, 'out'), made.path('out'), { recursive: true });
  expect(made.tree('out')).toEqual(built.tree('out'));
  made.dispose();
  rmSync(parent, { recursive: true });
});

it('outputs that only case tells apart are refused before anything is written', async () => {
  const project = new Project({
    ...BEFORE,
    'pipeline.yaml': BEFORE['pipeline.yaml']!.replace('      main:', '      About: {from: about}\n      main:'),
  });
  const { code, stderr } = await project.run();
  expect(code).toBe(2);
  expect(stderr).toContain('one file where case does not count');
  expect(project.has('out')).toBe(false);
  project.dispose();
});
