/** Documents: the author's text with its tables and numbers, made when what it names has changed, and only then. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openZip } from '../../src/frame/readers/xlsx/zip.ts';
import { zip } from '../../src/table/formats/office/zip.ts';
import { blocks, texts } from '../support/documented.ts';
import { Project } from './harness.ts';

const PANEL = (() => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const x = ((i * 7919) % 97) / 10;
    const z = ((i * 104729) % 89) / 10;
    return `${i % 6},${2000 + Math.floor(i / 6)},${(2 * x - z + ((i * 31) % 13) / 5).toFixed(2)},${x},${z}`;
  });
  return `id,year,y,x,z\n${rows.join('\n')}\n`;
})();

const PIPELINE = `papermake: 1
variables:
  x: {label: "#read(\\"/etc/passwd\\") <script> \\\\input{x} $"}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  main: {kind: models, from: panel, columns: [{id: a, fit: y ~ x | id}]}
  other: {kind: models, from: panel, columns: [{id: b, fit: y ~ z | id}]}
  tables:
    kind: report
    tables:
      first: {from: main, caption: "A caption with #emph[nothing] in it", formats: [latex, typst]}
      second: {from: other, caption: Not in the paper, formats: [latex, typst]}
  paper: {kind: document, file: text/paper.typ}
numbers:
  effect: main.a.x
`;

const TYPST = `#import "../out/numbers.typ": *
#set heading(numbering: "1.")
= Results <results>
The effect is #pmval("effect")[1.9], of #pmval("main.a.n")[60] rows; exactly #pmnum("effect").
#include "../out/tables/first.typ"
@results has @tab:first. // #pmval("no such")[1]
$ y_(i t) = alpha_i + beta x_(i t) $ A note.#footnote[Below.]
`;

/** Where `CI` is set, nothing is skipped. */
const lacks = (program: string, flag: string): boolean =>
  process.env.CI === undefined && spawnSync(program, [flag]).error !== undefined;
const noPoppler = lacks('pdftotext', '-v');
const noTex = lacks('latexmk', '-v');

const projects: Project[] = [];
function project(files: Readonly<Record<string, string>> = {}): Project {
  const made = new Project({ 'pipeline.yaml': PIPELINE, 'data.csv': PANEL, 'text/paper.typ': TYPST, ...files });
  projects.push(made);
  return made;
}
afterEach(() => {
  for (const each of projects.splice(0)) each.dispose();
});

const PDF = 'out/paper/paper.pdf';
const textOf = (made: Project, pdf = PDF): string =>
  execFileSync('pdftotext', ['-layout', made.path(pdf), '-'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const bytesOf = (made: Project, path = PDF): string => readFileSync(made.path(path)).toString('base64');

describe('a document in Typst', () => {
  it.skipIf(noPoppler)(
    'holds the tables and the numbers as they are, and says which number was another in the text',
    async () => {
      const made = project();
      const { code, stderr } = await made.run();
      const { terms } = JSON.parse((await made.run('show', 'main.a', '--json')).stdout);
      const effect: number = terms[0].estimate;
      expect({ code, told: stderr }).toEqual({
        code: 0,
        told: expect.stringContaining(
          `text/paper.typ:4:15  warning: \`effect\` is 1.9 in the text; the document prints ${effect.toFixed(3)}\n`,
        ),
      });
      const text = textOf(made);
      expect(text).toContain(`The effect is ${effect.toFixed(3)}, of 60 rows; exactly ${effect.toFixed(3)}.`);
      expect(text).toContain('A caption with #emph[nothing] in it');
      expect(text).toContain('#read("/etc/passwd") <script> \\input{x} $');
      expect(text).toMatch(/Section 1 has Table 1/);
    },
  );

  it.skipIf(noPoppler)('is made again when what it names has changed, and at nothing else', async () => {
    const made = project();
    await made.run();
    const first = bytesOf(made);
    made.edit('text/paper.typ', 'exactly', 'precisely');
    expect((await made.run('why', 'paper')).stdout).toContain('text/paper.typ');
    expect((await made.make()).ran).toEqual(['paper']);
    made.edit('pipeline.yaml', 'Not in the paper', 'Still not in it');
    expect((await made.make()).ran).toEqual(['tables.second']);
    made.edit('pipeline.yaml', 'y ~ z | id', 'y ~ z');
    expect((await made.make()).ran).toEqual(['other.b', 'tables.second']);
    made.edit('text/paper.typ', 'precisely', 'exactly');
    await made.run();
    expect(bytesOf(made)).toBe(first);
    made.edit('data.csv', '\n0,2000,', '\n0,2000,1');
    expect((await made.make()).ran).toEqual(expect.arrayContaining(['main.a', 'tables.first', 'paper']));
    expect(bytesOf(made)).not.toBe(first);
    // A file that the text names from now on.
    made.write('text/refs.bib', '@book{hansen, title={Thresholds}, author={Hansen, Bruce}, year={1999}}');
    made.edit('text/paper.typ', 'A note', '@hansen #bibliography("refs.bib") A note');
    await made.run();
    made.edit('text/refs.bib', 'Thresholds', 'Threshold effects');
    expect((await made.make()).ran).toEqual(['paper']);
    expect(textOf(made)).toContain('Threshold effects');
  });

  it('is the same bytes wherever it is made', async () => {
    const [one, two] = [project(), project()];
    await Promise.all([one.run(), two.run()]);
    expect(bytesOf(two)).toBe(bytesOf(one));
  });

  it('tells everything that is wrong with the text at once, at its lines, before anything runs', async () => {
    const made = project({
      'text/paper.typ': `#import "../out/numbers.typ": *
#pmval("main.a.q")[1] #pmnum("efect")
#include "../out/tables/frist.typ"
#include "../out/tabels/first.typ"
#image("no.png") #read("../../secret")
#import "@preview/cetz:0.3.0"
#datetime.today().display()
#include "../out/tables/first.md"
`,
    });
    const { code, stderr } = await made.run();
    expect(code).toBe(2);
    expect(stderr.split('\n').filter((line) => /^text|^hint/.test(line))).toEqual([
      'text/paper.typ:2:1  `main.a` has no `q`',
      'hint: there are x, _cons',
      'text/paper.typ:2:24  no number is called `efect`',
      'hint: did you mean `effect`?',
      'text/paper.typ:3:11  no node writes `../out/tables/frist.typ`',
      'hint: did you mean `out/tables/first.typ`?',
      'text/paper.typ:4:11  no node writes `../out/tabels/first.typ`',
      'hint: did you mean `tables`?',
      'text/paper.typ:5:9  there is no file `text/no.png`',
      'text/paper.typ:5:25  `../secret` lies outside the project',
      'hint: use a path relative to pipeline.yaml, inside its folder',
      'text/paper.typ:6:10  the package `@preview/cetz:0.3.0` would come from the network, where it may change or be gone',
      'hint: copy its files into the project and import those',
      'text/paper.typ:7:2  `datetime.today()` would make another document every day',
      'hint: write the date: `datetime(year: 2026, month: 3, day: 1)`',
      'text/paper.typ:8:11  no node writes `../out/tables/first.md`',
      'hint: it writes `out/tables/first.tex`: add the format of `.md` files to its `formats:`',
    ]);
    expect(made.has('out')).toBe(false);
  });

  it('tells what the compiler finds, at the lines of the text', async () => {
    const made = project();
    made.edit('text/paper.typ', '[1.9]', '[1.912345678]');
    made.edit(
      'text/paper.typ',
      '@results has',
      '#text(font: "DejaVu Serif")[x] #pmval("main.a.n")[7] #nothing @no-such has',
    );
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toContain('text/paper.typ:6:55  unknown variable: nothing\n');
    made.edit('text/paper.typ', '#nothing ', '');
    const missing = await made.run();
    expect(missing.stderr).toContain('text/paper.typ:6:54  label `<no-such>` does not exist in the document\n');
    made.edit('text/paper.typ', '@no-such ', '');
    const done = await made.run();
    expect(done.code).toBe(0);
    // Fonts of the system are others on every machine.
    expect(done.stderr).toContain('text/paper.typ:6:13  warning: unknown font family: dejavu serif\n');
  });

  it('tells which letters of East Asia no font has, in the text and in what it takes in', async () => {
    const made = project();
    made.edit('text/paper.typ', '@results has', '城乡 喆𠮷喆 /* 龘 */ @results has');
    made.edit('pipeline.yaml', 'A caption with', '堃');
    const { code, stderr } = await made.run();
    expect(code).toBe(0);
    expect(stderr).toContain('text/paper.typ:6:4  warning: no font has 喆 𠮷, which `text/paper.typ` prints\n');
    expect(stderr).toContain('no font has 堃, which `out/tables/first.typ` prints\n');
  });

  it('can read nothing but what it names, inside the project', async () => {
    const made = project({ 'secret.txt': 'SECRET' });
    made.edit('text/paper.typ', '@results has', '#let f = read\n#f("../secret.txt") #f("/etc/passwd")\n@results has');
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toContain('text/paper.typ:7:4  file not found (searched at secret.txt)');
  });
});

const TEX = String.raw`\documentclass{article}
\usepackage{../out/tables/papermake}
\input{../out/numbers}
\title{A paper}\author{Anyone}\date{March 2026}
\begin{document}\maketitle
The effect is \pmval{effect}{1.9}, of \pmval{main.a.n}{60} rows; exactly \pmnum{effect}.
\input{../out/tables/first}
Table~\ref{tab:first} after \cite{hansen}. \input{inner/more}
\bibliographystyle{plain}\bibliography{refs}
\end{document}
`;

describe.skipIf(noPoppler || lacks('latexmk', '-v'))('a document in LaTeX', { tags: 'slow' }, () => {
  const files = {
    'pipeline.yaml': PIPELINE.replace('text/paper.typ', 'text/paper.tex'),
    'text/paper.tex': TEX,
    'text/inner/more.tex': 'More words.\n',
    'text/refs.bib': '@book{hansen, title={Thresholds}, author={Hansen, Bruce}, publisher={Press}, year={1999}}\n',
  };

  it('holds the tables and the numbers as they are, its references, and is the same bytes again', async () => {
    const [one, two] = [project(files), project(files)];
    const { code, stderr } = await one.run();
    expect({ code, warned: stderr.split('\n').filter((line) => line.includes('warning')) }).toEqual({
      code: 0,
      warned: [expect.stringMatching(/^text\/paper\.tex:6:15 {2}warning: `effect` is 1\.9 in the text/)],
    });
    const text = textOf(one);
    expect(text).toMatch(/The effect is (\d\.\d{3}), of 60 rows; exactly \1\./);
    expect(text).toContain('Table 1 after [1]. More');
    expect(text).toContain('Bruce Hansen. Thresholds.');
    expect(text).toContain('A caption with #emph[nothing] in it');
    // Nothing that stands beside the text has been written.
    expect(Object.keys(one.tree('text'))).toEqual([
      'text/inner/more.tex',
      'text/paper.tex',
      'text/paper.typ',
      'text/refs.bib',
    ]);
    await two.run();
    expect(bytesOf(two)).toBe(bytesOf(one));
    one.edit('text/inner/more.tex', 'More', 'Other');
    expect((await one.make()).ran).toEqual(['paper']);
    expect((await one.run('show', 'paper', '--log')).stdout).toContain('This is pdfTeX');
  });

  it('tells errors, references that lead nowhere and boxes that are too wide, at the lines of the text', async () => {
    const made = project(files);
    made.edit('text/inner/more.tex', 'More words.', '\n\\nosuchcommand{} here\n\\ref{tab:none} \\cite{nobody}');
    made.edit('text/paper.tex', '\\pmval{effect}{1.9}', '\\pmval{effect}{1.912345678}');
    const { code, stderr } = await made.run();
    expect(code).toBe(1);
    expect(stderr).toContain('text/inner/more.tex:2:1  Undefined control sequence. `\\nosuchcommand`\n');
    made.edit('text/inner/more.tex', '\\nosuchcommand{}', '\\rule{20cm}{1pt}');
    const missing = await made.run();
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain("text/inner/more.tex:3:1  Reference `tab:none' undefined\n");
    expect(missing.stderr).toContain("text/inner/more.tex:3:1  Citation `nobody' undefined\n");
    made.edit('text/inner/more.tex', '\\ref{tab:none} \\cite{nobody}', '\\char200\n\n');
    const done = await made.run();
    expect(done.code).toBe(0);
    expect(done.stderr).toMatch(/text\/inner\/more\.tex:\d+:1 {2}warning: Overfull \\hbox \(\d+\.\d+pt too wide\)/);
    expect(done.stderr).toContain('warning: missing character');
  });

  it('runs no program that the text names, and refuses what would be another document tomorrow', async () => {
    const made = project(files);
    made.edit('text/paper.tex', '\\date{March 2026}', '');
    made.edit('text/paper.tex', 'Table~', '\\today\\includegraphics{plot} Table~');
    const { code, stderr } = await made.run();
    expect(code).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith('text'))).toEqual([
      'text/paper.tex:5:17  `\\maketitle` without `\\date` would make another document every day',
      'text/paper.tex:8:1  `\\today` would make another document every day',
      'text/paper.tex:8:24  expected a file with its extension, got `plot`',
    ]);
    made.edit('text/paper.tex', '\\today\\includegraphics{plot} ', '\\immediate\\write18{touch escaped}');
    made.edit('text/paper.tex', '\\maketitle', '');
    expect((await made.run()).code).toBe(0);
    expect(made.has('escaped')).toBe(false);
    expect(made.has('text/escaped')).toBe(false);
  });
});

const MARKDOWN = `---
title: 'A paper with "quotes" and #hash'
author: [{name: Anyone, affiliation: A & B}]
abstract: The effect is {{pm effect "1.9"}}.
bibliography: refs.bib
---

# Results {#sec:results}

The effect is {{pm effect "1.9"}}, of {{pm main.a.n "60"}} rows.[^1] <!-- {{pm nothing}} -->
#read("/etc/passwd"); it's \\input{x}, $\\beta_{it}^2$, as @hansen says [@hansen, p. 3].

$$ y_{it} = \\frac{\\alpha_i}{2} + x_{it}' $$ {#eq:main}

{{table tables.first}}

See @tab:first, @tbl-first, @eq:main and @sec:results.

[^1]: A note.
`;

describe.skipIf(noPoppler)('a document in Markdown', () => {
  const files = {
    'pipeline.yaml': PIPELINE.replace('text/paper.typ', 'text/paper.md').replaceAll(', formats: [latex, typst]', ''),
    'text/paper.md': MARKDOWN,
    'text/refs.bib': '@book{hansen, title={Thresholds}, author={Hansen, Bruce}, publisher={Press}, year={1999}}\n',
  };

  it('holds tables in the form of a PDF whatever the report writes, numbers, references and formulas', async () => {
    const [one, two] = [project(files), project(files)];
    const { code } = await one.run();
    expect(code).toBe(0);
    const text = textOf(one).replace(/\s+/g, ' ');
    expect(text).toMatch(/The effect is (\d\.\d{3})\. .*The effect is \1, of 60 rows\.1/);
    for (const words of [
      'A paper with "quotes" and #hash',
      '#read("/etc/passwd"); it’s \\input{x}',
      'as Hansen (1999) says (Hansen 1999, p. 3)',
      'See Table 1, Table 1, Equation 1 and Section 1.',
      'Table 1: A caption with #emph[nothing] in it',
      'A note.',
      'References Hansen, Bruce. 1999. Thresholds.',
    ])
      expect(text.replace(/[‘’]/g, '’').replace(/(?<=passwd|\()[“”]/g, '"')).toContain(words);
    await two.run();
    expect(bytesOf(two)).toBe(bytesOf(one));
    one.edit('pipeline.yaml', 'Not in the paper', 'Still not in it');
    expect((await one.make()).ran).toEqual(['tables.second']);
    one.edit('pipeline.yaml', 'A caption with', 'Another caption with');
    expect((await one.make()).ran).toEqual(['paper', 'tables.first']);
  });

  it('tells everything that is wrong with the text at once, at its lines', async () => {
    const made = project(files);
    made.edit('text/paper.md', 'as @hansen', '$\\nosuch{x}$ <div>no</div> [see @hansen] [^none]');
    made.edit(
      'text/paper.md',
      '{{table tables.first}}',
      '{{table tables.frist}}\n\n{{figure tables.first}}\n\n![x](no.png)',
    );
    const { code, stderr } = await made.run();
    expect(code).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith('text'))).toEqual([
      'text/paper.md:11:56  `\\nosuch` is no command of formulas that papermake knows',
      'text/paper.md:11:68  HTML is no part of a document: `<div>`',
      'text/paper.md:11:75  HTML is no part of a document: `</div>`',
      'text/paper.md:11:82  expected `@key` first in a citation, got `see @hansen`',
      'text/paper.md:11:96  there is no footnote `[^none]:`',
    ]);
    made.edit('text/paper.md', '$\\nosuch{x}$ <div>no</div> [see @hansen] [^none]', '@nobody @tab:frist as');
    const named = await made.run();
    expect(named.code).toBe(2);
    expect(named.stderr.split('\n').filter((line) => line.startsWith('text'))).toEqual([
      'text/paper.md:15:1  no node is called `tables.frist`',
      'text/paper.md:17:1  `tables.first` is no figure',
      'text/paper.md:19:1  there is no file `text/no.png`',
    ]);
    made.edit(
      'text/paper.md',
      '{{table tables.frist}}\n\n{{figure tables.first}}\n\n![x](no.png)',
      '{{table tables.first}}',
    );
    const lost = await made.run();
    expect(lost.code).toBe(1);
    expect(lost.stderr).toContain('text/paper.md:11:63  nothing is labelled `tab:frist`\n');
    made.edit('text/paper.md', '@tab:frist', '');
    expect((await made.run()).stderr).toContain('key `nobody` does not exist in the bibliography\n');
  });
});

/** The text of a part of a Word document, a line for each paragraph. */
const wordsOf = (made: Project, path: string, part = 'word/document.xml'): string =>
  openZip(readFileSync(made.path(path)))(part)!
    .replace(/<\/w:p>/g, '\n')
    .replace(/<w:instrText[\s\S]*?<\/w:instrText>|<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"');

describe('a document in Word', () => {
  const files = {
    'pipeline.yaml': PIPELINE.replace('text/paper.typ', 'text/paper.md, formats: [docx]').replaceAll(
      ', formats: [latex, typst]',
      '',
    ),
    'text/paper.md': MARKDOWN,
    'text/refs.bib': '@book{hansen, title={Thresholds}, author={Hansen, Bruce}, publisher={Press}, year={1999}}\n',
  };

  it('is made of Markdown, with tables, footnotes, formulas, citations and references', async () => {
    const [one, two] = [project(files), project(files)];
    expect((await one.run()).code).toBe(0);
    const text = wordsOf(one, 'out/paper/paper.docx');
    expect(text).toMatch(/The effect is (\d\.\d{3})\.\n1 Results\nThe effect is \1, of 60 rows\./);
    for (const words of [
      'A paper with “quotes” and #hash',
      '#read(“/etc/passwd”); it’s \\input{x}, β',
      'as Hansen (1999) says (Hansen 1999, p. 3)',
      'Table 1: A caption with #emph[nothing] in it',
      '#read("/etc/passwd") <script> \\input{x} $',
      'See Table 1, Table 1, Equation 1 and Section 1.',
      'References\nHansen, Bruce. 1999. Thresholds. Press.',
    ])
      expect(text).toContain(words);
    expect(wordsOf(one, 'out/paper/paper.docx', 'word/footnotes.xml')).toContain('A note.');
    expect(openZip(readFileSync(one.path('out/paper/paper.docx')))('word/document.xml')).toContain('<m:f><m:num>');
    await two.run();
    expect(bytesOf(two, 'out/paper/paper.docx')).toBe(bytesOf(one, 'out/paper/paper.docx'));
    one.edit('text/paper.md', '@hansen, p. 3', '@nobody');
    expect((await one.run()).stderr).toContain('text/paper.md:11:71  no bibliography has `nobody`\n');
  });

  it('cites and numbers as its head says, in Word as in a PDF', async () => {
    const bib =
      '@article{hansen, title={Thresholds}, author={Hansen, Bruce}, journal={J}, year={1999}}\n@book{lind, title={U}, author={Lind, Jo}, publisher={P}, year={2010}}\n';
    const head = (csl: string, more = ''): string =>
      `---\ntitle: T\nlang: zh\nbibliography: refs.bib\ncsl: ${csl}\n${more}---\n`;
    const body = '# 一、引言 {#sec:one}\n\n已有 [@lind; @hansen]，@lind 见 [@sec:one]。\n';
    const made = project({
      'pipeline.yaml':
        'papermake: 1\nsteps:\n  a: {kind: document, file: a.md, formats: [docx]}\n  p: {kind: document, file: a.md}\n  n: {kind: document, file: n.md, formats: [docx]}\n',
      'refs.bib': bib,
      'a.md': head('gb-7714-2015-numeric') + body,
      'n.md': head('chicago-notes', 'number-sections: true\n') + body,
    });
    const { code, stderr } = await made.run();
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('warning')]);
    const word = wordsOf(made, 'out/a/a.docx');
    expect(word).toContain('\n一、引言\n已有[1,2]，LIND J [1] 见 第1节。');
    expect(word).toMatch(/\n参考文献\n\[1\] LIND J\. U\[M\]\. .*2010\.\n\[2\] HANSEN B\. Thresholds\[J\]\. J, 1999\./);
    const notes = wordsOf(made, 'out/n/n.docx');
    expect(notes).toContain('\n1 一、引言\n');
    expect(notes).not.toContain('Hansen, Bruce 1999');
    expect(wordsOf(made, 'out/n/n.docx', 'word/footnotes.xml')).toMatch(/Jo Lind, U .*Bruce Hansen, .Thresholds/);
    if (noPoppler) return;
    const pdf = execFileSync('pdftotext', ['-layout', made.path('out/p/a.pdf'), '-']).toString();
    expect(pdf).toMatch(/^一、引言/m);
    expect(pdf.replace(/\s+/g, '')).toContain('已有[1,2]，LINDJ[1]见第1节。');
    expect(pdf).toMatch(/\[2\] HANSEN B\. Thresholds\[J\]\. J, 1999\./);
  });

  it.each(['pdf', 'docx'])(
    'is refused where its bibliography leads to itself, which ended the compiler, as %s',
    async (format) => {
      const made = project({
        'pipeline.yaml': `papermake: 1\nsteps:\n  a: {kind: document, file: a.md, formats: [${format}]}\n`,
        'refs.bib': '@inbook{part, title={P}, crossref={whole}}\n@book{whole, title={W}, crossref={part}}\n',
        'a.md': '---\nbibliography: refs.bib\ncsl: gb-7714-2015-numeric\n---\n\nAs @part says.\n',
      });
      const { code, stderr } = await made.run();
      expect(code).toBe(1);
      expect(stderr).toContain('refs.bib:1:9  the work `part` takes its fields from itself: part → whole → part\n');
      expect(stderr).toContain('hint: take out one of their `crossref` and `xdata`\n');
    },
  );

  it('has the punctuation of Chinese in citations, references and equations, as a PDF has', async () => {
    const bib =
      '@article{zhao, author={赵涛 and 张智 and 梁上坤}, title={数字经济}, journal={管理世界}, year={2020}}\n@article{lind, title={U}, author={Lind, Jo}, journal={J}, year={2010}}\n';
    const text = `---\nlang: zh\nbibliography: refs.bib\n---\n\n已有研究 [@zhao] 表明，@zhao 认为，又见 [@zhao; @lind]。\n\n$$ y = x $$ {#eq:one}\n\n见 [@eq:one]。\n`;
    const made = project({
      'pipeline.yaml': 'papermake: 1\nsteps:\n  a: {kind: document, file: a.md, formats: [pdf, docx]}\n',
      'refs.bib': bib,
      'a.md': text,
    });
    const { code, stderr } = await made.run();
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('warning')]);
    const word = wordsOf(made, 'out/a/a.docx');
    expect(word).toContain('已有研究（赵涛等，2020）表明，赵涛等（2020）认为，又见（赵涛等，2020；Lind，2010）。');
    expect(word).toMatch(/（1）\n见 式（1）。/);
    // The list of references has the punctuation of its style.
    expect(word).toContain('赵涛, 张智, 梁上坤, 2020.');
    if (noPoppler) return;
    const pdf = textOf(made, 'out/a/a.pdf').replace(/\s+/g, '');
    expect(pdf).toContain('已有研究（赵涛等，2020）表明，赵涛等（2020）认为，又见（赵涛等，2020；Lind，2010）。');
    expect(pdf).toContain('见式（1）。');
  });

  it('is a template of the author with numbers and tables in the place of their marks', async () => {
    const paragraph = (...runs: string[]): string =>
      `<w:p>${runs.map((run) => `<w:r><w:t>${run}</w:t></w:r>`).join('')}</w:p>`;
    const relation = (kind: string, target: string): string =>
      `<Relationship Id="${target}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/>`;
    const template = (body: string, note = '<w:p/>'): Uint8Array =>
      zip(
        new Map(
          Object.entries({
            'word/document.xml': `<w:document xmlns:w="x"><w:body>${body}</w:body></w:document>`,
            'word/styles.xml': '<w:styles xmlns:w="x"><w:style w:styleId="Caption"/></w:styles>',
            'word/_rels/document.xml.rels': `<Relationships>${relation('footnotes', 'footnotes.xml')}${relation('header', 'header1.xml')}</Relationships>`,
            'word/footnotes.xml': `<w:footnotes xmlns:w="x"><w:footnote>${note}</w:footnote></w:footnotes>`,
            'word/header1.xml': `<w:hdr xmlns:w="x">${paragraph('{{pm main', '.a.n}} rows')}</w:hdr>`,
            '[Content_Types].xml': '<Types></Types>',
            'custom.xml': '<untouched/>',
          }).map(([name, xml]) => [name, new TextEncoder().encode(xml)]),
        ),
      );
    const made = project({
      'pipeline.yaml': PIPELINE.replace(
        'steps:\n',
        'steps:\n  trend: {kind: figure, plot: trends, from: panel, x: year, y: y}\n',
      )
        .replace('text/paper.typ', 'text/paper.docx')
        .replaceAll(', formats: [latex, typst]', ''),
    });
    made.write(
      'text/paper.docx',
      template(
        paragraph('The effect is {{pm ef', 'fect “1.9”}}, of {{pm main.a.n}} rows.') +
          paragraph('{{table tables.first}}') +
          paragraph('{{figure trend “A &amp; B”}}'),
        paragraph('Or {{pm effect “0”}}.'),
      ),
    );
    const { code, stderr } = await made.run();
    expect({ code, told: stderr }).toEqual({
      code: 0,
      told: expect.stringMatching(
        /in `text\/paper\.docx`: `effect` is 1\.9 in the text; the document prints \d\.\d{3}\n/,
      ),
    });
    const text = wordsOf(made, 'out/paper/paper.docx');
    expect(text).toMatch(/^The effect is \d\.\d{3}, of 60 rows\.\nTable 1: A caption with #emph\[nothing\] in it\n/);
    const open = openZip(readFileSync(made.path('out/paper/paper.docx')));
    expect(open('custom.xml')).toBe('<untouched/>');
    expect(wordsOf(made, 'out/paper/paper.docx', 'word/footnotes.xml')).toMatch(/^Or \d\.\d{3}\.\n?$/);
    expect(wordsOf(made, 'out/paper/paper.docx', 'word/header1.xml')).toMatch(/^60 rows\n?$/);
    expect(text).toMatch(/\nFigure 1: A &amp; B\n$/);
    expect(open('word/document.xml')).toContain('r:embed="papermake1"');
    expect(open('word/_rels/document.xml.rels')).toContain('Target="media/papermake1.png"');
    expect(open('[Content_Types].xml')).toContain('image/png');
    expect(open('word/media/papermake1.png')).toContain('PNG');
    expect(open('word/styles.xml')!.match(/w:styleId="\w+"/g)).toEqual([
      'w:styleId="Caption"',
      'w:styleId="TableCell"',
      'w:styleId="TableNote"',
      'w:styleId="Figure"',
    ]);
    made.write(
      'text/paper.docx',
      template(
        paragraph('See {{table tables.first}}') + paragraph('{{figure fig}} {{pm no.such}}'),
        paragraph('{{table tables.first}}') + paragraph('{{equation main.a}} {{pm no.other}}'),
      ),
    );
    const wrong = await made.run();
    expect(wrong.code).toBe(2);
    expect(wrong.stderr.split('\n').filter((line) => line.startsWith('pipeline'))).toEqual([
      'pipeline.yaml:14:33  unknown step `no`',
      'pipeline.yaml:14:33  `{{table tables.first}}` stands in no paragraph of its own',
      'pipeline.yaml:14:33  `{{figure fig}}` stands in no paragraph of its own',
      'pipeline.yaml:14:33  `{{table tables.first}}` stands in a note, a header or a footer, where numbers alone are put',
      'pipeline.yaml:14:33  `{{equation main.a}}` stands in a note, a header or a footer, where numbers alone are put',
    ]);
    made.write('text/paper.docx', 'no Word');
    expect((await made.run()).stderr).toContain('`text/paper.docx` cannot be read as a Word document\n');
  });
});

it.each([
  ['typ', '#import "out/numbers.typ": *\nOf #pmval("main.a.n")[60] rows.\n'],
  [
    'tex',
    '\\documentclass{article}\\input{out/numbers}\\begin{document}Of \\pmval{main.a.n}{60} rows.\\end{document}\n',
  ],
])('takes in the commands of marks in .%s where the pipeline has no `numbers:`', async (language, text) => {
  const [first] = PIPELINE.split('  tables:');
  const pipeline = `${first}  paper: {kind: document, file: paper.${language}}\n`;
  const made = project({ 'pipeline.yaml': pipeline, [`paper.${language}`]: text });
  if (language === 'tex' && noTex) return expect((await made.run()).stderr).toContain('is not installed');
  expect(await made.run()).toMatchObject({ code: 0 });
  expect(made.has(PDF)).toBe(true);
  expect(JSON.parse(made.read('out/numbers.json'))).toEqual({});
  expect((await made.run('status')).stdout).toContain('fresh    numbers\n');
  // What no text takes in any more is gone, and an entry of `numbers:` takes its place.
  made.write(`paper.${language}`, language === 'typ' ? 'Words.\n' : text.replace(/\\input.*?\}|\\pmval.*?60\}/g, ''));
  expect(await made.run()).toMatchObject({ code: 0 });
  expect(made.has('out/numbers.json')).toBe(false);
  expect((await made.run('diff')).stdout).toBe('last~1 → last: nothing that is printed moved\n');
  made.write(`paper.${language}`, text.replaceAll('main.a.n', 'rows'));
  made.write('pipeline.yaml', `${pipeline}numbers: {rows: main.a.n}\n`);
  expect(await made.run()).toMatchObject({ code: 0 });
  made.edit('pipeline.yaml', 'rows: main.a.n', 'cases: main.a.n');
  const { code, stderr } = await made.run();
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('no number is called `rows`\n'),
  });
});

it('is told that `numbers:` has lost a name of its text, which it only names', async () => {
  const pipeline = PIPELINE.replace('text/paper.typ', 'paper.md, formats: [docx]');
  const made = project({ 'pipeline.yaml': pipeline, 'paper.md': 'Of {{pm effect}}.\n' });
  expect(await made.run()).toMatchObject({ code: 0 });
  made.edit('pipeline.yaml', 'effect: main.a.x', 'slope: main.a.x');
  const { code, stderr } = await made.run();
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('paper.md:1:4  no number is called `effect`\n'),
  });
});

it('holds a table of a split with the difference between its groups', async () => {
  const split = 'fit: y ~ x, split: g, difference: {of: x, by: [suest, permutation], draws: 5}';
  const made = project({
    'pipeline.yaml': `papermake: 1
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}, derive: {g: id > 2}}
  groups: {kind: models, from: panel, ${split}}
  tables: {kind: report, tables: {groups: {from: groups}, tests: {from: groups.difference}}}
  paper: {kind: document, file: paper.md, formats: [docx]}
`,
    'paper.md': '{{table tables.groups}}\n\n{{table tables.tests}}\n',
  });
  expect(await made.run()).toMatchObject({ code: 0 });
  const text = wordsOf(made, 'out/paper/paper.docx');
  expect(text).toContain('Difference');
  expect(text).toContain('Permutation');
});

describe('the documentation', () => {
  it('makes its texts, and its Word file of Markdown', async () => {
    const { text } = blocks.find(({ name }) => name.startsWith('docs/documents.md'))!;
    const rows = PANEL.trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','));
    const data = rows.map(([id, year, y, x, z]) => `${id},${Number(id) % 2 ? 'East' : 'West'},${year},${y},${x},${z}`);
    const made = project({
      'pipeline.yaml': text.replace(/^ *submission:.*\n/m, ''),
      'data/panel.csv': `province,region,year,Gap,NQP,Education\n${data.join('\n')}\n`,
      ...texts,
    });
    const { code, stderr } = await made.run();
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    for (const path of ['paper/paper.pdf', 'draft/paper.pdf', 'draft/paper.docx'])
      expect(made.has(`out/${path}`)).toBe(true);
  });
});

it('says how TeX is installed where there is none, and makes everything else', async () => {
  const made = project({
    'text/paper.tex': TEX.replace(' after \\cite{hansen}. \\input{inner/more}', '').replace(
      '\\bibliographystyle{plain}\\bibliography{refs}',
      '',
    ),
  });
  made.edit('pipeline.yaml', 'file: text/paper.typ', 'file: text/paper.tex');
  const { PATH } = process.env;
  process.env.PATH = '/nowhere';
  const { code, stderr } = await made.run().finally(() => {
    process.env.PATH = PATH;
  });
  expect(code).toBe(1);
  expect(stderr).toContain('`latexmk`, which makes documents of LaTeX, is not installed\n');
  expect(stderr).toContain('hint: on Debian: `apt-get install latexmk ');
  expect(made.has('out/tables/first.tex')).toBe(true);
});

it('waits for the levels of a split whose table it shows', async () => {
  const made = project();
  made.edit('pipeline.yaml', 'steps:\n', 'steps:\n  halves: {kind: models, base: main.a, split: group}\n');
  made.edit('pipeline.yaml', 'file: data.csv,', 'file: data.csv, derive: {group: "if(year < 2005, 1, 2)"},');
  made.edit('pipeline.yaml', 'first: {from: main,', 'first: {from: halves,');
  made.edit('text/paper.typ', '#pmval("effect")[1.9]', '#pmval("halves[\\"1\\"].x")[1.9]');
  const rows: { node: string; decision: string }[] = JSON.parse((await made.run('status', '--json')).stdout);
  // Before they are known, no node of it is told of.
  expect(rows.filter(({ node }) => node.startsWith('paper'))).toMatchObject([{ node: 'paper.*', decision: 'pending' }]);
  const first = await made.run();
  expect({ code: first.code, stderr: first.code === 0 ? '' : first.stderr }).toEqual({ code: 0, stderr: '' });
  expect((await made.run()).stdout).toMatch(/all \d+ nodes are fresh/);
});

it('says which languages and formats there are', async () => {
  const made = project({ 'text/paper.rst': 'x' });
  made.edit('pipeline.yaml', 'file: text/paper.typ', 'file: text/paper.rst');
  const { code, stderr } = await made.run();
  expect(code).toBe(2);
  expect(stderr).toContain('`text/paper.rst` is in no language of documents');
});
