/** Stars by p value. */
import { isAncillary } from '../base/text/term-names.ts';
import type { Estimate, Stat } from '../econ/fit.ts';

/** The levels below which a p value has one star, two and three, where nothing else is said. */
export const defaultStarLevels: readonly number[] = [0.1, 0.05, 0.01];

/** One star for every level the unrounded p lies below; none where p is undefined. */
export function starsOf(pValue: Stat, levels: readonly number[]): string {
  return markOf(pValue, { starLevels: levels, starSymbols: starsFor(levels) });
}

/** One star more for each level, the loosest first. */
const starsFor = (levels: readonly number[]): string[] => levels.map((_, i) => '*'.repeat(i + 1));

/** Levels, the loosest first, and the mark of each. */
export interface Stars {
  readonly starLevels: readonly number[];
  readonly starSymbols: readonly string[];
}

export const noStars: Stars = { starLevels: [], starSymbols: [] };

/** The mark of the strictest level that the unrounded p lies below; empty where p is undefined. */
export function markOf(pValue: Stat, { starLevels, starSymbols }: Stars): string {
  if (typeof pValue !== 'number') return '';
  const met = starLevels.filter((level) => pValue < level).length;
  return met === 0 ? '' : starSymbols[met - 1]!;
}

/** The mark of a term's estimate. */
export const markOfTerm = ({ term, pValue }: Pick<Estimate, 'term' | 'pValue'>, stars: Stars): string =>
  isAncillary(term) ? '' : markOf(pValue, stars);

/** Settles the levels of stars from the option: none, the usual, a list of levels, or a level for each mark. */
export function settledStars(said: boolean | readonly number[] | Readonly<Record<string, number>>): Stars {
  if (said === false) return noStars;
  if (said === true || Array.isArray(said)) {
    const starLevels = [...(said === true ? defaultStarLevels : said)].sort((a, b) => b - a);
    return { starLevels, starSymbols: starsFor(starLevels) };
  }
  const marks = Object.entries(said).sort(([, a], [, b]) => b - a);
  return { starLevels: marks.map(([, level]) => level), starSymbols: marks.map(([mark]) => mark) };
}
