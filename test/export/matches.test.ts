/**
 * Matching by covariates, inverse probabilities and strata in other languages: base R and numpy find the values where papermake is not, R's Matching finds the
 * effects and errors of random specifications, and do-files name Stata's commands. PAPERMAKE_FUZZ: how many random ones, PAPERMAKE_SEED: others.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempt } from '../../src/base/attempt.ts';
import { createRng } from '../../src/base/number/rng.ts';
import { removeAll } from '../../src/base/system/remove.ts';
import { match } from '../../steps/match/numbers/match.ts';
import { metrics } from '../../steps/match/numbers/metric.ts';
import { estimands, type MatchSpec } from '../../steps/match/numbers/spec.ts';
import { Project } from '../cli/harness.ts';
import { dataOf } from '../support/data.ts';
import { byPython, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';
import { fault, unstored } from './stata-grammar.ts';

const random = Number(process.env.PAPERMAKE_FUZZ ?? 12);
const seed = String(process.env.PAPERMAKE_SEED ?? 1);

const withoutMatching =
  attempt(() => execFileSync('Rscript', ['--vanilla', '-e', 'library(Matching)'], { stdio: 'pipe' })) === undefined
    ? 'needs R with Matching'
    : undefined;

/** Rows of which many are alike in `z`. */
function drawn(name: string, count: number): Record<string, number[]> {
  const stream = createRng(seed).stream(name, 0);
  const rows = Array.from({ length: count }, () => {
    const [x, z, g] = [stream.normal(), Math.round(2 * stream.normal()), stream.uniform() > 0.5 ? 1 : 0];
    const d = x + z / 3 + 2 * stream.normal() > 0.5 ? 1 : 0;
    return { x, z, g, d, y: 1 + 2 * x - z + 3 * d + stream.normal(), w: x * x + stream.normal() };
  });
  return Object.fromEntries(Object.keys(rows[0]!).map((key) => [key, rows.map((row) => row[key as 'x'])]));
}

const csvOf = (columns: Readonly<Record<string, readonly number[]>>): string =>
  [
    Object.keys(columns).join(),
    ...columns.x!.map((_, i) =>
      Object.values(columns)
        .map((all) => all[i])
        .join(),
    ),
  ].join('\n');

const pipeline = `papermake: 1
defaults: {match: {treatment: d, outcomes: [y, w]}}
steps:
  rows: {kind: ingest, file: data.csv, rename: {x: 年 龄}}
  near: {kind: match, from: rows, on: ["\`年 龄\`", z], metric: mahalanobis}
  alike: {kind: match, from: rows, on: ["\`年 龄\`", z], metric: inverse-variance, exact: [g], estimand: ate, k: 3, adjust: [z], error_neighbours: 0}
  others: {kind: match, from: rows, on: ["\`年 龄\`"], metric: euclidean, estimand: atc, caliper: 0.5}
  weighed: {kind: match, from: rows, on: ["\`年 龄\`", z], method: ipw}
  doubly: {kind: match, from: rows, on: ["\`年 龄\`", z], method: ipw, estimand: ate, adjust: [z, g], score: probit}
  trimmed: {kind: match, from: rows, on: [z], method: ipw, estimand: atc, trim: 0.2, sample: g == 1}
  scored: {kind: match, from: rows, on: ["\`年 龄\`", z], metric: score, estimand: ate, k: 2, score: probit}
  nearby: {kind: match, from: rows, on: ["\`年 龄\`", z], metric: score, caliper: 0.5}
  back: {kind: match, from: rows, on: [z, g], metric: score, estimand: atc, k: 3, error_neighbours: 4}
  coarse: {kind: match, from: rows, on: ["\`年 龄\`", z, g], method: cem, cuts: {"\`年 龄\`": 4, z: [-1, 1]}}
`;

let project: Project;
beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': pipeline, 'data.csv': csvOf(drawn('rows', 150)) });
  await project.make();
}, 600_000);
afterAll(() => project.dispose());

interface Told {
  readonly missing: readonly { readonly node: string; readonly why: string }[];
}

async function exported(language: string) {
  const root = project.path(language);
  const { code, stdout, stderr } = await project.run('export', '--to', language, '--out', root, '--json');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:R|py|do|csv)$/.test(name))
    .map((name) => ({ path: name.replaceAll('\\', '/'), content: readFileSync(join(root, name), 'utf8') }));
  return { ...(JSON.parse(stdout) as Told), files };
}

it.skipIf(withoutR !== undefined)('base R finds every value', { timeout: 600_000 }, async () => {
  const { files, missing } = await exported('r');
  expect(missing).toEqual([]);
  const { code, output } = runInEmptyFolder(files);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output.match(/: all \d+ values are the same/g)).toHaveLength(10);
});

it.skipIf(withoutPython !== undefined)('numpy finds effects by neighbours', { timeout: 600_000 }, async () => {
  const { files, missing } = await exported('python');
  expect(missing.map(({ node, why }) => `${node}: ${why}`)).toEqual(
    ['weighed', 'doubly', 'trimmed', 'coarse'].map(
      (node) => `${node}: inverse probabilities and strata are not written`,
    ),
  );
  const { code, output } = runInEmptyFolder(files, 'main.py', byPython);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output.match(/: all [1-9]\d* values are the same/g)).toHaveLength(6);
});

it('do-files name the commands of Stata, and say what these do not have', async () => {
  const { files, missing } = await exported('stata');
  expect(missing.map(({ node, why }) => `${node}: ${why}`)).toEqual([
    'others: `teffects` has no effect on the controls',
    'trimmed: `teffects` has no effect on the controls',
    'back: `teffects` has no effect on the controls',
  ]);
  const steps = files
    .filter(({ path }) => /^\d\d_.*\.do$/.test(path))
    .map(({ content }) => String(content).split('\n'));
  for (const lines of steps) {
    expect(lines.flatMap((line) => fault(line) ?? [])).toEqual([]);
    expect(unstored(lines)).toEqual([]);
  }
  const all = steps.flat().join('\n');
  for (const pattern of [
    /^teffects nnmatch \(y \S+ z\) \(d\), atet metric\(mahalanobis\) vce\(robust, nn\(2\)\)$/m,
    /^teffects nnmatch \(w \S+ z\) \(d\), ate metric\(ivariance\) nneighbor\(3\) ematch\(g\) biasadj\(z\) vce\(iid\)$/m,
    /^teffects psmatch \(y\) \(d \S+ z, probit\), ate nneighbor\(2\) vce\(robust, nn\(2\)\)$/m,
    /^teffects ipw \(y\) \(d \S+ z, logit\), atet$/m,
    /^teffects aipw \(y z g\) \(d \S+ z, probit\)$/m,
    /^cem \S+ \(#4\) z \(-1 1\) g, treatment\(d\) autocuts\(sturges\)$/m,
    /^regress w d \[pweight = cem_weights\]$/m,
  ])
    expect(all).toMatch(pattern);
});

describe.skipIf(withoutMatching !== undefined)('Matching of R', () => {
  it('finds the effects and errors of random specifications', { timeout: 600_000 }, () => {
    const stream = createRng(seed).stream('specifications', 0);
    const one = <T>(of: readonly T[]): T => of[Math.floor(stream.uniform() * of.length)]!;
    const columns = drawn('matching', 140);
    const specs = Array.from({ length: random }, () => ({
      estimand: one(estimands),
      metric: one(metrics.filter((each) => each !== 'euclidean' && each !== 'score')),
      on: one([['x'], ['z'], ['x', 'z'], ['x', 'z', 'g'], ['z', 'g']]),
      k: one([1, 1, 2, 4]),
      adjust: one([[], [], ['x'], ['x', 'w']]),
      errorNeighbours: one([0, 1, 2, 3]),
    }));
    const folder = mkdtempSync(join(tmpdir(), 'papermake-matching-'));
    const code = specs.map(({ estimand, metric, on, k, adjust, errorNeighbours }) => {
      const list = (names: readonly string[]): string => `as.matrix(d[c(${names.map((name) => `"${name}"`).join()})])`;
      const z = adjust.length === 0 ? '' : `, Z = ${list(adjust)}, BiasAdjust = TRUE`;
      const options = `M = ${k}, Weight = ${metric === 'mahalanobis' ? 2 : 1}, Var.calc = ${errorNeighbours}, distance.tolerance = 1e-12`;
      return `m <- Match(Y = d$y, Tr = d$d, X = ${list(on)}${z}, ${options}, estimand = "${estimand.toUpperCase()}"); cat(sprintf("%.15g %.15g\\n", m$est, m$se))`;
    });
    writeFileSync(join(folder, 'data.csv'), csvOf(columns));
    writeFileSync(
      join(folder, 'main.R'),
      ['suppressMessages(library(Matching)); d <- read.csv("data.csv")', ...code].join('\n'),
    );
    const output = execFileSync('Rscript', ['--vanilla', 'main.R'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    removeAll(folder);
    const theirs = output
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number));
    expect(theirs).toHaveLength(specs.length);
    for (const [i, own] of specs.entries()) {
      const found = match(specOf(own), dataOf(columns), null).records[own.estimand]![0]!;
      expect(found.estimate / theirs[i]![0]!, JSON.stringify(own)).toBeCloseTo(1, 8);
      expect((found.stdError as number) / theirs[i]![1]!, JSON.stringify(own)).toBeCloseTo(1, 8);
    }
  });
});

const specOf = (more: Partial<MatchSpec>): MatchSpec => ({
  ...{ treatment: 'd', method: 'nearest', score: 'logit', index: false, replace: true, ties: false, caliper: null },
  ...{ order: 'descending', algorithm: 'greedy', kernel: 'epan', bandwidth: 0.06, common: false, moments: 1 },
  ...{ outcomes: ['y'], sample: null, exclude: null, at: null, name: 'weight', on: [], k: 1 },
  ...more,
});
