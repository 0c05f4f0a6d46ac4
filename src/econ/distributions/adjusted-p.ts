/** p values adjusted for several tests, so that the chance of any false rejection is no more than the level. */
import { own } from '../../base/own.ts';

export const adjustments = ['bonferroni', 'holm', 'sidak'] as const;
export type Adjustment = (typeof adjustments)[number];

/** The p value that is at some place among so many tests, the smallest at 0. */
type Adjust = (p: number, place: number, tests: number) => number;

const methods: Readonly<Record<Adjustment, Adjust>> = {
  /** Every p value times the number of tests. */
  bonferroni: (p, _, tests) => p * tests,
  /** The smallest times all of them, the next times one less, and none below the one before it (Holm 1979, Scandinavian Journal of Statistics 6:65). */
  holm: (p, place, tests) => p * (tests - place),
  /** 1 − (1 − p)ᵐ (Šidák 1967, JASA 62:626), by logarithms, which keep the digits of small p values. */
  sidak: (p, _, tests) => -Math.expm1(tests * Math.log1p(-p)),
};

/** Adjusts p values, as R’s `p.adjust` does by the first two methods: an undefined one (null) stays so, and counts as no test. O(K log K). */
export function adjustedP(pValues: readonly (number | null)[], by: Adjustment): (number | null)[] {
  const adjust = own(methods, by)!;
  const order = pValues.map((_, i) => i).filter((i) => pValues[i] !== null);
  order.sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let least = 0;
  order.forEach((at, place) => {
    least = Math.max(least, Math.min(1, adjust(pValues[at]!, place, order.length)));
    adjusted[at] = least;
  });
  return adjusted;
}

/** Tests with `pAdjusted` beside their p value; of one that is not defined it is the same reason. */
export function withAdjustedP<T extends { readonly pValue: number | { readonly invalid: string } }>(
  tests: readonly T[],
  by: Adjustment,
): (T & { readonly pAdjusted: T['pValue'] })[] {
  const found = adjustedP(
    tests.map(({ pValue }) => (typeof pValue === 'number' ? pValue : null)),
    by,
  );
  return tests.map((test, k) => ({ ...test, pAdjusted: found[k] ?? test.pValue }));
}
