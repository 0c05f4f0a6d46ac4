/** `papermake trials`: a record of what was ever estimated, which neither an edit nor `clean` makes shorter. */
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

const trials = async (): Promise<{ estimated: number; printed: number; since: string | null }> =>
  JSON.parse((await project.run('trials', '--json')).stdout);

it('counts specifications, each once whatever it is called, and those that tables show', async () => {
  expect(await trials()).toEqual({ estimated: 0, printed: 0, since: null });
  await project.make();
  expect(await trials()).toMatchObject({ estimated: 2, printed: 1 });
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
  expect(await trials()).toEqual({ estimated: 3, printed: 2, since });
});

it('is no obstacle where nothing can be kept', async () => {
  process.env.XDG_STATE_HOME = project.path('inside');
  await project.make();
  expect(project.has('inside')).toBe(false);
  expect(await trials()).toEqual({ estimated: 0, printed: 0, since: null });
});
