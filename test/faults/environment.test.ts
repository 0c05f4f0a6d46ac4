/**
 * Language, time zone, place and home of whoever runs it change no byte.
 * @module-tag slow
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BINARY, Project } from '../cli/harness.ts';
import type { Files } from './harness.ts';
import { BEFORE } from './scene.ts';

/** Letters, words and days that other places sort, fold and write in other ways. */
const PLACES = ['Ångström', 'Zorn', 'Österbro', 'ärla', 'IZMIR', 'izmir', 'İzmir', 'ılıca', 'vik', 'wik'];
const ROWS = PLACES.flatMap((place, i) =>
  Array.from(
    { length: 4 },
    (_, j) => `${place},2011-${j < 2 ? '03' : '10'}-${26 + j},${i + j / 8},${(i * 7 + j * 5) % 11}`,
  ),
);
const WORLDLY: Files = {
  'data/places.csv': `PLACE,day,ökning,zon\n${ROWS.join('\n')}\n`,
  'pipeline.yaml': `papermake: 1
steps:
  places: {kind: ingest, file: data/places.csv, panel: {unit: PLACE, time: day}, types: {day: date}}
  about: {kind: describe, from: places, variables: [ökning, zon]}
  late: {kind: models, from: places, fit: zon ~ ökning, sample: "day >= '2011-03-27'"}
  each: {kind: models, from: places, fit: zon ~ ökning, split: PLACE}
  sorted: {kind: command, run: sort p.csv > o.txt; date -d @0 >> o.txt, inputs: {p.csv: places}, outputs: {o.txt: file}}
  tables:
    kind: report
    tables: {about: {from: about, caption: I}, each: {from: each, caption: Each}, late: {from: late, caption: Late}}
`,
};

let built: Project;
beforeAll(async () => {
  built = new Project({ ...WORLDLY });
  await built.make(['-j', '1']);
});
afterAll(() => built.dispose());

const { HOME: _, ...homeless } = process.env;

const INSTALLED = spawnSync('locale', ['-a'], { encoding: 'utf8' }).stdout ?? '';

/** Node brings its own locales; what a program of the system makes of one that is not installed is another matter. */
const localeOf = (name: string): [string, NodeJS.ProcessEnv] => {
  const isThere = INSTALLED.toLowerCase().includes(`${name.toLowerCase()}.utf8`);
  const locale = `${name}.UTF-8`;
  return [
    isThere ? locale : `${locale}, which is not installed: for papermake alone`,
    { ...process.env, LANG: locale, LC_ALL: locale },
  ];
};

it.each<[string, NodeJS.ProcessEnv]>([
  localeOf('sv_SE'),
  localeOf('tr_TR'),
  ['no locale', { ...process.env, LANG: 'C', LC_ALL: 'C' }],
  ['west of the date line', { ...process.env, TZ: 'Pacific/Marquesas' }],
  ['east of it, by a quarter of an hour', { ...process.env, TZ: 'Pacific/Chatham' }],
  ['no home', homeless],
  ['nothing but that it is trusted', { PATH: process.env.PATH, PAPERMAKE_TRUST: '1' }],
])('%s: the same bytes, and everything stays fresh', (_name, env) => {
  const project = new Project(WORLDLY);
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
  for (const path of Object.keys(WORLDLY)) cpSync(built.path(path), join(root, path));
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
  expect(stderr).toContain('one file where case and the spelling of accents do not count');
  expect(project.has('out')).toBe(false);
  project.dispose();
});
