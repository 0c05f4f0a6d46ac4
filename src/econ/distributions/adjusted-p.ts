/** p values adjusted for several tests, so that the chance of any false rejection is no more than the level. */
import { own } from '../../base/own.ts';

export const adjustments = ['bonferroni', 'holm'] as const;
export type Adjustment = (typeof adjustments)[number];

const factors: Readonly<Record<Adjustment, (place: number, tests: number) => number>> = {
  /** Every p value times the number of tests. */
  bonferroni: (_, tests) => tests,
  /** The smallest times all of them, the next times one less, and none below the one before it (Holm 1979, Scandinavian Journal of Statistics 6:65). */
  holm: (place, tests) => tests - place,
};

/** Adjusts p values as R’s `p.adjust` does: an undefined one (null) stays so, and counts as no test. O(K log K). */
export function adjustedP(pValues: readonly (number | null)[], by: Adjustment): (number | null)[] {
  const factor = own(factors, by)!;
  const order = pValues.map((_, i) => i).filter((i) => pValues[i] !== null);
  order.sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let least = 0;
  order.forEach((at, place) => {
    least = Math.max(least, Math.min(1, pValues[at]! * factor(place, order.length)));
    adjusted[at] = least;
  });
  return adjusted;
}
