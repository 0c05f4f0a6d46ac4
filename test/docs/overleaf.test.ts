/** The recipe of the page for Overleaf, run as it stands there, with a local bare repository in the place of Overleaf’s, and with the real latexdiff and TeX. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BINARY } from '../cli/harness.ts';
import { DATA } from '../cli/paper.ts';
import { lacking, naming } from '../support/tex.ts';
import { blocksOf } from './page.ts';

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  baseline: {kind: models, from: panel, columns: {a: {fit: y ~ x}, b: {fit: y ~ z}}}
  tables: {kind: report, formats: [latex], tables: {one: {from: baseline.a}, two: {from: baseline.b}}}
  trend: {kind: figure, plot: trends, from: panel, x: year, y: y, formats: [pdf]}
numbers: {effect: baseline.b.z, other: baseline.a.x}
`;

const TEXT = String.raw`\documentclass{article}
\usepackage{out/tables/papermake}
\usepackage{graphicx}
\input{out/numbers}
\begin{document}
The effect is \pmnum{effect}, beside \pmnum{other}.
\input{out/tables/one}
\input{out/tables/two}
\begin{figure}\includegraphics[width=5cm]{out/figures/trend}\end{figure}
\end{document}
`;

const [begin, again] = blocksOf('docs/howto/overleaf.md')
  .filter(({ info }) => info === 'sh')
  .map(({ text }) => text) as [string, string];

let place: string;
let bare: string;
const project = (): string => join(place, 'project');
const clone = (): string => join(place, 'overleaf');

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'overleaf-'));
  for (const folder of ['project/data', 'bin']) mkdirSync(join(place, folder), { recursive: true });
  writeFileSync(join(project(), 'pipeline.yaml'), PIPELINE);
  writeFileSync(join(project(), 'data/panel.csv'), DATA);
  writeFileSync(join(place, 'bin/papermake'), `#!/bin/sh\nexec '${process.execPath}' '${BINARY}' "$@"\n`);
  chmodSync(join(place, 'bin/papermake'), 0o755);
  bare = join(place, 'bare.git');
  git(place, 'init', '-q', '--bare', '-b', 'master', bare);
  git(place, 'clone', '-q', bare, 'coauthor');
  writeFileSync(join(place, 'coauthor/paper.tex'), TEXT);
  push('coauthor', 'Begin');
});
afterEach(() => rmSync(place, { recursive: true }));

const env = (): NodeJS.ProcessEnv => ({
  ...process.env,
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'A'],
      [`GIT_${who}_EMAIL`, 'a@example.org'],
    ]),
  ),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  PATH: `${join(place, 'bin')}${delimiter}${process.env.PATH}`,
});

const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd, env: env(), encoding: 'utf8' });

function push(folder: string, message: string): void {
  git(join(place, folder), 'add', '-A');
  git(join(place, folder), 'commit', '-q', '-m', message);
  git(join(place, folder), 'push', '-q', 'origin', 'HEAD');
}

const pull = (): string => git(join(place, 'coauthor'), 'pull', '-q');

/** Runs a block of the page in the project’s folder, up to the first line that fails. */
function follow(block: string): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', block.replaceAll('URL', bare)], {
    cwd: project(),
    env: env(),
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

/** Makes the coefficients of one table and one number others. */
const move = (): void => writeFileSync(join(project(), 'pipeline.yaml'), PIPELINE.replace('y ~ z', 'y ~ z + w'));

/** Sets a text beside a copy of the clone, and returns what its PDF says. */
function set(file: string): string {
  const folder = join(place, 'set');
  cpSync(clone(), folder, { recursive: true });
  cpSync(join(place, file), join(folder, 'text.tex'));
  const { status, stdout } = spawnSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'text.tex'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(status, stdout).toBe(0);
  return execFileSync('pdftotext', ['-layout', 'text.pdf', '-'], { cwd: folder, encoding: 'utf8' });
}

const lacks = ['latexdiff', 'pdftotext', 'sha256sum']
  .filter((program) => !process.env.CI && spawnSync(program, ['--version']).error !== undefined)
  .concat(lacking('pdflatex', []));

describe.skipIf(lacks.length > 0)(naming('the recipe', lacks), () => {
  it('fills the clone, and pushes one table, one list of numbers and marked changes after a rerun', () => {
    expect(follow(begin)).toMatchObject({ code: 0 });
    pull();
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: join(place, 'coauthor/out') });
    expect(existsSync(join(place, 'coauthor/out/figures/trend.pdf'))).toBe(true);
    move();
    const done = follow(again);
    expect(done.code, done.said).toBe(0);
    pull();
    const changed = git(join(place, 'coauthor'), 'diff', '--name-only', 'HEAD~1').trim().split('\n');
    expect(changed).toEqual(['out/SHA256SUMS', 'out/numbers.tex', 'out/tables/two.tex']);
    const marked = readFileSync(join(place, 'revision/changes.tex'), 'utf8');
    expect(marked).toMatch(/The effect is .*\\DIFdel\{.*\\DIFadd\{/);
    expect(marked).toMatch(/^Constant & .*\\DIFdelFL\{.*\\DIFaddFL\{/m);
    expect(set('revision/changes.tex')).toMatch(/Observations/);
  });

  it('goes on where a coauthor edited a table, which stays as it is, and ends with 4', () => {
    follow(begin);
    pull();
    writeFileSync(join(place, 'coauthor/out/tables/one.tex'), 'edited\n');
    push('coauthor', 'Edit');
    move();
    const { code, said } = follow(again);
    expect(code, said).toBe(4);
    expect(said).toMatch(/^edited there {2}out\/tables\/one\.tex\n.*- /m);
    expect(
      git(clone(), 'status', '--short')
        .trim()
        .split('\n')
        .map((line) => line.trim().slice(2)),
    ).toEqual(['out/SHA256SUMS', 'out/numbers.tex', 'out/tables/two.tex']);
    expect(readFileSync(join(clone(), 'out/tables/one.tex'), 'utf8')).toBe('edited\n');
  });

  it('finds nothing to write where git changed the ends of lines', () => {
    follow(begin);
    rmSync(clone(), { recursive: true });
    git(place, '-c', 'core.autocrlf=true', 'clone', '-q', bare, 'overleaf');
    expect(readFileSync(join(clone(), 'out/tables/one.tex'), 'utf8')).toContain('\r\n');
    const { code, said } = follow('papermake sync ../overleaf');
    expect([code, said]).toEqual([0, expect.stringMatching(/^papermake: 0 written, \d+ the same, 0 left$/m)]);
  });
});
