/** Whatever a table prints below its estimates may be named in claims, comparisons, numbers and texts, by the same name. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Project } from './harness.ts';
import { DATA } from './paper.ts';

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  iv:
    kind: models
    from: panel
    columns:
      - {id: robust, fit: y ~ 1 | x ~ z + w, vcov: HC1}
      - {id: plain, fit: y ~ 1 | x ~ z + w}
  count: {kind: models, from: panel, estimator: poisson, fit: w ~ x}
  tables: {kind: report, tables: {main: {from: iv, formats: [csv], stats: [n, hansenJ, hansenJP, sargan, sarganP, wuHausmanF, wuHausmanP, kpLmP, fP]}}}
numbers:
  j: iv.robust.hansenJP
  s: iv.plain.sarganP
  fit: count.pseudoR2
claims:
  valid: iv.robust.hansenJP > 0 and iv.plain.sarganP > 0 and iv.plain.wuHausmanP <= 1 and iv.robust.kpLmP < 1 and iv.robust.fP <= 1
`;

let project: Project;
beforeAll(async () => {
  project = new Project({ 'data/panel.csv': DATA, 'pipeline.yaml': PIPELINE });
  await project.make();
});
afterAll(() => project.dispose());

it('claims and numbers', () => {
  const numbers = JSON.parse(project.read('out/numbers.json'));
  const rows = new Map(
    project
      .read('out/tables/main.csv')
      .split('\n')
      .map((line) => [line.split(',')[0], line.split(',')] as const),
  );
  expect(rows.get('p of Hansen J')![1]).toBe(numbers.j.text);
  expect(rows.get('p of Sargan')![2]).toBe(numbers.s.text);
});

it('texts', async () => {
  project.write('paper.md', 'J {{pm iv.robust.hansenJP "9.999"}}, {{pm count.pseudoR2 "9.99"}}\n');
  const { code, stdout } = await project.run('check', 'paper.md');
  expect(code).toBe(3);
  const numbers = JSON.parse(project.read('out/numbers.json'));
  expect(stdout).toContain(numbers.j.text);
  expect(stdout).not.toContain('has no');
});

it('numbers in small units, which a text prints as a table does', async () => {
  project.edit(
    'pipeline.yaml',
    '  count:',
    '  small: {kind: ingest, file: data/panel.csv, derive: {micro: y / 1000000000}}\n  tiny: {kind: models, from: small, fit: micro ~ x, vcov: iid}\n  count:',
  );
  project.edit('pipeline.yaml', 'main: {from: iv', 'tiny: {from: tiny, formats: [csv]}, main: {from: iv');
  await project.make();
  const [, printed] = /^x,([\d.]+e-9)/m.exec(project.read('out/tables/tiny.csv'))!;
  project.write('small.md', `{{pm tiny.x "${printed}"}} {{pm tiny.x "1.00e-7"}}\n`);
  const { stdout } = await project.run('check', 'small.md');
  expect(stdout).toBe(
    `small.md:1  \`tiny.x\` is printed as 1.00e-7, expected ${printed}\n2 numbers in small.md: 1 wrong\n`,
  );
});

it('printed tables', async () => {
  project.write('data/main.csv', project.read('out/tables/main.csv'));
  project.edit(
    'pipeline.yaml',
    'numbers:',
    '  compare: {kind: compare, tables: {main: {published: data/main.csv, with: tables.main}}}\nnumbers:',
  );
  await project.make();
  const { counts } = JSON.parse((await project.run('show', 'compare.main', '--json')).stdout);
  expect(counts).toMatchObject({ same: expect.any(Number), differs: 0 });
  const printed = JSON.parse((await project.run('show', 'compare.main', '--json')).stdout).cells;
  expect(printed.map(({ row }: { row: string }) => row)).toEqual(
    expect.arrayContaining(['p of Hansen J', 'p of Sargan', 'p of Wu-Hausman F', 'p of Kleibergen-Paap rk LM']),
  );
  expect(
    printed.filter(
      ({ verdict, published }: { verdict: string; published: string }) => verdict !== 'same' && published !== '.',
    ),
  ).toEqual([]);
});

it('a claim about another column is told what there is', async () => {
  project.edit('pipeline.yaml', 'iv.robust.hansenJP > 0', 'iv.robust.hansenJp > 0');
  expect((await project.run()).stderr).toContain('hint: did you mean `hansenJP`?');
});
