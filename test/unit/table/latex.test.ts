/**
 * The LaTeX of every golden table compiles without overfull boxes. Skipped where TeX, a package or a font is absent, but not under CI.
 * @module-tag slow
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { escapeLatex } from '../../../src/table/formats/latex-text.ts';
import { fitOf, node, renderedTexts, term } from '../../golden/fixtures.ts';
import { lacking, naming } from '../../support/tex.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const goldens = path.join(root, 'test/golden/tables');

const sources = readdirSync(goldens).filter((name) => name.endsWith('.tex'));
const isChinese = (name: string): boolean => /\p{Script=Han}/u.test(readFileSync(path.join(goldens, name), 'utf8'));

describe('LaTeX', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'papermake-tex-'));
    for (const name of sources) copyFileSync(path.join(goldens, name), path.join(folder, name));
    copyFileSync(path.join(root, 'templates/papermake.sty'), path.join(folder, 'papermake.sty'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function compile(engine: string, start: string, names: readonly string[]): string {
    const body = names.map((name) => `\\input{${name}}`).join('\n\n');
    writeFileSync(
      path.join(folder, `${engine}.tex`),
      `${start}\n\\usepackage{papermake}\n\\begin{document}\n${body}\n\\end{document}\n`,
    );
    try {
      // Labels and the widths of long tables are known to the second run.
      for (let run = 0; run < 2; run++)
        execFileSync(engine, ['-interaction=nonstopmode', '-halt-on-error', `${engine}.tex`], {
          cwd: folder,
          stdio: 'ignore',
        });
    } catch {
      // The log says why; the assertions below show it.
    }
    return readFileSync(path.join(folder, `${engine}.log`), 'utf8');
  }

  function expectClean(log: string, engine: string): void {
    expect(log.match(/^!.*(\n.*){0,3}/m)?.[0]).toBeUndefined();
    expect(log.match(/^(Overfull|Underfull) .*/gm) ?? []).toEqual([]);
    expect(log.match(/^Missing character.*/gm) ?? []).toEqual([]);
    expect(log.match(/^.*Warning: .*/gm) ?? []).toEqual([]);
    expect(existsSync(path.join(folder, `${engine}.pdf`))).toBe(true);
  }

  const latinModern = lacking('pdflatex', ['lmodern.sty', 'ec-lmr10.tfm']);
  it.skipIf(latinModern.length > 0)(naming('compiles with pdflatex', latinModern), () => {
    const start = '\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{lmodern}';
    expectClean(
      compile(
        'pdflatex',
        start,
        sources.filter((name) => !isChinese(name)),
      ),
      'pdflatex',
    );
  });

  const paper = lacking('pdflatex', ['geometry.sty']);
  const specials = naming('sets every special character without asking for an encoding or a font', paper);
  it.skipIf(paper.length > 0)(specials, () => {
    const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join(' ');
    writeFileSync(path.join(folder, 'specials.tex'), escapeLatex(`${printable} – — “ ” ‘ ’ … − × · ≤ ≥ ≠ σ é ü ç R²`));
    expectClean(
      compile('pdflatex', '\\documentclass{article}\\usepackage[a3paper]{geometry}', ['specials.tex']),
      'pdflatex',
    );
  });

  it.skipIf(latinModern.length > 0)(naming('scales thirty columns to the line', latinModern), async () => {
    const sources = Array.from({ length: 30 }, (_, i) =>
      node(`m.${i}`, fitOf([term('x', 1.5, 0.4, 0.001)]), { header: 'A header of thirty characters' }),
    );
    const entry = { caption: 'Thirty', ...{ width: 'scaled', landscape: true } };
    const made = await renderedTexts({ name: 'thirty', entry, groups: [{ title: null, sources }] });
    writeFileSync(path.join(folder, 'thirty.tex'), made.get('tex')!);
    const start = '\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{lmodern}';
    expectClean(compile('pdflatex', start, ['thirty.tex']), 'pdflatex');
  });

  const fandol = lacking('xelatex', ['ctexart.cls', 'FandolSong-Regular.otf', 'lmroman10-regular.otf']);
  it.skipIf(fandol.length > 0)(naming('compiles Chinese with xelatex and ctex', fandol), () => {
    const chinese = sources.filter(isChinese);
    expect(chinese.length).toBeGreaterThan(0);
    expectClean(compile('xelatex', '\\documentclass[UTF8,fontset=fandol]{ctexart}', chinese), 'xelatex');
  });
});

describe('a test of LaTeX', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is skipped by the names of what is absent, but not under CI', () => {
    vi.stubEnv('CI', '');
    expect(lacking('no-such-engine', [])).toEqual(['no-such-engine']);
    expect(lacking(process.execPath, ['no-such-font.otf'])).toContain('no-such-font.otf');
    expect(naming('compiles', ['a.sty', 'b.otf'])).toBe('compiles: skipped without a.sty, b.otf');
    vi.stubEnv('CI', 'true');
    expect(lacking('no-such-engine', ['no-such-font.otf'])).toEqual([]);
  });
});
