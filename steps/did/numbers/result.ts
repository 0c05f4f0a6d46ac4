/** The records that estimators of effects over time hand back, with the rows of tables and figures made of them. */
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { type Distribution, normal, studentT, twoSided } from '../../../src/econ/distributions/distributions.ts';
import type { Estimate, Fit, RowsLost, Stat, TestResult, Warning } from '../../../src/econ/fit.ts';

/** An effect with its inference. */
export type EffectEstimate = Omit<Estimate, 'term'>;

export type EffectAt = EffectEstimate & {
  readonly event?: number;
  readonly group?: number;
  readonly time?: number;
  readonly quantile?: number;
  readonly dose?: number;
  /** The name of that dose. */
  readonly name?: string;
  /** Cohorts that the effect is of. */
  readonly groups?: number;
  /** Rows that it is the mean of. */
  readonly n?: number;
  readonly stdErrorStata?: Stat;
  readonly stdErrorEstimated?: Stat;
};

/** Effects of periods since treatment with their covariance, without those that are 0 by construction. */
export interface EventStudy {
  readonly events: readonly number[];
  readonly estimates: readonly number[];
  readonly vcov: readonly (readonly number[])[];
}

export interface Aggregation {
  readonly overall?: EffectEstimate;
  readonly by: readonly EffectAt[];
}

/** Names that records of a method may not have, since they stand beside those of its fit in one artifact. */
type NamesOfFit = { readonly [Name in Exclude<keyof Fit, 'warnings' | 'nobs' | 'dfResid'>]?: never };

/** Holds what all methods hand back; `more` are records of the method's own, with what it left out counted in `leftOut`. */
export interface DidResult extends NamesOfFit {
  readonly method: string;
  readonly simple?: EffectEstimate;
  readonly group?: Aggregation;
  readonly calendar?: Aggregation;
  readonly dynamic?: Aggregation;
  readonly quantiles?: Aggregation;
  /** Effects by dose, and their slopes with the mean of these. */
  readonly att?: Aggregation;
  readonly acrt?: Aggregation;
  /** Periods with their covariance, which a step of kind `parallel_trends` reads; or why there is none of use to it. */
  readonly eventStudy?: EventStudy | { readonly invalid: string };
  readonly leftOut?: Readonly<Record<string, number>>;
  readonly fit: Fit;
  readonly warnings: readonly Warning[];
  readonly [more: string]: unknown;
}

/** An estimate with a standard error; the normal distribution where `df` is null. `critical`: of a simultaneous band, in place of the quantile. */
export function effect(estimate: number, stdError: Stat, df: number | null, critical?: number): EffectEstimate {
  if (typeof stdError !== 'number' || !(stdError > 0)) {
    const invalid: Stat = typeof stdError === 'number' ? { invalid: 'the standard error is zero' } : stdError;
    return { estimate, stdError, statistic: invalid, pValue: invalid, confLow: invalid, confHigh: invalid };
  }
  const distribution: Distribution = df === null ? normal : studentT(df);
  const statistic = estimate / stdError;
  const half = (critical ?? distribution.upperQuantile(0.025)) * stdError;
  const pValue = twoSided(distribution, statistic);
  return { estimate, stdError, statistic, pValue, confLow: estimate - half, confHigh: estimate + half };
}

/** The standard deviation of estimates of draws, which is a standard error. */
export function spreadOf(drawn: readonly number[]): Stat {
  if (drawn.length < 2) return { invalid: 'the standard error is that of draws: `draws` gives their number' };
  return Math.sqrt(sumSquaresAbout(drawn, mean(drawn)) / (drawn.length - 1));
}

export interface Reported {
  readonly method: string;
  readonly outcome: string;
  readonly nobs: number;
  readonly units: number;
  readonly cluster: { readonly name: string; readonly count: number };
  readonly df: number | null;
  readonly small: string;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
  readonly tests?: readonly TestResult[];
  readonly stats?: Fit['stats'];
  readonly absorbed?: Fit['absorbed'];
}

type Aggregations = Pick<DidResult, 'simple' | 'group' | 'calendar' | 'dynamic' | 'quantiles' | 'att' | 'acrt'>;

/**
 * The fit that tables and figures show: the averages `simple`, `group`, `calendar`, `dynamic`, then `event::-2`, `group::2004`, `calendar::2005`. Effects
 * are not drawn together, so it has no covariance.
 */
export function fitOf(found: Aggregations, about: Reported): Fit {
  const { simple, group, calendar, dynamic, quantiles, att, acrt } = found;
  const named = (term: string, each: EffectEstimate | undefined): Estimate[] =>
    each === undefined ? [] : [rowOf(term, each)];
  return Object.freeze({
    estimator: about.method,
    outcome: about.outcome,
    terms: [
      ...named('simple', simple),
      ...named('group', group?.overall),
      ...named('calendar', calendar?.overall),
      ...named('dynamic', dynamic?.overall),
      ...named('acrt', acrt?.overall),
      ...(dynamic?.by ?? []).map((each) => rowOf(`event::${each.event}`, each)),
      ...(group?.by ?? []).map((each) => rowOf(`group::${each.group}`, each)),
      ...(calendar?.by ?? []).map((each) => rowOf(`calendar::${each.time}`, each)),
      ...(quantiles?.by ?? []).map((each) => rowOf(`quantile::${each.quantile}`, each)),
      ...(att?.by ?? []).map((each) => rowOf(`att::${each.name}`, each)),
      ...(acrt?.by ?? []).map((each) => rowOf(`acrt::${each.name}`, each)),
    ],
    vcov: [],
    vcovInfo: {
      type: 'CRV1',
      text: `cluster(${about.cluster.name})`,
      clusters: [about.cluster],
      small: about.small,
    },
    nobs: about.nobs,
    ngroups: about.units,
    nclusters: about.cluster.count,
    dfResid: about.df,
    inference: about.df === null ? ('z' as const) : ('t(G-1)' as const),
    absorbed: about.absorbed ?? [],
    stats: { n: about.nobs, ...about.stats },
    tests: about.tests ?? [],
    dropped: [],
    rowsLost: about.rowsLost,
    warnings: about.warnings,
  });
}

function rowOf(term: string, { estimate, stdError, statistic, pValue, confLow, confHigh }: EffectEstimate): Estimate {
  return { confHigh, confLow, estimate, pValue, statistic, stdError, term };
}
