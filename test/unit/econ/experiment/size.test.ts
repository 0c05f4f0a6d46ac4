/**
 * How often tests of experiments reject what is true, and intervals have the effect: over designs that are drawn again and again. Few draws in the suite, many at night
 * (PAPERMAKE_FUZZ).
 */
import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { normal } from '../../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import { drawingOf } from '../../../../steps/experiment/numbers/drawn.ts';
import { experimentResult } from '../../../../steps/experiment/numbers/experiment.ts';
import { inferred } from '../../../../steps/experiment/numbers/inferred.ts';
import { fieldOfMethod, type InferenceSpec, multipleNames } from '../../../../steps/experiment/numbers/redrawn/spec.ts';
import { experimentSample } from '../../../../steps/experiment/numbers/sample.ts';
import type { ExperimentSpec } from '../../../../steps/experiment/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';

const isNight = Number(process.env.PAPERMAKE_FUZZ ?? 1) > 1;
const draws = isNight ? 2000 : 150;
const rng = createRng('size');
const level = 0.05;
/** The effect of every arm on every row; null hypotheses are told of outcomes less it. */
const effect = 0.5;

const usual: ExperimentSpec = {
  ...{ treatment: ['arm'], control: '0', arms: null, strata: null, cluster: null, clustered: null },
  ...{ probability: null, weights: null, outcomes: ['y'], covariates: [], estimator: 'regression', errors: 'HC2' },
  ...{ strataMin: null, takeUp: null, indices: [], subgroups: [], balance: [], attrition: [], bounds: null },
  ...{ sample: null, exclude: null },
};

/**
 * 150 rows in 30 clusters and 3 strata, assigned one by one or as clusters. The effect is the same in all rows, so that the effect on everybody is that on those of any kind;
 * the outcome `lost` is missing in a way that arms move and the outcome does not. `u` is assigned with the chances `share`, which strata and outcomes go with, and `a` beside `b`.
 */
function columnsOf(i: number, clustered: boolean): Readonly<Record<string, Cells>> {
  const stream = rng.stream('rows', i);
  const [groups, size] = [30, 5];
  const order = stream.shuffle(Float64Array.from({ length: clustered ? groups : groups * size }, (_, k) => k % 3));
  const common = Array.from({ length: groups }, () => stream.normal());
  const rows = Array.from({ length: groups * size }, (_, k) => {
    const g = k % groups;
    const arm = order[clustered ? g : k]!;
    const [x, noise, kind] = [stream.normal(), stream.normal(), stream.int(2)];
    const treated = Number(arm > 0);
    const y0 = 0.5 * x + (clustered ? 0.7 * common[g]! : 0) + noise * (1 + 0.5 * kind);
    const taken = treated === 1 && stream.uniform() < 0.7 ? 1 : 0;
    const seen = stream.uniform() < 0.7 + 0.2 * treated;
    const chance = [0.3, 0.5, 0.7][g % 3]!;
    const u = stream.uniform() < chance ? 1 : 0;
    const [a, b] = [stream.int(2), stream.int(2)];
    return {
      ...{ arm, z: treated, x, kind, g, stratum: g % 3, u, a, b, share: u === 1 ? chance : 1 - chance },
      ...{ y: y0 + effect * treated, null: y0, other: y0 + stream.normal(), taken, moved: y0 + effect * taken },
      ...{ lost: seen ? y0 + effect * treated : null, crossed: y0 + effect * (a + b + a * b) },
      uneven: y0 + effect * u + (g % 3),
    };
  });
  return Object.fromEntries(
    Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as 'y'])]),
  ) as unknown as Readonly<Record<string, Cells>>;
}

/** The bounds of Lee that `lost` has in the population: its outcome is of two normal distributions, as many of each, and the trimmed share is .2/.9. */
function truthOfBounds(): { readonly lower: number; readonly upper: number } {
  const deviations = [1.25, 2.5].map(Math.sqrt);
  const kept = 0.7 / 0.9;
  const mean = (of: (sd: number) => number): number => deviations.reduce((sum, sd) => sum + of(sd) / 2, 0);
  let [low, high] = [-10, 10];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (mean((sd) => normal.cdf(middle / sd)) < kept) low = middle;
    else high = middle;
  }
  const density = (z: number): number => Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
  const cut = mean((sd) => sd * density(low / sd)) / kept;
  return { lower: effect - cut, upper: effect + cut };
}
const truth = truthOfBounds();

interface Interval {
  readonly confLow?: Stat;
  readonly confHigh?: Stat;
}
const misses = ({ confLow, confHigh }: Interval, of = effect): boolean =>
  !((confLow as number) <= of && of <= (confHigh as number));
const rejects = (p: Stat | undefined): boolean => (p as number) <= level;
const test = (of: object | null | undefined): boolean => rejects((of as { pValue: number }).pValue);
const strays = (bound: number, error: Stat | undefined, of: number): boolean =>
  Math.abs(bound - of) > normal.upperQuantile(level / 2) * (error as number);

const z = { treatment: ['z'] };
const bounds = { methods: ['lee'], support: null, sd: [] } as const;
const lost = { ...z, outcomes: ['lost'] };
const inClusters = { ...z, cluster: 'g' };

/** Each: whether tests reject what is true, and intervals miss what they are of, in one draw. */
const tried: Readonly<Record<string, (i: number) => Readonly<Record<string, boolean>>>> = {
  rows: (i) => {
    const found = run({ ...z, subgroups: ['kind'], balance: ['x', 'kind'], indices: [index] }, i);
    const [balance] = found.balanceTests;
    return {
      HC2: misses(found.effects[0]!),
      'an index': misses(found.effects.at(-1)!, 0),
      'a subgroup': misses(found.subgroups[0]!),
      'the difference of subgroups': misses(found.subgroups.at(-1)!, 0),
      'a difference of covariates': misses(found.balance[0]!, 0),
      'the test of balance': test(balance!.iid),
      'the robust test of balance': test(balance!.robust),
    };
  },
  ...Object.fromEntries(
    (['HC0', 'HC1', 'HC3'] as const).map((errors) => [
      errors,
      (i: number) => ({ [errors]: misses(run({ ...z, errors }, i).effects[0]!) }),
    ]),
  ),
  estimators: (i) => ({
    'a regression with strata': misses(run({ ...z, strata: 'stratum' }, i).effects[0]!),
    'a covariate': misses(run({ ...z, covariates: ['x'] }, i).effects[0]!),
    'Neyman’s difference of means': misses(run({ ...z, estimator: 'difference' }, i).effects[0]!),
    'differences within strata': misses(run({ ...z, estimator: 'difference', strata: 'stratum' }, i).effects[0]!),
    'Lin’s regression': misses(run({ ...z, estimator: 'lin', covariates: ['x'] }, i).effects[0]!),
  }),
  lasso: (i) => ({ 'a lasso of covariates': misses(run({ ...z, candidates: ['x', 'kind'] }, i).effects[0]!) }),
  'unequal chances': (i) => {
    const spec = { treatment: ['u'], outcomes: ['uneven'], probability: 'share' };
    const [hc2, strata] = [run(spec, i), run({ ...spec, strata: 'stratum' }, i)];
    return { 'chances as weights': misses(hc2.effects[0]!), 'within strata': misses(strata.effects[0]!) };
  },
  factors: (i) => {
    const { effects, joint } = run({ treatment: ['a', 'b'], outcomes: ['crossed'] }, i);
    const none = run({ treatment: ['a', 'b'], outcomes: ['null'] }, i);
    return {
      'a factor': misses(effects[0]!),
      'a product of factors': misses(effects[2]!),
      'the joint test of factors': joint.length === 1 && test(none.joint[0]),
    };
  },
  clusters: (i) => {
    const of = (more: Partial<ExperimentSpec>) => misses(run({ ...inClusters, ...more }, i, true).effects[0]!);
    return {
      CR1: of({ errors: 'CR1' }),
      CR2: of({ errors: 'CR2' }),
      'CR2 with a covariate and strata': of({ errors: 'CR2', covariates: ['x'], strata: 'stratum' }),
    };
  },
  // without a factor these are too small where clusters are few
  'few clusters': (i) => ({ 'CR0 about': misses(run({ ...inClusters, errors: 'CR0' }, i, true).effects[0]!) }),
  arms: (i) => ({
    'the joint test of arms': test(run({ outcomes: ['null'] }, i).joint[0]),
    'the joint test of arms of clusters': test(
      run({ outcomes: ['null'], cluster: 'g', errors: 'CR2' }, i, true).joint[0],
    ),
  }),
  'take-up': (i) => {
    const spec = { ...z, takeUp: 'taken', outcomes: ['moved'] };
    return {
      'take-up': misses(run(spec, i).late[0]!),
      'take-up in clusters': misses(run({ ...spec, ...inClusters, errors: 'CR2' }, i, true).late[0]!),
    };
  },
  attrition: (i) => {
    const found = run({ ...lost, attrition: ['x'], bounds: { ...bounds, by: null } }, i);
    const cells = run({ ...lost, bounds: { ...bounds, by: 'kind' } }, i).bounds[0]!;
    const spec = { ...lost, ...inClusters, errors: 'CR2', bounds: { ...bounds, by: null } } as const;
    const [whole] = found.bounds;
    return {
      'the difference of shares that are missing': misses(found.attrition[0]!, -0.2),
      'the test of who is missing': test(found.attritionTests[0]!.interactions),
      'the bounds of Lee': misses(whole!),
      'the bounds within cells': misses(cells),
      'the bounds of clusters': misses(run(spec, i, true).bounds[0]!),
      'the error of Lee’s lower end': strays(whole!.lower, whole!.lowerError, truth.lower),
      'the error of Lee’s upper end': strays(whole!.upper, whole!.upperError, truth.upper),
    };
  },
  families: (i) => {
    const found = family(i);
    const any = (of: (effect: (typeof found)[number]) => Stat | undefined): boolean =>
      found.some((each) => rejects(of(each)));
    return {
      ...Object.fromEntries(
        found[0]!.tests.map(({ statistic, pValue }) => [`a test of ${statistic}`, rejects(pValue)]),
      ),
      ...Object.fromEntries(
        multipleNames.map((name) => [`a family by ${name}`, any((each) => each[fieldOfMethod[name]] as Stat)]),
      ),
    };
  },
};

const index = { name: 'both', of: ['null', 'other'], reverse: [], method: 'anderson', covariance: 'all' } as const;

function run(spec: Partial<ExperimentSpec>, i: number, clustered = false): ReturnType<typeof experimentResult> {
  const whole = { ...usual, ...spec };
  return experimentResult(whole, experimentSample(whole, dataOf(columnsOf(i, clustered))));
}

type Tested = Readonly<Record<string, Stat>> & {
  readonly tests: readonly { readonly statistic: string; readonly pValue: Stat }[];
};

/** Effects on two outcomes that no arm moves, with p values of 99 draws: by all methods, and of all statistics. */
function family(i: number): readonly Tested[] {
  const spec = { ...usual, treatment: ['z'], strata: 'stratum', outcomes: ['null', 'other'] };
  const experiment = experimentSample(spec, dataOf(columnsOf(i, false)));
  const asked: InferenceSpec = {
    ...{ families: [{ name: 'all', outcomes: spec.outcomes }], multiple: multipleNames, null: 0 },
    ...{ statistics: ['t', 'estimate', 'ranks', 'ks'], permuted: true, bootstrapped: true, power: null, level: null },
    draws: 99,
  };
  const plan = drawingOf(spec, asked, experiment);
  const own = (name: string) => (k: number) => rng.stream(`${name} ${i}`, k);
  const streams = { assignment: own('assignment'), sample: own('sample'), power: own('power') };
  const chunk = plan.of({ from: 0, to: asked.draws, draws: asked.draws }, streams);
  const { effects } = experimentResult(spec, experiment);
  const found = inferred(asked, experiment, effects, plan, [chunk]);
  return found.effects.map((effect) => ({
    ...effect,
    tests: found.randomisation.filter(({ outcome }) => outcome === effect.outcome),
  })) as unknown as readonly Tested[];
}

/** Tests that allow for others, and intervals of bounds, may reject and miss more rarely than they say. */
const isCareful = (name: string): boolean => /family|bounds/.test(name);

it.each(Object.keys(tried))(`%s: as often as they say, over ${draws} designs`, (name) => {
  const wrong = new Map<string, number>();
  for (let i = 0; i < draws; i++)
    for (const [of, is] of Object.entries(tried[name]!(i))) wrong.set(of, (wrong.get(of) ?? 0) + Number(is));
  const error = 4 * Math.sqrt((level * (1 - level)) / draws);
  for (const [of, count] of wrong) {
    // errors of few rows and clusters, and weights of an index that are estimated, are not exact
    const allowed = of.endsWith('about') ? 0.03 : 0.012;
    expect(count / draws, of).toBeLessThan(level + error + allowed);
    if (!isCareful(of)) expect(count / draws, of).toBeGreaterThan(level - error - allowed);
  }
});
