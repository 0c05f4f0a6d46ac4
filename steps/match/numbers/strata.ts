/** Coarsened exact matching: rows are alike where their covariates fall into the same intervals (Iacus, King & Porro 2012). */
import type { NamedColumn } from '../../../src/econ/design.ts';
import type { Cuts } from './spec.ts';

export interface Strata {
  readonly weights: Float64Array;
  /** The number of strata, and of those with both sides. */
  readonly count: number;
  readonly shared: number;
}

/**
 * A stratum holds the rows whose covariates fall into the same intervals. Treated rows of a stratum with controls weigh 1, its controls the treated over the controls there; the
 * rows of other strata weigh nothing. A column of two values is not cut. O(NK). Source: Iacus, King & Porro (2012, Political Analysis 20:1).
 */
export function byStrata(
  columns: readonly NamedColumn[],
  treatment: Float64Array,
  cutsAt: (name: string) => Cuts | undefined,
): Strata {
  const coarse = columns.map(({ name, values }) => coarsened(values, cutsAt(name) ?? usualCuts(values)));
  const strata = new Map<string, { sides: [controls: number, treated: number] }>();
  const own = Array.from(treatment, (side, i) => {
    const key = coarse.map((values) => values[i]).join(' ');
    const found = strata.get(key) ?? { sides: [0, 0] };
    found.sides[side as 0 | 1]++;
    strata.set(key, found);
    return found;
  });
  const weights = Float64Array.from(treatment, (side, i) => {
    const [controls, treated] = own[i]!.sides;
    if (controls === 0 || treated === 0) return 0;
    return side === 1 ? 1 : treated / controls;
  });
  const shared = [...strata.values()].filter(({ sides }) => sides[0] > 0 && sides[1] > 0).length;
  return { weights, count: strata.size, shared };
}

/** The number of intervals of so many values: ⌈log₂ n⌉ + 1 (Sturges 1926, JASA 21:65). */
export const sturges = (count: number): number => Math.ceil(Math.log2(count)) + 1;

const usualCuts = (values: Float64Array): Cuts => (new Set(values).size <= 2 ? 'exact' : sturges(values.length));

/** The interval of each value: closed at its left end, but for the last, which holds the largest value. */
function coarsened(values: Float64Array, cuts: Cuts): ArrayLike<number> {
  if (cuts === 'exact') return values;
  if (typeof cuts !== 'number') return values.map((value) => cuts.filter((cut) => value >= cut).length);
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const width = (high - low) / cuts;
  return width > 0 ? values.map((value) => Math.min(cuts - 1, Math.floor((value - low) / width))) : values;
}
