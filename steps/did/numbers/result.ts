/** The records that estimators of effects over time hand back, with the rows of tables and figures made of them. */
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import {
  chiSquared,
  type Distribution,
  fisherF,
  normal,
  studentT,
  twoSided,
} from '../../../src/econ/distributions/distributions.ts';
import type { Estimate, Fit, RowsLost, Stat, TestResult, Warning } from '../../../src/econ/fit.ts';
import { quadraticForm } from '../../../src/econ/linalg/matrix.ts';
import { type DidSample, unitsWhere } from './sample.ts';

/** An effect with its inference. */
export type EffectEstimate = Omit<Estimate, 'term'>;

export type EffectAt = EffectEstimate & {
  readonly event?: number;
  readonly group?: number;
  readonly time?: number;
  readonly quantile?: number;
  readonly dose?: number;
  /** The name of that dose, or of a ring. */
  readonly name?: string;
  /** Cohorts that the effect is of. */
  readonly groups?: number;
  /** Rows that it is the mean of. */
  readonly n?: number;
  /** Units that it is of, and their mean distance from the nearest treated one in kilometres. */
  readonly units?: number;
  readonly distance?: number;
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
  /** Effects on the untreated by ring around the treated. */
  readonly ring?: Aggregation;
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

/** A fit beside its averages and errors. */
interface Told {
  readonly method: string;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
  readonly tests?: readonly TestResult[];
  readonly stats?: Fit['stats'];
}

export interface Reported extends Told {
  readonly outcome: string;
  readonly nobs: number;
  readonly units: number;
  readonly cluster: { readonly name: string; readonly count: number };
  readonly df: number | null;
  readonly small: string;
}

type Aggregations = Pick<
  DidResult,
  'simple' | 'group' | 'calendar' | 'dynamic' | 'quantiles' | 'att' | 'acrt' | 'ring'
>;

/** The fit of averages with clustered errors. */
export function fitOf(found: Aggregations, { outcome, nobs, units, cluster, df, small, ...told }: Reported): Fit {
  return withTerms(found, told, {
    outcome,
    nobs,
    ngroups: units,
    nclusters: cluster.count,
    vcovInfo: { type: 'CRV1', text: `cluster(${cluster.name})`, clusters: [cluster], small },
    dfResid: df,
    inference: df === null ? 'z' : 't(G-1)',
    absorbed: [],
    stats: {},
  });
}

/** That of averages of the coefficients of one regression, on the whole sample but where a method counts its units. */
export function fitOfRegression(
  found: Aggregations,
  sample: DidSample,
  regression: Fit,
  { units = unitsWhere(sample, () => true), ...told }: Told & { readonly units?: number },
): Fit {
  const { nobs, nclusters, vcovInfo, dfResid, inference, absorbed, stats } = regression;
  return withTerms(found, told, {
    outcome: sample.outcome.name,
    nobs,
    ngroups: units,
    ...{ nclusters, vcovInfo, dfResid, inference, absorbed },
    stats: { ...(absorbed.length > 0 && { r2Within: stats.r2Within! }), kCounted: stats.kCounted! },
  });
}

/**
 * The fit that tables and figures show: the averages `simple`, `group`, `calendar`, `dynamic`, then `event::-2`, `group::2004`, `calendar::2005`. Effects
 * are not drawn together, so it has no covariance.
 */
function withTerms(
  { simple, group, calendar, dynamic, quantiles, att, acrt, ring }: Aggregations,
  { method, stats, tests = [], rowsLost, warnings }: Told,
  errors: Omit<Fit, 'estimator' | 'terms' | 'vcov' | 'tests' | 'dropped' | 'rowsLost' | 'warnings'>,
): Fit {
  const named = (term: string, each: EffectEstimate | undefined): Estimate[] =>
    each === undefined ? [] : [rowOf(term, each)];
  return Object.freeze({
    ...errors,
    estimator: method,
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
      ...(ring?.by ?? []).map((each) => rowOf(`ring::${each.name}`, each)),
    ],
    vcov: [],
    stats: { n: errors.nobs, ...errors.stats, ...stats },
    tests,
    dropped: [],
    rowsLost,
    warnings,
  });
}

/**
 * The joint test of all periods before treatment, whose references are 0 by construction: F on (q, df), or χ² where `df` is null. Its statistics say why where
 * there is none.
 */
export function preTrend(
  { events, estimates, vcov }: EventStudy,
  reference: readonly number[],
  df: number | null,
): TestResult & { readonly df: readonly number[] } {
  const leads = [...events.keys()].filter((k) => events[k]! < 0);
  const q = leads.length;
  const about = { name: 'pre-trend', reference, binned: [], df: df === null ? [q] : [q, df] };
  const none = (invalid: string) => ({ ...about, statistic: { invalid }, pValue: { invalid } });
  if (q === 0) return none('no terms');
  if (df !== null && q > df) return none(`F(.): ${df + 1} clusters cannot test ${q} restrictions`);
  if (vcov.length === 0) return none('standard errors are undefined');
  const own = leads.flatMap((a) => leads.map((b) => vcov[a]![b]!));
  const wald = quadraticForm(
    Float64Array.from(own),
    Float64Array.from(leads, (k) => estimates[k]!),
  );
  if (wald === null) return none('their covariance is singular');
  return df === null
    ? { ...about, statistic: wald, pValue: chiSquared(q).sf(wald) }
    : { ...about, statistic: wald / q, pValue: fisherF(q, df).sf(wald / q) };
}

function rowOf(term: string, { estimate, stdError, statistic, pValue, confLow, confHigh }: EffectEstimate): Estimate {
  return { confHigh, confLow, estimate, pValue, statistic, stdError, term };
}
