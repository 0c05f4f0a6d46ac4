/**
 * Differences in differences of one regression and of changes, in every language: R and Python, whose functions are a second engine written from the
 * papers, find every value, and do-files are Stata by the grammar.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import type { ScriptFile } from '../../src/export/data.ts';
import { Project } from '../cli/harness.ts';
import { byPython, byR, type Program, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';
import { fault, unstored } from './stata-grammar.ts';

const UNITS = 60;
const YEARS = 6;

/** Units with places, some treated from the first year or the third or fifth, a few rows without an outcome, an own path that is switched off and stays
 * on elsewhere, doses. */
function csv(): string {
  const draw = createRng('differences').stream('rows', 0);
  const lines = ['id,state,year,y,x,bought,events,first,last,early,path,dose,latedose,lat,lon'];
  for (let unit = 0; unit < UNITS; unit++) {
    const first = [2002, 2004, 0, 0][unit % 4]!;
    const [own, lat, lon] = [draw.normal(), 35 + draw.uniform(), 110 + draw.uniform()];
    for (let t = 0; t < YEARS; t++) {
      const year = 2000 + t;
      const treated = first > 0 && year >= first ? 1 : 0;
      const x = draw.normal() + own / 2;
      const y = own + t / 3 + 0.5 * x + treated * (1 + (year - first) / 4) + draw.normal();
      const path = unit % 12 === 7 ? 1 : unit % 4 === 0 ? Number(year >= 2002 && year < 2004) : treated;
      lines.push(
        [
          unit,
          `s${unit % 12}`,
          year,
          unit === 9 && t === 4 ? '' : y,
          x,
          Number(y + draw.normal() > 1.5),
          Math.floor(Math.exp(y / 3)),
          first,
          unit === 5 ? 2000 : first === 0 ? 2005 : first,
          unit % 20 === 2 ? 2000 : first,
          unit % 8 === 4 ? 1 - path : path,
          treated === 0 ? 0 : 1 + ((unit * 7) % 31) / 10,
          treated === 0 && (first > 0 || year < 2005) ? 0 : 1 + ((unit * 7) % 31) / 10,
          ...(unit === 11 ? ['', ''] : [lat, lon]),
        ].join(','),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

const steps: Readonly<Record<string, string>> = {
  extended: 'outcome: y, cohort: first, method: etwfe',
  leads: 'outcome: y, cohort: first, method: etwfe, control: never, covariates: [x], cluster: state, events: [-3, 2]',
  last: 'outcome: y, cohort: last, method: etwfe',
  logit: 'outcome: bought, cohort: first, method: etwfe, family: logit',
  poisson: 'outcome: events, cohort: first, method: etwfe, family: poisson, covariates: [x]',
  interacted: 'outcome: y, cohort: last, method: sun-abraham',
  interactedlast: 'outcome: y, cohort: first, method: sun-abraham, control: last, covariates: [x], cluster: state',
  early: 'outcome: y, cohort: early, method: sun-abraham',
  grouped: 'outcome: y, cohort: last, method: callaway',
  groupedlater: 'outcome: y, cohort: last, method: callaway, control: notyet, covariates: [x], estimate: dr',
  latedoses: 'outcome: y, treatment: latedose, method: continuous, control: notyet',
  twoway: 'outcome: y, cohort: first, method: twfe, covariates: [x]',
  parts: 'outcome: y, cohort: first, method: bacon, sample: id != 9',
  imputed: 'outcome: y, cohort: first, method: imputation, covariates: [x]',
  twostages: 'outcome: y, cohort: first, method: two-stage, cluster: state',
  stacks: 'outcome: y, cohort: first, method: stacked, events: [-2, 1]',
  statewise: 'outcome: y, cohort: first, method: stacked, events: [-2, 3], cluster: state, sample: id != 7',
  around: 'outcome: y, cohort: first, method: rings, at: [lat, lon], rings: [8, 20]',
  beside: 'outcome: y, cohort: first, method: rings, at: [lat, lon], rings: [15], covariates: [x], cluster: state',
  switching: 'outcome: y, treatment: path, method: dcdh, events: [-3, 2]',
  perdose:
    'outcome: y, treatment: path, method: dcdh, events: [-2, 1], normalized: true, same_switchers: true, cluster: state',
  joining: 'outcome: y, treatment: path, method: did-m, draws: 5',
  starting: 'outcome: y, cohort: first, method: did-m, draws: 5',
  bydose: 'outcome: y, treatment: dose, method: continuous',
  bends:
    'outcome: y, treatment: dose, method: continuous, control: notyet, base: universal, cluster: state, spline: {degree: 2, knots: [2, 3]}, doses: [1.5, 2.5, 3.5]',
  tied: 'outcome: events, cohort: first, method: cic, draws: 5, sample: "year in [2001, 2002] and first != 2004"',
  ranks: 'outcome: y, cohort: first, method: cic, draws: 5, sample: "year in [2001, 2002] and first != 2004"',
};

const pipeline = [
  'papermake: 1',
  'steps:',
  '  d: {kind: ingest, file: d.csv, panel: {unit: id, time: year}}',
  ...Object.entries(steps).map(([name, keys]) => `  ${name}: {kind: did, from: d, ${keys}}`),
  '',
].join('\n');

let project: Project;
beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': pipeline, 'd.csv': csv() });
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
    expect(missing.map(({ node, what }) => `${node}: ${what}`)).toEqual([
      'joining: standard errors',
      'starting: standard errors',
      'tied: standard errors',
      'ranks: standard errors',
    ]);
    const cells = new Map(results.map((each) => [each.node, each.cells]));
    // two cohorts, four years and as many since treatment, and all, with errors
    expect(cells.get('extended')).toBe(2 * (2 + 4 + 4 + 1));
    expect(cells.get('leads')).toBe(2 * (2 + 4 + 5 + 1));
    expect(cells.get('stacks')).toBe(2 * (3 + 1));
    expect(cells.get('around')).toBe(2 * 3);
    expect(cells.get('switching')).toBe(2 * (1 + 2 + 3));
    expect(cells.get('ranks')).toBe(1 + 3);
    // the mean and its slope, both by seven periods since treatment and by doses
    expect(cells.get('bydose')).toBe(2 * 2 * (1 + 7 + 5));
    expect(cells.get('bends')).toBe(2 * 2 * (1 + 7 + 3));
    const { code, output } = runInEmptyFolder(files, main, program);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output.match(/: all \d+ values are the same/g)!.length).toBeGreaterThanOrEqual(Object.keys(steps).length);
  });
});

it('do-files are Stata by the grammar, and name its commands', async () => {
  const { files, missing } = await exported('stata');
  expect(missing.map(({ node, what }) => `${node}: ${what}`)).toEqual([
    'leads: the result',
    'logit: the result',
    'poisson: the result',
    'latedoses: the result',
    'around: the result',
    'beside: the result',
    'switching: the result',
    'perdose: the result',
    'joining: the result',
    'starting: the result',
    'bydose: the result',
    'bends: the result',
    'tied: the result',
    'ranks: the result',
  ]);
  const lines = files.filter(({ path }) => /^\d\d.*\.do$/.test(path)).map(({ content }) => String(content).split('\n'));
  for (const each of lines) {
    expect(each.flatMap((line) => fault(line) ?? [])).toEqual([]);
    expect(unstored(each)).toEqual([]);
  }
  const all = lines.flat();
  for (const line of [
    'drop if first_treated > 0 & first_treated <= r(min)',
    'replace first_treated = 0 if first_treated == r(max)',
    'eventstudyinteract y lead_4 lead_3 lead_2 lag_0 lag_1 lag_2, cohort(first_treated) control_cohort(first_treated_never) absorb(id year) vce(cluster id)',
    'replace first_treated = 0 if !inlist(first_treated, 2002, 2004)',
    'reghdfe y cell_2002_2002 cell_2002_2003 cell_2002_2004 cell_2002_2005 cell_2004_2004 cell_2004_2005, absorb(first_treated year) vce(cluster id) keepsingletons',
    'generate double stack_cohort = cond(stack == 1, 2002, 2004)',
    'reghdfe y lead_2 lag_0 lag_1, absorb(stack_unit stack_time) vce(cluster id) keepsingletons',
  ])
    expect(all).toContain(line);
});
