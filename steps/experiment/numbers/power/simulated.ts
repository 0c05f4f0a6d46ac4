/** Power by simulation: arms are assigned anew, and an effect of a known size is added. */
import type { PowerDraw } from './draws.ts';

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
