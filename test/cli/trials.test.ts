/** `papermake trials`: a record of what was ever estimated, which neither an edit nor `clean` makes shorter. */
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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

interface Counted {
  readonly estimated: number | null;
  readonly printed: number;
  readonly unrecorded: number;
  readonly since: string | null;
}
const trials = async (...args: string[]): Promise<Counted> =>
  JSON.parse((await project.run('trials', '--json', ...args)).stdout);

it('counts specifications, each once whatever it is called, and those that tables show', async () => {
  expect(await trials()).toEqual({ estimated: null, printed: 0, unrecorded: 0, since: null });
  expect((await project.run('trials')).stdout).toBe(
    'papermake: no specification is on record here, and no table prints one\n',
  );
  await project.make();
  expect(await trials()).toMatchObject({ estimated: 2, printed: 1, unrecorded: 0 });
  expect((await project.run('trials')).stdout).toMatch(
    /^2 specifications estimated, 1 printed\n {2}counted since \d{4}-\d\d-\d\d, /,
  );
  // another specification in the place of one, and data of other values
  project.edit('pipeline.yaml', 'y ~ x + z | unit', 'y ~ x + w | unit');
  project.edit('pipeline.yaml', 'header: Again', 'header: Other');
  project.edit('data/panel.csv', 'u0,2010,North,', 'u0,2010,North,1');
  await project.make();
  expect(await trials()).toMatchObject({ estimated: 3, printed: 1 });
});

it('outlasts clean, gc and a cut line, and says since when it counts', async () => {
  await project.make();
  const { since } = await trials();
  project.edit('pipeline.yaml', '      - {id: long, fit: y ~ x + z | unit}\n', '');
  await project.make();
  await project.run('gc', '--keep-runs', '0');
  await project.run('clean');
  const [file] = readdirSync(join(state, 'papermake/trials'));
  appendFileSync(join(state, 'papermake/trials', file!), '\n0123');
  project.edit('pipeline.yaml', 'y ~ x | unit}', 'y ~ z | unit}');
  await project.make();
  expect(await trials()).toEqual({ estimated: 3, printed: 2, unrecorded: 0, since });
});

it('is no obstacle where nothing can be kept', async () => {
  process.env.XDG_STATE_HOME = project.path('inside');
  await project.make();
  expect(project.has('inside')).toBe(false);
  expect(await trials()).toEqual({ estimated: null, printed: 1, unrecorded: 1, since: null });
});

it('says of a copied project that the record of what it prints is not here', async () => {
  await project.make();
  const copy = new Project({});
  try {
    cpSync(project.root, copy.root, { recursive: true });
    expect((await copy.run('trials')).stdout).toMatch(
      /^papermake: 1 printed, its record is not here\nhint: each account has a record /,
    );
    expect(JSON.parse((await copy.run('trials', '--json')).stdout)).toEqual({
      ...{ estimated: null, printed: 1, unrecorded: 1, since: null },
    });
    copy.edit('pipeline.yaml', 'y ~ x + z | unit', 'y ~ x + w | unit');
    await copy.make();
    expect((await copy.run('trials')).stdout).toMatch(/^2 specifications estimated, 1 printed\n/);
  } finally {
    copy.dispose();
  }
});

it('says how many of the printed ones the record lacks, as where another account estimated them', async () => {
  await project.make();
  const [name] = readdirSync(join(state, 'papermake/trials'));
  const file = join(state, 'papermake/trials', name!);
  writeFileSync(file, readFileSync(file, 'latin1').split('\n')[0]!);
  expect(await trials()).toMatchObject({ estimated: 0, printed: 1, unrecorded: 1 });
  expect((await project.run('trials')).stdout).toMatch(
    /^0 specifications estimated, 1 printed, 1 of them not on record here\n/,
  );
});

it('counts what the tables of two pipelines print, each specification once', async () => {
  await project.make();
  project.write('appendix.yaml', pipeline.replace('main.again]', 'main.long]').replace('tables:', 'appendix:'));
  await project.make(['-f', 'appendix.yaml']);
  for (const file of ['pipeline.yaml', 'appendix.yaml'])
    expect(await trials('-f', file)).toMatchObject({ estimated: 2, printed: 2, unrecorded: 0 });
  project.edit('appendix.yaml', 'kind: models', 'kind: model');
  const { stdout, stderr } = await project.run('trials');
  expect(stdout).toMatch(/^2 specifications estimated, 1 printed\n/);
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
