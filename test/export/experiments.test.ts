/**
 * Experiments in every language: estimatr and Python find the effects where papermake is not, random specifications among them, and do-files name
 * Stata's commands. PAPERMAKE_FUZZ: how many random ones, PAPERMAKE_SEED: others.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptFile } from '../../src/export/data.ts';
import { Project } from '../cli/harness.ts';
import { byPython, byR, type Program, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';
import { fault, unstored } from './stata-grammar.ts';

const random = Number(process.env.PAPERMAKE_FUZZ ?? 12);
const seed = Number(process.env.PAPERMAKE_SEED ?? 1);

const ROWS = 240;

/** Numbers between 0 and 1 without any order that could be seen. */
const wobble = (i: number, j: number): number => {
  const x = Math.sin(i * 12.9898 + j * 78.233 + 4.1414) * 43758.5453;
  return x - Math.floor(x);
};

/** Schools are strata, classes clusters that are in one arm, and some outcomes are missing. */
function csv(): string {
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const [school, room] = [i % 6, Math.floor(i / 6) % 10];
    const treat = room % 2;
    const arm = ['none', 'small "5"', 'aide'][Math.floor(wobble(i, 1) * 3)]!;
    const [a, b] = [wobble(i, 2) > 0.5 ? 1 : 0, wobble(i, 3) > 0.4 ? 1 : 0];
    const x = wobble(i, 4) + school / 10;
    const took = treat === 1 && wobble(i, 5) > 0.2 ? 1 : 0;
    const y = 1 + 0.4 * took + x + 0.3 * a + 0.2 * a * b + wobble(i, 6) + (arm === 'aide' ? 0.1 : 0);
    const read = wobble(i, 7) > 0.15 + 0.1 * treat ? y + wobble(i, 8) : '';
    const chance = 0.3 + 0.4 * wobble(i, 9);
    const sex = wobble(i, 10) > 0.5 ? 'girl' : 'boy';
    return [
      i,
      `s${school}`,
      `s${school}c${room}`,
      treat,
      `"${arm.replaceAll('"', '""')}"`,
      a,
      b,
      x,
      took,
      y,
      read,
      chance,
      sex,
    ];
  });
  return `${['id,school,class room,treat,arm,a,b,x,took,math,read,chance,sex', ...rows.map((row) => row.join(','))].join('\n')}\n`;
}

const pipeline = `papermake: 1
steps:
  pupils: {kind: ingest, file: data.csv}
  simple: {kind: experiment, from: pupils, treatment: treat, outcomes: [math, read], attrition: [x], bounds: [lee], balance: [x], subgroups: [sex]}
  means: {kind: experiment, from: pupils, treatment: arm, control: none, outcomes: [math, read], estimator: difference}
  blocked: {kind: experiment, from: pupils, treatment: treat, strata: school, outcomes: [math, read], estimator: difference}
  arms: {kind: experiment, from: pupils, treatment: arm, control: none, outcomes: [math, read], covariates: [x, i(sex)], strata: school, balance: [x, i(sex)], subgroups: [sex], vcov: HC1, take_up: took}
  part: {kind: experiment, from: pupils, treatment: arm, control: none, arms: ['small "5"'], outcomes: [math], vcov: HC3}
  lin: {kind: experiment, from: pupils, treatment: treat, outcomes: [math, read], covariates: [x, x^2], estimator: lin}
  line: {kind: experiment, from: pupils, treatment: treat, outcomes: [math, read], covariates: [x], estimator: lin, weights: chance}
  lins: {kind: experiment, from: pupils, treatment: arm, control: none, outcomes: [math, read], covariates: [x], estimator: lin, strata: school, weights: chance}
  crossed: {kind: experiment, from: pupils, treatment: [a, b], outcomes: [math], strata: school, attrition: [x], balance: [x]}
  classes: {kind: experiment, from: pupils, treatment: treat, outcomes: [math, read], covariates: [x], strata: school, cluster: class room, take_up: took, subgroups: [sex], balance: [x]}
  stata: {kind: experiment, from: pupils, treatment: treat, outcomes: [math, read], covariates: [x], cluster: class room, vcov: CR1, take_up: took, exclude: x > 1.4}
  chances: {kind: experiment, from: pupils, treatment: treat, probability: chance, outcomes: [math, read], strata: school^sex}
  weighed: {kind: experiment, from: pupils, treatment: treat, weights: chance, cluster: class room, outcomes: [math], strata: school, sample: x > 0.1}
  took: {kind: experiment, from: pupils, treatment: treat, take_up: took, outcomes: [math, read], covariates: [x]}
  families: {kind: experiment, from: pupils, treatment: treat, outcomes: [math, read], strata: school, vcov: HC1, multiple: [romano_wolf, holm], randomisation: {}, draws: 50}
  adjusted: {kind: experiment, from: pupils, treatment: arm, control: none, outcomes: [math, read, x], strata: school, multiple: [bonferroni, holm, hochberg, sidak, bh, by, sharpened_q], families: {scores: [math, read], other: [x, both]}, indices: {both: {of: [math, read, chance], reverse: [chance]}}, bounds: [lee, horowitz_manski, kling_liebman], bounds_sd: [0.1, 0.25]}
  indices: {kind: experiment, from: pupils, treatment: treat, outcomes: [read], covariates: [x], indices: {means: {of: [math, read], method: klk}, own: {of: [read, math], covariance: control}}, vcov: HC3, multiple: [westfall_young, sharpened_q], draws: 50, bounds: [lee, horowitz_manski], support: [-1, 9], subgroups: [sex]}
  clusters: {kind: experiment, from: pupils, treatment: treat, outcomes: [math, read], cluster: class room, vcov: CR1, multiple: [by], bounds: [lee]}
  cells: {kind: experiment, from: pupils, treatment: treat, outcomes: [read], bounds: [lee, kling_liebman], bounds_by: sex}
`;

/** A step by numbers between 0 and 1: designs, estimators and errors that go together. */
function drawnStep(k: number): string {
  const at = (j: number): number => wobble(1000 * seed + k, 100 + j);
  const one = <T>(j: number, of: readonly T[]): T => of[Math.floor(at(j) * of.length)]!;
  const treatment = one(1, ['treat', 'arm, control: none', '[a, b]']);
  const strata = one(2, ['', ', strata: school']);
  const estimator = one(3, ['regression', 'regression', 'lin', treatment === '[a, b]' ? 'lin' : 'difference']);
  const cluster = estimator === 'difference' ? '' : one(4, ['', ', cluster: class room']);
  const vcov = one(5, cluster === '' ? ['HC0', 'HC1', 'HC2', 'HC3'] : ['CR0', 'CR1', 'CR2']);
  const covariates = one(6, ['x', 'x, chance', 'i(sex), x^2']);
  const hasCovariates = estimator === 'lin' || (estimator === 'regression' && at(7) > 0.5);
  const more = [
    ...(hasCovariates ? [`covariates: [${covariates}]`] : []),
    ...(estimator === 'difference'
      ? []
      : [`vcov: ${vcov}`, ...one(8, [[], ['weights: chance'], ['probability: chance']])]),
    ...(treatment === 'treat' && at(9) > 0.5 ? ['take_up: took'] : []),
    ...(at(10) > 0.6 ? ['sample: x > 0.2'] : []),
    ...(at(11) > 0.6 ? ['subgroups: [sex]'] : []),
    ...(at(12) > 0.6 ? ['balance: [x, chance]'] : []),
  ];
  return `  drawn${k}: {kind: experiment, from: pupils, treatment: ${treatment}, outcomes: [math, read], estimator: ${estimator}${strata}${cluster}${more.map((each) => `, ${each}`).join('')}}`;
}

let project: Project;
beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': pipeline, 'data.csv': csv() });
  await project.make();
}, 600_000);
afterAll(() => project.dispose());

interface Told {
  readonly results: readonly { readonly node: string; readonly cells: number }[];
  readonly missing: readonly { readonly node: string; readonly what: string; readonly why: string }[];
}

async function exported(language: string): Promise<Told & { readonly files: ScriptFile[] }> {
  const root = project.path(language);
  const { code, stdout, stderr } = await project.run(
    'export',
    '--to',
    language,
    '--data',
    'frame',
    '--out',
    root,
    '--json',
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:R|do|py|csv)$/.test(name))
    .map((name) => ({ path: name.replaceAll('\\', '/'), content: readFileSync(join(root, name), 'utf8') }));
  return { ...(JSON.parse(stdout) as Told), files };
}

const tried: readonly (readonly [language: string, main: string, program: Program, why: string | undefined])[] = [
  ['r', 'main.R', byR, withoutR],
  ['python', 'main.py', byPython, withoutPython],
];

/** Values that each language finds, by result. */
const cells: Readonly<Record<string, readonly (readonly [node: string, cells: number])[]>> = {
  // an effect, its error and degrees of freedom, rows and control mean, by outcome; balance, attrition, bounds and subgroups besides
  r: [
    ['simple', 2 * 5 + 3 + 3 + 7 + 2 * 8],
    ['blocked', 2 * 4 + 3],
    ['lin', 2 * 5 + 3],
    ['weighed', 5],
    ['crossed', 3 * 3 + 3 + 3 * 3],
    ['took', 2 * 8 + 3],
    // seven methods of two families of four tests; bounds of two arms
    ['adjusted', 4 * 9 + 7 * 8 + 6 + 2 * 13],
    ['indices', 3 * 5 + 3 + 3 + 9 + 3 * 8],
    ['clusters', 2 * 5 + 3 + 2 + 3],
    ['cells', 5 + 3 + 2],
  ],
  python: [
    ['simple', 2 * 4 + 2 + 2 + 7 + 2 * 6],
    ['blocked', 2],
    ['weighed', 0],
    ['classes', 28],
    ['took', 2 * 6 + 2],
    ['adjusted', 4 * 7 + 7 * 8 + 4 + 2 * 13],
    ['indices', 3 * 4 + 2 + 3 + 9 + 3 * 6],
    ['clusters', 2 * 4 + 2 + 2 + 3],
    ['cells', 4 + 2 + 2],
  ],
};

describe.each(tried)('in %s', (language, main, program, why) => {
  it.skipIf(why !== undefined)('scripts find every effect with its error', { timeout: 600_000 }, async () => {
    const { files, missing, results } = await exported(language);
    const found = new Map(results.map((each) => [each.node, each.cells]));
    for (const [node, count] of cells[language]!) expect([node, found.get(node)]).toEqual([node, count]);
    for (const part of [
      { node: 'families', what: 'p values by randomisation' },
      { node: 'families', what: 'adjusted p values by romano_wolf' },
      { node: 'indices', what: 'adjusted p values by westfall_young' },
      { node: 'clusters', why: 'errors of Lee’s bounds between clusters are not written' },
      { node: 'cells', why: 'Lee’s bounds within cells are not written' },
    ])
      expect(missing).toContainEqual(expect.objectContaining(part));
    const { code, output } = runInEmptyFolder(files, main, program);
    expect(code === 0 ? '' : output).toBe('');
    expect(output.match(/: all \d+ values are the same/g)).toHaveLength(files.filter(isScript).length);
  });

  it.skipIf(why !== undefined)('scripts fail where an outcome is another', async () => {
    const { files } = await exported(language);
    const edited = files.map((file) =>
      file.path === 'data/pupils.csv' ? { ...file, content: String(file.content).replace(/"?boy"?/, 'girl') } : file,
    );
    const script = files.find(({ path }) => path.includes('_simple.'))!.path;
    const { code, output } = runInEmptyFolder(edited, script, program);
    expect(code).not.toBe(0);
    expect(output).toMatch(/DIFFERENT {2}simple: subgroup math:sex=boy: coefficient/);
  });
});

const isScript = ({ path }: ScriptFile): boolean => /^\d\d_/.test(path);

it('do-files are Stata by the grammar, and compare what the commands leave', async () => {
  const { files } = await exported('stata');
  const steps = files.filter(isScript).map(({ content }) => String(content).split('\n'));
  for (const lines of steps) {
    expect(lines.flatMap((line) => fault(line) ?? [])).toEqual([]);
    expect(unstored(lines)).toEqual([]);
  }
  const all = steps.flat();
  for (const line of [
    'regress math treat, vce(hc2)',
    'leebounds read treat, vce(analytic)',
    'regress math arm_aide if arm_small_5 == 0, vce(hc2)',
    'regress math treat x, vce(cluster class_room)',
    'ivregress 2sls math x (took = treat), vce(cluster class_room) small',
    'ritest treat _b[treat], reps(50) seed(1) strata(number_of_stratum): regress math treat i.number_of_stratum, vce(robust)',
    'rwolf2 (regress math treat i.number_of_stratum, vce(robust)) (regress read treat i.number_of_stratum, vce(robust)), indepvars(treat, treat) reps(50) seed(1) strata(number_of_stratum)',
  ])
    expect(all).toContain(line);
});

it.skipIf(withoutR !== undefined)('estimatr witnesses the effects as the same', { timeout: 600_000 }, async () => {
  const { stdout } = await project.run('witness', 'simple', 'classes', 'lin', 'took', '--trust', '--json');
  const verdicts = [...stdout.matchAll(/"verdict": ?"([^"]+)"/g)].map(([, verdict]) => verdict);
  expect(verdicts.length).toBeGreaterThan(100);
  expect(new Set(verdicts)).toEqual(new Set(['same']));
});

it.skipIf(withoutR !== undefined)(
  'estimatr has the same of random specifications',
  { timeout: 3_600_000 },
  async () => {
    const steps = Array.from({ length: random }, (_, k) => drawnStep(k)).join('\n');
    const drawn = new Project({
      'pipeline.yaml': `papermake: 1\nsteps:\n  pupils: {kind: ingest, file: data.csv}\n${steps}\n`,
      'data.csv': csv(),
    });
    try {
      await drawn.make();
      const { stdout } = await drawn.run('witness', '--trust', '--json');
      const { records } = JSON.parse(stdout) as { readonly records: readonly { readonly verdict: string }[] };
      expect(records.length).toBeGreaterThan(5 * random);
      expect(records.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
    } finally {
      drawn.dispose();
    }
  },
);
