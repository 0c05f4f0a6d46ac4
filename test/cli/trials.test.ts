/** `papermake trials`: a count of what was ever estimated, from the ledger of the project, which neither an edit nor `clean` makes shorter. */
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TrialCounts } from '../../src/app/trials/count-trials.ts';
import { sha256 } from '../../src/base/canonical.ts';
import { Project } from './harness.ts';
import { ROWS } from './paper.ts';

const pipeline = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  main:
    kind: models
    from: panel
    columns:
      - {id: short, fit: y ~ x | unit}
      - {id: long, fit: y ~ x + z | unit}
      - {id: again, header: Again, fit: y ~ x | unit}
  tables: {kind: report, tables: {main: {from: [main.short, main.again]}}}
`;

let project: Project;
let state: string;
const before = process.env.XDG_STATE_HOME;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'papermake state '));
  process.env.XDG_STATE_HOME = state;
  const data = ['unit,year,region,y,x,z,w', ...ROWS, ''].join('\n');
  project = new Project({ 'pipeline.yaml': pipeline, 'data/panel.csv': data });
});
afterEach(() => {
  process.env.XDG_STATE_HOME = before;
  rmSync(state, { recursive: true });
  project.dispose();
});

const trialsOf = async (of: Project, ...args: string[]): Promise<TrialCounts> =>
  JSON.parse((await of.run('trials', '--json', ...args)).stdout);
const trials = (...args: string[]): Promise<TrialCounts> => trialsOf(project, ...args);
const chainsOf = (of: Project): string[] => (of.has('ledger') ? readdirSync(of.path('ledger')).sort() : []);
const linesOf = (of: Project): Record<string, unknown>[] =>
  chainsOf(of).flatMap((name) =>
    of
      .read(`ledger/${name}`)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );

it('counts specifications, each once whatever it is called, and those that tables show', async () => {
  expect(await trials()).toMatchObject({ estimated: null, printed: 0, unrecorded: 0, since: null });
  expect((await project.run('trials')).stdout).toBe(
    'papermake: no specification is on record here, and no table prints one\n',
  );
  await project.make();
  expect(await trials()).toMatchObject({
    ...{ estimated: 2, printed: 1, unrecorded: 0, inGit: false, broken: [], cut: [] },
    by: [{ outcome: 'y', treatment: 'x', estimated: 2, printed: 1 }],
    pipelines: [{ pipeline: 'pipeline.yaml', estimated: 2, printed: 1 }],
  });
  expect((await project.run('trials')).stdout).toMatch(
    /^2 specifications estimated, 1 printed\n {2}y on x: 2 estimated, 1 printed\n {2}counted since \d{4}-\d\d-\d\d; what is estimated outside of papermake is not counted\n {2}ledger\/[0-9a-f]{16}\.jsonl: 2 lines, the last [0-9a-f]{12}\n {2}no git repository holds the ledger: that its last lines were cut could not be seen\n$/,
  );
  // another specification in the place of one, controls in another order, and data of other values
  project.edit('pipeline.yaml', 'y ~ x + z | unit', 'y ~ x + w | unit');
  project.edit('pipeline.yaml', 'header: Again', 'header: Other');
  await project.make();
  project.edit('pipeline.yaml', 'y ~ x + w | unit', 'y ~ w + x | unit');
  await project.make();
  expect(await trials()).toMatchObject({ estimated: 3, printed: 1 });
  project.edit('data/panel.csv', 'u0,2010,North,', 'u0,2010,North,1');
  await project.make();
  expect(await trials()).toMatchObject({ estimated: 3, printed: 1 });
});

it('writes one line for an estimate, chained to the one before', async () => {
  await project.make();
  const [first, second, ...more] = linesOf(project);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ node: 'main.short', outcome: 'y', treatment: 'x', by: null, prev: null });
  expect(second).toMatchObject({ node: 'main.long', prev: first!.digest });
  expect(Object.keys(first!).sort()).toEqual(
    ['at', 'by', 'data', 'digest', 'node', 'outcome', 'prev', 'spec', 'treatment'].sort(),
  );
  // nothing new, whatever is forgotten or made again
  const text = project.tree('ledger');
  await project.make(['--force']);
  await project.run('gc', '--keep-runs', '0');
  await project.run('clean');
  await project.make();
  expect(project.tree('ledger')).toEqual(text);
  process.env.PAPERMAKE_BY = 'Ada';
  try {
    project.apart = true;
    project.edit('data/panel.csv', 'u0,2010,North,', 'u0,2010,North,1');
    await project.make();
    expect(linesOf(project).slice(2)).toMatchObject([
      { by: 'Ada', spec: first!.spec },
      { by: 'Ada', spec: second!.spec },
    ]);
  } finally {
    delete process.env.PAPERMAKE_BY;
  }
});

it('outlasts clean, gc, a removed store, another home and a line that was never whole', async () => {
  await project.make();
  const { since } = await trials();
  project.edit('pipeline.yaml', '      - {id: long, fit: y ~ x + z | unit}\n', '');
  await project.make();
  await project.run('gc', '--keep-runs', '0');
  project.remove('.papermake');
  appendFileSync(project.path(`ledger/${chainsOf(project)[0]}`), '{"at":"2026');
  const other = mkdtempSync(join(tmpdir(), 'papermake state '));
  try {
    project.apart = true;
    process.env.XDG_STATE_HOME = other;
    await project.make();
    expect(await trials()).toMatchObject({ estimated: 2, printed: 1, unrecorded: 0, since, broken: [] });
    process.env.XDG_STATE_HOME = state;
    project.edit('pipeline.yaml', 'y ~ x | unit}', 'y ~ z | unit}');
    await project.make();
    expect(await trials()).toMatchObject({ estimated: 3, printed: 2, unrecorded: 0, since, broken: [] });
    expect(chainsOf(project)).toHaveLength(1);
    expect(linesOf(project)).toHaveLength(3);
  } finally {
    rmSync(other, { recursive: true });
  }
});

it('counts in a copy what was counted before, and adds to a chain of the copy’s own', async () => {
  await project.make();
  const copy = new Project({});
  try {
    cpSync(project.root, copy.root, { recursive: true });
    copy.edit('pipeline.yaml', 'y ~ x + z | unit', 'y ~ x + w | unit');
    await copy.make();
    expect(await trialsOf(copy)).toMatchObject({ estimated: 3, printed: 1, unrecorded: 0 });
    expect(chainsOf(copy)).toHaveLength(2);
    for (const name of chainsOf(project)) expect(copy.read(`ledger/${name}`)).toBe(project.read(`ledger/${name}`));
    // without a ledger, what tables print is known to be unrecorded, and the next run that estimates records all that stands
    copy.remove('ledger');
    expect((await copy.run('trials')).stdout).toMatch(/^papermake: 1 printed, its record is not here\nhint: /);
    copy.edit('pipeline.yaml', 'y ~ x + w | unit', 'y ~ z + w | unit');
    await copy.make();
    expect(await trialsOf(copy)).toMatchObject({ estimated: 2, printed: 1, unrecorded: 0 });
  } finally {
    copy.dispose();
  }
});

it('keeps a note in the store where the account can keep none', async () => {
  project.apart = true;
  process.env.XDG_STATE_HOME = project.path('inside');
  await project.make();
  project.edit('pipeline.yaml', 'y ~ x + z | unit', 'y ~ x + w | unit');
  await project.make();
  expect(project.has('inside')).toBe(false);
  expect(chainsOf(project)).toHaveLength(1);
  expect(await trials()).toMatchObject({ estimated: 3, printed: 1, unrecorded: 0 });
  expect((await project.run('fsck')).stdout).toBe('papermake: the store is sound\n');
});

it('takes over, once, what earlier versions counted outside of the project', async () => {
  await project.make();
  project.remove('ledger');
  // as earlier versions wrote it, of one that stands no more
  const folder = join(state, 'papermake/trials');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${sha256(realpathSync(project.root)).slice(0, 20)}.txt`);
  writeFileSync(file, `papermake trials v1 2025-01-02T00:00:00.000Z\n0123456789abcdef0123`);
  expect(await trials()).toMatchObject({ estimated: 1, printed: 1, since: '2025-01-02T00:00:00.000Z' });
  project.edit('pipeline.yaml', 'y ~ x + z | unit', 'y ~ x + w | unit');
  await project.make();
  const counts = await trials();
  expect(counts).toMatchObject({ estimated: 3, printed: 1, unrecorded: 0, since: '2025-01-02T00:00:00.000Z' });
  expect(counts.by).toContainEqual({ outcome: null, treatment: null, estimated: 1, printed: 0 });
  expect(readdirSync(folder)).toEqual([]);
  expect(linesOf(project).at(-1)).toMatchObject({ taken: { specs: ['0123456789abcdef0123'] } });
  await project.make(['--force']);
  expect(await trials()).toMatchObject({ estimated: 3 });
});

it('says how many of the printed ones the record lacks', async () => {
  await project.make();
  const [name] = chainsOf(project);
  project.write(`ledger/${name}`, project.read(`ledger/${name}`).split('\n').slice(1).join('\n'));
  expect(await trials()).toMatchObject({ estimated: 1, printed: 1, unrecorded: 1 });
  const { stdout } = await project.run('trials');
  expect(stdout).toMatch(/^1 specification estimated, 1 printed, 1 of them not on record here\n/);
  expect(stdout).toContain(`\n  broken: line 1 of ledger/${name} follows a line that is not there\n`);
  const { code, stdout: found } = await project.run('fsck');
  expect([code, found]).toEqual([
    4,
    `left    ledger/${name} is broken: line 1 follows a line that is not there\npapermake: 0 mended, 1 left\n`,
  ]);
});

it('counts what the tables of two pipelines print, each specification once', async () => {
  await project.make();
  project.write('appendix.yaml', pipeline.replace('main.again]', 'main.long]').replace('tables:', 'appendix:'));
  project.edit('appendix.yaml', 'header: Again, fit: y ~ x', 'fit: y ~ z');
  await project.make(['-f', 'appendix.yaml']);
  for (const file of ['pipeline.yaml', 'appendix.yaml'])
    expect(await trials('-f', file)).toMatchObject({
      ...{ estimated: 3, printed: 2, unrecorded: 0 },
      pipelines: [
        { pipeline: 'appendix.yaml', estimated: 1, printed: 2 },
        { pipeline: 'pipeline.yaml', estimated: 2, printed: 1 },
      ],
    });
  expect((await project.run('trials')).stdout).toContain('\n  in appendix.yaml: 1 estimated, 2 printed\n');
  project.edit('appendix.yaml', 'kind: models', 'kind: model');
  const { stdout, stderr } = await project.run('trials');
  expect(stdout).toMatch(/^3 specifications estimated, 1 printed\n/);
  expect(stderr).toBe('papermake: `appendix.yaml` has errors, and what its tables print is not counted\n');
  project.remove('appendix.yaml');
  expect((await project.run('trials')).stderr).toBe('');
});

it('counts a step with draws once, whatever it is called', async () => {
  const jump =
    '  jump: {kind: threshold, base: main.short, on: z, slope: x, max: 1, bootstrap: 3, grid: 10, seed: 1}\n';
  project.write('pipeline.yaml', pipeline.replace('  tables:', `${jump}  tables:`));
  await project.make();
  expect(await trials()).toMatchObject({ estimated: 3 });
  project.edit('pipeline.yaml', '  jump:', '  leap:');
  await project.make();
  expect(await trials()).toMatchObject({ estimated: 3 });
});

it('records a multiverse in one line, and counts what it has in common with others once', async () => {
  const many = '  many: {kind: multiverse, base: main.long, of: x, choices: {controls: subsets}}\n';
  project.write('pipeline.yaml', pipeline.replace('  tables:', `${many}  tables:`));
  await project.make();
  const lines = linesOf(project);
  expect(lines).toHaveLength(3);
  expect(lines[2]).toMatchObject({ node: 'many', family: { size: 2, rule: [{ is: 'control', name: 'z' }] } });
  // its two specifications are the two that stand in columns
  expect(await trials()).toMatchObject({ estimated: 2 });
  project.edit('pipeline.yaml', 'fit: y ~ x + z | unit', 'fit: y ~ x + z + w | unit');
  await project.make();
  expect(await trials()).toMatchObject({ estimated: 4 });
  expect(linesOf(project)).toHaveLength(5);
});

it('records what a program hands over as soon as it has run, by its call and its files', async () => {
  const fit = (b: number): string =>
    JSON.stringify({
      ...{ estimator: 'ols', outcome: 'y', nobs: 9, dfResid: 7, inference: 't(N-K)', vcovInfo: { type: 'iid' } },
      terms: [{ term: 'x', estimate: b, stdError: 0.5 }],
    });
  project.write('fit.json', fit(1));
  project.write(
    'pipeline.yaml',
    pipeline.replace(
      '  tables:',
      '  mine: {kind: command, run: cp fit.json f.json, files: [fit.json], outputs: {f.json: fit}}\n  tables:',
    ),
  );
  await project.make();
  expect(linesOf(project).find(({ node }) => node === 'mine')).toMatchObject({ outcome: 'y', treatment: 'x' });
  expect(await trials()).toMatchObject({ estimated: 3 });
  project.write('fit.json', fit(2));
  await project.make();
  expect(await trials()).toMatchObject({ estimated: 4 });
  project.edit('pipeline.yaml', 'outputs: {f.json: fit}', 'outputs: {f.json: fit, g.txt: file}');
  project.edit('pipeline.yaml', 'cp fit.json f.json', 'cp fit.json f.json; cp f.json g.txt');
  await project.make();
  expect(linesOf(project).find(({ node }) => node === 'mine.f')).toMatchObject({ outcome: 'y', treatment: 'x' });
});

it('keeps `why` from telling what is estimated on no record', async () => {
  project.write(
    'steps/effect.ts',
    `import { defineStep, Type } from 'papermake/step';
const b = (artifact) => artifact.json('b');
export default defineStep({
  name: 'effect',
  summary: 'the first coefficient of a fit',
  artifact: 'effect',
  params: Type.Object({ from: Type.String(), part: Type.String() }, { additionalProperties: false }),
  reads: ({ from, part }) => ({ fit: { from, parts: [part] } }),
  explain: (before, after) => ['b: ' + b(before) + ' → ' + b(after)],
  run: ({ artifact, params }) => ({ b: [artifact('fit').json(params.part)].flat()[0].estimate ?? artifact('fit').json(params.part) }),
});
`,
  );
  const one =
    '  one: {kind: models, from: panel, fit: y ~ x + z | unit}\n  last: {kind: effect, from: one, part: terms}\n  end: {kind: effect, from: last, part: b}\n';
  project.edit('pipeline.yaml', '  tables:', `${one}  tables:`);
  await project.make();
  const told = async (): Promise<string> => (await project.run('why', 'end')).stdout;
  project.edit('pipeline.yaml', 'from: panel, fit: y ~ x + z', 'from: panel, fit: y ~ x + w');
  expect(await told()).toMatch(/end is pending: it must run, since last changed/);
  expect(await told()).not.toContain('b: ');
  project.edit('data/panel.csv', 'u0,2010,North,', 'u0,2010,North,1');
  await project.make();
  // on record, of other data
  project.edit('data/panel.csv', 'u0,2010,North,1', 'u0,2010,North,');
  expect(await told()).toMatch(/b: \S+ → \S+/);
});
