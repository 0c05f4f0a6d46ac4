/** Tabulations through the command line: claims on cells, tables in both languages, what reruns, and what is refused. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const data =
  'region,sector,year,w\nEa|st*,A,2011,2\nEa|st*,B,2011,1\nWest,A,2011,3\nEa|st*,A,2012,1\nWest,B,2012,1\nWest,B,2012,2\nEa|st*,,2012,1\nNorth,B,2011,1\n';
const steps = `
  d: {kind: ingest, file: d.csv}
  one: {kind: tabulate, from: d, rows: region}
  two: {kind: tabulate, from: d, rows: region, by: sector}
  gap: {kind: tabulate, from: d, rows: region, by: sector, missing: true, weights: {frequency: w}}
  three: {kind: tabulate, from: d, rows: region, by: sector, over: year}
  tables:
    kind: report
    formats: [markdown, csv, latex]
    tables:
      one: {from: one}
      two: {from: two, stats: [n, row]}
      zh: {from: three, lang: zh}
`;
const pipeline = `papermake: 1
title: T
variables: {region: {label: Region, zh: 地区}, sector: {label: Sector, zh: 部门}}
steps:${steps}claims:
  cells: two["Ea|st*"].by.A.n == 2 and abs(two["Ea|st*"].by.A.row - 2 / 3) < 1e-12
  test: abs(two.chi2 - 14 / 9) < 1e-12 and two.test.df == 2
  total: one.total.n == 8 and two.total.n == 7 and gap.total.n == 12
  missing: gap["Ea|st*"].by["."].n == 1
  strata: three.strata["2011"].rows.West.by.A == 1 and three.total.n == 7
`;

it('holds claims on its cells, prints tables, and reruns no count for a table', async () => {
  project = new Project({ 'pipeline.yaml': pipeline, 'd.csv': data });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([0, expect.stringContaining('1 row not used (no value of `region` or `sector`)')]);
  expect(project.read('out/tables/one.md')).toContain('| Total    |   8 | 100.0 |        |');
  expect(project.read('out/tables/two.csv')).toContain('Ea|st*,2 66.7,1 33.3,3 100.0');
  expect(project.read('out/tables/two.md')).toContain('χ²(2) = 1.556, p = 0.4594, Cramér’s V = 0.4714');
  const zh = project.read('out/tables/zh.md');
  expect(zh).toContain('| **2012** ');
  expect(zh).toContain('合计');
  expect(zh).toContain('2012：χ²(1) = 3');
  project.edit('pipeline.yaml', 'stats: [n, row]', 'stats: [column]');
  const { ran } = await project.make();
  expect(ran).not.toContain('two');
  expect(ran).toContain('tables.two');
  expect((await project.run('show', 'two')).stdout).toContain('χ²(2) = 1.556');
});

it('refuses what no tabulation has, at its place', async () => {
  const wrong = steps
    .replace('rows: region}', 'rows: regin}')
    .replace('by: sector}', 'by: region}')
    .replace('by: sector, over: year', 'over: year');
  project = new Project({
    'pipeline.yaml': `papermake: 1\ntitle: T\nsteps:${wrong}  x: {kind: crosstab, from: d}\n`,
    'd.csv': data,
  });
  const { code, stderr } = await project.run();
  expect(code).toBe(2);
  for (const said of [
    'unknown variable `regin`',
    'did you mean `region`?',
    '`region` stands here twice',
    '`over` needs `by`',
    'write `kind: tabulate`',
  ])
    expect(stderr).toContain(said);
});

it.each([
  ['A,2011,-2', 'expected weights of 0 or more, got `w` below 0 in 1 row'],
  ['A,2011,0.5', 'expected frequency weights that are whole numbers, got `w` = 0.5'],
])('refuses weights below 0, and fractions as frequencies: %s', async (row, said) => {
  project = new Project({ 'pipeline.yaml': pipeline, 'd.csv': data.replace('A,2011,2', row) });
  expect((await project.run()).stderr).toContain(said);
});
