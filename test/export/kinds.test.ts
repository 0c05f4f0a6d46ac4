/** Kinds of results beside models, in every language: R and Python find their values where papermake is not, and do-files name Stata's commands. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptFile } from '../../src/export/data.ts';
import { Project } from '../cli/harness.ts';
import { byPython, byR, type Program, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';
import { fault, unstored } from './stata-grammar.ts';

const UNITS = 14;
const YEARS = 8;

/** Numbers between 0 and 1 without any order that could be seen. */
const wobble = (i: number, j: number): number => {
  const x = Math.sin(i * 12.9898 + j * 78.233 + 4.1414) * 43758.5453;
  return x - Math.floor(x);
};

/** The first treated period, and whether the unit is treated now: some units never are. */
const policy = (unit: number, time: number): readonly (number | string)[] => {
  const first = [2004, 2006, ''][unit % 3]!;
  return [first, first !== '' && 2000 + time >= Number(first) ? 1 : 0];
};

/** A panel with gaps, in which a slope is another beyond a threshold, and other in two groups of units. */
function csv(): string {
  const lines = ['firm id,year,half,y,x,z,q,first,treat'];
  for (let unit = 0; unit < UNITS; unit++)
    for (let time = 0; time < YEARS; time++) {
      const row = unit * YEARS + time;
      if (unit % 5 === 2 && time === 0) continue;
      const [x, z, q] = [wobble(row, 1) + unit / 9, wobble(row, 2) + time / 11, wobble(row, 3)];
      const y = 1 + (q > 0.4 ? 2.5 : 0.5) * x - z + unit / 4 + time / 9 + wobble(row, 4);
      lines.push(
        [
          `f${unit}`,
          2000 + time,
          unit % 2 === 0 ? 'East, "near"' : 'West',
          y,
          x,
          row === 17 ? '' : z,
          q,
          ...policy(unit, time),
        ].join(','),
      );
    }
  return `${lines.map((line) => line.replace('East, "near"', '"East, ""near"""')).join('\n')}\n`;
}

/** Units enough to model who is treated: some are treated from the first period on, and one is not seen throughout. */
const crowd = (): string =>
  ['id,year,y,q,first']
    .concat(
      Array.from({ length: 80 * 5 }, (_, row) => {
        const [unit, time] = [Math.floor(row / 5), row % 5];
        const first = [2002, 2003, 0, 0, 2000][unit % 5 === 4 ? (unit % 20 === 4 ? 4 : 3) : unit % 5]!;
        const q = wobble(unit, 5) + (first > 2000 ? 0.2 : 0);
        return `${unit},${2000 + time},${q + wobble(row, 6) + (time > 2 ? q : 0)},${q},${first}`;
      }).filter((line) => !line.startsWith('7,2001')),
    )
    .join('\n');

/** Regions with shares of two sectors, whose shocks are those of the period; one of them is zero in a period. */
const regions = (): string =>
  ['region,state,year,y,x,ctl,pop,s1,s2,g1,g2']
    .concat(
      Array.from({ length: 20 * 3 }, (_, row) => {
        const [unit, time] = [Math.floor(row / 3), row % 3];
        const [s1, s2] = [wobble(unit, 1), wobble(unit, 2) / 2];
        const [g1, g2] = [[0.3, -0.2, 0.5][time]!, [0.1, 0, -0.4][time]!];
        const x = s1 * g1 + s2 * g2 + wobble(row, 3) / 5;
        const state = unit % 4;
        return [unit, `s${state}`, 2000 + time, 2 * x + wobble(row, 4), x, wobble(row, 5), 1 + unit, s1, s2, g1, g2];
      }).map((cells) => cells.join(',')),
    )
    .join('\n');

/** Jobs of regions by trade, of which one has none in some regions, and a year that only sectors have. */
const work = (): string =>
  ['region,trade,year,jobs']
    .concat(
      Array.from({ length: 20 * 3 * 4 }, (_, row) => {
        const [unit, trade, time] = [Math.floor(row / 12), Math.floor(row / 4) % 3, row % 4];
        const none = trade === 2 && unit % 3 === 0;
        const jobs = none ? 0 : 50 + 90 * wobble(3 * unit + trade, 7) + 30 * wobble(5 * trade + time, 8) * (1 + time);
        return [unit, ['mine', 'mill', '"shop, ""new"""'][trade], 1999 + time, jobs];
      }).map((cells) => cells.join(',')),
    )
    .join('\n');

/** Units with as many years as tests of unit roots ask for: walks, and what comes back to its mean. */
const series = (): string =>
  ['unit,year,y,x']
    .concat(
      Array.from({ length: 8 }, (_, unit) => {
        let [y, x] = [wobble(unit, 1), wobble(unit, 2)];
        return Array.from({ length: 30 }, (__, t) => {
          y += wobble(unit * 50 + t, 3) - 0.5;
          x = 0.6 * x + wobble(unit * 50 + t, 4) - 0.5;
          return `${['a', 'b', 'c'][unit % 3]}${unit},${1990 + t},${y},${x}`;
        });
      }).flat(),
    )
    .join('\n');

const pipeline = `papermake: 1
defaults: {models: {vcov: cluster(\`firm id\`)}}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: "firm id", time: year}}
  pearson: {kind: correlate, from: panel, variables: [y, x, z], sample: year >= 2001}
  spearman: {kind: correlate, from: panel, variables: [y, x, L.z], method: spearman, missing: pairwise}
  tests: {kind: diagnose, from: panel, fit: "y ~ x + z | \`firm id\`"}
  timed: {kind: diagnose, from: panel, fit: "y ~ x + z | \`firm id\` + year", tests: [hausman, wooldridge], sigma: more}
  pooled: {kind: models, from: panel, fit: y ~ x + z, vcov: robust, split: half, difference: {of: x, by: [chow, suest]}}
  within: {kind: models, from: panel, fit: "y ~ x + L.z | \`firm id\`", split: half, winsorize: [5, 95], difference: {of: x, by: [chow, suest, permutation], draws: 9}}
  twoway: {kind: models, from: panel, fit: "y ~ x + z | \`firm id\` + year", split: half, vcov: iid, difference: {of: x}}
  regimes: {kind: threshold, from: panel, fit: "y ~ x + z | \`firm id\`", on: q, slope: x, max: 3, grid: 60, trim: [0.05, 0.05, 0.05], vcov: cluster(\`firm id\`)}
  att: {kind: did, from: panel, outcome: y, cohort: first, method: callaway, sample: year >= 2002}
  paths: {kind: did, from: panel, outcome: y, cohort: first, method: callaway, control: notyet, base: universal, covariates: [x], estimate: reg, events: [-2, 2], sample: year >= 2002}
  crowd: {kind: ingest, file: crowd.csv, panel: {unit: id, time: year}}
  weighed: {kind: did, from: crowd, outcome: y, cohort: first, method: callaway, covariates: [q], estimate: ipw}
  both: {kind: did, from: crowd, outcome: y, cohort: first, method: callaway, covariates: [q], control: notyet}
  sunab: {kind: did, from: panel, outcome: y, cohort: first, method: sun-abraham, sample: year >= 2002}
  imputed: {kind: did, from: panel, outcome: y, treatment: treat, method: imputation, covariates: [z], pretrends: 2}
  staged: {kind: did, from: panel, outcome: y, cohort: first, method: two-stage}
  fixed: {kind: did, from: panel, outcome: y, treatment: treat, method: twfe, covariates: [x]}
  parts: {kind: did, from: panel, outcome: y, treatment: treat, method: bacon, sample: year >= 2002}
  near: {kind: match, from: panel, treatment: treat, on: [x, q], outcomes: [y], score: logit}
  smooth: {kind: match, from: panel, treatment: treat, on: [x, q], outcomes: [y], method: kernel}
  even: {kind: match, from: panel, treatment: treat, on: [x, q], outcomes: [y], method: entropy}
  nearer: {kind: match, from: panel, treatment: treat, on: [x, q], outcomes: [y, z], k: 3, caliper: 0.2, ties: true, common: true}
  around: {kind: match, from: panel, treatment: treat, on: [x, q], outcomes: [y], method: radius, caliper: 0.1, score: logit}
  alone: {kind: match, from: panel, treatment: treat, on: [x, q], outcomes: [y], replace: false}
  squared: {kind: match, from: panel, treatment: treat, on: [x, q], outcomes: [y], method: entropy, moments: 2, sample: year >= 2002}
  regions: {kind: ingest, file: regions.csv, panel: {unit: region, time: year}}
  shifts: {kind: rotemberg, from: regions, outcome: y, endogenous: log(x + 1), shares: [s1, s2], shocks: [g1, g2], period: year, controls: [ctl], absorb: [state^year], weights: pop}
  shifted: {kind: rotemberg, from: regions, outcome: y, endogenous: x, shares: [s1, s2], shocks: [g1, g2], period: year, controls: [ctl], absorb: [year], weights: pop, sample: region > 1}
  once: {kind: rotemberg, from: regions, outcome: y, endogenous: x, shares: [s1, s2], shocks: [g1, g2], sample: year == 2002}
  work: {kind: ingest, file: work.csv}
  bartik: {kind: shift_share, from: regions, sectors: work, sector: trade, value: jobs, base: 1999}
  leaving: {kind: shift_share, from: regions, sectors: work, sector: trade, value: jobs, base: 2000, leave_out: true, missing: zero}
  declared: {kind: rotemberg, from: bartik, shift_share: bartik, outcome: y, endogenous: x, controls: [ctl], absorb: [year], weights: pop, sample: region > 1}
  own: {kind: rotemberg, from: leaving, shift_share: leaving, outcome: y, endogenous: x, absorb: [state]}
  series: {kind: ingest, file: series.csv, panel: {unit: unit, time: year}}
  roots: {kind: diagnose, from: series, fit: y ~ x | unit, tests: [llc, ips, fisher-adf, fisher-pp]}
  trends: {kind: diagnose, from: series, fit: y ~ x | unit, tests: [effects, llc, ips, fisher-adf], unit_root: {of: [y], lags: 2, deterministic: trend, demean: true}}
  bare: {kind: diagnose, from: series, fit: y ~ x | unit, tests: [llc, fisher-adf], unit_root: {lags: 0, deterministic: none}}
  chosen: {kind: diagnose, from: series, fit: y ~ x | unit, tests: [effects, ips], unit_root: {of: [x], lags: {by: aic, max: 2}}}
  balanced: {kind: threshold, from: panel, fit: "y ~ x + z | \`firm id\`", sample: year >= 2002, on: q, slope: [x, z], max: 2, grid: 40, bootstrap: 20}
`;

let project: Project;
beforeAll(async () => {
  project = new Project({
    'pipeline.yaml': pipeline,
    'data.csv': csv(),
    'crowd.csv': crowd(),
    'regions.csv': regions(),
    'work.csv': work(),
    'series.csv': series(),
  });
  await project.make();
}, 600_000);
afterAll(() => project.dispose());

interface Told {
  readonly results: readonly { readonly node: string; readonly cells: number }[];
  readonly missing: readonly { readonly node: string; readonly what: string; readonly why: string }[];
}

async function exported(language: string, ...more: string[]): Promise<Told & { readonly files: ScriptFile[] }> {
  const { code, stdout, stderr } = await project.run(
    'export',
    '--to',
    language,
    '--out',
    project.path([language, ...more].join('')),
    '--json',
    ...more,
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const root = project.path([language, ...more].join(''));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:R|do|py|csv)$/.test(name))
    .map((name) => ({ path: name.replaceAll('\\', '/'), content: readFileSync(join(root, name), 'utf8') }));
  return { ...(JSON.parse(stdout) as Told), files };
}

const drawn = [
  'within.difference: permutation',
  'regimes: p values of thresholds',
  'regimes: intervals of thresholds',
  'balanced: p values of thresholds',
  'balanced: intervals of thresholds',
];

/** Results that no script of R or Python has yet. */
const inStataAlone = ['alone'];

/** Tests of unit roots that a language lacks. */
const rootsOf = (variables: readonly string[], tests: readonly string[]): string[] =>
  variables.flatMap((name) => tests.map((test) => `${name}, ${test}`));
const noRoots: Readonly<Record<string, readonly string[]>> = {
  r: [...rootsOf(['y', 'x'], ['fisher-pp']).map((each) => `roots: ${each}`), 'chosen: x, ips'],
  python: [
    ...rootsOf(['y', 'x'], ['llc', 'ips', 'fisher-pp']).map((each) => `roots: ${each}`),
    ...rootsOf(['y'], ['llc', 'ips']).map((each) => `trends: ${each}`),
    ...rootsOf(['y', 'x'], ['llc']).map((each) => `bare: ${each}`),
    'chosen: x, ips',
  ],
};

const tried: readonly (readonly [language: string, main: string, program: Program, why: string | undefined])[] = [
  ['r', 'main.R', byR, withoutR],
  ['python', 'main.py', byPython, withoutPython],
];

describe.each(tried)('in %s', (language, main, program, why) => {
  it.skipIf(why !== undefined)(
    'scripts find every value, and say what has no counterpart',
    { timeout: 600_000 },
    async () => {
      const { files, missing, results } = await exported(language);
      const absent = [
        ...drawn.slice(0, 3),
        ...inStataAlone.map((node) => `${node}: the result`),
        ...noRoots[language]!,
        ...drawn.slice(3),
      ];
      expect(missing.map(({ node, what }) => `${node}: ${what}`)).toEqual(absent);
      const cells = new Map(results.map((each) => [each.node, each.cells]));
      expect(cells.get('pearson')).toBe(6);
      expect(cells.get('spearman')).toBe(6);
      expect(cells.get('tests')).toBe(6);
      // effects of cohorts and periods, then their means; means of periods, all with errors
      // eleven cells, their mean and those of periods since treatment, all with errors
      expect(cells.get('att')).toBeGreaterThan(30);
      expect(cells.get('both')).toBeGreaterThan(20);
      expect(cells.get('sunab')).toBeGreaterThan(20);
      expect(cells.get('imputed')).toBe(2 + 2 * 4);
      expect(cells.get('near')).toBe(6 + 2);
      expect(cells.get('nearer')).toBe(6 + 4);
      // two slopes and their errors, the rows and the joint test; of stacked scores the constant besides
      expect(cells.get('pooled.difference')).toBe(6 + 8);
      // weights and estimates of two sectors in three periods, and the whole estimate
      expect(cells.get('shifts')).toBe(2 * 2 * 3 + 1);
      expect(cells.get('once')).toBe(2 * 2 + 1);
      expect(cells.get('declared')).toBe(2 * 3 * 3 + 1);
      expect(cells.get('own')).toBe(2 * 3 * 3 + 1);
      expect(cells.get('regimes')).toBe(4 + 3 + 2 * 6);
      // of each variable eight values of Fisher's kind, and in R two of each other test
      const ofFisher = 8;
      const [others, both] = language === 'r' ? [4, 2] : [0, 0];
      expect(cells.get('roots')).toBe(2 * (ofFisher + others));
      expect(cells.get('trends')).toBe(1 + ofFisher + others);
      expect(cells.get('bare')).toBe(2 * (ofFisher + both));
      const { code, output } = runInEmptyFolder(files, main, program);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output.match(/: all \d+ values are the same/g)).toHaveLength(34);
    },
  );

  it.skipIf(why !== undefined)('scripts fail on the cell that was changed', async () => {
    const { files } = await exported(language, '--data', 'frame');
    const edited = files.map((file) =>
      file.path === 'data/panel.csv'
        ? {
            ...file,
            content: String(file.content).replace(/^((?:.*\n){29}.*,)[^,\n]+\n/, (_, before) => `${before}9.9\n`),
          }
        : file,
    );
    const script = files.find(({ path }) => path.includes('_regimes.'))!.path;
    const { code, output } = runInEmptyFolder(edited, script, program);
    expect(code).not.toBe(0);
    expect(output).toMatch(/DIFFERENT {2}regimes: x#\d: coefficient/);
  });
});

it('writes no sector that is confidential, in a file or by its name', async () => {
  project.edit('pipeline.yaml', 'steps:', 'variables: {trade: {label: Trade, confidential: true}}\nsteps:');
  try {
    await project.make();
    const out = ['--out', project.path('secret')];
    expect(await project.run('export', 'own', '--to', 'r', ...out)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('`trade`'),
    });
    expect(project.has('secret')).toBe(false);
    expect((await project.run('export', 'own', '--to', 'r', '--confidential', 'trade', ...out)).code).toBe(0);
    expect(project.read('secret/data/work.sectors.csv')).not.toContain('mill');
  } finally {
    project.write('pipeline.yaml', pipeline);
    await project.make();
  }
});

it('do-files are Stata by the grammar, and compare what the commands leave', async () => {
  const { files, missing } = await exported('stata');
  const others = missing.map(({ node, what }) => `${node}: ${what}`).filter((each) => !drawn.includes(each));
  expect(others).toEqual([
    'within.difference: suest',
    'regimes: the result',
    'shifts: the result',
    'declared: the result',
    'own: the result',
    'bare: y, fisher-adf',
    'bare: x, fisher-adf',
    'chosen: x, ips',
  ]);
  const steps = files
    .filter(({ path }) => /^\d\d_.*\.do$/.test(path))
    .map(({ content }) => String(content).split('\n'));
  for (const lines of steps) {
    expect(lines.flatMap((line) => fault(line) ?? [])).toEqual([]);
    expect(unstored(lines)).toEqual([]);
  }
  const all = steps.flat();
  for (const line of [
    'csdid y, ivar(firm_id) time(year) gvar(first_treated) method(dripw)',
    'csdid y x, ivar(firm_id) time(year) gvar(first_treated) method(reg) notyet asinr long2',
    'estat event, window(-2 2) estore(event)',
    'eventstudyinteract y lead_4 lead_3 lead_2 lag_0 lag_1 lag_2 lag_3, cohort(first_treated) control_cohort(first_treated_never) absorb(firm_id year) vce(cluster firm_id)',
    'did_imputation y firm_id year first_treated, allhorizons pretrends(2) controls(z) cluster(firm_id) autosample minn(0)',
    'did2s y, first_stage(i.firm_id i.year) second_stage(is_treated) treatment(is_treated) cluster(firm_id)',
    'reghdfe y is_treated x, absorb(firm_id year) vce(cluster firm_id) keepsingletons',
    'psmatch2 treat x q, logit outcome(y)',
    'psmatch2 treat x q, logit outcome(y) kernel kerneltype(epan) bwidth(0.06)',
    'ebalance treat x q, targets(1)',
    'ebalance treat x q, targets(2)',
    'regress y treat [pweight = _webal]',
    'pwcorr y x z, sig listwise',
    'spearman y x L_z, stats(rho p) pw',
    'xtreg y x z, fe',
    'xttest3',
    'xtcsd, pesaran',
    'xttest0',
    'hausman fixed random',
    'xtserial y x z',
    'hausman fixed random, sigmamore',
    'suest first second',
    'lincom [first_mean]x - [second_mean]x',
    'xtunitroot llc y, lags(1) kernel(bartlett llc)',
    'xtunitroot llc y, lags(0) noconstant kernel(bartlett llc)',
    'xtunitroot ips y, lags(2) trend demean',
    'xtunitroot fisher x, dfuller lags(1)',
    'xtunitroot fisher x, pperron lags(1)',
    'generate double s2_in_2001 = s2 * (year == 2001)',
    'bartik_weight, z(s1_in_2000 s2_in_2000 s1_in_2001 s2_in_2001 s1_in_2002 s2_in_2002) weightstub(g1 g2) x(x) y(y) controls(ctl) absorb(year) weight_var(pop) by(year)',
    'bartik_weight, z(s1 s2) weightstub(g1 g2) x(x) y(y)',
    'xthreg y, rx(x z) qx(q) thnum(2) grid(40) trim(0.01 0.01) bs(20 20)',
  ])
    expect(all).toContain(line);
});
