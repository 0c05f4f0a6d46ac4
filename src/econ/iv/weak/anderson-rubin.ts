/** The test of Anderson & Rubin (1949) as a set of values that it does not reject, whatever the strength of the instruments. */
import { fisherF } from '../../distributions/distributions.ts';
import type { Stat } from '../../fit.ts';
import { quadraticForm } from '../../linalg/matrix.ts';
import { arcAbout, type ConfidenceSet, whereAtMost } from './confidence-set.ts';
import { at, type Directions, lengths } from './directions.ts';
import type { TwoEquations } from './two-equations.ts';

/** A set with its ends as numbers where it is an interval. */
export interface TestedSet {
  readonly set: ConfidenceSet | { readonly invalid: string };
  readonly low: Stat;
  readonly high: Stat;
  readonly level: number;
}

/**
 * {b: (δ − bπ)'V_b⁻¹(δ − bπ)/L ≤ the critical value of F(L, df)}. With one instrument or errors that are iid a quadratic inequality, which is
 * solved; else V_b turns with b, and the set may be of several intervals. `singular` says why there is none where V_b has no inverse. O(L³) for each of some hundred values.
 */
export function andersonRubinSet(
  two: TwoEquations,
  circle: Directions | null,
  df: number,
  { level, singular }: { readonly level: number; readonly singular: string },
): TestedSet {
  const { instruments, errors } = two;
  const limit = fisherF(instruments, df).upperQuantile(1 - level) * instruments;
  if (circle === null) return undefinedSet(singular, level);
  if (instruments === 1 || errors !== null) {
    const { least, most, shortest } = lengths(circle);
    const length = limit * (circle.total / instruments);
    return tested(arcAbout(circle, shortest, (length - least) / (most - least)), level);
  }
  const wald = (cosine: number, sine: number): number | null => {
    const { moments, covariance } = at(circle, cosine, sine);
    return quadraticForm(covariance, moments);
  };
  const set = whereAtMost(circle, wald, limit, instruments);
  return set === null ? undefinedSet(singular, level) : tested(set, level);
}

export const undefinedSet = (invalid: string, level: number): TestedSet => ({
  set: { invalid },
  low: { invalid },
  high: { invalid },
  level,
});

const why = {
  two_rays: 'the set is two rays, which lie outside of an interval',
  whole_line: 'the set is the whole line',
  empty: 'the set is empty',
  union: 'the set is of several intervals',
} as const;

export function tested(set: ConfidenceSet, level: number): TestedSet {
  if (set.type === 'interval') return { set, low: set.bounds[0]!, high: set.bounds[1]!, level };
  const invalid = why[set.type];
  return { set, low: { invalid }, high: { invalid }, level };
}
