/** The tF procedure of Lee, McCrary, Moreira & Porter (2022, AER 112:3260): errors that make up for a first stage that may be weak. */
import type { Stat, TestResult } from '../../fit.ts';
import { whole } from './confidence-set.ts';
import { tfTable } from './tf-table.ts';

const STEP = 0.1;
const LOWEST = 2;
const USUAL = 1.96;
const LEVEL = 0.95;

/** The critical value of |t| at 5 % for a first-stage F, linear in √F between the points of the table; null for F ≤ 4, where none is finite. */
export function tfCritical(f: number): number | null {
  const place = (Math.sqrt(f) - LOWEST) / STEP;
  if (!(f > LOWEST * LOWEST)) return null;
  const below = Math.floor(place);
  if (below >= tfTable.length - 1) return USUAL;
  const share = place - below;
  return (1 - share) * tfTable[below]! + share * tfTable[below + 1]!;
}

/**
 * From the first-stage F in the covariance of the equation, the estimate and its error: the critical value, the error times it over 1.96, and the
 * interval. `statistic` is the estimate's t.
 */
export function tf(f: number, estimate: number, stdError: number): TestResult {
  const value = tfCritical(f);
  const statistic = estimate / stdError;
  if (value === null) {
    const invalid = 'the first-stage F is at most 4: no finite value is critical';
    return { ...undefinedTf(invalid), statistic, f, set: whole, level: LEVEL };
  }
  return {
    name: 'tf',
    statistic,
    pValue: compared,
    f,
    critical: value,
    stdError: (stdError * value) / USUAL,
    low: estimate - value * stdError,
    high: estimate + value * stdError,
    level: LEVEL,
  };
}

const compared: Stat = { invalid: 'compared with critical values (Lee, McCrary, Moreira & Porter 2022)' };

export const undefinedTf = (invalid: string): TestResult => ({
  name: 'tf',
  statistic: { invalid },
  pValue: { invalid },
  critical: { invalid },
  stdError: { invalid },
  low: { invalid },
  high: { invalid },
});
