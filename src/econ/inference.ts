/** From coefficients and their covariance to the rows of a table and tests of restrictions. */
import { type Distribution, fisherF, normal, studentT, twoSided } from './distributions.ts';
import type { Estimate, Stat } from './fit.ts';
import { quadraticForm } from './matrix.ts';

/** Student's t, or the normal where `df` is null. */
export function referenceDistribution(df: number | null): Distribution {
  return df === null ? normal : studentT(df);
}

/**
 * One row. `variance` null: standard errors are undefined, for the reason `why`. A zero variance (perfect fit) leaves
 * the test statistic undefined.
 */
export function estimateRow(
  term: string,
  estimate: number,
  variance: number | null,
  why: string,
  distribution: Distribution,
  critical: number,
): Estimate {
  if (variance === null || variance < 0) {
    const invalid: Stat = { invalid: variance === null ? why : 'the variance is negative' };
    return row(term, estimate, invalid, invalid, invalid, invalid, invalid);
  }
  const stdError = Math.sqrt(variance);
  if (stdError === 0) {
    const invalid: Stat = { invalid: 'the standard error is zero' };
    return row(term, estimate, 0, invalid, invalid, estimate, estimate);
  }
  const statistic = estimate / stdError;
  const half = critical * stdError;
  return row(term, estimate, stdError, statistic, twoSided(distribution, statistic), estimate - half, estimate + half);
}

function row(
  term: string,
  estimate: number,
  stdError: Stat,
  statistic: Stat,
  pValue: Stat,
  confLow: Stat,
  confHigh: Stat,
): Estimate {
  return Object.freeze({ term, estimate, stdError, statistic, pValue, confLow, confHigh });
}

export interface FTest {
  readonly f: Stat;
  readonly df1: number;
  readonly df2: number;
  readonly p: Stat;
}

/**
 * Wald test that all q coefficients are zero, as F(q, df2): b'V^−1 b / q · correction. `v` is q×q row-major. With fewer
 * than q independent groups V is singular and Stata prints `F(.) = .`
 */
export function waldF(
  b: Float64Array,
  v: Float64Array | null,
  df2: number,
  options: { readonly correction: number; readonly groupDf: number | null; readonly groupWord: string },
): FTest {
  const q = b.length;
  const undefinedF = (invalid: string): FTest => ({ f: { invalid }, df1: q, df2, p: { invalid } });
  if (q === 0) return undefinedF('no regressors');
  const { groupDf } = options;
  if (groupDf !== null && groupDf < q) {
    return undefinedF(`F(.): ${groupDf + 1} ${options.groupWord} cannot test ${q} restrictions`);
  }
  if (v === null || df2 <= 0) return undefinedF('no residual degrees of freedom');
  const wald = quadraticForm(v, b);
  if (wald === null) return undefinedF('the covariance is singular');
  const f = (wald / q) * options.correction;
  return { f, df1: q, df2, p: fisherF(q, df2).sf(f) };
}
