/** Tables over several pages: no page ends between an estimate and its error, nor below a heading, and further pages say which table goes on. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { beforeAll, describe, expect, it } from 'vitest';
import { openZip } from '../../../src/frame/readers/xlsx/zip.ts';
import { formatNames, settledOptions } from '../../../src/table/formats/choose.ts';
import { formats } from '../../../src/table/formats/registry.ts';
import { renderTable } from '../../../src/table/render.ts';
import { build, fitOf, node, template, term } from '../../golden/fixtures.ts';
import { lacking, naming } from '../../support/tex.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const terms = 14;

/** Estimates of a panel are 1.01, 1.02, …, and 2.01, 2.02, …; an error is its estimate less the panel's number, in parentheses. */
function tall(language: 'en' | 'zh') {
  const panel = (p: number) => {
    const estimates = Array.from({ length: terms }, (_, i) => term(`x${i}`, p + (i + 1) / 100, (i + 1) / 100, 0.001));
    return { title: `Panel ${p}`, sources: [node(`m${p}`, fitOf(estimates))] };
  };
  return build({ name: 'tall', entry: { caption: 'Tall', lang: language, digits: 2 }, groups: [panel(1), panel(2)] });
}

async function rendered(name: string, language: 'en' | 'zh' = 'en'): Promise<Uint8Array> {
  const format = formats.find((each) => each.name === name)!;
  const options = { formatOptions: settledOptions(formatNames, { longtable: true }), templates: {} };
  return (await renderTable(tall(language), [format], options, template)).get(format.extension)!;
}

const heights = [7, 8, 9, 10, 11, 12];

/** The pages of a PDF, each as its lines. */
const pagesOf = (pdf: Uint8Array): string[][] =>
  execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf })
    .toString()
    .split('\f')
    .slice(0, -1)
    .map((page) => page.split('\n').filter((line) => line.trim() !== ''));

function expectWhole(pages: readonly (readonly string[])[]): void {
  expect(pages.length).toBeGreaterThan(1);
  for (const lines of pages) {
    const page = lines.join('\n');
    const estimates = [...page.matchAll(/ [12](\.\d\d)\D*$/gm)].map(([, decimals]) => `(0${decimals})`);
    expect([...page.matchAll(/\(0\.\d\d\)/g)].map(([error]) => error)).toEqual(estimates);
    if (/Panel \d/.test(page)) expect(page).toMatch(/Panel (\d)\n[^\n]* \1\.01/);
  }
}

describe('Typst', () => {
  const compiler = NodeCompiler.create({ workspace: root });
  const absent = spawnSync('pdftotext', ['-v']).error !== undefined && !process.env.CI;
  let source = '';
  beforeAll(async () => {
    source = Buffer.from(await rendered('typst')).toString();
  });
  const set = (height: number, text: string): string[][] =>
    pagesOf(compiler.pdf({ mainFileContent: `#set page(width: 12cm, height: ${height}cm, margin: 1cm)\n${text}` }));

  it.skipIf(absent).each(heights)('breaks a table on pages of %s cm between its estimates', (height) => {
    const pages = set(height, source);
    expectWhole(pages);
    expect(pages.map(([first]) => first!.trim())).toEqual([
      'Table 1: Tall',
      ...pages.slice(1).map(() => 'Table 1 (continued)'),
    ]);
  });

  it.skipIf(absent)('numbers what goes on as its table, and heads nothing that has one page or no number', async () => {
    const chinese = Buffer.from(await rendered('typst', 'zh')).toString();
    const pages = set(12, `#set figure(placement: none)\n#figure(table([A]), caption: [First])\n${source}\n${chinese}`);
    const text = pages.flat().join('\n');
    expect(text).toContain('Table 2 (continued)');
    expect(text).toContain('续表 3');
    expect(set(40, `${source}`).flat().join('\n')).not.toContain('continued');
    const floats = `#set figure(placement: auto)\n#lorem(60)\n${source}\n#lorem(300)`;
    expect(set(50, floats).flat().join('\n')).not.toContain('continued');
    const broken = set(14, `#set figure(placement: auto)\n#lorem(60)\n${source}`);
    expectWhole(broken.slice(1));
    expect(broken.flat().join('\n')).toContain('(0.14)');
    expect(set(10, `#set figure(numbering: none)\n${source}`).flat().join('\n')).not.toContain('continued');
  });
});

describe('LaTeX', () => {
  const missing = lacking('pdflatex', ['lmodern.sty', 'geometry.sty', 'longtable.sty', 'siunitx.sty']);
  it.skipIf(missing.length > 0)(naming('breaks a longtable between its estimates', missing), async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'papermake-pages-'));
    try {
      copyFileSync(path.join(root, 'templates/papermake.sty'), path.join(folder, 'papermake.sty'));
      writeFileSync(path.join(folder, 'tall.tex'), await rendered('latex'));
      for (const height of heights) {
        const start = `\\documentclass{article}\\usepackage[paperwidth=12cm,paperheight=${height}cm,margin=1cm]{geometry}\\usepackage{lmodern,papermake}\\pagestyle{empty}`;
        writeFileSync(path.join(folder, 'main.tex'), `${start}\\begin{document}\n\\input{tall.tex}\n\\end{document}\n`);
        execFileSync('pdflatex', ['-interaction=nonstopmode', 'main.tex'], { cwd: folder, stdio: 'ignore' });
        const pages = pagesOf(readFileSync(path.join(folder, 'main.pdf')));
        expectWhole(pages);
        // The notes stand below the last rows, never on a page of their own.
        for (const [first] of pages.slice(1)) expect(first!.trim()).toBe('Table 1 (continued)');
        expect(pages.at(-1)!.join('\n')).toMatch(/Observations[\s\S]*Notes: /);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('Word', () => {
  it('keeps headings, titles and estimates with the row below, and lets a page end below an error', async () => {
    const xml = openZip(await rendered('docx'))('word/document.xml')!;
    const rows = [...xml.matchAll(/<w:tr>.*?<\/w:tr>/gs)].map(([row]) => ({
      text: [...row.matchAll(/<w:t [^>]*>([^<]*)/g)].map(([, text]) => text).join(''),
      kept: row.includes('<w:keepNext/>'),
    }));
    const keptOf = (pattern: RegExp) => new Set(rows.filter(({ text }) => pattern.test(text)).map(({ kept }) => kept));
    expect(keptOf(/^x\d+[12]\.\d\d/)).toEqual(new Set([true]));
    expect(keptOf(/^Panel|^\(\d\)$/)).toEqual(new Set([true]));
    expect(keptOf(/^\(0\.(?!14)\d\d\)$/)).toEqual(new Set([false]));
    // The last row stands on the page of the notes.
    expect(rows.slice(-2).map(({ kept }) => kept)).toEqual([false, true]);
  });
});
