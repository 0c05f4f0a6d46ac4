/** `exp_power`: power and minimum detectable effects by formula. */
import {
  detectableOfClusters,
  detectableOfMeans,
  powerOfMeans,
  powerOfShares,
} from '../../../steps/experiment/numbers/power/formulas.ts';
import type { Run } from '../case.ts';
import { type Actual, differences } from '../compare.ts';
import type { Runner } from './runner.ts';

interface PowerRun extends Omit<Run, 'n'> {
  readonly method: string;
  readonly n: readonly [number, number];
  readonly p: readonly [number, number];
  readonly effect: number;
  readonly power: number;
  readonly sd: number;
  readonly alpha: number;
  readonly clusters: number;
  readonly size: number;
  readonly share: number;
  readonly icc: number;
}

type Found = Readonly<Record<string, Actual>>;

const methods: Readonly<Record<string, (run: PowerRun) => Found>> = {
  t: (run) => {
    const design = { n: run.n, sd: run.sd, level: run.alpha };
    return run.effect === undefined
      ? { mde: detectableOfMeans(run.power, design), mde_strict: detectableOfMeans(run.power, design, true) }
      : { power: powerOfMeans(run.effect, design), power_strict: powerOfMeans(run.effect, design, true) };
  },
  bloom_cluster: (run) => {
    const { mde, multiplier, designEffect } = detectableOfClusters(run.power, { ...run, level: run.alpha });
    return { mde, multiplier, design_effect: designEffect };
  },
  proportions: (run) => ({ ...powerOfShares(run.p, { n: run.n, level: run.alpha }) }),
};

export const runPower: Runner = (given) => {
  const run = given as unknown as PowerRun;
  const found = methods[run.method]!(run);
  const known = Object.fromEntries(
    Object.keys(found).map((name) => [name, (result: Found): Actual => result[name]] as const),
  );
  return differences(given, found, {
    known,
    ignored: { mde_pwr: 'a program’s own search, which stops before the last digits' },
  });
};
