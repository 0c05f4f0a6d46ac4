/** Equations of models in documents of each language: they compile, are what the pipeline says, and move when the model does. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openZip } from '../../src/frame/readers/xlsx/zip.ts';
import { zip } from '../../src/table/formats/office/zip.ts';
import { Project } from './harness.ts';

const DATA = `id,year,y,x,z_1,w,d,first\n${Array.from({ length: 60 }, (_, i) => {
  const [id, t] = [i % 6, Math.floor(i / 6)];
  return `${id},${2000 + t},${(((i * 31) % 13) / 3).toFixed(2)},${((i * 17) % 11) / 2},${((i * 7) % 5) / 2},${1 + ((i * 5) % 7)},${(i * 3) % 2},${id % 2 ? 2004 : 0}`;
}).join('\n')}\n`;

const PIPELINE = `papermake: 1
variables:
  y: {label: "Gap, 50% & more_y {β}", zh: 差距}
  x: {label: Productivity, zh: 生产力}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  main: {kind: models, from: panel, columns: [{id: a, fit: y ~ x + z_1 + w | id + year}, {id: b, fit: "y ~ z_1 | id | x ~ L.x"}]}
  logit: {kind: models, from: panel, fit: d ~ x + z_1, estimator: logit}
  regimes: {kind: threshold, from: panel, fit: y ~ x + z_1 | id, on: w, slope: x, max: 2}
  effects: {kind: did, from: panel, outcome: y, method: sun-abraham, cohort: first}
  moments: {kind: describe, from: panel, variables: [y]}
  eq:
    kind: equations
    equations:
      a: main.a
      b: {of: main.b, names: labels, label: eq:iv}
      logit: logit
      regimes: regimes
      effects: effects
      zh: {of: main.a, names: labels, lang: zh, controls: sum, symbols: {x: x^*}}
`;
const NAMES = ['a', 'b', 'logit', 'regimes', 'effects'];

/** Where `CI` is set, nothing is skipped. */
const lacks = (program: string, flag: string): boolean =>
  process.env.CI === undefined && spawnSync(program, [flag]).error !== undefined;
const noPoppler = lacks('pdftotext', '-v');
const noTex = lacks('latexmk', '-v');

const projects: Project[] = [];
function project(pipeline: string, files: Readonly<Record<string, string | Uint8Array>> = {}): Project {
  const made = new Project({ 'pipeline.yaml': pipeline, 'data.csv': DATA });
  for (const [name, content] of Object.entries(files)) made.write(name, content as string);
  projects.push(made);
  return made;
}
afterEach(() => {
  for (const each of projects.splice(0)) each.dispose();
});

const wordsIn = (made: Project, pdf: string): string =>
  execFileSync('pdftotext', [made.path(pdf), '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
const told = (stderr: string): string[] => stderr.split('\n').filter((line) => line !== '' && !/^ *ran /.test(line));
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

describe('an equation', () => {
  it('is written as the model says, and again where that changes', async () => {
    const one = project(PIPELINE);
    expect(told((await one.run('eq')).stderr)).toEqual([]);
    const tex = readFileSync(one.path('out/eq/a.tex'), 'utf8');
    expect(tex).toBe(
      String.raw`\begin{equation}\label{eq:a}
y_{it} = \beta_{1}\,x_{it} + \beta_{2}\,\textit{z\_1}_{it} + \beta_{3}\,w_{it} + \mu_{i} + \lambda_{t} + \varepsilon_{it}
\end{equation}
`,
    );
    expect(readFileSync(one.path('out/eq/zh.md'), 'utf8')).toBe(
      `$$\n\\text{差距}_{it} = \\beta_{1}\\,{x^*}_{it} + \\sum_{k} \\gamma_{k}\\,\\text{控制变量}_{k,it} + \\mu_{i} + \\lambda_{t} + \\varepsilon_{it}\n$$ {#eq:zh}\n`,
    );
    one.edit('pipeline.yaml', 'z_1 + w | id + year', 'z_1 | id');
    const { stderr } = await one.run('eq');
    expect(stderr).toMatch(/ran +eq\.a\b/);
    expect(stderr).not.toMatch(/ran +(?:eq\.b|main)\b/);
    expect(readFileSync(one.path('out/eq/a.tex'), 'utf8')).not.toMatch(/lambda|w_/);
  });

  it.skipIf(noPoppler)('stands in Typst and in Markdown, where references count it', async () => {
    const typst = `#set page(height: auto)\n${NAMES.map((name) => `#include "out/eq/${name}.typ"\n`).join('')}See @eq:iv.\n`;
    const markdown = `---\ntitle: A\n---\n\nSee @eq:d.\n\n{{equation eq.b}}{#eq:b}\n\nWords\n{{equation main.a}}{#eq:d controls=sum}\n`;
    const one = project(
      `${PIPELINE}  typ: {kind: document, file: p.typ}\n  md: {kind: document, file: p.md, formats: [pdf, docx]}\n`,
      { 'p.typ': typst, 'p.md': markdown },
    );
    const { code, stderr } = await one.run('typ', 'md');
    expect({ code, told: told(stderr) }).toEqual({ code: 0, told: [] });
    expect(wordsIn(one, 'out/typ/p.pdf')).toMatch(/Gap, 50% & more_y .*See Equation 2\./);
    expect(wordsIn(one, 'out/md/p.pdf')).toMatch(/See Equation 2\..*∑/);
    const xml = openZip(readFileSync(one.path('out/md/p.docx')))('word/document.xml')!;
    expect(xml.match(/<m:oMath>/g)).toHaveLength(2);
    expect(xml).toContain('>Controls<');
    expect(xml.replace(/<[^>]*>/g, '')).not.toContain('{{');
  });

  it('stands in a Word file of the author’s own', async () => {
    const paragraph = (...runs: string[]): string =>
      `<w:p>${runs.map((run) => `<w:r><w:t>${run}</w:t></w:r>`).join('')}</w:p>`;
    const body = paragraph('Before') + paragraph('{{equation ', 'main.a}}{controls=sum}') + paragraph('Behind');
    const parts = {
      'word/document.xml': `<w:document xmlns:w="${WORD}"><w:body>${body}</w:body></w:document>`,
      'word/styles.xml': `<w:styles xmlns:w="${WORD}"></w:styles>`,
    };
    const own = zip(new Map(Object.entries(parts).map(([name, xml]) => [name, new TextEncoder().encode(xml)])));
    const one = project(`${PIPELINE}  own: {kind: document, file: own.docx}\n`, { 'own.docx': own });
    const { code, stderr } = await one.run('own');
    expect({ code, told: told(stderr) }).toEqual({ code: 0, told: [] });
    const xml = openZip(readFileSync(one.path('out/own/own.docx')))('word/document.xml')!;
    expect(xml).toMatch(/Before<.*<m:oMathPara xmlns:m=.*Controls.*<\/m:oMathPara>.*Behind</s);
  });

  it.skipIf(noTex || noPoppler)('compiles in LaTeX', { tags: 'slow' }, async () => {
    const tex = `\\documentclass{article}\\usepackage{amsmath}\\begin{document}\n${NAMES.map((name) => `\\input{out/eq/${name}}\n`).join('')}See \\eqref{eq:iv}.\\end{document}\n`;
    const chinese =
      '\\documentclass{ctexart}\\usepackage{amsmath}\\begin{document}\\input{out/eq/zh}\\eqref{eq:zh}\\end{document}\n';
    const one = project(
      `${PIPELINE}  tex: {kind: document, file: p.tex}\n  chinese: {kind: document, file: zh.tex}\n`,
      {
        'p.tex': tex,
        'zh.tex': chinese,
      },
    );
    const { code, stderr } = await one.run('tex', 'chinese', '--trust');
    expect({ code, wide: /wide|Overfull/.test(stderr) }).toEqual({ code: 0, wide: false });
    expect(wordsIn(one, 'out/tex/p.pdf')).toMatch(/Gap, 50% & more.y .*See \(2\)\./);
    expect(wordsIn(one, 'out/chinese/zh.pdf')).toContain('控制变量');
  });
});

describe('what no equation can be made of is told in its place', () => {
  it.each([
    ['a: moments', '`moments` has no equation: it is a result of `kind: describe`'],
    ['a: {of: main.a, keep: [q]}', '`keep` names `q`, which is no term of `main.a`'],
    [
      'a: {of: main.a, symbols: {x: "\\\\foo"}}',
      'the symbol of `x`: `\\foo` is no command of formulas that papermake knows',
    ],
    ['a: {of: main.a, label: "a b"}', '`a b` cannot be a label of LaTeX and Typst'],
  ])('%s', async (entry, message) => {
    const one = project(PIPELINE.replace('a: main.a', entry));
    const { code, stderr } = await one.run('eq');
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/pipeline\.yaml:15:/);
  });

  it.each([
    ['{{equation main.a}}{controls=all}', 'expected `list` or `sum` for `controls`, got `all`'],
    ['{{equation main.a}}{control=sum}', '`control` is no option of an equation in a text'],
    ['Words {{equation main.a}}', '`{{equation main.a}}` stands in no paragraph of its own'],
    ['{{equation eq.a}}{controls=sum}', '`eq.a` is an equation of the pipeline, where its options stand'],
    ['{{equation moments}}', '`moments` has no equation'],
    ['{{equation main.q}}', 'no node is called `main.q`'],
  ])('%s', async (mark, message) => {
    const one = project(`${PIPELINE}  md: {kind: document, file: p.md}\n`, { 'p.md': `Words.\n\n${mark}\n` });
    const { code, stderr } = await one.run('md');
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
    expect(stderr).toContain('p.md:3:');
  });
});
