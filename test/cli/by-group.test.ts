/** `describe` by groups through the command line. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

it('prints two groups side by side with their difference, in every format, which claims may name', async () => {
  const cells = [1.2, 3.4, 2.2, 5.1, 4.4]
    .map((x) => `a,${x}`)
    .concat([2.5, 6.1, 7.3, '', 5.9, 8.8].map((x) => `b,${x}`));
  project = new Project({
    'd.csv': `g,x\n${cells.join('\n')}\n,1\n`,
    'pipeline.yaml': `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  s: {kind: describe, from: d, variables: [x], by: g}
  t: {kind: report, tables: {balance: {from: s, caption: Balance, formats: [latex, markdown, html, csv, typst, docx, xlsx]}}}
claims:
  higher: s.x.difference < 0 and s.x.p < 0.1
`,
  });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([0, expect.stringContaining('1 row not used (no value of `g`)')]);
  const text = project.read('out/t/balance.md');
  for (const each of ['-2.860*', '3.260', '6.120', '-2.268', '-1.434', 'Welch'])
    expect(text.replaceAll('\\', '').replaceAll('−', '-')).toContain(each);
  project.edit('pipeline.yaml', 'by: g', 'by: h');
  expect((await project.run()).stderr).toContain('unknown variable `h`');
});
