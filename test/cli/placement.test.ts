/** Checks where tables and figures stand in documents, what their captions are, and what is said of a word that is no placement. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openZip } from '../../src/frame/readers/xlsx/zip.ts';
import { zip } from '../../src/table/formats/office/zip.ts';
import { Project } from './harness.ts';

const DATA = `id,year,y,x\n${Array.from({ length: 40 }, (_, i) => `${i % 5},${2000 + Math.floor(i / 5)},${((i * 31) % 13) / 3},${((i * 17) % 11) / 2}`).join('\n')}\n`;

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  main: {kind: models, from: panel, columns: [{id: a, fit: y ~ x | id}]}
  trend: {kind: figure, plot: trends, from: panel, x: year, y: y, caption: "The gap, $\\\\hat\\\\beta$ and 5 *stars*", height: 40}
  tables: {kind: report, tables: {first: {from: main, caption: The caption, formats: [latex, typst]}}}
  paper: {kind: document, file: paper.md, formats: [pdf, docx]}
`;

/** Where `CI` is set, nothing is skipped. */
const noPoppler = process.env.CI === undefined && spawnSync('pdftotext', ['-v']).error !== undefined;

const projects: Project[] = [];
function project(files: Readonly<Record<string, string>>): Project {
  const made = new Project({ 'pipeline.yaml': PIPELINE, 'data.csv': DATA, ...files });
  projects.push(made);
  return made;
}
afterEach(() => {
  for (const each of projects.splice(0)) each.dispose();
});

const pagesOf = (made: Project, pdf = 'out/paper/paper.pdf'): string[] =>
  execFileSync('pdftotext', ['-layout', made.path(pdf), '-'], { encoding: 'utf8' })
    .split('\f')
    .slice(0, -1)
    .map((page) => page.replace(/\s+/g, ' '));
const wordOf = (made: Project, docx = 'out/paper/paper.docx'): string =>
  openZip(readFileSync(made.path(docx)))('word/document.xml')!;
/** All that a run says but which nodes ran. */
const told = (stderr: string): string[] => stderr.split('\n').filter((line) => line !== '' && !/^ *ran /.test(line));
const plain = (xml: string): string => xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]*>/g, '');

const around = (mark: string, head = ''): string =>
  `${head === '' ? '' : `---\n${head}\n---\n\n`}Words before @tab:first.\n\n${mark}\n\nWords behind it.\n`;

describe.skipIf(noPoppler)('a table in Markdown stands', () => {
  const made = async (text: string): Promise<{ pages: string[]; word: string; printed: string }> => {
    const one = project({ 'paper.md': text });
    const { code, stderr } = await one.run();
    expect({ code, told: told(stderr) }).toEqual({ code: 0, told: [] });
    const word = wordOf(one);
    return { pages: pagesOf(one), word, printed: plain(word) };
  };

  it.each([
    ['{{table tables.first}}{placement=here}', ''],
    ['{{table tables.first}} {placement="here"}', ''],
    ['{{table tables.first}}', 'placement: here'],
  ])('exactly there by %s', async (mark, head) => {
    const { pages, word, printed } = await made(around(mark, head));
    expect(pages).toEqual([
      expect.stringMatching(/^ ?Words before Table 1\. Table 1: The caption .*Words behind it\./),
    ]);
    expect(printed).toMatch(/before Table 1\.\n+Table 1: The caption\n[\s\S]*\nWords behind/);
    expect(word).not.toContain('w:tblpPr');
  });

  it.each(['top', 'bottom'] as const)('at the %s of its page', async (edge) => {
    const { pages, word } = await made(around(`{{table tables.first}}{placement=${edge}}`));
    const words = 'Words before Table 1. Words behind it.';
    const order = edge === 'top' ? `Table 1: The caption .*${words}` : `${words}.*Table 1: The caption`;
    expect(pages).toEqual([expect.stringMatching(new RegExp(order))]);
    expect(word).toContain(`w:tblpYSpec="${edge}"`);
    expect(word.indexOf('The caption')).toBeGreaterThan(word.indexOf('w:tblpPr'));
  });

  it('on a page of its own, while the text goes on', async () => {
    const { pages, word } = await made(around('{{table tables.first}}{placement=page}', 'placement: here'));
    expect(pages).toEqual([
      expect.stringMatching(/Words before Table 1\. Words behind it\./),
      expect.stringMatching(/Table 1: The caption/),
    ]);
    expect(pages[1]).not.toContain('Words');
    expect(word.match(/<w:pageBreakBefore\/>/g)).toHaveLength(2);
  });

  it('as its own report says, where the text says nothing', async () => {
    const one = project({ 'paper.md': around('{{table tables.first}}', 'placement: top') });
    one.edit('pipeline.yaml', 'caption: The caption,', 'caption: The caption, placement: bottom,');
    expect((await one.run()).code).toBe(0);
    expect(pagesOf(one)[0]).toMatch(/Words behind it\..*Table 1: The caption/);
    expect(wordOf(one)).toContain('w:tblpYSpec="bottom"');
    expect(one.read('out/tables/first.tex')).toContain('\\begin{table}[bp]');
    expect(one.read('out/tables/first.typ')).toContain('set figure(placement: bottom)');
  });

  it('with a caption and a label of its own', async () => {
    const mark = '{{table tables.first "Another caption"}}{#tab:second}';
    const { pages, printed } = await made(around(mark).replace('@tab:first', '@tab:second'));
    expect(pages[0]).toContain('Table 1: Another caption');
    expect(pages[0]).toContain('Words before Table 1.');
    expect(printed).toContain('Table 1: Another caption\n');
  });
});

it('is told to LaTeX as the option of a float', async () => {
  const made = project({ 'paper.md': 'Words.\n' });
  expect((await made.run('tables')).code).toBe(0);
  expect(made.read('out/tables/first.tex')).toContain('\\begin{table}[htbp]');
  for (const [said, option] of [
    ['here', 'H'],
    ['top', 'tp'],
    ['page', 'p'],
  ] as const) {
    made.write('pipeline.yaml', PIPELINE.replace('The caption,', `The caption, placement: ${said},`));
    expect((await made.run('tables')).code).toBe(0);
    expect(made.read('out/tables/first.tex')).toContain(`\\begin{table}[${option}]`);
  }
});

describe.skipIf(noPoppler)('a figure', () => {
  it('has the caption of the pipeline where its mark says none, and stands where it is wanted', async () => {
    const made = project({
      'paper.md':
        'Words before @fig:trend and @fig:b.\n\n{{figure trend}}{placement=page}\n\n{{figure trend "Own"}}{#fig:b placement=here width=50%}\n\nWords behind.\n\n{{figure trend ""}}{#fig:c}\n',
    });
    const { code, stderr } = await made.run();
    expect({ code, told: told(stderr) }).toEqual({ code: 0, told: [] });
    const pages = pagesOf(made);
    expect(pages[0]).toMatch(/Words before Figure 1 and Figure 2\..*Figure 2: Own Words behind\./);
    expect(pages.join(' ')).toMatch(/Figure 3(?!:)/);
    expect(pages[1]).toMatch(/Figure 1: The gap, .* and 5 \*stars\*/);
    expect(plain(wordOf(made))).toMatch(/Figure 1: The gap, .* and 5 \*stars\*\n[\s\S]*Figure 2: Own\n/);
    made.edit('pipeline.yaml', 'The gap, ', 'A gap, ');
    expect((await made.make()).ran).toEqual(expect.arrayContaining(['trend', 'paper.pdf', 'paper.docx']));
    expect(pagesOf(made)[1]).toContain('Figure 1: A gap');
  });
});

describe('a Word file of the author', () => {
  const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
  const template = (...texts: string[]): Uint8Array =>
    zip(
      new Map(
        Object.entries({
          'word/document.xml': `<w:document xmlns:w="x"><w:body>${texts.map(paragraph).join('')}</w:body></w:document>`,
          'word/styles.xml': '<w:styles xmlns:w="x"></w:styles>',
          'word/_rels/document.xml.rels': '<Relationships></Relationships>',
          '[Content_Types].xml': '<Types></Types>',
        }).map(([name, xml]) => [name, new TextEncoder().encode(xml)]),
      ),
    );

  it('has the same words, captions and refusals', async () => {
    const made = project({ 'pipeline.yaml': PIPELINE.replace('paper.md, formats: [pdf, docx]', 'paper.docx') });
    made.write(
      'paper.docx',
      template('{{table tables.first “Own”}}{placement=top}', 'Words', '{{figure trend}} {width=50%}'),
    );
    const { code, stderr } = await made.run();
    expect({ code, told: told(stderr) }).toEqual({ code: 0, told: [] });
    const word = wordOf(made);
    expect(word).toContain('w:tblpYSpec="top"');
    expect(plain(word)).toContain('Table 1: Own\n');
    expect(plain(word)).toContain('Figure 1: The gap, ');
    expect(word).toContain(`cx="${Math.round(225.5 * 12700)}"`);
    made.write('paper.docx', template('{{table tables.first}}{placement=middle}'));
    expect((await made.run()).stderr).toContain('`middle` is no placement: expected `auto`, `here`, `top`');
  });
});

it('is refused where it is none of the words, each at its line', async () => {
  const made = project({
    'paper.md':
      '---\nplacement: none\n---\n\n{{table tables.first}}{placement=middle}\n\n{{figure trend}}{placment=top}\n\n![A](a.png){placement=!h}\n',
  });
  const { code, stderr } = await made.run();
  expect(code).toBe(2);
  expect(stderr.split('\n').filter((line) => /^paper\.md|^hint/.test(line))).toEqual([
    'paper.md:2:12  `none` is no placement: expected `auto`, `here`, `top`, `bottom`, `page`',
    'hint: write `here`',
    'paper.md:5:34  `middle` is no placement: expected `auto`, `here`, `top`, `bottom`, `page`',
    'hint: without one it stands near its first mention',
    'paper.md:7:18  `placment=top` is no attribute of tables and figures',
    'hint: did you mean `placement`?',
    'paper.md:9:23  `!h` is no placement: expected `auto`, `here`, `top`, `bottom`, `page`',
    'hint: write `here`',
  ]);
  made.write('paper.md', 'Words.\n');
  made.write('pipeline.yaml', PIPELINE.replace('The caption,', 'The caption, placement: middle,'));
  expect((await made.run()).stderr).toMatch(/^pipeline\.yaml:6:\d+ .*`?middle/m);
});
