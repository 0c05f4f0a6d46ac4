/** From coefficients and their covariance to the rows of a table and tests of restrictions, and what is said of bootstrapped p-values. */
import { type Distribution, fisherF, normal, studentT, twoSided } from '../distributions/distributions.ts';
import type { Estimate, Stat, Warning } from '../fit.ts';

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
  // in the order in which it is stored
  return Object.freeze({ confHigh, confLow, estimate, pValue, statistic, stdError, term });
}

export interface FTest {
  readonly f: Stat;
  readonly df1: number;
  readonly df2: number;
  readonly p: Stat;
}

export interface WaldInputs {
  /** b'V^−1 b */
  readonly wald: Stat;
  readonly restrictions: number;
  /** Denominator degrees of freedom. */
  readonly df: number;
  readonly correction: number;
  /** Independent groups less one, where the covariance rests on groups. */
  readonly groupDf: number | null;
  readonly groupWord: string;
}

/**
 * The header F, F(q, df): Wald/q · correction. With fewer than q independent groups V is singular and Stata prints
 * `F(.) = .`
 */
export function headerF(inputs: WaldInputs): FTest {
  const { wald, restrictions: q, df, groupDf } = inputs;
  const undefinedF = (invalid: string): FTest => ({ f: { invalid }, df1: q, df2: df, p: { invalid } });
  if (q === 0) return undefinedF('no regressors');
  if (groupDf !== null && groupDf < q) {
    return undefinedF(saysTooFewGroups(groupDf + 1, inputs.groupWord, q));
  }
  if (df <= 0) return undefinedF('no residual degrees of freedom');
  if (typeof wald !== 'number') return undefinedF(wald.invalid);
  const f = (wald / q) * inputs.correction;
  return { f, df1: q, df2: df, p: fisherF(q, df).sf(f) };
}

/** Why the F of `restrictions` is undefined that rests on no more groups than these. */
export const saysTooFewGroups = (groups: number, word: string, restrictions: number): string =>
  `F(.): ${groups} ${word} cannot test ${restrictions} restrictions`;

const ENOUGH = 99;

/** Says that a bootstrap's p-values come in large steps; `count` is at least 1. */
export function fewReplications(count: number, hint: string): readonly Warning[] {
  if (count >= ENOUGH) return [];
  const message = `${count === 1 ? 'one replication is' : `${count} replications are`} few: p-values come in steps of 1/${count}, and a smaller one is 0`;
  return [{ code: 'few-replications', message, hint }];
}
