/**
 * @module-tag slow
 *
 * Discontinuities in every language: R and Python, whose functions are a second engine written from the papers, find every value of fixed and of random
 * specifications, and do-files name Stata's commands. PAPERMAKE_FUZZ: how many random ones.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import type { ScriptFile } from '../../src/export/data.ts';
import { Project } from '../cli/harness.ts';
import { byPython, byR, type Program, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';
import { fault, unstored } from './stata-grammar.ts';

const random = Number(process.env.PAPERMAKE_FUZZ ?? 12);
const seed = process.env.PAPERMAKE_SEED ?? '36';

/** Rows with a jump, take-up that is imperfect above the cut-off, coarse values of a second running variable, covariates, weights, clusters, gaps. */
function csv(rows: number): string {
  const draw = createRng(`discontinuities ${seed}`).stream('rows', 0);
  const lines = ['x,coarse,y,t,once,z1,z2,w,state,cut'];
  for (let i = 0; i < rows; i++) {
    const x = draw.normal() + 0.2;
    const [z1, z2] = [draw.normal() + x / 3, draw.normal()];
    const t = Number(draw.uniform() < 0.2 + 0.5 * Number(x >= 0));
    const once = Number(x >= 0 && draw.uniform() < 0.7);
    const y = 1 + x + 0.4 * x * x + 1.5 * t + 0.5 * z1 - 0.3 * z2 + draw.normal();
    const gap = (value: number): string => (draw.uniform() < 0.01 ? '' : String(value));
    lines.push(
      [
        x,
        Math.round(x * 20) / 20,
        gap(y),
        t,
        once,
        gap(z1),
        z2,
        0.5 + draw.uniform(),
        gap(Math.floor(20 * draw.uniform())),
        i % 2 === 0 ? 0 : 0.5,
      ].join(','),
    );
  }
  return `${lines.join('\n')}\n`;
}

const fixed: Readonly<Record<string, string>> = {
  plain: 'outcome: y, running: x, rows: [conventional, bias_corrected, robust]',
  fuzzy: 'outcome: y, running: x, fuzzy: t, bandwidth: msetwo, covariates: [z1, z2]',
  onesided: 'outcome: y, running: x, fuzzy: once',
  kink: 'outcome: y, running: x, deriv: 1, p: 2, kernel: uniform, bandwidth: cersum, vcov: HC3',
  clustered: 'outcome: y, running: x, cluster: state, kernel: epanechnikov, bandwidth: msecomb2, weights: w',
  repeated: 'outcome: y, running: coarse, vcov: nn, neighbours: 5',
  rows: 'outcome: y, running: coarse, masspoints: "off", vcov: HC2, regularise: 0, donut: 0.05',
  given: 'outcome: log(w), running: x, h: [0.8, 1.1], rho: 0.8, cutoff: 0.1, vcov: HC1, sample: z2 > -2',
  wide: 'outcome: y, running: x, h: 1, b: [1.2, 1.3], q: 3, vcov: HC0, curve: 2, bin_count: [9, 7]',
  checks:
    'method: checks, outcome: y, running: x, covariates: [z2], multiples: [0.5, 2], donuts: [0.05, 0.1], cutoffs: [-0.7, 0.8], balance: [z1, w]',
  several: 'method: cutoffs, outcome: y, running: x, cutoffs: [-0.7, 0, 0.8], h: 0.3, cluster: state',
  apart:
    'method: cutoffs, outcome: y, running: x, cutoffs: [-0.9, 0.9], h: 0.4, covariates: [z2], rows: [conventional]',
  own: 'method: cutoffs, outcome: y, running: x, cutoffs: cut, donut: 0.02',
  density: 'method: density, running: x',
  densities: 'method: density, running: x, h: [0.7, 0.9], p: 3, kernel: uniform',
  shared: 'method: density, running: coarse, restricted: true, h: 1, kernel: epanechnikov',
  plugin: 'method: density, running: x, vcov: plugin',
  mccrary: 'method: mccrary, running: x',
  bins: 'method: mccrary, running: coarse, h: 1.2, bin: 0.25',
  window: 'method: randomisation, outcome: y, running: x, window: [-0.2, 0.3]',
  lines: 'method: randomisation, outcome: y, running: x, window: [-0.2, 0.3], p: 1',
  exact: 'method: randomisation, outcome: y, running: x, window: [-0.012, 0.012], draws: 20000, statistic: ranksum',
  chosen:
    'method: randomisation, outcome: y, running: x, covariates: [z2, w], windows: {first: 0.05, step: 0.05, count: 4, level: 0.001}',
};

function drawn(i: number): string {
  const draw = createRng(`discontinuities ${seed}`).stream('specifications', i);
  const of = <T>(values: readonly T[]): T => values[Math.floor(draw.uniform() * values.length)]!;
  const maybe = (text: string, chance = 0.3): string => (draw.uniform() < chance ? `, ${text}` : '');
  const p = of([0, 1, 1, 1, 2]);
  const given = draw.uniform() < 0.25;
  const width = (): number => Math.round((0.9 + draw.uniform()) * 100) / 100;
  return [
    `outcome: ${of(['y', 'y', 'z1', 'w'])}, running: ${of(['x', 'x', 'coarse'])}, p: ${p}, kernel: ${of(['triangular', 'epanechnikov', 'uniform'])}`,
    given
      ? `, h: [${width()}, ${width()}]${maybe(`b: ${width() + 0.3}`)}`
      : `, bandwidth: ${of(['mse', 'cer'])}${of(['rd', 'two', 'sum', 'comb1', 'comb2'])}, regularise: ${of([0, 1, 1])}, masspoints: "${of(['adjust', 'off'])}"`,
    of([
      ', cluster: state',
      ', vcov: nn',
      `, vcov: nn, neighbours: ${of([1, 2, 4, 7])}`,
      `, vcov: HC${of([0, 1, 2, 3])}`,
    ]),
    maybe(`fuzzy: ${of(['t', 'once'])}`),
    maybe('covariates: [z2]'),
    maybe('weights: w'),
    maybe(`donut: ${of([0.02, 0.05])}`, 0.2),
    maybe(`cutoff: ${of([-0.25, 0.1, 0.15])}`),
    maybe('q: 3', 0.2),
    p > 0 ? maybe('deriv: 1', 0.15) : '',
    ', rows: [conventional, bias_corrected, robust]',
  ].join('');
}

const steps = new Map([
  ...Object.entries(fixed),
  ...Array.from({ length: random }, (_, i): [string, string] => [`r${i}`, drawn(i)]),
]);

const pipeline = (): string =>
  [
    'papermake: 1',
    'steps:',
    '  d: {kind: ingest, file: d.csv}',
    ...[...steps].map(([name, keys]) => `  ${name}: {kind: rd, from: d, ${keys}}`),
    '',
  ].join('\n');

let project: Project;
beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': pipeline(), 'd.csv': csv(900) });
  const { stdout } = await project.run('run', '--keep-going');
  // specifications may be drawn for which there is too little mass
  const refused = [...stdout.matchAll(/^failed +(\S+)\n.*there is no mass/gm)].map(([, name]) => name!);
  expect(refused.filter((name) => Object.hasOwn(fixed, name))).toEqual([]);
  expect(refused.length).toBeLessThan(2 + random / 5);
  for (const name of refused) steps.delete(name);
  project.write('pipeline.yaml', pipeline());
  await project.make();
}, 600_000);
afterAll(() => project.dispose());

interface Told {
  readonly results: readonly { readonly node: string; readonly cells: number }[];
  readonly missing: readonly { readonly node: string; readonly what: string; readonly why: string }[];
}

async function exported(language: string): Promise<Told & { readonly files: ScriptFile[] }> {
  const root = project.path(language);
  const { stdout } = await project.run('export', '--to', language, '--out', root, '--json');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:R|do|py|csv)$/.test(name))
    .map((name) => ({ path: name.replaceAll('\\', '/'), content: readFileSync(join(root, name), 'utf8') }));
  return { ...(JSON.parse(stdout) as Told), files };
}

const tried: readonly (readonly [language: string, main: string, program: Program, why: string | undefined])[] = [
  ['r', 'main.R', byR, withoutR],
  ['python', 'main.py', byPython, withoutPython],
];

describe.each(tried)('in %s', (language, main, program, why) => {
  it.skipIf(why !== undefined)('scripts find every value', { timeout: 600_000 }, async () => {
    const { files, missing, results } = await exported(language);
    expect(
      missing.map(({ node, what }) => `${node}: ${what}`).filter((text) => !/bandwidths|windows?$/.test(text)),
    ).toEqual([]);
    const cells = new Map(results.map((each) => [each.node, each.cells]));
    expect(cells.get('plain')).toBe(6 + 8);
    expect(cells.get('checks')).toBe(2 * 9);
    expect(cells.get('apart')).toBe(2 * 4);
    expect(cells.get('density')).toBe(6);
    expect(cells.get('plugin')).toBe(3);
    expect(cells.get('exact')).toBe(2 + 6 + 2);
    const { code, output } = runInEmptyFolder(files, main, program);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output.match(/: all \d+ values are the same/g)!.length).toBeGreaterThanOrEqual(steps.size - 1);
  });
});

it('do-files are Stata by the grammar, and name its commands', async () => {
  const { files, missing } = await exported('stata');
  expect(missing.map(({ node, what }) => `${node}: ${what}`).filter((text) => /result/.test(text))).toEqual([
    'mccrary: the result',
    'bins: the result',
  ]);
  const lines = files.filter(({ path }) => /^\d\d.*\.do$/.test(path)).map(({ content }) => String(content).split('\n'));
  for (const each of lines) {
    expect(each.flatMap((line) => fault(line) ?? [])).toEqual([]);
    expect(unstored(each)).toEqual([]);
  }
  const all = lines.flat();
  for (const line of [
    'rdrobust y x, c(0) p(1) q(2) kernel(triangular) bwselect(mserd) vce(nn 3) masspoints(adjust)',
    'rdrobust y x, c(0) p(1) q(2) fuzzy(t) covs(z1 z2) kernel(triangular) bwselect(msetwo) vce(nn 3) masspoints(adjust)',
    'rdrobust y x if x >= 0, c(0.8) p(1) q(2) covs(z2) kernel(triangular) bwselect(mserd) vce(nn 3) masspoints(adjust)',
    'scalar rows2 = e(N_h_l) + e(N_h_r)',
    'generate double distance = x - cond(x < -0.35, -0.7, cond(x < 0.4, 0, 0.8))',
    'rdrobust y distance, c(0) p(1) q(2) kernel(triangular) h(0.3 0.3) vce(cluster state) masspoints(adjust)',
    'generate double distance = x - cut',
    'rdrobust y distance if abs(distance) >= 0.02, c(0) p(1) q(2) kernel(triangular) bwselect(mserd) vce(nn 3) masspoints(adjust)',
    'rdplot y x, c(0) p(4) binselect(esmv)',
    'rdplot y x, c(0) p(2) nbins(9 7)',
    'keep if abs(coarse - 0) >= 0.05',
    'rddensity x, c(0) p(2) fitselect(unrestricted) kernel(triangular) vce(jackknife) bwselect(comb)',
    'rdrandinf y x, c(0) wl(-0.2) wr(0.3) statistic(diffmeans) p(0) reps(1000)',
  ])
    expect(all).toContain(line);
});
