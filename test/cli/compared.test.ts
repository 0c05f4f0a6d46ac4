/** `papermake compare`: which cells of printed tables differ from the results, and which of them nobody explained. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';
import { DATA } from './paper.ts';

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  about: {kind: describe, from: panel, variables: [y]}
`;

let project: Project;
afterEach(() => project.dispose());

const comparison = (explain = ''): string =>
  PIPELINE.replace(
    'steps:\n',
    `steps:\n  compare: {kind: compare, tables: {table1: {published: data/table1.csv, with: about${explain}}}}\n`,
  );

it('lists the cells that are not as printed, and ends with 4 until somebody explains them', async () => {
  project = new Project({ 'pipeline.yaml': PIPELINE, 'data/panel.csv': DATA });
  await project.make();
  const { rows } = JSON.parse((await project.run('show', 'about', '--json')).stdout);
  const [{ variable, mean, max }] = rows;
  project.write('data/table1.csv', `Variable,Mean,Max\n${variable},${mean.toFixed(3)},${(max + 1).toFixed(3)}\n`);
  project.write('pipeline.yaml', comparison());
  expect((await project.run('compare')).code).toBe(1);
  await project.run();
  const told = await project.run('compare');
  expect(told.code).toBe(4);
  expect(told.stdout).toContain('compare.table1: 2 cells: 1 same, 1 differs');
  expect(told.stdout).toContain(`${variable} / Max`);
  expect(told.stdout).not.toContain(`${variable} / Mean`);
  expect(told.stderr).toContain('one cell differs from what is printed, and nobody explained why');
  const [{ cells }] = JSON.parse((await project.run('compare', 'compare.table1', '--json')).stdout);
  expect(cells).toMatchObject([{ row: variable, column: 'Max', verdict: 'differs', explanation: null }]);
  project.write('pipeline.yaml', comparison(`, explain: {"${variable} / Max": a misprint}`));
  await project.run();
  const explained = await project.run('compare');
  expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining('a misprint') });
});

it('says what to write where nothing is compared', async () => {
  project = new Project({ 'pipeline.yaml': PIPELINE, 'data/panel.csv': DATA });
  const { code, stderr } = await project.run('compare');
  expect(code).toBe(2);
  expect(stderr).toContain('no comparison with printed tables is declared here');
});

it.each([
  ['Effect', 'Std. error', 'p (Holm)'],
  ['效应', '标准误', 'p（Holm）'],
])('finds the columns of experiments by the headers of their tables: %s', async (...headers) => {
  const trial = `  trial: {kind: experiment, from: panel, treatment: t, outcomes: [y, x], multiple: [holm]}\n`;
  const rows = Array.from({ length: 40 }, (_, i) => `${i},${i % 2},${(i * 7) % 11},${(i * 5) % 13}`);
  const pipeline = `papermake: 1\nsteps:\n  panel: {kind: ingest, file: data/panel.csv}\n${trial}`;
  project = new Project({ 'pipeline.yaml': pipeline, 'data/panel.csv': `id,t,y,x\n${rows.join('\n')}\n` });
  await project.make();
  const { effects } = JSON.parse((await project.run('show', 'trial', '--json')).stdout);
  const printed = (effects as { variable: string; estimate: number; stdError: number; pHolm: number }[]).map(
    ({ variable, estimate, stdError, pHolm }) =>
      [variable, estimate.toFixed(3), stdError.toFixed(3), (pHolm + 0.1).toFixed(3), 40].join(),
  );
  project.write('data/table1.csv', `Outcome,${headers.join()},N\n${printed.join('\n')}\n`);
  project.write(
    'pipeline.yaml',
    `${pipeline}  compare: {kind: compare, tables: {table1: {published: data/table1.csv, with: trial}}}\n`,
  );
  await project.run();
  const [{ cells }] = JSON.parse((await project.run('compare', 'compare.table1', '--json')).stdout);
  const verdicts = (cells as { column: string; verdict: string }[]).map(({ column, verdict }) => [column, verdict]);
  expect(verdicts).toEqual([0, 1].map(() => [headers[2], 'differs']));
  const told = await project.run('compare');
  expect(told.stdout).toContain('8 cells: 6 same, 2 differ');
});
