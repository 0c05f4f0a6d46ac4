/**
 * How often intervals of synthetic difference in differences and of outcomes imputed by factors have the effect, over panels that are drawn again and again: few in
 * the suite, many at night (PAPERMAKE_FUZZ).
 * @module-tag slow
 */
import { expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { syntheticFit } from '../../../steps/synthetic_control/numbers/fit.ts';
import type { SyntheticSample } from '../../../steps/synthetic_control/numbers/sample.ts';
import type { SyntheticSpec } from '../../../steps/synthetic_control/numbers/spec.ts';

const isNight = Number(process.env.PAPERMAKE_FUZZ ?? 1) > 1;
const rng = createRng('synthetic size');
const level = 0.05;

const UNITS = 24;
const TREATED = 8;
const PERIODS = 12;
const START = 9;

/** Outcomes of a level, a trend and one factor, of which the treated have more; the effect is 1. */
function sampleAt(run: number): SyntheticSample {
  const draw = rng.stream('panel', run);
  const factor = Array.from({ length: PERIODS }, () => draw.normal());
  const outcome = Array.from({ length: UNITS }, (_, i) => {
    const isTreated = i >= UNITS - TREATED;
    const [rest, load] = [draw.normal(), draw.normal() / 2 + Number(isTreated) / 2];
    return Float64Array.from(factor, (value, t) => {
      const effect = Number(isTreated && t >= START);
      return rest + t / 10 + load * value + draw.normal() / 2 + effect;
    });
  });
  return {
    ...{ unit: 'unit', time: 'period', outcome, covariates: [], predictors: new Map() },
    units: outcome.map((_, i) => `u${String(i).padStart(2, '0')}`),
    periods: Float64Array.from({ length: PERIODS }, (_, t) => t + 1),
    starts: Int32Array.from(outcome, (_, i) => (i >= UNITS - TREATED ? START : PERIODS)),
    ...{ nobs: UNITS * PERIODS, rowsLost: [], warnings: [] },
  };
}

const usual: SyntheticSpec = {
  ...{
    method: 'gsc',
    outcome: 'y',
    treated: null,
    start: null,
    treatment: 'd',
    fit: null,
    predictors: null,
    v: 'equal',
  },
  ...{ ridge: null, placebos: false, leaveOneOut: false, errors: 'parametric', draws: 60, covariates: [] },
  ...{ sample: null, exclude: null },
};

/** How many panels a night has, and a day. */
const often = [300, 10] as const;
/** What takes a second a panel. */
const rarely = [60, 1] as const;

const designs: Readonly<
  Record<string, readonly [own: Partial<SyntheticSpec>, panels: readonly [night: number, day: number]]>
> = {
  'a generalised synthetic control': [{ factors: 1 }, often],
  'one whose factors are chosen': [{ factors: { most: 3 } }, often],
  'interactive effects': [{ method: 'ife', factors: 1 }, rarely],
  'synthetic difference in differences, by units left out': [{ method: 'sdid', errors: 'jackknife' }, often],
  'synthetic difference in differences, by units drawn': [{ method: 'sdid', errors: 'bootstrap' }, often],
  'synthetic difference in differences, by placebos': [{ method: 'sdid', errors: 'placebo' }, often],
};

it.for(Object.entries(designs))(
  '%s: intervals miss as often as they say',
  { timeout: 3_600_000 },
  ([, [own, [night, day]]]) => {
    const panels = isNight ? night : day;
    let misses = 0;
    for (let run = 0; run < panels; run++) {
      const { fit } = syntheticFit({ ...usual, ...own }, sampleAt(run), createRng(`draws ${run}`));
      const { confLow, confHigh } = fit.terms[0]!;
      misses += Number(!((confLow as number) <= 1 && 1 <= (confHigh as number)));
    }
    // four standard errors of the share, and what eight treated units with larger loadings cost: 7 to 17 in a hundred miss
    expect(misses / panels).toBeLessThan(level + 4 * Math.sqrt((level * (1 - level)) / panels) + 0.1);
  },
);
