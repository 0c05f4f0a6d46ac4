/**
 * How often intervals of discontinuities have the effect: fuzzy designs, kinks, other errors and bandwidths, covariates, several cut-offs, densities and windows, over samples
 * that are drawn again and again. Few in the suite, many at night (PAPERMAKE_FUZZ); the default design is in test/fuzz/discontinuity.test.ts.
 * @module-tag slow
 */
import { expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Estimate, Stat } from '../../../src/econ/fit.ts';
import { cutoffsFit } from '../../../steps/rd/numbers/cutoffs/fit.ts';
import type { CutoffsSpec } from '../../../steps/rd/numbers/cutoffs/spec.ts';
import { densityFit } from '../../../steps/rd/numbers/density/fit.ts';
import { rdFit } from '../../../steps/rd/numbers/fit.ts';
import { randomisationFit } from '../../../steps/rd/numbers/randomisation/fit.ts';
import { ofRunning, rdSample } from '../../../steps/rd/numbers/sample.ts';
import type { RdSpec } from '../../../steps/rd/numbers/spec.ts';
import { dataOf } from '../../support/data.ts';

const isNight = Number(process.env.PAPERMAKE_FUZZ ?? 1) > 1;
const draws = isNight ? 2000 : 60;
const rng = createRng('discontinuity size');
const level = 0.05;

/**
 * A thousand rows. The jump, the change of slope and the effect of take-up are 1; `z` goes with the outcome, errors of `grouped` have a part that clusters share. Rows of `wage` have
 * the cut-off `cut`, at each of which it jumps by 1.
 */
function dataAt(run: number): Data {
  const draw = rng.stream('rows', run);
  const n = 1000;
  const common = Array.from({ length: 60 }, () => draw.normal());
  const rows = Array.from({ length: n }, (_, i) => {
    const [x, z, noise] = [draw.normal(), draw.normal(), draw.normal()];
    const isAbove = Number(x >= 0);
    const t = Number(draw.uniform() < 0.15 + 0.7 * isAbove);
    const smooth = Math.cos(2 * x);
    const [g, cut] = [i % 60, i % 2];
    return {
      ...{ x, z, t, g, cut, y: smooth + isAbove + 0.5 * z + noise / 2, taken: smooth + t + noise / 2 },
      ...{ bent: smooth + Math.max(0, x) + noise / 10, grouped: smooth + isAbove + 0.3 * common[g]! + noise / 2 },
      ...{ at: x + cut, wage: smooth + cut + isAbove + noise / 2, noise },
    };
  });
  const names = Object.keys(rows[0]!) as (keyof (typeof rows)[0])[];
  return dataOf(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])));
}

const usual: RdSpec = {
  ...{ outcome: 'y', running: 'x', takeUp: null, covariates: [], weights: null, cutoff: 0, cluster: null, donut: 0 },
  ...{ sample: null, exclude: null, p: 1, q: 2, deriv: 0, kernel: 'triangular', vce: 'nn', matches: 3 },
  ...{ bandwidth: 'mserd', h: null, b: null, rho: null, massPoints: true, regularise: 1, sharpBandwidth: false },
  ...{ bins: 'esmv', binCount: [5, 5], curve: 1 },
};
const alone = { running: 'x', cutoff: 0, sample: null, exclude: null };

const misses = (terms: readonly Estimate[], name = 'robust'): boolean => {
  const { confLow, confHigh } = terms.find(({ term }) => term === name)!;
  return !((confLow as number) <= 1 && 1 <= (confHigh as number));
};
const rejects = (p: Stat | undefined): boolean => (p as number) <= level;

const designs: Readonly<Record<string, Partial<RdSpec>>> = {
  'a fuzzy design': { outcome: 'taken', takeUp: 't' },
  'a kink': { outcome: 'bent', deriv: 1, p: 2, q: 3 },
  covariates: { covariates: ['z'] },
  clusters: { outcome: 'grouped', vce: 'cr1', cluster: 'g' },
  HC1: { vce: 'hc1' },
  HC2: { vce: 'hc2' },
  HC3: { vce: 'hc3' },
  'a bandwidth for each side': { bandwidth: 'msetwo', kernel: 'epanechnikov' },
  'a bandwidth of the coverage error': { bandwidth: 'cerrd', kernel: 'uniform' },
};

/** Each: whether intervals miss what they are of, or tests reject what is true, in one sample. */
function tried(run: number): Readonly<Record<string, boolean>> {
  const data = dataAt(run);
  const of = (own: Partial<RdSpec>): boolean => {
    const spec = { ...usual, ...own };
    return misses(rdFit(spec, rdSample(spec, data)).fit.terms);
  };
  const several: CutoffsSpec = {
    ...{ ...usual, outcome: 'wage', running: 'at', method: 'cutoffs', cutoffs: null, by: 'cut', row: 'robust' },
  };
  const cutoffs = cutoffsFit(several, data).fit;
  const density = densityFit(
    {
      ...{ ...alone, method: 'density', p: 2, kernel: 'triangular', errors: 'plugin' },
      ...{ bandwidth: 'comb', h: null, restricted: false },
    },
    rdSample(ofRunning(alone), data),
  ).fit;
  const ranks = randomisationFit(
    {
      ...{ ...alone, method: 'randomisation', outcome: 'noise', window: [-0.1, 0.1], search: null, covariates: [] },
      ...{ p: 0, statistic: 'ranksum', draws: 99, seed: String(run) },
    },
    rdSample({ ...ofRunning(alone), outcome: 'noise' }, data),
  ).fit;
  return {
    ...Object.fromEntries(Object.entries(designs).map(([name, own]) => [name, of(own)])),
    'one of several cut-offs': misses(cutoffs.terms, 'i(cut)::1'),
    'the mean of several cut-offs': misses(cutoffs.terms, 'weighted'),
    'the pooled jump': misses(cutoffs.terms, 'pooled'),
    'the test of equal jumps': rejects(cutoffs.stats.equalP),
    'the plug-in density': rejects(density.terms.find(({ term }) => term === 'difference')!.pValue),
    'ranks in a window': rejects(ranks.stats.randomisationP),
  };
}

it(`intervals miss and tests reject as often as they say, over ${draws} samples`, { timeout: 3_600_000 }, () => {
  const wrong = new Map<string, number>();
  for (let run = 0; run < draws; run++)
    for (const [name, is] of Object.entries(tried(run))) wrong.set(name, (wrong.get(name) ?? 0) + Number(is));
  expect(wrong.size).toBe(Object.keys(designs).length + 6);
  // four standard errors of the share, and what bandwidths that are chosen cost in a thousand rows
  const slack = 4 * Math.sqrt((level * (1 - level)) / draws) + 0.025;
  for (const [name, count] of wrong) {
    expect(count / draws, name).toBeLessThan(level + slack);
    expect(count / draws, name).toBeGreaterThan(level - slack);
  }
});
