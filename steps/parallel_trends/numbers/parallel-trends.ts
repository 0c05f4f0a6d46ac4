/** Results of an event study without parallel trends: intervals, breakdown values, the power of its pre-test, the test of equivalence. */
import type { Rng } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { normal } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { bilinear, type EventStudy, inner } from './event-study.ts';
import { bisected } from './folded-normal.ts';
import { equivalenceBound, equivalenceP, pretestOf, type Trend } from './pretest.ts';
import { relativeTests } from './relative.ts';
import { type Band, smoothBands } from './smoothness.ts';
import type { ParallelTrendsSpec } from './spec.ts';

const ALPHA = 0.05;

export interface BandRow {
  /** `original`, `relative::1` or `smooth::0.01`. */
  readonly variable: string;
  /** M̄ or M; absent for the original. */
  readonly m?: number;
  readonly estimate?: number;
  readonly low: number;
  readonly high: number;
}

export interface TrendRow extends Readonly<Record<Exclude<keyof Trend, 'meanAfterPassing'>, Stat>> {
  /** `power::0.5`, or `slope`. */
  readonly name: string;
}

/** An estimate of the event study beside a trend that the pre-test may miss. */
export interface EventRow {
  readonly event: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly trend: number;
  readonly meanAfterPassing: number;
}

/** All that the step hands back. Intervals hold in 95 of 100 samples. */
export function parallelTrends(spec: ParallelTrendsSpec, study: EventStudy, rng: Rng) {
  const weights = weightsOf(spec.effect, study);
  const smooth = smoothBands(study, weights, ALPHA);
  const relative = relativeTests(study, weights, ALPHA, rng);
  const row = (variable: string, m: number, band: Band): BandRow => ({ variable, m, ...band });
  const test = pretestOf(study, normal.upperQuantile(ALPHA / 2));
  const slopes = [
    ...(spec.slope === null ? [] : [{ name: 'slope', slope: spec.slope as Stat }]),
    ...spec.power.map((power) => ({ name: `power::${power}`, slope: test.slopeOf(power) })),
  ];
  const trends = slopes.map(({ name, slope }) => ({
    name,
    found: typeof slope === 'number' ? test.trend(slope) : slope,
  }));
  return {
    rows: [
      { variable: 'original', ...originalBand(study, weights) },
      ...spec.relative.map((m) => row(`relative::${m}`, m, relative.band(m))),
      ...spec.smooth.map((m) => row(`smooth::${m}`, m, smooth(m))),
    ],
    breakdown: {
      relative: breakdownOf((m) => relative.rejects(m, 0), 1),
      smooth: breakdownOf((m) => isAway(smooth(m)), Math.sqrt(study.vcov[0]!)),
    },
    pretest: { size: test.size },
    trends: trends.map(({ name, found }): TrendRow => {
      if ('invalid' in found) return { name, slope: found, power: found, bayesFactor: found, likelihoodRatio: found };
      const { meanAfterPassing: _, ...trend } = found;
      return { name, ...trend };
    }),
    events: eventsOf(study, trends.find(({ found }) => !('invalid' in found))?.found as Trend | undefined),
    equivalence: {
      bound: equivalenceBound(study, ALPHA),
      ...(spec.equivalence === null
        ? {}
        : { threshold: spec.equivalence, pValue: equivalenceP(study, spec.equivalence) }),
    },
    reference: study.reference,
    warnings: study.before === 1 ? [oneLead] : [],
  };
}

const oneLead = {
  code: 'one-lead',
  message: 'one period before the reference alone: its estimate is all that says how trends may part',
};

/** l over the periods after the reference; refuses a period that is none of them. */
export function weightsOf(effect: ParallelTrendsSpec['effect'], { events, before }: EventStudy): readonly number[] {
  const after = events.slice(before);
  if (effect === 'average') return after.map(() => 1 / after.length);
  const at = effect === 'first' ? 0 : after.indexOf(effect);
  if (at >= 0) return after.map((_, i) => (i === at ? 1 : 0));
  const hint = `periods after the reference are ${after.join(', ')}`;
  throw new Refusal('unknown-period', `there is no estimate of period ${effect} after the reference`, {
    param: 'effect',
    hint,
  });
}

/** The interval under parallel trends. */
export function originalBand({ estimates, vcov, before }: EventStudy, weights: readonly number[]) {
  const own = [...Array.from({ length: before }, () => 0), ...weights];
  const estimate = inner(own, estimates);
  const half = normal.upperQuantile(ALPHA / 2) * Math.sqrt(bilinear(own, vcov, own));
  return { estimate, low: estimate - half, high: estimate + half };
}

const isAway = ({ low, high }: Band): boolean => low > 0 || high < 0;

/** The largest M at which 0 is excluded; not defined where it is not even at M = 0. */
function breakdownOf(excludes: (m: number) => boolean, start: number): Stat {
  if (!excludes(0)) return { invalid: 'the interval holds 0 at M = 0 already' };
  let high = start;
  for (let i = 0; i < 40 && excludes(high); i++) high *= 2;
  return bisected(excludes, 0, high, 1e-4);
}

function eventsOf({ events, estimates, vcov, reference }: EventStudy, trend: Trend | undefined): readonly EventRow[] {
  if (trend === undefined) return [];
  const critical = normal.upperQuantile(ALPHA / 2);
  return events.map((event, i) => {
    const estimate = estimates[i]!;
    const half = critical * Math.sqrt(vcov[i * events.length + i]!);
    return {
      ...{ event, estimate, low: estimate - half, high: estimate + half },
      trend: trend.slope * (event - reference),
      meanAfterPassing: trend.meanAfterPassing[i]!,
    };
  });
}
