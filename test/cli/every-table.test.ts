/**
 * Every table of the flagship and of examples, English and Chinese, in the programs that read it: all of them in one document of each kind.
 * What is absent on a machine is skipped, but not under CI.
 * @module-tag slow
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacking, naming } from '../support/tex.ts';
import { FLAGSHIP, withoutDocuments } from './flagship.ts';
import { Project } from './harness.ts';

const lacks = (...programs: string[]): string[] =>
  process.env.CI ? [] : programs.filter((program) => spawnSync(program, ['--version']).error !== undefined);
/** One of each layout. */
const examples = [
  'r-beside-builtin',
  'world-inequality',
  'castle-doctrine',
  'discontinuity',
  'job-search',
  'experiment',
  'traffic-deaths',
  'tobacco-control',
  'weak-instruments',
  'regional-growth',
  'firm-employment',
].map((name) => `examples/${name}`);
/** The example that calls R needs it. */
const papers = ['.', ...examples].filter((paper) => {
  const usesR = readFileSync(join(FLAGSHIP, paper, 'pipeline.yaml'), 'utf8').includes('Rscript');
  return !usesR || lacks('Rscript').length === 0;
});

/** The text without formats and languages of its tables' own, and in English without tables that are captioned in Chinese. */
const asReported = (text: string, lang: string): string =>
  text
    .split('\n')
    .filter((line) => lang === 'zh' || !/caption: .*\p{Script=Han}/u.test(line))
    .filter((line) => !/^ +formats: \[.*\]$/.test(line))
    .map((line) => (line.includes('caption: ') ? line.replace(/, (formats|lang|preset): (\[[^\]]*\]|\w+)/g, '') : line))
    .join('\n');

/** Files of tables by their extension; `all.docx` holds those of a paper. */
interface Tables {
  readonly name: string;
  readonly folder: string;
  readonly names: readonly string[];
}

/** One project a paper: the second language finds what the first one estimated. */
const projects = new Map<string, Project>();
afterAll(() => {
  for (const project of projects.values()) project.dispose();
});

describe.each(['en', 'zh'])('every table (%s)', (lang) => {
  const made: Tables[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'papermake-every-'));
    for (const [p, paper] of papers.entries()) {
      const project = projects.get(paper) ?? new Project({});
      projects.set(paper, project);
      for (const path of ['pipeline.yaml', 'data', 'paper', 'scripts', 'steps', 'templates'])
        if (paper !== '.' || ['pipeline.yaml', 'data', 'paper'].includes(path))
          if (existsSync(join(FLAGSHIP, paper, path)))
            cpSync(join(FLAGSHIP, paper, path), project.path(path), { recursive: true });
      const text = readFileSync(join(FLAGSHIP, paper, 'pipeline.yaml'), 'utf8');
      const own = paper === '.' ? withoutDocuments(text) : asReported(text, lang);
      const options = [`lang: ${lang}`, 'formats: [latex, html, typst]', 'all: all.docx'];
      const asked = own.replace(/^( *)kind: report\n/m, (line, indent: string) =>
        [line.trimEnd(), ...options.map((option) => indent + option), ''].join('\n'),
      );
      expect(asked).not.toBe(own);
      project.write('pipeline.yaml', asked);
      const run = await project.run();
      expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, stderr: '' });
      const out = project.path('out/tables');
      const names = readdirSync(out).flatMap((name) => (name.endsWith('.tex') ? [name.slice(0, -4)] : []));
      expect(names.length).toBeGreaterThan(0);
      cpSync(out, join(folder, `p${p}`), { recursive: true });
      made.push({ name: paper, folder: `p${p}`, names });
    }
  }, 600_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const [engine, start, fonts] =
    lang === 'zh'
      ? [
          'xelatex',
          '\\documentclass[UTF8,fontset=fandol]{ctexart}',
          ['ctexart.cls', 'geometry.sty', 'FandolSong-Regular.otf'],
        ]
      : [
          'pdflatex',
          '\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{lmodern}',
          ['lmodern.sty', 'geometry.sty'],
        ];
  const tex = lacking(engine as string, fonts as string[]);
  it.skipIf(tex.length > 0)(
    naming('compiles in LaTeX without a warning or an overfull box', tex),
    () => {
      cpSync(join(folder, 'p0/papermake.sty'), join(folder, 'papermake.sty'));
      // Papers may have tables of one name, whose labels would be told as doubles.
      const inputs = made.flatMap((paper) =>
        paper.names.map(
          (name) => `\\begingroup\\renewcommand{\\label}[1]{}\\input{${paper.folder}/${name}.tex}\\clearpage\\endgroup`,
        ),
      );
      writeFileSync(
        join(folder, 'all.tex'),
        `${start}\n\\usepackage[a4paper,margin=2.5cm]{geometry}\n\\usepackage{papermake}\n\\begin{document}\n${inputs.join('\n')}\n\\end{document}\n`,
      );
      const set = (...more: string[]): string => {
        const options = ['-interaction=nonstopmode', '-halt-on-error', ...more, 'all.tex'];
        spawnSync(engine as string, options, { cwd: folder, stdio: 'ignore' });
        return readFileSync(join(folder, 'all.log'), 'utf8');
      };
      // The first run is for the widths of long tables alone, which it leaves to the second.
      set(engine === 'xelatex' ? '-no-pdf' : '-draftmode');
      const log = set();
      expect(log.match(/^!.*(\n.*){0,3}/m)?.[0]).toBeUndefined();
      expect(log.match(/^(Overfull|Underfull|Missing character|.*Warning: ).*/gm) ?? []).toEqual([]);
      expect(existsSync(join(folder, 'all.pdf'))).toBe(true);
    },
    300_000,
  );

  it('compiles in Typst without a warning', () => {
    const inputs = made.flatMap((paper) =>
      paper.names.map((name) =>
        readFileSync(join(folder, paper.folder, `${name}.typ`), 'utf8').replace(/ #label\("[^"]*"\)/, ''),
      ),
    );
    const result = NodeCompiler.create({}).compile({ mainFileContent: inputs.join('\n#pagebreak()\n') });
    expect(result.takeDiagnostics() ?? result.takeError()).toBeNull();
  });

  const office = lacks('soffice', 'pdftotext');
  it.skipIf(office.length > 0)(
    naming('opens in LibreOffice', office),
    () => {
      const profile = `-env:UserInstallation=file://${folder}/profile`;
      for (const paper of made) cpSync(join(folder, paper.folder, 'all.docx'), join(folder, `${paper.folder}.docx`));
      const documents = made.map((paper) => `${paper.folder}.docx`);
      execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', ...documents], {
        cwd: folder,
        stdio: 'ignore',
      });
      for (const paper of made) {
        const text = execFileSync('pdftotext', [join(folder, `${paper.folder}.pdf`), '-']).toString();
        const captions = text.match(lang === 'zh' ? /(?<=^|\f)表\s*\d+/gm : /(?<=^|\f)Table \d+/gm) ?? [];
        // The only table of a file has no number.
        expect(new Set(captions).size, paper.name).toBe(paper.names.length > 1 ? paper.names.length : 0);
        expect(text.trim(), paper.name).not.toBe('');
      }
    },
    300_000,
  );

  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  it.skipIf(!existsSync(executablePath) && !process.env.CI)(
    'renders in Chromium, no cell over another',
    async () => {
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
      try {
        const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
        const names = made.flatMap((paper) => paper.names.map((name) => join(paper.folder, `${name}.html`)));
        const frames = names.map((name) => readFileSync(join(folder, name), 'utf8'));
        for (const [f, html] of frames.entries()) {
          await page.setContent(`<!doctype html><meta charset="utf-8">${html}`);
          const wrong = await page.evaluate<string[]>(`(() => {
          const [table, ...others] = document.querySelectorAll('table.papermake');
          if (!table || others.length > 0) return ['no one table'];
          if (table.getBoundingClientRect().height < 40) return ['no height'];
          const boxOf = (cell) => {
            const text = document.createRange();
            text.selectNodeContents(cell);
            return text.getBoundingClientRect();
          };
          return [...table.querySelectorAll('tr')].flatMap((tr) => {
            const cells = [...tr.cells].filter((cell) => cell.textContent !== '');
            return cells.flatMap((cell, c) =>
              c + 1 < cells.length && boxOf(cell).right + 2 > boxOf(cells[c + 1]).left ? [cell.textContent] : []);
          });
        })()`);
          expect(wrong, names[f]).toEqual([]);
        }
      } finally {
        await browser.close();
      }
    },
    300_000,
  );
});
