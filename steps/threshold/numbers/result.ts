/** From searches and replications to what a threshold model reports (Hansen 1999; Wang 2015, SJ 15:121). */
import type { VcovSpec } from '../../../src/econ/design.ts';
import type { Fit, Stat } from '../../../src/econ/fit.ts';
import { hansenInterval, isUnseenByXthreg, likelihoodRatios, type Profile, xthregInterval } from './interval.ts';
import { criticalLr, type SearchName, type ThresholdProfile } from './profile.ts';
import { type Regime, regimeFit, regimesOf } from './regimes.ts';
import type { ThresholdSample } from './sample.ts';
import { foundBy, splitsOf, stepNamed, type ThresholdSearch, type ThresholdStep } from './search.ts';
import type { ThresholdConvention } from './spec.ts';

export interface ThresholdOptions {
  readonly convention: ThresholdConvention;
  /** Covariance of the regression by regime, and of nothing else. */
  readonly vcov: VcovSpec;
  /** Confidence level, such as 0.95. */
  readonly level: number;
  /** Thresholds in the regression by regime. */
  readonly use: number;
}

/** An estimate of a threshold: one search. */
export interface ThresholdEstimate {
  readonly gamma: number;
  /** Hansen's set, least and largest value. */
  readonly ciLow: Stat;
  readonly ciHigh: Stat;
  /** The interval that `xthreg` prints. */
  readonly ciXthreg: readonly [Stat, Stat];
  /** Is present where the neighbours of the estimate disagree, for which output of `xthreg` was not seen. */
  readonly ciXthregUnseen?: true;
}

/** The test of `order` − 1 against `order` thresholds, and the threshold it adds; in order of discovery. */
export interface ThresholdRow extends ThresholdEstimate {
  readonly order: number;
  /** In the degrees of freedom of the convention. */
  readonly f: Stat;
  readonly fXthreg: Stat;
  readonly fHansen: Stat;
  readonly pValue: Stat;
  /** Critical values at 1, 5 and 10 %. */
  readonly critical: Readonly<Record<'1' | '5' | '10', Stat>>;
  /** Replications. */
  readonly bootstrap: number;
  /** Residual sum of squares with `order` thresholds, and over the convention's degrees of freedom. */
  readonly rss: number;
  readonly mse: number;
  /** The first threshold searched again given the second (Th-21). */
  readonly refined?: ThresholdEstimate;
}

export interface ThresholdResult {
  readonly thresholds: readonly ThresholdRow[];
  readonly fit: Fit;
  readonly regimes: readonly Regime[];
  readonly profiles: readonly ThresholdProfile[];
  readonly rssLinear: number;
  readonly gridSize: number;
  readonly dfTest: number;
  /** `xthreg` or `hansen`, and the names of what was split and on what */
  readonly convention: ThresholdConvention;
  readonly slope: readonly string[];
  readonly on: string;
}

/** nT − T for `xthreg`, n(T−1) for Hansen; T is the mean number of periods. */
function testDf({ nobs, unit }: ThresholdSample, convention: ThresholdConvention): number {
  return convention === 'xthreg' ? nobs - nobs / unit.levels : nobs - unit.levels;
}

/** `ratios[j]`: S*_{j}/S*_{j+1} − 1 of each replication of test j (single, double, triple); empty without bootstrap. O(NK² + grid + B log B). */
export function thresholdResult(
  sample: ThresholdSample,
  search: ThresholdSearch,
  ratios: readonly (readonly number[])[],
  on: string,
  options: ThresholdOptions,
): ThresholdResult {
  const cuts = splitsOf(search, options.use)
    .map((g) => search.grid[g]!)
    .sort((a, b) => a - b);
  const d = testDf(sample, options.convention);
  const context = { sample, search, options };
  return Object.freeze({
    thresholds: search.rss.slice(1).map((_, i) => rowOf(i + 1, ratios[i] ?? [], context)),
    fit: regimeFit(sample, cuts, options.vcov, options.level),
    regimes: regimesOf(sample, cuts),
    profiles: search.steps.map((step) => profileOf(step, context)),
    rssLinear: search.rss[0]!,
    gridSize: search.grid.length,
    dfTest: d,
    convention: options.convention,
    slope: sample.slopes.map(({ name }) => name),
    on,
  });
}

interface SearchedSample {
  readonly sample: ThresholdSample;
  readonly search: ThresholdSearch;
  readonly options: ThresholdOptions;
}

const searchOfOrder: readonly SearchName[] = ['Th-1', 'Th-22', 'Th-3'];
const orders: Readonly<Record<SearchName, number>> = { 'Th-1': 1, 'Th-22': 2, 'Th-21': 1, 'Th-3': 3 };
/** Thresholds in the model in which a search looks for its own. */
const sizes: Readonly<Record<SearchName, number>> = { 'Th-1': 1, 'Th-22': 2, 'Th-21': 2, 'Th-3': 3 };

function rowOf(order: number, ratios: readonly number[], context: SearchedSample): ThresholdRow {
  const { sample, search, options } = context;
  const [before, rss] = [search.rss[order - 1]!, search.rss[order]!];
  const test = (convention: ThresholdConvention): Stat =>
    rss > 0 ? ((before - rss) / rss) * testDf(sample, convention) : { invalid: 'the fit is perfect' };
  const f = test(options.convention);
  const d = testDf(sample, options.convention);
  const draws = ratios.map((ratio) => ratio * d);
  const refined = order === 1 && search.rss.length > 2 ? estimateOf(stepNamed(search, 'Th-21'), context) : undefined;
  return {
    order,
    ...estimateOf(stepNamed(search, searchOfOrder[order - 1]!), context),
    f,
    fXthreg: test('xthreg'),
    fHansen: test('hansen'),
    ...bootstrapTest(f, draws),
    rss,
    mse: rss / d,
    ...(refined === undefined ? {} : { refined }),
  };
}

/** p = share of F* above F; critical values are order statistics F*_(⌈(1−α)B⌉) (Hansen 1999, J. Econometrics 93:345, section 4.1). O(B log B). */
export function bootstrapTest(
  f: Stat,
  draws: readonly number[],
): Pick<ThresholdRow, 'pValue' | 'critical' | 'bootstrap'> {
  const count = draws.length;
  const none: Stat = { invalid: 'no bootstrap' };
  if (count === 0) return { pValue: none, critical: { '1': none, '5': none, '10': none }, bootstrap: 0 };
  const sorted = [...draws].sort((a, b) => a - b);
  const at = (percent: number): number => sorted[Math.ceil(((100 - percent) * count) / 100) - 1]!;
  return {
    pValue: typeof f === 'number' ? draws.filter((draw) => draw > f).length / count : f,
    critical: { '1': at(1), '5': at(5), '10': at(10) },
    bootstrap: count,
  };
}

function estimateOf(step: ThresholdStep, { sample, search, options }: SearchedSample): ThresholdEstimate {
  const profile = gammaProfile(step, search);
  const regressors = sample.controls.length + sample.slopes.length * (sizes[step.name] + 1);
  const [ciLow, ciHigh] = hansenInterval(profile, testDf(sample, 'hansen'), options.level);
  const d = testDf(sample, 'xthreg') - regressors;
  const ciXthreg = xthregInterval(profile, d, options.level);
  const unseen = isUnseenByXthreg(profile, d, options.level) ? ({ ciXthregUnseen: true } as const) : {};
  return { gamma: search.grid[foundBy(step)]!, ciLow, ciHigh, ciXthreg, ...unseen };
}

const gammaProfile = ({ candidates, at, excess, rss }: ThresholdStep, { grid }: ThresholdSearch): Profile => ({
  gamma: candidates.map((g) => grid[g]!),
  at,
  excess,
  rss,
});

function profileOf(step: ThresholdStep, { sample, search, options }: SearchedSample): ThresholdProfile {
  const profile = gammaProfile(step, search);
  return {
    name: step.name,
    order: orders[step.name],
    estimate: search.grid[foundBy(step)]!,
    rss: step.rss,
    gamma: profile.gamma,
    lr: likelihoodRatios(profile, testDf(sample, 'hansen')),
    critical: criticalLr(options.level),
  };
}
