/** Predictions through the command line: columns that other steps read, what runs again, and what is refused. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = Array.from({ length: 60 }, (_, i) => {
  const [id, year] = [Math.floor(i / 6), 2000 + (i % 6)];
  const x = ((i * 37) % 19) / 5;
  return [id, year, x, ((i * 53) % 23) / 7, 1 + x + id / 3 + ((i * 29) % 13) / 9, i % 7 === 0 ? '' : (i * 11) % 2].join(
    ',',
  );
});
const files = {
  'd.csv': `id,year,x,z,y,b\n${rows.join('\n')}\n`,
  'new.csv': `id,x,g\n0,1.5,a\n99,2,b\n1,,a\n`,
};
const pipelineOf = (steps: string) => `papermake: 1
variables: {y: {label: Wage, zh: 工资}}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: year}}
  new: {kind: ingest, file: new.csv}
  m:
    kind: models
    from: d
    columns:
      - {id: fe, fit: y ~ x | id, margins: false}
      - {id: logit, fit: b ~ x, estimator: logit}
      - {id: gmm, fit: y ~ L.y + x, estimator: {is: gmm, model: diff, steps: 1, instruments: {gmm: [{of: [L.y], collapse: true}]}}}
${steps}`;

const shown = async (node: string) => JSON.parse((await project.run('show', node, '--json')).stdout);
const column = async (node: string, name: string) =>
  (await shown(node)).columns.find((each: { name: string }) => each.name === name);

it('makes columns that other steps read, with labels, and counts rows without a value', async () => {
  project = new Project({
    ...files,
    'pipeline.yaml': pipelineOf(`  left: {kind: predict, base: m.logit, columns: {p: probability, r: deviance}}
  there: {kind: predict, base: m.fe, data: new, columns: {yhat: fitted, i: index}}
  more: {kind: derive, from: left, columns: {p2: p^2}}
  second: {kind: models, from: more, fit: y ~ x + p2 | id}
  table: {kind: describe, from: left, variables: [p, r]}
  tables: {kind: report, formats: [markdown], tables: {both: {from: table}, zh: {from: table, lang: zh}}}
`),
  });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('9 rows without predictions, since the model did not use them'),
  ]);
  expect(stderr).toContain('1 row without predictions, at levels of `id` that the model was not estimated with');
  expect(stderr).toContain('2 rows without a value of `yhat`');
  expect(stderr).toContain('1 row without a value of `i`');
  expect(stderr).toContain('`p2` was predicted by the model of `left`, and these standard errors take it for data');
  const p: (number | null)[] = (await column('left', 'p')).values;
  const b: (number | null)[] = (await column('left', 'b')).values;
  expect(p.map((value) => value === null)).toEqual(b.map((value) => value === null));
  expect((await column('there', 'yhat')).values.map((value: unknown) => value === null)).toEqual([false, true, true]);
  expect(project.read('out/tables/both.md')).toContain('Probability of b');
  expect(project.read('out/tables/zh.md')).toContain('b的偏差残差');
});

it('predicts anew what an edit of the model reaches, and nothing for what is asked of the fit', async () => {
  project = new Project({
    ...files,
    'pipeline.yaml': pipelineOf('  left: {kind: predict, base: m.fe, columns: {e: residual}}\n'),
  });
  await project.make();
  project.edit('pipeline.yaml', 'margins: false', 'margins: true');
  expect((await project.make()).ran).toEqual(['m.fe']);
  project.edit('pipeline.yaml', 'y ~ x | id', 'y ~ x + z | id');
  expect((await project.make()).ran).toEqual(['left', 'm.fe']);
});

it.each([
  ['{base: m.gmm, columns: {e: residual}}', '`gmm` has no predictions'],
  ['{base: m.fe, columns: {e: resid}}', 'no prediction is called `resid`'],
  ['{base: m.fe, columns: {e: probability}}', '`linear` has no `probability`'],
  ['{base: m.fe, columns: {y: fitted}}', '`y` is already a column of `d`'],
  ['{base: m.fe, columns: {a: effect(year)}}', 'the model absorbs no `year`'],
  ['{base: m.logit, columns: {a: effects}}', '`logit` has no `effects`'],
  ['{base: m.fe, data: new, columns: {h: cooks}}', '`cooks` is of the rows that the model was estimated from'],
  ['{base: m.fe, data: new, columns: {e: residual}}', '`new` has no column `y`, which these predictions read'],
  ['{base: d, columns: {e: residual}}', '`d` is no column of models'],
  ['{base: m.fe, columns: {}}', 'columns'],
])('refuses %s where it stands', async (step, message) => {
  project = new Project({
    ...files,
    'pipeline.yaml': pipelineOf(`  left: ${step.replace('{', '{kind: predict, ')}\n`),
  });
  const { code, stderr } = await project.run();
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^pipeline\.yaml:13:/m);
});
