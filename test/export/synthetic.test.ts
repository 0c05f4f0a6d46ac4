/**
 * Synthetic controls and synthetic differences in differences in R and Python, whose functions are a second engine written from the papers: they find
 * every value. Other languages say why they do not.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import type { ScriptFile } from '../../src/export/data.ts';
import { Project } from '../cli/harness.ts';
import { byPython, byR, type Program, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';

/** Fourteen states over fourteen years: one is treated from 2008 on, two more from 2010 on; an early value is missing, which no fit reads. */
function csv(): string {
  const draw = createRng('synthetic').stream('rows', 0);
  const lines = ['state,code,year,y,x,z,law,reform'];
  const shocks = Array.from({ length: 14 }, () => draw.normal());
  for (let unit = 0; unit < 14; unit++) {
    const [own, load] = [2 * draw.normal(), 1 + draw.uniform()];
    for (let t = 0; t < 14; t++) {
      const law = unit === 3 && t >= 8 ? 1 : 0;
      const reform = (unit === 3 && t >= 8) || ([5, 9].includes(unit) && t >= 10) ? 1 : 0;
      const x = own + draw.normal() / 2;
      const y = 20 + own + load * shocks[t]! + t / 2 + x / 3 + 2 * reform + draw.normal() / 2;
      lines.push([`s ${unit}`, unit, 2000 + t, y, unit === 6 && t < 2 ? '' : x, draw.normal(), law, reform].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}

const one = 'outcome: y, treated: s 3, start: 2008, exclude: code == 5 or code == 9';
const windows =
  'predictors: [{of: x, over: [2000, 2006], step: 2}, {of: log(y), over: [2001, 2004]}, {of: y, over: [2007, 2007]}]';
const steps: Readonly<Record<string, string>> = {
  outcomes: one,
  window:
    'outcome: y, treatment: law, fit: [2002, 2006], exclude: reform > law, sample: "not (code in [5, 9])", leave_one_out: true',
  augmented: `${one}, ridge: 3`,
  equal: `${one}, ${windows}, v: equal`,
  told: `${one}, ${windows}, v: [2, 1, 1]`,
  nested: `${one}, ${windows}`,
  sdid: 'outcome: y, treatment: law, method: sdid, exclude: code == 5 or code == 9',
  projected: 'outcome: y, treatment: law, method: sdid, covariates: [z], errors: none, exclude: code == 5 or code == 9',
  plain: 'outcome: log(y), treatment: law, method: did, exclude: code == 5 or code == 9',
  staggered: 'outcome: y, treatment: reform, method: sdid, covariates: [z], draws: 3',
  pair: 'outcome: y, treatment: reform, method: sdid, errors: jackknife, exclude: code == 3',
  factors: 'outcome: y, treatment: reform, method: gsc, factors: 1, errors: none',
  chosen:
    'outcome: y, treatment: law, method: gsc, covariates: [z], factors_max: 3, draws: 3, exclude: code == 5 or code == 9',
  interactive: 'outcome: y, treatment: reform, method: ife, covariates: [z], factors: 1, errors: jackknife',
  together:
    'outcome: y, treatment: reform, method: gsc, covariates: [z], factors: 1, errors: jackknife, exclude: code == 3',
  completed:
    'outcome: y, treatment: reform, method: mc, covariates: [z], lambda: 4, errors: jackknife, exclude: code == 3',
  penalised: 'outcome: y, treatment: reform, method: mc, errors: none',
};

const pipeline = [
  'papermake: 1',
  'steps:',
  '  d: {kind: ingest, file: d.csv, panel: {unit: state, time: year}}',
  ...Object.entries(steps).map(([name, keys]) => `  ${name}: {kind: synthetic_control, from: d, ${keys}}`),
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
    .filter((name) => /\.(?:R|py|csv)$/.test(name))
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
      'nested: weights of the predictors',
      'nested: placebos',
      'staggered: standard errors',
      'factors: factors and loadings',
      'chosen: factors and loadings',
      'chosen: standard errors',
      'interactive: factors and loadings',
      'together: factors and loadings',
      'completed: factors and loadings',
      'penalised: factors and loadings',
      'penalised: the choice among fits',
    ]);
    const { code, output } = runInEmptyFolder(files, main, program);
    expect({ code, output }).toMatchObject({ code: 0 });
    const same = [...output.matchAll(/: all ([1-9]\d*) values are the same/g)].map(([, count]) => Number(count));
    expect(same).toHaveLength(Object.keys(steps).length);
    const cells = new Map(results.map((each) => [each.node, each.cells]));
    // The effect, two errors of fit, six gaps, and p, beside the weights.
    expect(cells.get('outcomes')).toBeGreaterThan(1 + 2 + 6 + 1);
    // The effect and its error, weights of each of eleven controls and eight periods, and p.
    expect(cells.get('plain')).toBe(2 + 11 + 8 + 1);
    expect(cells.get('pair')).toBeGreaterThan(2);
    // The effect, fourteen gaps, the sum of squares and σ², and errors of four numbers of factors, beside the slope.
    expect(cells.get('chosen')).toBe(1 + 1 + 14 + 2 + 4);
    // Effects of two cohorts too, with errors of the effect and the slope.
    expect(cells.get('interactive')).toBe(1 + 2 + 1 + 2 * 14 + 2 + 2);
    expect(cells.get('together')).toBe(2 * (1 + 1 + 14) + 2);
    expect(Math.min(...same)).toBeGreaterThan(2);
  });
});

it('Stata’s commands find no such weights, which is said', async () => {
  const { missing } = await exported('stata');
  expect(missing.map(({ node, what }) => `${node}: ${what}`)).toEqual(
    Object.keys(steps).map((name) => `${name}: the result`),
  );
});
