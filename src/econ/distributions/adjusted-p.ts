/** p values adjusted for several tests: for the chance of any false rejection, or for the part of the rejections that is false. */
import { ownValue } from '../../base/own-value.ts';
import { sharpened } from './sharpened-q.ts';

export const adjustments = ['bonferroni', 'holm', 'hochberg', 'sidak', 'bh', 'by', 'sharpened_q'] as const;
export type Adjustment = (typeof adjustments)[number];

/** Adjusts p values that ascend, of which there are m, so that these ascend too. */
type Adjust = (sorted: Float64Array) => Float64Array;

const capped = (value: number): number => Math.min(1, value);

/** No adjusted p value is below the one before it. */
const stepDown =
  (of: (p: number, place: number, tests: number) => number): Adjust =>
  (sorted) => {
    let least = 0;
    return sorted.map((p, place) => {
      least = Math.max(least, capped(of(p, place, sorted.length)));
      return least;
    });
  };

/** No adjusted p value is above the one after it. */
const stepUp =
  (of: (p: number, place: number, tests: number) => number): Adjust =>
  (sorted) => {
    const out = new Float64Array(sorted.length);
    let most = 1;
    for (let place = sorted.length - 1; place >= 0; place--) {
      most = Math.min(most, of(sorted[place]!, place, sorted.length));
      out[place] = most;
    }
    return out;
  };

const harmonic = (tests: number): number =>
  Array.from({ length: tests }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b, 0);

/** Controls the false discovery rate of independent tests. */
const benjaminiHochberg = stepUp((p, place, tests) => (p * tests) / (place + 1));

const methods: Readonly<Record<Adjustment, Adjust>> = {
  /** Every p value times the number of tests. */
  bonferroni: stepDown((p, _, tests) => p * tests),
  /** The smallest times all of them, the next times one less, and none below the one before it (Holm 1979, Scandinavian Journal of Statistics 6:65). */
  holm: stepDown((p, place, tests) => p * (tests - place)),
  /** Multiplies by the numbers of Holm, and none is above the one after it (Hochberg 1988, Biometrika 75:800). */
  hochberg: stepUp((p, place, tests) => p * (tests - place)),
  /** 1 − (1 − p)ᵐ (Šidák 1967, JASA 62:626), by logarithms, which keep the digits of small p values. */
  sidak: stepDown((p, _, tests) => -Math.expm1(tests * Math.log1p(-p))),
  /** Multiplies the i-th by m/i (Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57:289). */
  bh: benjaminiHochberg,
  /** Multiplies these by 1 + 1/2 + … + 1/m, which holds under any dependence (Benjamini & Yekutieli 2001, Annals of Statistics 29:1165). */
  by: (sorted) => {
    const sum = harmonic(sorted.length);
    return stepUp((p, place, tests) => (p * tests * sum) / (place + 1))(sorted);
  },
  sharpened_q: (sorted) => sharpened(benjaminiHochberg(sorted)),
};

/**
 * Adjusts p values, as R’s `p.adjust` does by the methods that it has: an undefined one (null) stays so, and counts as no test. A sharpened q may be
 * below its p value. O(K²) by `sharpened_q`, else O(K log K).
 */
export function adjustedP(pValues: readonly (number | null)[], by: Adjustment): (number | null)[] {
  const order = pValues.map((_, i) => i).filter((i) => pValues[i] !== null);
  order.sort((a, b) => pValues[a]! - pValues[b]!);
  const found = ownValue(methods, by)!(Float64Array.from(order, (i) => pValues[i]!));
  const adjusted: (number | null)[] = pValues.map(() => null);
  for (const [place, at] of order.entries()) adjusted[at] = found[place]!;
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
