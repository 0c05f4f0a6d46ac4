/** Theil's indices T and L, and their decomposition by groups. */
import { sum } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';

export interface Theil {
  readonly t: number;
  readonly l: number;
  readonly tWithin: number;
  readonly tBetween: number;
  readonly lWithin: number;
  readonly lBetween: number;
  readonly groups: readonly TheilGroup[];
}

export interface TheilGroup {
  readonly t: number;
  readonly l: number;
  readonly populationShare: number;
  readonly incomeShare: number;
}

/** Refuses values that are not positive, whose logarithm is not defined. */
function requirePositive(x: Float64Array, what: string): void {
  const wrong = x.filter((value) => !(value > 0)).length;
  if (wrong === 0) return;
  const message = `Theil’s index is of positive values, and ${what} has ${wrong} that ${wrong === 1 ? 'is' : 'are'} 0 or below`;
  throw new Refusal('not-positive', message, { param: 'variable', hint: 'leave those rows out with `sample`' });
}

/**
 * T = mean(r ln r), L = mean(−ln r) with r = x/x̄, each the sum of what is within and between groups: T weighs groups by income, L by
 * population (Theil 1967; Shorrocks 1980). `groups`: the values of each group. O(n).
 */
export function theil(groups: readonly Float64Array[]): Theil {
  const all = Float64Array.from(groups.flatMap((group) => [...group]));
  requirePositive(all, 'the variable');
  const total = sum(all);
  const own = groups.map(
    (group): TheilGroup => ({
      ...indices(group),
      populationShare: group.length / all.length,
      incomeShare: sum(group) / total,
    }),
  );
  const over = (of: (group: TheilGroup) => number): number => own.reduce((before, group) => before + of(group), 0);
  return {
    ...indices(all),
    tWithin: over(({ t, incomeShare }) => incomeShare * t),
    tBetween: over(({ incomeShare: s, populationShare: p }) => s * Math.log(s / p)),
    lWithin: over(({ l, populationShare }) => populationShare * l),
    lBetween: over(({ incomeShare: s, populationShare: p }) => p * Math.log(p / s)),
    groups: own,
  };
}

function indices(x: Float64Array): { readonly t: number; readonly l: number } {
  const mean = sum(x) / x.length;
  const logs = x.map((value) => Math.log(value / mean));
  return { t: sum(x.map((value, i) => (value / mean) * logs[i]!)) / x.length, l: -sum(logs) / x.length };
}

export interface WeightedTheil {
  readonly t: number;
  readonly tWithin: number;
  readonly tBetween: number;
  /** T of each group, of its own units. */
  readonly groups: readonly number[];
}

/** T = Σ (y_i/Y) ln[(y_i/Y)/(P_i/P)] of totals of income and population, as Chinese papers have it. Refuses totals that are not positive. */
export function weightedTheil(
  groups: readonly { readonly income: Float64Array; readonly population: Float64Array }[],
): WeightedTheil {
  for (const { income, population } of groups) {
    requirePositive(income, 'income');
    requirePositive(population, 'population');
  }
  const incomes = groups.map(({ income }) => sum(income));
  const populations = groups.map(({ population }) => sum(population));
  const [y, p] = [incomes, populations].map((values) => values.reduce((before, value) => before + value, 0)) as [
    number,
    number,
  ];
  const own = groups.map(({ income, population }, g) =>
    sum(
      income.map((each, i) => (each / incomes[g]!) * Math.log(each / incomes[g]! / (population[i]! / populations[g]!))),
    ),
  );
  const over = (of: (g: number) => number): number => groups.reduce((before, _, g) => before + of(g), 0);
  const tWithin = over((g) => (incomes[g]! / y) * own[g]!);
  const tBetween = over((g) => (incomes[g]! / y) * Math.log(incomes[g]! / y / (populations[g]! / p)));
  return { t: tWithin + tBetween, tWithin, tBetween, groups: own };
}
