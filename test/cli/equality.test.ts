/** `kind: equality` in a project: its table in two languages, its numbers in claims, and what it refuses. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project | undefined;
afterEach(() => project?.dispose());

const rows = Array.from({ length: 60 }, (_, i) => {
  const [x, z] = [((i * 37) % 23) / 5, ((i * 17) % 11) / 3];
  return [`u${i % 12}`, Math.floor(i / 12), x, z, x + z + ((i * 29) % 13) / 4, 2 * x - z + ((i * 31) % 17) / 4].join(
    ',',
  );
});
const start = (steps: string): Project => {
  project = new Project({
    'd.csv': `id,t,x,z,y,y2\n${rows.join('\n')}\n`,
    'pipeline.yaml': `papermake: 1
variables: {x: {label: Dose, zh: 剂量}}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  other: {kind: derive, from: d, columns: {w: x + z}}
  m:
    kind: models
    from: d
    vcov: cluster(id)
    columns:
      - {id: a, fit: y ~ x + z}
      - {id: b, fit: y2 ~ x + z | t}
      - {id: median, fit: y ~ x + z, estimator: quantile, vcov: iid}
      - {id: near, fit: y ~ x + z, vcov: nw(1)}
  elsewhere: {kind: models, from: other, columns: [{id: c, fit: y ~ x + w}]}
${steps}`,
  });
  return project;
};

it('prints each difference and the tests of all together, in two languages', async () => {
  const made = start(`  same: {kind: equality, columns: [m.a, m.b], by: [suest, hausman]}
  t: {kind: report, tables: {en: {from: same, formats: [markdown]}, zh: {from: same, lang: zh, formats: [markdown]}}}
claims:
  counts: same.n == 60 and same.groups == 12 and same.x.pValue < 1 and same.df == 2
`);
  const { code, stderr } = await made.run();
  expect([code, stderr]).toEqual([0, expect.stringContaining('is not positive definite')]);
  const [en, zh] = [made.read('out/t/en.md'), made.read('out/t/zh.md')];
  expect(en).toMatch(/\| Dose +\| .*\n\| z +\|.*\n\| All together, χ²\(2\) +\|.*\n\| Hausman, χ²\(2\) +\|/);
  expect(en).toContain('60 rows (60 and 60, of which 60 are in both); scores stacked over 12 clusters of id');
  expect(zh).toMatch(/\| 剂量 +\|/);
  expect(zh).toContain('得分按id的 12 个聚类叠加');
});

it.each([
  ['[m.a, m.median]', '`suest` stacks scores, and `m.median` is by `quantile`: its errors need the density'],
  ['[m.a, m.near]', 'the errors of `m.near` are others'],
  ['[m.a, elsewhere.c]', 'whose rows are not matched'],
  ['[m.a, m.b], of: w', '`w` is no term of both columns'],
  ['[m.a, m.b], cluster: ident', 'unknown variable `ident`'],
  ['[m.a, m.b], by: hausman, cluster: id', '`hausman` alone stacks none'],
  ['[m.a, d]', '`d` is no column of models'],
])('refuses %s', async (keys, message) => {
  const { code, stderr } = await start(`  same: {kind: equality, columns: ${keys}}\n`).run('run', '--dry-run');
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
