/** Numbers in the author's own text: named once, printed beside their names, compared with the results. */
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { zipOf } from '../support/zip.ts';
import { Project } from './harness.ts';

const FLAGSHIP = resolve(import.meta.dirname, '../..');

const NUMBERS = `numbers:
  nqp_effect: baseline.main.NQP
  nqp_se: {of: baseline.main.NQP.se, digits: 2}
  n: baseline.main.n
  patent: baseline.main.Patent
  fit: {of: baseline.main.r2Within, percent: true, digits: 1}
`;

/** Twelve figures, those of lines 3, 6 and 9 wrong. */
const TEX = String.raw`\documentclass{article}\input{out/numbers}\begin{document}
The effect is \pmval{nqp_effect}{1.592} with a standard error of \pmval{nqp_se}{0.46},
in \pmval{n}{371} rows of \pmval{baseline.main.ngroups}{31} provinces. % \pmval{n}{1} is a comment
Without controls it is \pmval{baseline.main.1.NQP}{4.502}.
Patents come with \pmval{patent}{$-$0.022}; the model explains \pmval{fit}{69.4}\,\%.
Instrumented, it is \pmval{robustness.iv.NQP}{3.490} (F = \pmval{robustness.iv.kpWaldF}{158.2}).
The mean of the gap is \pmval{describe.Gap.mean}{0.726},
and inflation reaches
\pmval{vif.Education.vif}{4.81}. In West it is \pmval{heterogeneity.West.NQP}{WEST}.
\end{document}
`;

let project: Project;
let west: string;
beforeAll(async () => {
  project = new Project({});
  for (const path of ['pipeline.yaml', 'data', 'paper', 'out'])
    cpSync(join(FLAGSHIP, path), project.path(path), { recursive: true });
  project.write('pipeline.yaml', project.read('pipeline.yaml').replace(/^numbers:\n/m, NUMBERS));
  await project.run();
  const { terms } = JSON.parse((await project.run('show', 'heterogeneity.West', '--json')).stdout);
  west = terms.find(({ term }: { term: string }) => term === 'NQP').estimate.toFixed(3);
});
afterAll(() => project.dispose());

it('names the three of twelve figures that are wrong, with their lines and what they should be, and mends them', async () => {
  project.write('text/paper.tex', TEX.replace('WEST', west));
  const { code, stdout } = await project.run('check', 'text/paper.tex');
  expect({ code, stdout }).toEqual({
    code: 3,
    stdout: [
      'text/paper.tex:3  `n` is printed as 371, expected 372',
      'text/paper.tex:6  `robustness.iv.NQP` is printed as 3.490, expected 3.940',
      'text/paper.tex:9  `vif.Education.vif` is printed as 4.81, expected 4.18',
      '12 numbers in text/paper.tex: 3 wrong\n',
    ].join('\n'),
  });
  const { numbers } = JSON.parse((await project.run('check', 'text/paper.tex', '--json')).stdout);
  expect(numbers.filter(({ holds }: { holds: boolean }) => !holds)).toContainEqual({
    file: 'text/paper.tex',
    line: 3,
    of: 'n',
    printed: '371',
    expected: '372',
    holds: false,
  });
  expect((await project.run('check', '--write', 'text/paper.tex')).code).toBe(0);
  expect(project.read('text/paper.tex')).toBe(
    TEX.replace('WEST', west).replace('{371}', '{372}').replace('{3.490}', '{3.940}').replace('{4.81}', '{4.18}'),
  );
  expect(await project.run('check', './text/paper.tex')).toMatchObject({
    code: 0,
    stdout: '12 numbers in text/paper.tex: all as the results are\n',
  });
});

it('reads Markdown, Typst and Word, and renders a copy', async () => {
  const md = 'It is {{pm nqp_effect "1.5"}}, of {{pm n}} rows, {{pm baseline.quadratic["NQP^2"] "−5.31"}}.\n';
  project.write('paper.md', md);
  const wrong = await project.run('check', 'paper.md');
  expect(wrong.code).toBe(3);
  expect(wrong.stdout).toContain('paper.md:1  `nqp_effect` is printed as 1.5, expected 1.592\n');
  expect(wrong.stdout).toContain('paper.md:1  `n` is printed as nothing, expected 372\n');
  await project.run('check', 'paper.md', '--write');
  expect(project.read('paper.md')).toMatch(
    /^It is \{\{pm nqp_effect "1\.592"\}\}, of \{\{pm n "372"\}\} rows, \{\{pm baseline\.quadratic\["NQP\^2"\] "−\d\.\d\d"\}\}\.\n$/,
  );
  expect((await project.run('check', 'paper.md', '--render', project.path('copy.md'))).code).toBe(0);
  expect(project.read('copy.md')).toMatch(/^It is 1\.592, of 372 rows, −\d\.\d\d\.\n$/);
  project.write('paper.typ', '#import "out/numbers.typ": *\n#pmval("patent")[−0.02] // #pmnum("n")\n');
  expect((await project.run('check', 'paper.typ')).stdout).toContain(
    'paper.typ:2  `patent` is printed as −0.02, expected -0.022\n',
  );
  await project.run('check', 'paper.typ', '--write');
  expect(project.read('paper.typ')).toContain('#pmval("patent")[−0.022]');
  const runs = ['{{pm n &quot;37', '0&quot;}} rows'].map((text) => `<w:r><w:t>${text}</w:t></w:r>`).join('');
  const document = `<w:document><w:body><w:p><w:r><w:t>Title</w:t></w:r></w:p><w:p>${runs}</w:p></w:body></w:document>`;
  project.write('paper.docx', zipOf(new Map([['word/document.xml', new TextEncoder().encode(document)]])));
  const word = await project.run('check', 'paper.docx');
  expect(word).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('paper.docx:2  `n` is printed as 370, expected 372\n'),
  });
  expect((await project.run('check', 'paper.docx', '--write')).code).toBe(0);
  expect((await project.run('check', 'paper.docx')).stdout).toBe('1 number in paper.docx: all as the results are\n');
  expect(project.read('paper.docx')).toContain(document.replace('37</', '372</').replace('>0&', '>&'));
});

it('names what is called otherwise, where it stands', async () => {
  project.write('paper.md', 'One.\n{{pm nqp_efect "1.592"}} {{pm baseline.main.NPQ "1.59"}}\n');
  const { code, stderr } = await project.run('check', 'paper.md');
  expect(code).toBe(2);
  expect(stderr).toContain('paper.md:2:1  no number or result is called `nqp_efect`');
  expect(stderr).toContain('hint: did you mean `nqp_effect`?');
  expect(stderr).toContain('did you mean `NQP`?');
  expect((await project.run('check', 'absent.tex')).stderr).toContain('there is no file `absent.tex`');
  expect((await project.run('check', 'H1a', 'paper.md')).stderr).toContain('expected claims or files, got both');
  expect((await project.run('check', 'H1a')).stdout).toContain('1 claim: it holds');
});

it('lists figures without a mark that are no result, or one that moved', async () => {
  const effect = project.read('pipeline.yaml');
  project.edit(
    'pipeline.yaml',
    'header: Excluding 2020, sample: no_2020',
    'header: Excluding 2020, sample: year != 2019',
  );
  await project.run();
  project.write(
    'plain.md',
    '## 2.1 Results\n\nIn 2015 it is 1.592 (0.46), 69.4 % of 372 rows; without 2020\nit is 1.616. Others find 7.77, {{pm n "372"}}.\n',
  );
  const { code, stdout } = await project.run('check', '--unbound', 'plain.md');
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout:
      'plain.md:4  1.616 was `robustness.no2020.terms.NQP.estimate`, which is 1.675 now\nplain.md:4  7.77 matches no result\n2 without a result as it is now\n',
  });
  project.write(
    'plain.md',
    '系数为7.77，标准误为0.46；系数为1.592，或－１．５９２；提高159.2%，曾为１６１．６％，0.0372万个样本，{{pm n "３７２"}}。\n',
  );
  expect((await project.run('check', '--unbound', 'plain.md')).stdout).toBe(
    'plain.md:1  7.77 matches no result\nplain.md:1  －１．５９２ matches no result\nplain.md:1  １６１．６ was `robustness.no2020.terms.NQP.estimate`, which is 167.5 now\n3 without a result as it is now\n',
  );
  project.write('pipeline.yaml', effect);
  await project.run();
});

it('tells in `diff` which numbers of the text moved, and why', async () => {
  const before = project.read('pipeline.yaml');
  project.edit('pipeline.yaml', '{of: baseline.main.NQP.se, digits: 2}', '{of: baseline.main.NQP.se, digits: 3}');
  project.edit('pipeline.yaml', 'n: baseline.main.n', 'n: robustness.no2020.n');
  await project.run();
  const moves = JSON.parse((await project.run('diff', '--json')).stdout);
  expect(moves.map(({ table, row, printed }: Record<string, unknown>) => ({ table, row, printed }))).toEqual([
    { table: 'numbers', row: 'nqp_se', printed: ['0.46', '0.456'] },
    { table: 'numbers', row: 'n', printed: ['372', '341'] },
  ]);
  const { stdout } = await project.run('diff');
  expect(stdout).toMatch(/nqp_se {2}number {2}0\.46 → 0\.456\n/);
  expect(stdout).toContain('numbers: numbers.n');
  project.write('pipeline.yaml', before);
  await project.run();
});

it('writes macros that LaTeX and Typst read', async ({ skip }) => {
  expect(JSON.parse(project.read('out/numbers.json')).nqp_se).toMatchObject({
    of: 'baseline.main.4.NQP.se',
    text: '0.46',
  });
  expect(project.read('out/numbers.typ')).toContain('  patent: "−0.022",\n');
  expect(project.read('out/numbers.tex')).toContain('\\expandafter\\def\\csname pm:fit\\endcsname{69.4}\n');
  project.write(
    'number.tex',
    '\\input{out/numbers}\\typeout{[\\pmnum{nqp_effect}][\\pmval{n}{372}]}\\documentclass{article}\\begin{document}\\pmnum{patent}\\end{document}\n',
  );
  const { status, stdout } = spawnSync('pdflatex', ['-interaction=nonstopmode', 'number.tex'], {
    cwd: project.root,
    encoding: 'utf8',
  });
  skip(status === null && !process.env.CI, 'pdflatex is not there');
  expect(stdout).toContain('[1.592][372]');
  expect(status).toBe(0);
});

it('refuses paths that are no one number, at their places', async () => {
  const before = project.read('pipeline.yaml');
  project.edit('pipeline.yaml', 'n: baseline.main.n', 'n: baseline.*.n');
  const { code, stderr } = await project.run();
  expect(code).toBe(2);
  expect(stderr).toMatch(/pipeline\.yaml:\d+:6 {2}`baseline\.\*\.n` is not the path of one result/);
  project.write('pipeline.yaml', before.replace('nqp_effect:', '1x:'));
  const named = await project.run();
  expect(named.code).toBe(2);
  expect(named.stderr).toContain('`1x` cannot be a name of a number');
  project.write('pipeline.yaml', before);
});
