/** Plans that are registered: what is withheld until then and from whom, what the ledger then holds, and what departs from it. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Line } from '../../src/engine/ledger/line.ts';
import { Project } from './harness.ts';
import { DATA } from './paper.ts';

interface Parts {
  readonly head?: string;
  readonly fits?: readonly string[];
  readonly steps?: string;
  readonly foot?: string;
}

const pipeline = ({
  head = 'withhold: [y]',
  fits = ['y ~ x'],
  steps = '',
  foot = '',
}: Parts = {}): string => `papermake: 1
title: A plan
${head}
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: unit, time: year}, derive: {ly: log(y + 10)}}
  about: {kind: describe, from: panel, variables: [x, z]}
  main:
    kind: models
    from: panel
    columns:
${fits.map((fit) => `      - {fit: ${fit}}\n`).join('')}  tables: {kind: report, tables: {main: {from: main}}}
${steps}${foot}`;

let state: string;
let project: Project;
const before = process.env.XDG_STATE_HOME;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'papermake state '));
  process.env.XDG_STATE_HOME = state;
  project = new Project({ 'pipeline.yaml': pipeline(), 'panel.csv': DATA });
});
afterEach(() => {
  process.env.XDG_STATE_HOME = before;
  rmSync(state, { recursive: true });
  project.dispose();
});

const say = (parts: Parts): void => project.write('pipeline.yaml', pipeline(parts));
const chains = (): string[] => readdirSync(project.path('ledger')).map((name) => project.path(`ledger/${name}`));
const lines = (): Line[] =>
  chains().flatMap((path) =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
  );
const json = async (...args: string[]) => JSON.parse((await project.run(...args, '--json')).stdout);
/** The nodes that wait for registration, with the variables that they would read. */
async function waiting(): Promise<Record<string, string[]>> {
  const rows = (await json('status')) as { node: string; needsRegistration?: string[] }[];
  return Object.fromEntries(rows.flatMap(({ node, needsRegistration: of }) => (of ? [[node, of]] : [])));
}
/** Registers what `parts` say, reads the outcome, and then says `then`. */
async function registered(parts: Parts, then: Parts): Promise<void> {
  say(parts);
  expect(await project.run('register')).toMatchObject({ code: 0 });
  await project.make();
  say(then);
  await project.make();
}

it('runs what reads no withheld value, and refuses the rest by name until the plan is registered', async () => {
  const first = await project.run();
  expect(first.code).toBe(2);
  expect(first.stderr).toContain('one node waits for registration: no value of `y` is read before that');
  expect(first.stdout).toContain('1 waits for registration');
  expect(await waiting()).toEqual({ 'main.1': ['y'] });
  expect((await project.run('why', 'main.1')).stdout).toContain('it waits for registration, since it reads y');
  const data = (await project.run('show', 'panel')).stdout;
  expect(data).toMatch(/^y +number +48 +withheld/m);
  expect(data).toMatch(/^ly +number +48 +withheld/m);
  expect(data).not.toContain(DATA.split('\n')[1]!.split(',')[3]!);
  expect(lines()).toMatchObject([{ node: null, withholds: ['y'] }]);
  expect(await json('trials')).toMatchObject({ estimated: 0, printed: 0 });

  const lock = await json('register');
  expect(lock).toMatchObject({ registered: true, number: 1, admissible: 1, before: 0 });
  expect(lines().slice(1)).toMatchObject([
    { node: null, plan: { withheld: ['y'], specifications: [{ node: 'main.1' }] } },
  ]);
  for (const extension of ['md', 'tex', 'html'])
    expect(project.read(`registration/plan.${extension}`)).toContain(lock.digest);
  expect(existsSync(project.path('registration/plan.docx'))).toBe(true);
  expect(await waiting()).toEqual({});
  expect(await project.run()).toMatchObject({ code: 0 });
  expect((await project.run('show', 'panel')).stdout).not.toContain('withheld');
  expect(await json('trials')).toMatchObject({ estimated: 1, printed: 1, broken: [] });
});

it('lets nothing round it: other names, rows that are chosen, programs, queries, exports, results from before', async () => {
  const steps = `  again: {kind: ingest, file: panel.csv, rename: {y: v}}
  cut: {kind: derive, from: panel, where: y > 1}
  whole: {kind: derive, from: panel, where: not missing(y)}
  sum: {kind: collapse, from: panel, by: region, columns: {m: mean(y), k: mean(x)}}
  asked: {kind: sql, inputs: {t: {file: panel.csv}}, query: "select unit, avg(y) as a from t group by unit", order: unit}
  printed: {kind: command, run: cat panel.csv, files: [panel.csv], outputs: {o.txt: file}}
  groups: {kind: models, from: panel, columns: [{fit: x ~ z, sample: y > 1}, {fit: x ~ z}]}
  other: {kind: models, from: again, columns: [{fit: v ~ x}]}
  means: {kind: models, from: sum, columns: [{fit: m ~ k}]}
`;
  say({ steps, foot: 'claims: {c: all(panel.y > 0)}\n' });
  await project.run('--keep-going');
  const found = await waiting();
  expect(Object.keys(found).sort()).toEqual(
    ['asked', 'claims.c', 'cut', 'groups.1', 'main.1', 'means.1', 'other.1', 'printed'].sort(),
  );
  expect(found['other.1']).toEqual(['v']);
  expect(found['means.1']).toEqual(['m']);
  const exported = await project.run('export', '--to', 'python', '--confidential', 'y,ly', 'groups.2');
  expect(exported.stdout + exported.stderr).not.toContain('panel.csv');
  const forced = await project.run('--force', 'main.1');
  expect(forced.code).toBe(2);
  expect(lines().map(({ node }) => node)).toEqual([null, 'groups.2']);
});

it('shows no result of a withheld value that an earlier pipeline made, restores none, and says at registration that they were read', async () => {
  say({ head: '' });
  await project.make();
  say({});
  const run = await project.run();
  expect(run.code).toBe(2);
  for (const args of [
    ['show', 'main.1'],
    ['show', 'main.1', '--json'],
    ['export', '--to', 'r', 'main.1'],
  ]) {
    const { code, stdout } = await project.run(...args);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
  }
  expect((await project.run('show', 'tables.main')).code).toBe(1);
  const refused = await project.run('register');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('1 specification of these outcomes was estimated before');
  expect(await json('register', '--late')).toMatchObject({ registered: true, before: 1 });
  expect(project.read('registration/plan.md')).toContain('1 specification of these outcomes had been estimated before');
});

it('withholds from every pipeline of the folder what one of them was run to withhold, until a plan that names it is registered', async () => {
  const bare = pipeline({ head: '' });
  project.write('other.yaml', bare);
  await project.run();
  const other = await project.run('-f', 'other.yaml');
  expect(other.code).toBe(2);
  expect(other.stderr).toContain('no value of `y` is read before that');
  for (const args of [
    ['show', 'panel'],
    ['show', 'main.1'],
    ['export', '--to', 'r', 'main.1'],
  ])
    expect((await project.run(...args, '-f', 'other.yaml')).stdout).not.toContain(DATA.split('\n')[1]!.split(',')[3]!);
  project.write('pipeline.yaml', bare);
  expect(await waiting()).toEqual({ 'main.1': ['y'] });
  expect((await project.run()).code).toBe(2);
  expect(lines()).toHaveLength(1);

  expect(await json('register')).toMatchObject({ registered: true, before: 0 });
  expect(lines()[1]).toMatchObject({ plan: { withheld: ['y'] } });
  expect(await json('register')).toMatchObject({ registered: false });
  expect(await project.run()).toMatchObject({ code: 0 });
  expect(await project.run('-f', 'other.yaml')).toMatchObject({ code: 0 });
  expect((await project.run('show', 'panel', '-f', 'other.yaml')).stdout).not.toContain('withheld');
});

it('withholds nothing anew that a plan of the folder has released', async () => {
  await project.run();
  await project.run('register');
  project.write('later.yaml', pipeline());
  expect((await project.run('-f', 'later.yaml')).code).toBe(2);
  expect(lines()).toHaveLength(2);
  expect(await project.run()).toMatchObject({ code: 0 });
});

it('writes documents of plans that are gone, and leaves those that are there', async () => {
  await project.run('register');
  const text = project.read('registration/plan.md');
  rmSync(project.path('registration/plan.md'));
  project.write('registration/plan.tex', 'edited');
  expect(await json('register')).toMatchObject({ registered: false, files: ['registration/plan.md'] });
  expect(project.read('registration/plan.md')).toBe(text);
  expect(project.read('registration/plan.tex')).toBe('edited');
  rmSync(project.path('registration'), { recursive: true });
  say({ fits: ['y ~ x', 'y ~ x + z'] });
  await project.run('register');
  expect(readdirSync(project.path('registration'))).toHaveLength(8);
  expect(project.read('registration/plan.md')).toBe(text);
});

it('withholds again where the line of the lock was edited, and names a variable that no data have', async () => {
  await project.run('register');
  await project.make();
  const [path] = chains();
  writeFileSync(path!, readFileSync(path!, 'utf8').replace('"title":"A plan"', '"title":"B plan"'));
  expect(await waiting()).toEqual({ 'main.1': ['y'] });
  say({ head: 'withhold: [yy]' });
  const { code, stderr } = await project.run();
  expect(code).toBe(2);
  expect(stderr).toContain('no step has a column `yy` to withhold');
});

it('keeps earlier plans when a changed one is registered, and nothing where it is the same', async () => {
  await project.run('register');
  expect(await json('register')).toMatchObject({ registered: false, number: 1 });
  say({ fits: ['y ~ x', 'y ~ x + z'] });
  expect(await json('register')).toMatchObject({ registered: true, number: 2, before: 0 });
  say({});
  expect(await json('register')).toMatchObject({ registered: true, number: 3, admissible: 1 });
  expect(lines()).toHaveLength(3);
  expect(readdirSync(project.path('registration')).filter((name) => name.endsWith('.md'))).toEqual([
    'amendment-1.md',
    'amendment-2.md',
    'plan.md',
  ]);
});

it('says what departs from the plan, since when and why, and asks for the reason of the rest', async () => {
  const planned = {
    fits: ['y ~ x', 'y ~ x + z'],
    head: 'withhold: [y]\nsamples: {late: year > 2011}',
    foot: 'claims: {c: main.1.x > 0}\n',
  };
  await registered(planned, {
    fits: ['y ~ x', 'y ~ x + w'],
    head: 'withhold: [y]\nsamples: {late: year > 2012}',
    foot: 'claims: {c: main.1.x > 0}\ndeviations: [{of: [samples.late], because: Data of 2012 came late.}, {of: main.1, because: none}]\n',
  });
  const { code, stdout, stderr } = await project.run('deviations');
  expect(code).toBe(4);
  expect(stdout).toContain('2 departures from the plan');
  expect(stdout).toMatch(
    /samples\.late: sample changed\n {2}planned: year > 2011\n {2}done: {4}year > 2012\n.*\n {2}because: Data of 2012/,
  );
  expect(stderr).toContain('deviations:\n  - of: main.2\n    because: …\n');
  expect(stderr).toContain('`deviations:` explains `main.1`, which does not depart from the plan');
  const [main] = (await json('deviations')).deviations;
  expect(main).toMatchObject({ of: 'main.2', how: 'changed', planned: 'y ~ x + z', done: 'y ~ x + w', because: null });
  expect(main.since).toMatch(/^20\d\d-/);
  say({
    fits: ['y ~ x', 'y ~ x + w'],
    head: 'withhold: [y]\nsamples: {late: year > 2012}',
    foot: 'claims: {c: main.1.x > 0}\ndeviations: [{of: [samples.*, main], because: Both.}]\n',
  });
  expect(await project.run('deviations')).toMatchObject({ code: 0 });
});

it('tells where no plan is registered', async () => {
  const { code, stderr } = await project.run('deviations');
  expect(code).toBe(2);
  expect(stderr).toContain('no plan of this pipeline is registered');
});

it('says of each printed estimate whether it is confirmatory, in show and on the page, and takes back the word where the data are made otherwise', async () => {
  await registered({}, { fits: ['y ~ x', 'y ~ x + w'] });
  expect((await project.run('show', 'main.1')).stdout).toMatch(/\nconfirmatory\n$/);
  expect((await project.run('show', 'tables.main')).stdout).toMatch(/\nconfirmatory: main\.1\nexploratory: main\.2\n$/);
  expect(await json('show', 'main.2')).toMatchObject({ registered: { confirmatory: [], exploratory: ['main.2'] } });
  await project.run('report', 'page.html');
  expect(project.read('page.html')).toContain('"registered":{"confirmatory":["main.1"],"exploratory":["main.2"]}');
  project.write('pipeline.yaml', project.read('pipeline.yaml').replace('log(y + 10)', 'log(y + 10), x2: x^2'));
  await project.make();
  expect(await json('show', 'main.1')).toMatchObject({ registered: { exploratory: ['main.1'] } });
});

it('shows no word of it where no plan is registered', async () => {
  say({ head: '' });
  await project.make();
  expect((await project.run('show', 'main.1')).stdout).not.toMatch(/confirmatory|exploratory/);
  expect(await json('show', 'main.1')).not.toHaveProperty('registered');
});

it('prints in notes, where a table asks for it, which columns are confirmatory, in both languages, and anew when a plan is registered', async () => {
  const foot = (lang: string): string =>
    `  more: {kind: report, lang: ${lang}, notes: {registered: true}, tables: {t: {from: main}}}\n`;
  say({ head: '', steps: foot('en') });
  await project.make();
  expect(project.read('out/more/t.md')).not.toMatch(/onfirmatory/);
  await project.run('register', '--late');
  say({ head: '', steps: foot('en'), fits: ['y ~ x', 'x ~ z'] });
  await project.make();
  expect(project.read('out/more/t.md')).toContain('Exploratory: (1), (2).');
  expect((await project.run()).stdout).toContain('are fresh');
  await project.run('register');
  say({ head: '', steps: foot('zh'), fits: ['y ~ x', 'w ~ z'] });
  await project.run('register');
  await project.make();
  const chinese = project.read('out/more/t.md');
  expect(chinese).toContain('验证性结果（在读取被解释变量之前已注册）：(2)。');
  expect(chinese).toContain('探索性结果：(1)。');
});

const EXAMPLE = resolve(import.meta.dirname, '../../examples/registered-plan');

it('has an example whose plan, departures and ledger fit together, and whose data anybody can draw', async () => {
  for (const name of ['data', 'ledger', 'pipeline.yaml', 'out'])
    cpSync(join(EXAMPLE, name), project.path(name), { recursive: true });
  const before = readFileSync(chains()[0]!, 'utf8');
  await project.make();
  expect(chains().map((path) => readFileSync(path, 'utf8'))).toEqual([before]);
  const { code, stdout } = await project.run('deviations');
  expect(code).toBe(0);
  expect(stdout.match(/because: [^?\n]+/g)).toHaveLength(3);
  expect(new Set(stdout.match(/because: .*/g))).toHaveProperty('size', 2);
  const [lock] = lines().filter(({ plan }) => plan !== undefined);
  expect(readFileSync(join(EXAMPLE, 'registration/plan.md'), 'utf8')).toContain(lock!.digest);
  expect(await json('register', '--dry-run')).not.toMatchObject({ plan: lock!.plan });
  const drawn = spawnSync(process.execPath, [join(EXAMPLE, 'data/draw.mjs')], { encoding: 'utf8' }).stdout;
  expect(drawn).toBe(readFileSync(join(EXAMPLE, 'data/pupils.csv'), 'utf8'));
});
