/** Estimates as tables show them: exponentiated, standardized, with intervals at other levels. */
import { isAncillary } from '../../base/text/term-names.ts';
import type { Estimate, Stat } from '../fit.ts';
import { referenceDistribution } from '../vcov/inference.ts';

const mapped = (value: Stat, of: (value: number) => number): Stat => {
  if (typeof value !== 'number') return value;
  const found = of(value);
  return Number.isFinite(found) ? found : { invalid: 'the number is too large' };
};

/**
 * exp(b), with the error exp(b) · se of the delta method, the ends of the interval exponentiated, and the statistic and p value of b. Parameters beside
 * the coefficients stay as they are (Stata [R] Maximize, `eform`).
 */
export function exponentiated(row: Estimate): Estimate {
  if (isAncillary(row.term)) return row;
  const factor = Math.exp(row.estimate);
  return {
    ...row,
    estimate: factor,
    stdError: mapped(row.stdError, (error) => factor * error),
    confLow: mapped(row.confLow, Math.exp),
    confHigh: mapped(row.confHigh, Math.exp),
  };
}

/** The estimate in units of which one is 1/`by` of its own; statistic and p value stay. `by` is above 0. */
export function rescaled(row: Estimate, by: number): Estimate {
  const times = (value: Stat): Stat => mapped(value, (number) => number * by);
  return {
    ...row,
    estimate: row.estimate * by,
    stdError: times(row.stdError),
    confLow: times(row.confLow),
    confHigh: times(row.confHigh),
  };
}

/** The estimate with an interval of `level` percent, by t with `df` degrees of freedom or, where `df` is null, the normal distribution. */
export function withInterval(row: Estimate, level: number, df: number | null): Estimate {
  const { estimate, stdError } = row;
  if (typeof stdError !== 'number' || typeof row.confLow !== 'number') return row;
  const critical = referenceDistribution(df === null || df > 0 ? df : 1).upperQuantile((100 - level) / 200);
  return { ...row, confLow: estimate - critical * stdError, confHigh: estimate + critical * stdError };
}
