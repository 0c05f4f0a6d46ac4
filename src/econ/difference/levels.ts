/** Differences between levels of a factor in one model. */
import { levelOfName, levelTerm } from '../../base/text/term-names.ts';
import type { Fit, LinearCombination } from '../fit.ts';
import { combinationRow, type TestedFit } from '../regression/restrictions.ts';

type Coded = TestedFit & Pick<Fit, 'bases'>;

/** Levels of a factor as an estimation has them. */
export interface FactorLevels {
  /** The base first, then the others in the order of the coefficients. */
  readonly estimated: readonly string[];
  /** Levels whose coefficients were dropped, and which no other one is compared with. */
  readonly dropped: readonly string[];
}

export function levelsOfFactor({ terms, dropped, bases }: Coded, column: string): FactorLevels {
  const prefix = `i(${column})::`;
  const levelsIn = (rows: readonly { readonly term: string }[]): string[] =>
    rows.flatMap(({ term }) => (term.startsWith(prefix) ? [levelOfName(term.slice(prefix.length))] : []));
  const base = bases?.[column];
  const found = levelsIn(terms);
  return {
    estimated: base === undefined || found.length === 0 ? found : [base, ...found.filter((level) => level !== base)],
    dropped: levelsIn(dropped).filter((level) => level !== base),
  };
}

/** b − b' of two levels with its error, in the fit's own distribution; the base's coefficient is 0 (Stata's `lincom`, `pwcompare`). */
export function levelDifference(fit: Coded, column: string, [a, b]: readonly [string, string]): LinearCombination {
  const base = fit.bases?.[column];
  const weights = (
    [
      [a, 1],
      [b, -1],
    ] as const
  ).flatMap(([level, weight]) => (level === base ? [] : [[levelTerm(`i(${column})`, level), weight] as const]));
  return combinationRow(fit, { name: `${a} - ${b}`, of: '', weights, constant: 0 });
}

/** A level's coefficient; 0 of the base. */
export const levelEstimate = ({ terms, bases }: Coded, column: string, level: string): number =>
  level === bases?.[column] ? 0 : terms.find(({ term }) => term === levelTerm(`i(${column})`, level))!.estimate;
