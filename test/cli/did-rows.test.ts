/** Weights and repeated cross sections of `did` through the command line: words of tables, and what is refused where it stands. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const data = `id,t,g,y,w,s\n${Array.from({ length: 40 }, (_, i) => {
  const [id, t] = [Math.floor(i / 5), (i % 5) + 1];
  const g = [0, 3, 4, 0][id % 4]!;
  return [id, t, g, ((i * 7919) % 101) / 20 + (g > 0 && t >= g ? 2 : 0), id === 2 ? 0 : 1 + (i % 3), 'ab'[i % 2]].join(
    ',',
  );
}).join('\n')}\n`;
const step = (keys: string): string => `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  e: {kind: did, from: d, outcome: y, cohort: g, ${keys}}
  r: {kind: report, tables: {t: {from: e, preset: cn, formats: [markdown]}}}
`;

it.each(['imputation', 'callaway'])('are named below tables and counted where they are 0: %s', async (method) => {
  project = new Project({ 'd.csv': data, 'pipeline.yaml': step(`method: ${method}, weights: w`) });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([0, expect.stringContaining('5 rows not used (zero weight: w)')]);
  expect(project.read('out/r/t.md')).toContain('以 w 加权');
  project.write('pipeline.yaml', step(`method: ${method}`));
  await project.run();
  expect(project.read('out/r/t.md')).not.toContain('加权');
});

it('are a sentence below tables where every row counts by itself', async () => {
  project = new Project({ 'd.csv': data, 'pipeline.yaml': step('method: callaway, unbalanced: rows') });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('not seen in every period')]);
  expect(project.read('out/r/t.md')).toContain('数据为重复截面');
});

it.each([
  ['method: bacon, weights: w', 'the method `bacon` reads no `weights`'],
  [
    'method: sun-abraham, shares: estimated, weights: w',
    'the variance of estimated shares is not built in with weights',
  ],
  ['method: twfe, weights: i(s)', 'expected one variable as weights, got `i(s)`'],
  ['method: twfe, weights: ww', 'unknown variable `ww`'],
  ['method: twfe, weights: s', '`s` holds text'],
  ['method: imputation, unbalanced: rows', 'the method `imputation` reads no `unbalanced`'],
])('are refused where they cannot be: %s', async (keys, message) => {
  project = new Project({ 'd.csv': data, 'pipeline.yaml': step(keys) });
  const { code, stderr } = await project.run();
  expect(code).not.toBe(0);
  expect(stderr).toContain(message);
  expect(stderr).toContain('pipeline.yaml:4:');
});

it('take no treatment by rows, which does not tell when a unit is treated first', async () => {
  const keys = step('method: callaway, unbalanced: rows').replace('cohort: g', 'treatment: w');
  project = new Project({ 'd.csv': data, 'pipeline.yaml': keys });
  const { code, stderr } = await project.run();
  expect(code).not.toBe(0);
  expect(stderr).toContain('pipeline.yaml:4:');
  expect(stderr).toContain('rows of units that are seen once do not tell when a unit is treated first');
});
