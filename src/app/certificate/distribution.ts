/** Summarises how coefficients lie: their size, the shares of signs and significance, and counts in bins for a small picture. */
import { grouped } from '../../base/text/term-names.ts';
import { percentile } from '../../econ/distributions/percentile.ts';
import { histogram, roundBreaks, usualBins } from '../../econ/graphics/histogram.ts';
import { significanceLevel } from '../../econ/multiverse/summary.ts';
import type { TreatmentCoefficient } from './estimates.ts';

/** Counts of coefficients by sign and by significance at 5%; one without a p value counts as not significant. */
export interface Signs {
  readonly positiveSignificant: number;
  readonly positive: number;
  readonly zero: number;
  readonly negative: number;
  readonly negativeSignificant: number;
}

/** The coefficients that lie between two ends, and those of them that are significant. */
export interface CountedBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly significant: number;
}

/** The coefficients of one outcome and one treatment, which have one unit. */
export interface CoefficientDistribution extends Signs {
  readonly outcome: string | null;
  readonly treatment: string | null;
  readonly count: number;
  /** The number of specifications in which the coefficient is not identified. */
  readonly unidentified: number;
  /** Null where no coefficient is identified. */
  readonly quantiles: Quantiles | null;
  readonly bins: readonly CountedBin[];
}

export interface Quantiles {
  readonly min: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly max: number;
}

/** A small picture has no room for more. */
const MOST_BINS = 40;

/** The distributions by outcome and treatment, those of most specifications first. */
export function distributionsOf(coefficients: readonly TreatmentCoefficient[]): CoefficientDistribution[] {
  const groups = grouped(coefficients, ({ outcome, treatment }) => JSON.stringify([outcome, treatment]));
  return groups.map(distributionOf).sort((a, b) => b.count - a.count);
}

function distributionOf(all: readonly TreatmentCoefficient[]): CoefficientDistribution {
  const { outcome, treatment } = all[0]!;
  const known = all.filter((each) => typeof each.estimate === 'number') as (TreatmentCoefficient & {
    estimate: number;
  })[];
  const values = Float64Array.from(known, ({ estimate }) => estimate).sort();
  return {
    outcome,
    treatment,
    count: all.length,
    unidentified: all.length - known.length,
    quantiles: values.length === 0 ? null : quantilesOf(values),
    ...signsOf(known),
    bins: values.length === 0 ? [] : binsOf(values, known),
  };
}

const isSignificant = ({ pValue }: TreatmentCoefficient): boolean =>
  typeof pValue === 'number' && pValue < significanceLevel;

function signsOf(known: readonly (TreatmentCoefficient & { readonly estimate: number })[]): Signs {
  const count = (is: (estimate: number) => boolean, significant: boolean): number =>
    known.filter((each) => is(each.estimate) && isSignificant(each) === significant).length;
  return {
    positiveSignificant: count((b) => b > 0, true),
    positive: count((b) => b > 0, false),
    zero: known.filter(({ estimate }) => estimate === 0).length,
    negative: count((b) => b < 0, false),
    negativeSignificant: count((b) => b < 0, true),
  };
}

const quantilesOf = (sorted: Float64Array): Quantiles => ({
  min: sorted[0]!,
  p25: percentile(sorted, 25),
  median: percentile(sorted, 50),
  p75: percentile(sorted, 75),
  max: sorted.at(-1)!,
});

function binsOf(
  sorted: Float64Array,
  known: readonly (TreatmentCoefficient & { readonly estimate: number })[],
): CountedBin[] {
  const ends = roundBreaks(sorted[0]!, sorted.at(-1)!, Math.min(MOST_BINS, usualBins(sorted)));
  const clear = Float64Array.from(known.filter(isSignificant), ({ estimate }) => estimate);
  const significant = clear.length === 0 ? [] : histogram(clear, ends);
  return histogram(sorted, ends).map(({ from, to, count }, i) => ({
    from,
    to,
    count,
    significant: significant[i]?.count ?? 0,
  }));
}
