/**
 * How often tests of experiments reject what is true, and intervals have the effect: over designs that are drawn again and again. Few draws in the suite, many at night
 * (PAPERMAKE_FUZZ).
 */
import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import { drawingOf } from '../../../../steps/experiment/numbers/drawn.ts';
import { experimentResult } from '../../../../steps/experiment/numbers/experiment.ts';
import { inferred } from '../../../../steps/experiment/numbers/inferred.ts';
import type { InferenceSpec } from '../../../../steps/experiment/numbers/redrawn/spec.ts';
import { experimentSample } from '../../../../steps/experiment/numbers/sample.ts';
import type { ExperimentSpec } from '../../../../steps/experiment/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';

const isNight = Number(process.env.PAPERMAKE_FUZZ ?? 1) > 1;
const draws = isNight ? 4000 : 150;
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
 * the outcome `lost` is missing in a way that arms move and the outcome does not.
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
    return {
      ...{
        arm,
        z: treated,
        x,
        kind,
        g,
        stratum: g % 3,
        y: y0 + effect * treated,
        null: y0,
        other: y0 + stream.normal(),
      },
      ...{ taken, moved: y0 + effect * taken, lost: seen ? y0 + effect * treated : null },
    };
  });
  return Object.fromEntries(
    Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as 'y'])]),
  ) as unknown as Readonly<Record<string, Cells>>;
}

interface Interval {
  readonly confLow?: Stat;
  readonly confHigh?: Stat;
}
const misses = ({ confLow, confHigh }: Interval, truth = effect): boolean =>
  !((confLow as number) <= truth && truth <= (confHigh as number));
const rejects = (p: Stat | undefined): boolean => (p as number) <= level;
const test = (of: object | null | undefined): boolean => rejects((of as { pValue: number }).pValue);

const bounds = { methods: ['lee'], support: null, sd: [] } as const;

/** Each: whether a test rejects what is true, or an interval misses what it is of, in one draw. */
const tried: Readonly<Record<string, (i: number) => boolean>> = {
  'HC2 of a regression with strata': (i) => misses(run({ treatment: ['z'], strata: 'stratum' }, i).effects[0]!),
  'HC2 with a covariate': (i) => misses(run({ treatment: ['z'], covariates: ['x'] }, i).effects[0]!),
  HC3: (i) => misses(run({ treatment: ['z'], errors: 'HC3' }, i).effects[0]!),
  'Neyman’s difference of means': (i) => misses(run({ treatment: ['z'], estimator: 'difference' }, i).effects[0]!),
  'the difference of means within strata': (i) =>
    misses(run({ treatment: ['z'], estimator: 'difference', strata: 'stratum' }, i).effects[0]!),
  'Lin’s regression': (i) => misses(run({ treatment: ['z'], estimator: 'lin', covariates: ['x'] }, i).effects[0]!),
  'a lasso of covariates': (i) => misses(run({ treatment: ['z'], candidates: ['x', 'kind'] }, i).effects[0]!),
  'CR2 of clusters': (i) => misses(run({ treatment: ['z'], cluster: 'g', errors: 'CR2' }, i, true).effects[0]!),
  'CR2 with a covariate and strata': (i) =>
    misses(
      run({ treatment: ['z'], cluster: 'g', errors: 'CR2', covariates: ['x'], strata: 'stratum' }, i, true).effects[0]!,
    ),
  'the joint test of arms': (i) => test(run({ outcomes: ['null'] }, i).joint[0]),
  'the joint test of arms of clusters': (i) =>
    test(run({ outcomes: ['null'], cluster: 'g', errors: 'CR2' }, i, true).joint[0]),
  'take-up': (i) => misses(run({ treatment: ['z'], takeUp: 'taken', outcomes: ['moved'] }, i).late[0]!),
  'a subgroup': (i) => misses(run({ treatment: ['z'], subgroups: ['kind'] }, i).subgroups[0]!),
  'the difference of subgroups': (i) => misses(run({ treatment: ['z'], subgroups: ['kind'] }, i).subgroups.at(-1)!, 0),
  'a difference of covariates': (i) => misses(run({ treatment: ['z'], balance: ['x'] }, i).balance[0]!, 0),
  'the test of balance': (i) => test(run({ treatment: ['z'], balance: ['x', 'kind'] }, i).balanceTests[0]!.iid),
  'the robust test of balance': (i) =>
    test(run({ treatment: ['z'], balance: ['x', 'kind'] }, i).balanceTests[0]!.robust),
  'the difference of shares that are missing': (i) =>
    misses(run({ treatment: ['z'], outcomes: ['lost'] }, i).attrition[0]!, -0.2),
  'the test of who is missing': (i) =>
    test(run({ treatment: ['z'], outcomes: ['lost'], attrition: ['x'] }, i).attritionTests[0]!.interactions),
  'Lee’s bounds': (i) =>
    misses(run({ treatment: ['z'], outcomes: ['lost'], bounds: { ...bounds, by: null } }, i).bounds[0]!),
  'Lee’s bounds within cells': (i) =>
    misses(run({ treatment: ['z'], outcomes: ['lost'], bounds: { ...bounds, by: 'kind' } }, i).bounds[0]!),
  'Lee’s bounds of clusters': (i) =>
    misses(
      run(
        { treatment: ['z'], outcomes: ['lost'], cluster: 'g', errors: 'CR2', bounds: { ...bounds, by: null } },
        i,
        true,
      ).bounds[0]!,
    ),
  'an index': (i) => {
    const index = { name: 'both', of: ['null', 'other'], reverse: [], method: 'anderson', covariance: 'all' } as const;
    return misses(run({ treatment: ['z'], indices: [index] }, i).effects.at(-1)!, 0);
  },
  'a randomisation test': (i) => rejects(family(i, 'holm')[0]!.pRandomisation),
  ...Object.fromEntries(
    (['holm', 'hochberg', 'bh', 'westfall_young', 'westfall_young_minp', 'romano_wolf'] as const).map((name) => [
      `a family by ${name}`,
      (i: number) => family(i, name).some((each) => rejects(each[fieldOf[name]])),
    ]),
  ),
};

const fieldOf = {
  ...{ holm: 'pHolm', hochberg: 'pHochberg', bh: 'pBh', westfall_young: 'pWestfallYoung' },
  ...{ westfall_young_minp: 'pWestfallYoungMinP', romano_wolf: 'pRomanoWolf' },
} as const;

function run(spec: Partial<ExperimentSpec>, i: number, clustered = false): ReturnType<typeof experimentResult> {
  const whole = { ...usual, ...spec };
  return experimentResult(whole, experimentSample(whole, dataOf(columnsOf(i, clustered))));
}

/** Effects on two outcomes that no arm moves, with p values of 99 draws. */
function family(i: number, multiple: keyof typeof fieldOf): readonly Readonly<Record<string, Stat>>[] {
  const spec = { ...usual, treatment: ['z'], strata: 'stratum', outcomes: ['null', 'other'] };
  const experiment = experimentSample(spec, dataOf(columnsOf(i, false)));
  const asked: InferenceSpec = {
    ...{ families: [{ name: 'all', outcomes: spec.outcomes }], multiple: [multiple], statistics: ['t'], null: 0 },
    ...{
      permuted: multiple.startsWith('westfall'),
      bootstrapped: multiple === 'romano_wolf',
      power: null,
      level: null,
    },
    draws: 99,
  };
  const plan = drawingOf(spec, asked, experiment);
  const own = (name: string) => (k: number) => rng.stream(`${name} ${i}`, k);
  const streams = { assignment: own('assignment'), sample: own('sample'), power: own('power') };
  const chunk = plan.of({ from: 0, to: asked.draws, draws: asked.draws }, streams);
  const { effects } = experimentResult(spec, experiment);
  return inferred(asked, experiment, effects, plan, [chunk]).effects as unknown as readonly Readonly<
    Record<string, Stat>
  >[];
}

/** Tests that allow for others, and intervals of bounds, may reject and miss more rarely than they say. */
const isCareful = (name: string): boolean => /family|bounds/.test(name);

it.each(Object.keys(tried))(`%s: as often as it says, over ${draws} designs`, (name) => {
  let wrong = 0;
  for (let i = 0; i < draws; i++) if (tried[name]!(i)) wrong++;
  const error = 4 * Math.sqrt((level * (1 - level)) / draws);
  // errors of few rows and clusters, and weights of an index that are estimated, are not exact
  const allowed = 0.012;
  expect(wrong / draws).toBeLessThan(level + error + allowed);
  if (!isCareful(name)) expect(wrong / draws).toBeGreaterThan(level - error - allowed);
});
