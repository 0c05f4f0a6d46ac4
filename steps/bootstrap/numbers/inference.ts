/** A fit whose errors, p values and intervals are of its estimates in samples that were drawn, or that lack a cluster each. */
import type { RandomStream } from '../../../src/base/number/rng.ts';
import { mean } from '../../../src/base/number/sum.ts';
import { normal, studentT, twoSided } from '../../../src/econ/distributions/distributions.ts';
import { percentile, sortedValues } from '../../../src/econ/distributions/percentile.ts';
import { bootstrapInterval } from '../../../src/econ/draws/interval.ts';
import type { Estimate, Fit, Stat, VcovInfo } from '../../../src/econ/fit.ts';
import type { IntervalName } from './intervals.ts';

/** Estimates of one sample, in the order of the fit's terms; null where the sample does not identify one of them. */
export type Replicate = readonly number[] | null;

export interface Samples {
  /** The fit on the data as they are. */
  readonly fit: Fit;
  /** The number of clusters, or rows, that are drawn. */
  readonly clusters: number;
  draw(stream: RandomStream): Replicate;
  /** Estimates without one cluster, where clusters are what is drawn. */
  without?(cluster: number): Replicate;
}

/** An estimate on the data as they are, by its name. */
export type Named = Pick<Estimate, 'term' | 'estimate'>;

/** Estimates in the samples that count, and without one cluster each: empty where these were not asked for. */
export interface Resampling {
  readonly interval: IntervalName;
  readonly draws: readonly (readonly number[])[];
  readonly without: readonly (readonly number[])[];
}

export interface Resampled extends Resampling {
  readonly fit: Fit;
  readonly info: Pick<VcovInfo, 'type' | 'text' | 'clusters'>;
}

/** Rows with their errors, and the covariance of their estimates; empty where there is none. */
interface Inferred {
  readonly terms: readonly Estimate[];
  readonly vcov: readonly (readonly number[])[];
}

/** The level of all intervals of fits. */
const LEVEL = 0.95;

const few = { invalid: 'fewer than two bootstrap samples count' };
const oneSided = { invalid: 'all bootstrap samples lie on one side of the estimate' };

/** V = Σ (b* − b̄*)(b* − b̄*)'/(B − 1) over B samples, z, and the interval that is asked for (Efron & Tibshirani 1993, 13.3, 14.3). O(BK²). */
export function byDraws(named: readonly Named[], { draws, without, interval }: Resampling): Inferred {
  const columns = named.map((_, j) => draws.map((draw) => draw[j]!));
  const critical = normal.upperQuantile((1 - LEVEL) / 2);
  const vcov = draws.length < 2 ? [] : covarianceOf(columns, draws.length - 1);
  const terms = named.map((row, j): Estimate => {
    if (draws.length < 2) return undefinedRow(row, few);
    const { estimate } = row;
    const stdError = Math.sqrt(vcov[j]![j]!);
    const inference = rowOf(row, stdError, normal, critical);
    if (interval === 'normal') return inference;
    if (interval === 'bca')
      return {
        ...inference,
        ...bounds(
          accelerated(
            estimate,
            columns[j]!,
            without.map((each) => each[j]!),
            critical,
          ),
        ),
      };
    return { ...inference, ...bounds(bootstrapInterval(estimate, columns[j]!, LEVEL)[interval]) };
  });
  return { terms, vcov };
}

export const bootstrapped = (resampled: Resampled): Fit =>
  withErrors(resampled, byDraws(resampled.fit.terms, resampled), { inference: 'z', dfResid: null });

/** V = (G − 1)/G Σ (b₍g₎ − b̄)(b₍g₎ − b̄)' over G clusters left out, t(G − 1) (Stata [R] jackknife), bias (G − 1)(b̄ − b) (Quenouille 1956). */
export function byLeavingOut(named: readonly Named[], { without }: Pick<Resampling, 'without'>): Inferred {
  const groups = without.length;
  const columns = named.map((_, j) => without.map((each) => each[j]!));
  const vcov = groups < 2 ? [] : covarianceOf(columns, groups / (groups - 1));
  const distribution = studentT(Math.max(1, groups - 1));
  const critical = distribution.upperQuantile((1 - LEVEL) / 2);
  const terms = named.map((row, j): Estimate => {
    if (groups < 2) return { ...undefinedRow(row, few), bias: few };
    const bias = (groups - 1) * (mean(Float64Array.from(columns[j]!)) - row.estimate);
    return { ...rowOf(row, Math.sqrt(vcov[j]![j]!), distribution, critical), bias };
  });
  return { terms, vcov };
}

export const jackknifed = (resampled: Resampled): Fit =>
  withErrors(resampled, byLeavingOut(resampled.fit.terms, resampled), {
    inference: 't(G-1)',
    dfResid: resampled.without.length - 1,
  });

/** Sums of products about the means, over `by`. */
function covarianceOf(columns: readonly (readonly number[])[], by: number): number[][] {
  const centred = columns.map((column) => {
    const centre = mean(Float64Array.from(column));
    return column.map((value) => value - centre);
  });
  return centred.map((x) => centred.map((y) => x.reduce((sum, value, i) => sum + value * y[i]!, 0) / by));
}

function rowOf(row: Named, stdError: number, distribution: typeof normal, critical: number): Estimate {
  const { term, estimate } = row;
  const none: Stat = { invalid: 'the standard error is zero' };
  const half = critical * stdError;
  const statistic = stdError > 0 ? estimate / stdError : none;
  const pValue = typeof statistic === 'number' ? twoSided(distribution, statistic) : none;
  return { confHigh: estimate + half, confLow: estimate - half, estimate, pValue, statistic, stdError, term };
}

const undefinedRow = ({ term, estimate }: Named, why: Stat): Estimate => ({
  confHigh: why,
  confLow: why,
  estimate,
  pValue: why,
  statistic: why,
  stdError: why,
  term,
});

const bounds = ([confLow, confHigh]: readonly [Stat, Stat]) => ({ confLow, confHigh });

/**
 * The bias-corrected and accelerated interval: quantiles at Φ(z₀ + (z₀ ± z)/(1 − a(z₀ ± z))), a = Σd³/(6 (Σd²)^{3/2}) of d = b̄ − b₍g₎
 * (Efron & Tibshirani 1993, 14.3).
 */
function accelerated(
  estimate: number,
  draws: readonly number[],
  without: readonly number[],
  critical: number,
): readonly [Stat, Stat] {
  const sorted = sortedValues(Float64Array.from(draws));
  const below = draws.filter((draw) => draw <= estimate + 1e-10 * Math.abs(estimate)).length;
  if (below === 0 || below === draws.length) return [oneSided, oneSided];
  const z0 = normal.quantile(below / draws.length);
  const centre = mean(Float64Array.from(without));
  const d = without.map((value) => centre - value);
  const squares = d.reduce((sum, value) => sum + value * value, 0);
  const cubes = d.reduce((sum, value) => sum + value * value * value, 0);
  const a = squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
  const at = (z: number): Stat => percentile(sorted, 100 * normal.cdf(z0 + (z0 + z) / (1 - a * (z0 + z))));
  return [at(-critical), at(critical)];
}

function withErrors(
  { fit, info }: Resampled,
  { terms, vcov }: Inferred,
  more: Pick<Fit, 'inference' | 'dfResid'>,
): Fit {
  const { firstStage: _, reducedForm: __, selection: ___, tests: ____, ...rest } = fit;
  return {
    ...rest,
    ...more,
    terms,
    vcov,
    vcovInfo: { ...info, small: '' },
    nclusters: info.clusters[0]?.count ?? null,
    // statistics of the model's own covariance
    stats: withoutTests(fit.stats),
    tests: [],
  };
}

const ofCovariance = new Set(['f', 'fDf1', 'fDf2', 'fP', 'chi2', 'chi2Df', 'chi2P']);

const withoutTests = (stats: Fit['stats']): Fit['stats'] =>
  Object.fromEntries(Object.entries(stats).filter(([name]) => !ofCovariance.has(name)));
