/** Power by simulation: arms are assigned anew, and an effect of a known size is added. */
import { studentT } from '../../../../src/econ/distributions/distributions.ts';
import { outcomeEffects } from '../effects.ts';
import { type Experiment, outcomesOf } from '../sample.ts';
import type { ExperimentSpec } from '../spec.ts';

/** An estimate in one assignment, and how far from 0 the test of the level rejects; NaN where there is none. */
export interface PowerDraw {
  readonly estimate: number;
  readonly reach: number;
}

/**
 * Effects on outcomes that no arm changes, in an assignment with these arms of rows, by the step's own estimator and errors. Since an effect of a known size in the
 * treated moves the estimate by itself and leaves the residuals as they are, one draw tells the power of all sizes.
 */
export function powerDraw(spec: ExperimentSpec, experiment: Experiment, arm: Int32Array, level: number): PowerDraw[] {
  const redrawn = { ...experiment, design: { ...experiment.design, arm } };
  return outcomesOf(experiment).flatMap((outcome) =>
    outcomeEffects(spec, redrawn, outcome).effects.map(({ estimate, stdError, df }) => {
      if (typeof estimate !== 'number' || typeof stdError !== 'number' || typeof df !== 'number')
        return { estimate: Number.NaN, reach: Number.NaN };
      return { estimate, reach: stdError * studentT(df).upperQuantile(level / 2) };
    }),
  );
}

export interface SimulatedPower {
  /** The share of draws in which the test rejects, for each effect. */
  readonly power: readonly number[];
  /** Without an effect: the size of the test. */
  readonly size: number;
  /** The smallest effect above 0 that is found with the target's chance, on its own side. */
  readonly mde: number;
  readonly draws: number;
}

/** O(B log B) and O(B) an effect. */
export function simulatedPower(
  draws: readonly PowerDraw[],
  effects: readonly number[],
  target: number,
): SimulatedPower {
  const used = draws.filter(({ reach }) => !Number.isNaN(reach));
  const rejected = (effect: number): number =>
    used.filter(({ estimate, reach }) => Math.abs(estimate + effect) > reach).length / used.length;
  const needed = Float64Array.from(used, ({ estimate, reach }) => reach - estimate).sort();
  const mde = needed[Math.min(used.length, Math.ceil(target * used.length)) - 1] ?? Number.NaN;
  return { power: effects.map(rejected), size: rejected(0), mde: Math.max(0, mde), draws: used.length };
}

/** From 0 to where almost every effect is found. */
export const gridOf = (mde: number): number[] => Array.from({ length: 25 }, (_, i) => (mde * i) / 15);
