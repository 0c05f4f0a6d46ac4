/**
 * `draws` of R and Python: a random stream for each draw, whatever draws run beside it; a frame of them, and a fit that reads them. What is absent is skipped
 * by name, but not under CI.
 * @module-tag slow
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { absentFromR, pythonWithStatsmodels } from '../support/languages.ts';
import { resultAlone } from '../support/result-alone.ts';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = Array.from({ length: 40 }, (_, i) => {
  const x = Math.sin(i + 1);
  return `u${i % 8},${2001 + Math.floor(i / 8)},${1 + 2 * x + Math.cos(3 * i)},${x}`;
});

function given(steps: readonly string[], more = ''): void {
  const text = ['papermake: 1', 'steps:', '  panel: {kind: ingest, file: panel.csv, panel: {unit: id, time: year}}'];
  project = new Project({
    'pipeline.yaml': `${[...text, ...steps.map((step) => `  ${step}`)].join('\n')}\n${more}`,
    'panel.csv': `id,year,y,x\n${rows.join('\n')}\n`,
  });
}

const shown = async (node: string): Promise<string> => resultAlone((await project.run('show', '--json', node)).stdout);

const absent = absentFromR([]);
const python = process.env.CI ? (pythonWithStatsmodels ?? 'python3') : pythonWithStatsmodels;

describe.skipIf(absent.length > 0)('R', () => {
  const boot = (number: number, more = ''): string =>
    `{kind: r, from: panel, columns: [y, x], draws: {call: "coef(lm(y ~ x, data[sample(nrow(data), replace = TRUE), ]))", number: ${number}, seed: 11}${more}}`;

  it('gives the draws that R gives by itself, the same in pieces of other sizes', async () => {
    given([
      `boot: ${boot(120)}`,
      `few: ${boot(60)}`,
      'values: {kind: command, run: [cp, boot.csv, out.txt], inputs: {boot.csv: boot}, outputs: {out.txt: file}}',
      'first: {kind: command, run: [cp, few.csv, out.txt], inputs: {few.csv: few}, outputs: {out.txt: file}}',
    ]);
    const { code, stderr } = await project.run('run', '-j', '3');
    expect(code, stderr).toBe(0);
    const lines = (step: string): string[] => project.read(`out/${step}/out.txt`).trimEnd().split('\n');
    expect(lines('values')).toHaveLength(121);
    expect(lines('first')).toEqual(lines('values').slice(0, 61));
    writeFileSync(
      project.path('alone.R'),
      `data <- read.csv("panel.csv")
data <- data[order(data$id, data$year), ]
RNGkind("L'Ecuyer-CMRG"); set.seed(11); stream <- .Random.seed
for (i in 1:120) {
  .Random.seed <<- stream
  b <- coef(lm(y ~ x, data[sample(nrow(data), replace = TRUE), ]))
  cat(sprintf("%.12g", b), "\\n"); stream <- parallel::nextRNGStream(stream)
}`,
    );
    const alone = spawnSync('Rscript', ['--vanilla', 'alone.R'], { cwd: project.root, encoding: 'utf8' });
    expect(alone.status, alone.stderr).toBe(0);
    const [head, ...cells] = lines('values').map((line) => line.split(','));
    const at = ['(Intercept)', 'x'].map((name) => head!.findIndex((each) => each.replaceAll('"', '') === name));
    const own = alone.stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(' ').map(Number));
    for (const [i, row] of cells.entries())
      for (const [j, k] of at.entries()) expect(Number(row[k])).toBeCloseTo(own[i]![j]!, 9);
  });

  it('gives the same bytes by one process and by several, and a fit whose covariance is of the draws', async () => {
    const fit = boot(100, ', call: "lm(y ~ x, data)", vcov: cov(draws), stats: {reps: nrow(draws)}');
    given(
      [`boot: ${boot(100)}`, `fit: ${fit}`, 'spread: {kind: describe, from: boot, variables: [x]}'],
      'claims: {all: fit.reps == 100}\n',
    );
    await project.make(['-j', '1']);
    const one = [await shown('boot'), await shown('fit')];
    project.remove('.papermake');
    await project.make(['-j', '4']);
    expect([await shown('boot'), await shown('fit')]).toEqual(one);
    const { terms } = JSON.parse(one[1]!) as { terms: { term: string; stdError: number }[] };
    const spread = JSON.parse(await shown('spread')) as { variables: { sd: number }[] };
    expect(JSON.stringify(spread)).toContain(String(terms.find(({ term }) => term === 'x')!.stdError).slice(0, 8));
  });

  it('tells the number of the draw that fails, and draws that lack a number', async () => {
    given([
      'gone: {kind: r, from: panel, columns: [y, x], draws: {call: "if (draw == 17) stop(\\"no fit\\"); c(a = draw)", number: 60, seed: 1}}',
      'some: {kind: r, from: panel, columns: [y, x], draws: {call: "c(a = if (draw > 57) NA else 1)", number: 60, seed: 1}}',
      'other: {kind: r, from: panel, columns: [y, x], draws: {call: "if (draw > 3) c(a = 1) else c(b = 1)", number: 60, seed: 1}}',
      'far: {kind: r, from: panel, columns: [y, x], draws: {call: "c(a = if (draw > 2) Inf else 1)", number: 60, seed: 1}}',
      'pieces: {kind: r, from: panel, columns: [y, x], draws: {call: "if (draw > 30) c(a = 1) else c(b = 1)", number: 60, seed: 1}}',
    ]);
    const { stdout, stderr } = await project.run('run', '-k');
    const said = stdout + stderr;
    expect(said).toContain('R stopped in the call: draw 17: no fit');
    expect(said).toContain('3 of 60 draws have no `a`');
    expect(said).toContain('draw 4 gives other numbers than those before it (`b`)');
    expect(said).toContain('draw 3: `a` is infinite');
    expect(said).toContain('draws give numbers of different names: `b` and `a`');
  });

  it('refuses what only a fit has, and a step without a call and without draws', async () => {
    given([`boot: ${boot(10, ', vcov: iid, header: h')}`, 'none: {kind: r, from: panel}']);
    const { code, stderr } = await project.run('run');
    expect(code).not.toBe(0);
    expect(stderr).toContain('`vcov` is of a fit, and this step makes the frame of its draws');
    expect(stderr).toContain('`header` is of a fit');
    expect(stderr).toContain('expected `call` or `calls`, got neither');
  });
});

describe.skipIf(python === undefined)('Python', () => {
  it('gives each draw random numbers of its own, the same in pieces of other sizes', async () => {
    const boot = (number: number): string =>
      `{kind: python, from: panel, columns: [y, x], program: ${python}, draws: {call: "import random\\n{'m': random.random(), 'n': np.random.normal(), 'r': rng.normal(), 'k': float(draw)}", number: ${number}, seed: 11}}`;
    given([
      `boot: ${boot(120)}`,
      `few: ${boot(60)}`,
      'values: {kind: command, run: [cp, boot.csv, out.txt], inputs: {boot.csv: boot}, outputs: {out.txt: file}}',
      'first: {kind: command, run: [cp, few.csv, out.txt], inputs: {few.csv: few}, outputs: {out.txt: file}}',
    ]);
    const { code, stderr } = await project.run('run', '-j', '3');
    expect(code, stderr).toBe(0);
    const lines = (step: string): string[] => project.read(`out/${step}/out.txt`).trimEnd().split('\n');
    expect(new Set(lines('values')).size).toBe(121);
    expect(lines('first')).toEqual(lines('values').slice(0, 61));
  });
});
