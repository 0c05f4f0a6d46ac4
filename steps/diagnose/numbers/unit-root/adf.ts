/** Augmented Dickey–Fuller regressions of one unit: Δy_t on y_{t−1}, Δy_{t−1}, …, Δy_{t−p} and deterministic terms. */
import { dot } from '../../../../src/base/number/sum.ts';
import { leastSquares } from '../../../../src/econ/linalg/least-squares.ts';
import { type Deterministic, deterministicColumns, type Series } from './series.ts';

/** A number of lags for all units, or the one up to `max` that an information criterion chooses for each. */
export type Lags = number | { readonly by: 'aic' | 'bic'; readonly max: number };

export interface Adf {
  readonly lags: number;
  /** The coefficient of y_{t−1} over its standard error, σ² = RSS/(rows − regressors). */
  readonly t: number;
  readonly sigma: number;
  /** y_{t−1} and Δy_t less what lags and deterministic terms say of them. */
  readonly level: Float64Array;
  readonly difference: Float64Array;
}

export interface Undefined {
  readonly invalid: string;
}

/** The regression of one unit, or why there is none. Rows are those whose y and p + 1 periods before stand in the calendar. */
export function adf(series: Series, which: Deterministic, lags: Lags): Adf | Undefined {
  if (typeof lags === 'number') return regression(series, which, lags, lags);
  // every number of lags on the same rows, as comparing them demands; the regression itself then has all of its own
  const compared = Array.from({ length: lags.max + 1 }, (_, p) => regression(series, which, p, lags.max));
  let best: { readonly lags: number; readonly criterion: number } | undefined;
  for (const each of compared) {
    if ('invalid' in each) return each;
    const n = each.level.length;
    const rss = each.sigma * each.sigma * (n - each.regressors);
    const price = lags.by === 'aic' ? 2 : Math.log(n);
    const criterion = Math.log(rss / n) + (price * each.regressors) / n;
    if (best === undefined || criterion < best.criterion) best = { lags: each.lags, criterion };
  }
  return regression(series, which, best!.lags, best!.lags);
}

/** With p lags, on the rows that `reach` lags leave. */
function regression(
  { times, values }: Series,
  which: Deterministic,
  p: number,
  reach: number,
): (Adf & { readonly regressors: number }) | Undefined {
  const at = new Map(Array.from(times, (time, i) => [time, values[i]!]));
  const kept = times.filter((time) => Array.from({ length: reach + 2 }, (_, s) => at.has(time - s)).every(Boolean));
  const value = (time: number): number => at.get(time)!;
  const lagged = (s: number): Float64Array => kept.map((time) => value(time - s) - value(time - s - 1));
  const others = [...Array.from({ length: p }, (_, s) => lagged(s + 1)), ...deterministicColumns(which, kept)];
  const regressors = others.length + 1;
  const free = kept.length - regressors;
  if (free <= 0) return { invalid: 'a unit has too few periods for its lags' };
  const before = kept.map((time) => value(time - 1));
  const level = residualsOn(others, before);
  const difference = residualsOn(others, lagged(0));
  const size = dot(level, level);
  // 1e-10 of the values: what lags and trend say whole is rounding
  if (!(size > 1e-20 * dot(before, before))) return { invalid: 'a unit does not vary besides its lags and trend' };
  const rho = dot(level, difference) / size;
  const left = difference.map((d, i) => d - rho * level[i]!);
  const rss = dot(left, left);
  if (!(rss > 1e-24 * dot(difference, difference))) return { invalid: 'a unit’s lags say its values exactly' };
  const sigma = Math.sqrt(rss / free);
  return { lags: p, t: (rho * Math.sqrt(size)) / sigma, sigma, level, difference, regressors };
}

export const residualsOn = (columns: readonly Float64Array[], y: Float64Array): Float64Array =>
  columns.length === 0 ? y : leastSquares(columns, y, () => 1e-12).residuals;
