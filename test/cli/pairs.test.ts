/** Differences of all pairs through the real binary: tables, claims, `show`. */
import { afterEach, expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import { Project } from './harness.ts';

const draw = createRng('pairs').stream('cli', 0);
const levels = ['East', 'West', '"a - b": |$x$| <i>'];
const rows = Array.from({ length: 60 }, (_, i) => {
  const x = draw.normal();
  return `u${i % 12},${Math.floor(i / 12)},${x},${x * (1 + (i % 3)) + draw.normal()},"${levels[i % 3]!.replaceAll('"', '""')}"`;
});

const PIPELINE = `papermake: 1
variables: {r: {levels: [West, East, '"a - b": |$x$| <i>']}}
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: id, time: t}}
  zones: {kind: models, from: panel, fit: y ~ x, split: r, difference: {of: x, between: all, by: [chow, suest], adjust: holm}}
  levels: {kind: models, from: panel, fit: y ~ x + i(r), difference: {of: i(r), adjust: sidak}, lincom: {d: '"i(r)::West" - "i(r)::East"'}}
  plain: {kind: models, from: panel, fit: y ~ x + i(r), difference: {of: i(r), reference: East}}
  tables:
    kind: report
    formats: [markdown]
    tables:
      zones: {from: zones.difference}
      zh: {from: zones.difference, lang: zh, stats: [difference, pAdjusted], rename: {West: 西}}
      both: {panels: [{title: All, from: levels.difference}, {title: East, from: plain.difference}], stats: [difference, confLow, pAdjusted]}
claims:
  pair: zones.difference["West - East"].chow.pAdjusted >= zones.difference["West - East"].chow.p
  level: 'levels.difference["West - East"] == levels.lincom.d'
  marks: >-
    all(levels.difference.*.pAdjusted <= 1) and levels.difference['West - ("a - b": |$x$| <i>)'].p < 2
`;

let project: Project;
afterEach(() => project.dispose());

it('are shown, claimed and printed, in declared order and in Chinese', async () => {
  project = new Project({ 'data/panel.csv': ['id,t,x,y,r', ...rows].join('\n'), 'pipeline.yaml': PIPELINE });
  const run = await project.run('run');
  expect(run.code).toBe(0);
  const table = project.read('out/tables/zones.md');
  expect(table).toMatch(/\| West − East +\|[\s\S]*\| West − "a - b": \\\|\\\$x\\\$\\\| \\<i> +\|/);
  const zh = project.read('out/tables/zh.md');
  expect(zh).toMatch(/西 − East/);
  expect(zh).toMatch(/前者减去后者，检验方法：.*p 值经 Holm 校正/);
  expect(project.read('out/tables/both.md')).toMatch(/95% CI low[\s\S]*All: p values are adjusted by Šidák’s method/);
  const shown = JSON.parse((await project.run('show', 'zones.difference', '--json')).stdout);
  expect(shown.rows.map(({ name }: { name: string }) => name)[0]).toBe('West - East');
  expect((await project.run('show', 'levels.difference')).stdout).toMatch(/West − East/);
});

it('refuse a pair that nobody compares, before anything runs', async () => {
  const wrong = PIPELINE.replace('"West - East"].chow.pAdjusted', '"West - North"].chow.pAdjusted');
  project = new Project({ 'data/panel.csv': ['id,t,x,y,r', ...rows].join('\n'), 'pipeline.yaml': wrong });
  const run = await project.run('run');
  expect(run.code).not.toBe(0);
  expect(run.stderr).toMatch(/West - North/);
});
