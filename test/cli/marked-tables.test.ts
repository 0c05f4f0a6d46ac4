/** Numbers of results that the texts of a table mark by their names: in rows of one's own, notes and captions, wherever the table stands. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { openZip } from '../../src/frame/readers/xlsx/zip.ts';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = Array.from({ length: 40 }, (_, i) => `${((i * 7) % 23) - 9},${(i * 5) % 13},${50_000 + i}`);
const data = { 'd.csv': `y,x,z\n${rows.join('\n')}\n`, 'paper.md': '# A\n\n{{table t.m}}\n' };
const pipeline = `papermake: 1
numbers: {slope: {of: m.a.x.b, digits: 2}}
defaults: {report: {notes: ['n is {{pm m.a.n}}.']}}
steps:
  d: {kind: ingest, file: d.csv}
  m: {kind: models, from: d, fit: y ~ x, columns: [{id: a}, {id: b, sample: x > 3}]}
  s: {kind: describe, from: d, variables: [y, z]}
  paper: {kind: document, file: paper.md, formats: [docx]}
  t:
    kind: report
    formats: [markdown, csv, latex]
    all: tables.xlsx
    tables:
      m:
        from: m
        caption: 'Slope {{pm slope}}'
        rows:
          - {label: Mean, cells: ['{{pm s.z.mean}}', '{{pm s.y.min "0.0"}}']}
          - {label: 'N {{pm m.b.n}}', cells: ['x is {{pm slope}}', 2011]}
        notes: ['The slope is {{pm m.a.x.b "0.0000"}}.']
`;

it('are filled at the digits that they say, and follow the results', async () => {
  project = new Project({ 'pipeline.yaml': pipeline, ...data });
  await project.make();
  const { estimate } = JSON.parse((await project.run('show', 'm.a', '--json')).stdout).terms[0];
  const printed = (digits: number): string => estimate.toFixed(digits).replace('-', '−');
  const table = project.read('out/t/m.md');
  expect(table).toContain(`**Slope ${printed(2)}**`);
  expect(table).toMatch(/\n\| Mean +\| +50019\.500 +\| +−9\.0 +\|/);
  expect(table).toMatch(/\n\| N \d\d +\| x is −?\d\.\d\d \| +2011 +\|/);
  expect(table).toContain(`The slope is ${printed(4)}.`);
  expect(table).toContain('n is 40.');
  expect(project.read('out/t/m.csv')).toContain('\nMean,50019.500,-9.0\n');
  expect(project.read('out/t/m.tex')).toContain('$-$9.0');
  const paper = openZip(readFileSync(project.path('out/paper/paper.docx')))('word/document.xml');
  expect(paper).toContain(`The slope is ${printed(4)}.`);
  for (const file of ['m.md', 'm.csv', 'm.tex', 'm.json']) expect(project.read(`out/t/${file}`)).not.toContain('{{');
  project.edit('d.csv', '\n-9,0,50000\n', '\n-8,0,50001\n');
  expect((await project.make()).ran).toEqual(expect.arrayContaining(['t.m', 't.all']));
  expect(project.read('out/t/m.csv')).toContain('\nMean,50019.525,-9.0\n');
});

it('are refused where there is no such result, or where they are no marks, at the option', async () => {
  const wrong = pipeline
    .replace('{{pm s.z.mean}}', '{{pm s.w.mean}}')
    .replace('Slope {{pm slope}}', 'Slope {{pm m.a.x 1.5}}');
  project = new Project({ 'pipeline.yaml': wrong, ...data });
  const { code, stderr } = await project.run('run');
  expect(code).toBe(2);
  expect(stderr).toContain('`s` has no `w`');
  expect(stderr).toMatch(/pipeline\.yaml:16:18 {2}`\{\{pm m\.a\.x 1\.5\}\}` is no mark of a number\n +caption: /);
});
