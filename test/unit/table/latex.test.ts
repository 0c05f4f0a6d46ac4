/** The LaTeX of every golden table compiles without overfull boxes. Needs TeX: skipped where absent, but not under CI. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latex } from '../../../src/table/formats/latex.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const goldens = path.join(root, 'test/golden/tables');
const absent = (program: string): boolean => !process.env.CI && spawnSync(program, ['--version']).error !== undefined;

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
    expect(existsSync(path.join(folder, `${engine}.pdf`))).toBe(true);
  }

  it.skipIf(absent('pdflatex'))('compiles with pdflatex', () => {
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

  it.skipIf(absent('pdflatex'))('sets every special character without asking for an encoding or a font', () => {
    const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join(' ');
    writeFileSync(path.join(folder, 'specials.tex'), latex.escape(`${printable} – — “ ” ‘ ’ … − × · ≤ ≥ ≠ σ é ü ç R²`));
    expectClean(
      compile('pdflatex', '\\documentclass{article}\\usepackage[a3paper]{geometry}', ['specials.tex']),
      'pdflatex',
    );
  });

  it.skipIf(absent('xelatex'))('compiles Chinese with xelatex and ctex', () => {
    const chinese = sources.filter(isChinese);
    expect(chinese.length).toBeGreaterThan(0);
    expectClean(compile('xelatex', '\\documentclass[UTF8,fontset=fandol]{ctexart}', chinese), 'xelatex');
  });
});
