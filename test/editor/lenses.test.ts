/** The lines above steps and columns by `papermake lsp`: what `status` says of them, what runs them, and their last value. */
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { Editor } from './client.ts';

const PIPELINE = `papermake: 1
variables:
  wage: {confidential: true}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  base:
    kind: models
    from: panel
    columns:
      main: {fit: gap ~ x}
      paid: {fit: gap ~ wage}
      pay: {fit: wage ~ x}
      "many_{s.key}": {fit: gap ~ x, each: {s: {early: year < 2002, late: year > 2001}}, sample: "{s}"}
  "of_{it}": {each: [x, gap], kind: describe, from: panel, variables: ["{it}"]}
  bad:
    kind: models
    from: panel
    columns: {ok: {fit: gap ~ x, sample: year < 0}}
numbers:
  effect: base.main.x
`;
const rows = [1, 2, 3, 4, 5].flatMap((id) =>
  [2000, 2001, 2002, 2003].map((year) => [
    id,
    year,
    id * 3 + ((year * id) % 7),
    (id * year) % 5,
    1000 + id * 17 + year,
  ]),
);
const DATA = `id,year,gap,x,wage\n${rows.map((row) => row.join(',')).join('\n')}\n`;

let project: Project;
let editor: Editor;
beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': PIPELINE, 'data.csv': DATA });
  editor = new Editor(project.root);
  await editor.open(project.path('pipeline.yaml'), PIPELINE);
});
afterAll(() => {
  editor.child.kill();
  project.dispose();
});

it('say what would run before anything ran', async () => {
  expect(await editor.lenses('  panel: {')).toEqual(['stale: it has no result yet → why panel', 'run → run panel']);
  expect((await editor.lenses('      main: '))[0]).toBe('main: pending: waits for panel → why base.main');
});

it('say what is fresh, with the last value of a column, and what failed', async () => {
  expect((await project.run('run', '-k')).code).not.toBe(0);
  expect(await editor.lenses('  panel: {')).toEqual(['fresh → why panel', 'run → run panel']);
  const [said, run] = await editor.lenses('      main: ');
  expect(said).toMatch(/^main: fresh · x -?[\d.]+ \([\d.]+\) → why base\.main$/);
  expect(run).toBe('run main → run base.main');
  const [failed] = await editor.lenses('  bad:');
  expect(failed).toMatch(/^failed: .*sample/);
});

it('never give a value of a confidential variable', async () => {
  for (const name of ['paid', 'pay'])
    expect((await editor.lenses(`      ${name}: `))[0]).toBe(`${name}: fresh → why base.${name}`);
});

it('stand at a loop for all that it makes', async () => {
  expect((await editor.lenses('  "of_{it}"')).map((each) => each.replace(/:.*→/, ' →'))).toEqual([
    'of_x →  why of_x'.replace('→  ', '→ '),
    'run of_x → run of_x',
    'of_gap → why of_gap',
    'run of_gap → run of_gap',
  ]);
});

it('say why something is stale, as `status` does, and that it was edited', async () => {
  const edited = PIPELINE.replace('main: {fit: gap ~ x}', 'main: {fit: gap ~ x, vcov: HC1}');
  await editor.edit('main: {fit: gap ~ x}', 'main: {fit: gap ~ x, vcov: HC1}');
  expect((await editor.lenses('      main: '))[0]).toBe('main: edited since it was saved → why base.main');
  expect((await editor.lenses('      paid: '))[0]).toContain('paid: fresh');
  writeFileSync(project.path('pipeline.yaml'), edited);
  const { stdout } = await project.run('status');
  const [, why] = /^stale +base\.main +(.*)$/m.exec(stdout)!;
  expect((await editor.lenses('      main: '))[0]).toMatch(/^main: stale: /);
  expect((await editor.lenses('      main: '))[0]).toContain(why!.slice(0, 60));
  expect((await editor.lenses('  base:\n'))[0]).toMatch(/^1 stale, \d fresh: /);
});

it('are none where the text is half written or the file is not there', async () => {
  await editor.edit('kind: ingest', 'kind: [ingest');
  expect(await editor.allLenses()).toEqual([]);
  await editor.edit('kind: [ingest', 'kind: ingest');
  rmSync(project.path('pipeline.yaml'));
  expect(await editor.allLenses()).toEqual([]);
  writeFileSync(project.path('pipeline.yaml'), PIPELINE);
});

it('are asked for anew when a run has written what it made', async () => {
  const other = new Editor(project.root);
  await other.open(project.path('pipeline.yaml'), PIPELINE, {
    workspace: { codeLens: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
  });
  await until('registered', () => other.registered.length > 0);
  expect(JSON.stringify(other.registered)).toContain('**/.papermake/traces-v1.log');
  await other.fileChanged(project.path('.papermake/traces-v1.log'));
  await until('asked', () => other.refreshed > 0);
  expect(await other.leave()).toBe(0);
});
