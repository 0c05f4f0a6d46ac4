/** The tF procedure of Lee, McCrary, Moreira & Porter (2022, AER 112:3260): errors that make up for a first stage that may be weak. */
import type { Stat, TestResult } from '../../fit.ts';
import { whole } from './confidence-set.ts';

/** Critical values of their Table 3 for tests at 5 %, at √F = 2.0, 2.1, …, 10.3. */
const critical = (
  '18.66 9.74 7.37 6.18 5.43 4.92 4.54 4.25 4.01 3.82 3.65 3.51 3.39 3.29 3.19 3.11 3.03 2.97 2.91 2.85 2.80 2.75 2.71 2.67 2.63 2.60 2.57 2.54 ' +
  '2.51 2.48 2.46 2.43 2.41 2.39 2.37 2.35 2.33 2.32 2.30 2.29 2.27 2.26 2.24 2.23 2.22 2.21 2.20 2.19 2.17 2.16 2.16 2.15 2.14 2.13 2.12 2.11 ' +
  '2.10 2.10 2.09 2.08 2.08 2.07 2.06 2.06 2.05 2.04 2.04 2.03 2.03 2.02 2.02 2.01 2.01 2.00 2.00 1.99 1.99 1.99 1.98 1.98 1.97 1.97 1.97 1.96'
)
  .split(' ')
  .map(Number);

const STEP = 0.1;
const LOWEST = 2;
const USUAL = 1.96;
const LEVEL = 0.95;

/** The critical value of |t| at 5 % for a first-stage F, linear in √F between the points of the table; null for F ≤ 4, where none is finite. */
export function tfCritical(f: number): number | null {
  const place = (Math.sqrt(f) - LOWEST) / STEP;
  if (!(f > LOWEST * LOWEST)) return null;
  const below = Math.floor(place);
  if (below >= critical.length - 1) return USUAL;
  const share = place - below;
  return (1 - share) * critical[below]! + share * critical[below + 1]!;
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
