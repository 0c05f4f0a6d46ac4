/** Likelihoods of counts with an equation of zeros of its own, by their slopes row by row. */
import { sum } from '../../base/number/sum.ts';
import type { Slopes } from '../likelihood/by-slopes.ts';
import type { LawOf } from './laws.ts';

/** Holds the rows of a likelihood in two indices. */
export interface CountRows {
  readonly y: Float64Array;
  readonly law: LawOf;
  /** Stands in the index of counts beside x'b; null where nothing does. */
  readonly offset: Float64Array | null;
  readonly weights: Float64Array | null;
}

/** Slopes at the index x'b of counts and the index z'g of zeros, and further parameters; null outside their range. O(N + max y). */
export type CountSlopes = (
  rows: CountRows,
  indices: readonly Float64Array[],
  further: readonly number[],
) => Slopes | null;

interface Row {
  readonly value: number;
  readonly byCount: number;
  readonly byZero: number;
  readonly byAlpha: number;
}

/** ln(1 + exp x). */
const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
export const logistic = (x: number): number => (x > 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/**
 * Zeros that are more than those of the distribution: P(0) = π + (1 − π)f(0), P(y) = (1 − π)f(y) with π = Λ(z'g). Source: Lambert (1992, Technometrics
 * 34:1, section 2); Greene (1994, NYU working paper EC-94-10).
 */
export const inflatedSlopes: CountSlopes = (rows, indices, further) =>
  slopesOf(rows, indices, further, (law, i, index, zero) => {
    if (rows.y[i]! > 0) {
      const { value, byIndex, byAlpha } = law.row(i, index);
      return { value: value - softplus(zero), byCount: byIndex, byZero: -logistic(zero), byAlpha };
    }
    const { value, byIndex, byAlpha } = law.zero(index);
    // the probability that a zero is of the second kind
    const own = logistic(zero - value);
    const most = Math.max(zero, value);
    const both = most + Math.log1p(Math.exp(-Math.abs(zero - value)));
    return {
      value: both - softplus(zero),
      byCount: (1 - own) * byIndex,
      byZero: own - logistic(zero),
      byAlpha: (1 - own) * byAlpha,
    };
  });

function slopesOf(
  { y, law: lawOf, offset, weights }: CountRows,
  [counts, zeros]: readonly Float64Array[],
  further: readonly number[],
  rowOf: (law: NonNullable<ReturnType<LawOf>>, i: number, index: number, zero: number) => Row,
): Slopes | null {
  const law = lawOf(further);
  if (law === null) return null;
  const n = y.length;
  const [values, byCount, byZero, byAlpha] = Array.from({ length: 4 }, () => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    const row = rowOf(law, i, counts![i]! + (offset?.[i] ?? 0), zeros![i]!);
    const w = weights?.[i] ?? 1;
    values![i] = w * row.value;
    byCount![i] = w * row.byCount;
    byZero![i] = w * row.byZero;
    byAlpha![i] = w * row.byAlpha;
  }
  return { ll: sum(values!), indices: [byCount!, byZero!], further: further.map(() => byAlpha!) };
}
