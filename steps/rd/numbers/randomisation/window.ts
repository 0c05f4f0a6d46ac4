/** Chooses the window within which covariates are balanced (Cattaneo, Frandsen & Titiunik 2015, Journal of Causal Inference 3:1). */
import { Refusal } from '../../../../src/base/problem.ts';
import type { Sides } from '../bandwidths.ts';
import { evenSplit } from '../density/windows.ts';
import type { Side } from '../side.ts';
import type { Pair } from '../spec.ts';
import { reachesOf, type WindowSearch, windowName } from './spec.ts';
import { differenceOfMeans } from './statistics.ts';

export interface BalanceWindow {
  readonly window: string;
  /** Values of the running variable. */
  readonly left: number;
  readonly right: number;
  readonly below: number;
  readonly above: number;
  /** The least p value of the covariates, and the covariate that has it. */
  readonly pValue: number;
  readonly variable: string;
  /** P of as uneven a split of the window, of fair coins. */
  readonly binomialP: number;
}

/** Rows of a side within distances, both ends with. */
export function within(side: Side, [from, to]: Pair): Side {
  const kept = (at: number): boolean => side.distances[at]! >= from && side.distances[at]! <= to;
  const rows = Array.from(side.distances, (_, i) => i).filter(kept);
  const take = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  const distances = take(side.distances);
  return {
    ...side,
    distances,
    outcome: take(side.outcome),
    covariates: side.covariates.map(take),
    range: distances.reduce((most, d) => Math.max(most, Math.abs(d)), 0),
    unique: new Set(distances).size,
  };
}

/** Rows that a group needs for a variance. */
const fewest = 2;

/** The windows with a p value each. Refuses windows in which a side has fewer than two rows. */
export function balanceWindows(
  sides: Sides,
  names: readonly string[],
  search: WindowSearch,
  cutoff: number,
): readonly BalanceWindow[] {
  return reachesOf(search).map((reach) => {
    const [below, above] = sides.map((side) => within(side, [-reach, reach])) as [Side, Side];
    requireRows(below, above, reach);
    const pValues = names.map((_, j) => differenceOfMeans(below.covariates[j]!, above.covariates[j]!).pValue);
    const pValue = Math.min(...pValues);
    const [n, m] = [below.distances.length, above.distances.length];
    return {
      window: windowName(cutoff, reach),
      left: cutoff - reach,
      right: cutoff + reach,
      below: n,
      above: m,
      pValue,
      variable: names[pValues.indexOf(pValue)]!,
      binomialP: evenSplit(n, m),
    };
  });
}

export function requireRows(below: Side, above: Side, reach: number): void {
  for (const [where, { distances }] of [['below', below] as const, ['above', above] as const]) {
    if (distances.length >= fewest) continue;
    const message = `within ${reach} of the cut-off ${distances.length} rows lie ${where} it, and a group needs ${fewest}`;
    throw new Refusal('no-mass', message, { param: 'window', hint: 'take a wider window' });
  }
}

/** The last window before the first that is not balanced. Refuses a least window that is not. */
export function chosenWindow(windows: readonly BalanceWindow[], level: number): BalanceWindow {
  const fails = windows.findIndex(({ pValue }) => pValue < level);
  if (fails === 0) {
    const { variable, pValue } = windows[0]!;
    const message = `no window is balanced: in the least one \`${variable}\` differs with p = ${pValue.toFixed(3)}`;
    throw new Refusal('not-balanced', message, { param: 'search', hint: 'begin with a smaller `first` window' });
  }
  return fails === -1 ? windows.at(-1)! : windows[fails - 1]!;
}
