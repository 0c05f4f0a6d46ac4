/** Fits of many rows by sums of powers are those by a pass over the rows, which weights of one make. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { discontinuity } from '../../../steps/rd/numbers/discontinuity.ts';
import { LocalFit } from '../../../steps/rd/numbers/local-fit.ts';
import { sidesOf } from '../../../steps/rd/numbers/side.ts';
import type { RdDesign } from '../../../steps/rd/numbers/spec.ts';

const n = 30_000;
const draw = createRng('rd-moments').stream('rows', 0);
const distances: Float64Array = Float64Array.from(
  { length: n },
  (_, i) => Math.round(1e4 * draw.normal() + i / n) / 1e4,
);
const takeUp = distances.map((d) => Number(draw.uniform() < (d < 0 ? 0.2 : 0.7)));
const outcome = distances.map((d, i) => 1 + d / 2 - d * d + 0.3 * takeUp[i]! + draw.normal());
const covariates = [distances.map((d) => d + draw.normal())];

const design: RdDesign = {
  ...{ p: 1, q: 2, deriv: 0, kernel: 'triangular', bandwidth: 'mserd', h: null, b: null, rho: null },
  ...{ vce: 'nn', matches: 3, massPoints: true, regularise: 1, sharpBandwidth: false },
};

const sidesWith = (weights: Float64Array | null, isFuzzy: boolean, has: boolean, at: Float64Array = distances) =>
  sidesOf(
    {
      distances: at,
      outcome,
      takeUp: isFuzzy ? takeUp : null,
      covariates: has ? covariates : [],
      weights,
      clusters: null,
    },
    'x',
    0,
  );

const ones = new Float64Array(n).fill(1);

describe('many rows', () => {
  it.each<[string, Partial<RdDesign>, boolean, boolean]>([
    ['sharp', {}, false, false],
    ['sharp, Epanechnikov', { kernel: 'epanechnikov', bandwidth: 'msetwo' }, false, false],
    ['sharp, uniform', { kernel: 'uniform', bandwidth: 'cersum' }, false, false],
    ['a kink of second order', { p: 2, q: 3, deriv: 1 }, false, false],
    ['fuzzy', {}, true, false],
    ['with a covariate', {}, false, true],
    ['with HC2', { vce: 'hc2' }, false, false],
    ['bandwidths that are given, h above b', { h: [1, 1.5], b: [0.8, 0.7] }, false, false],
  ])('%s: have the estimates, errors and bandwidths of rows one by one', (_, keys, isFuzzy, has) => {
    const [quick, slow] = [null, ones].map((weights) =>
      discontinuity(sidesWith(weights, isFuzzy, has), { ...design, ...keys }),
    ) as [ReturnType<typeof discontinuity>, ReturnType<typeof discontinuity>];
    for (const row of ['conventional', 'bias_corrected', 'robust'] as const) {
      expect(quick.effects[row].estimate / slow.effects[row].estimate).toBeCloseTo(1, 8);
      expect(quick.effects[row].stdError / slow.effects[row].stdError).toBeCloseTo(1, 8);
    }
    for (const i of [0, 1] as const) {
      expect(quick.h[i] / slow.h[i]).toBeCloseTo(1, 8);
      expect(quick.b[i] / slow.b[i]).toBeCloseTo(1, 8);
    }
    expect(quick.nobsB).toEqual(slow.nobsB);
  });

  it('are summed up where they are near the cut-off, and passed one by one where they are far', () => {
    const near = (at: Float64Array): boolean[] =>
      sidesWith(null, false, false, at).map((side) => new LocalFit(side, 2, side.range, 'triangular').near !== null);
    expect(near(distances)).toEqual([true, true]);
    expect(near(distances.map((d) => (d < 0 ? d - 5 : d + 5)))).toEqual([false, false]);
  });
});
