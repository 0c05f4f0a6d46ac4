/** Gives stars to p values. */
import type { Stat } from '../econ/fit.ts';

export const defaultStarLevels: readonly number[] = [0.1, 0.05, 0.01];

/** One star for every level that the unrounded p lies below; none where p is undefined. */
export function starsOf(pValue: Stat, levels: readonly number[]): string {
  if (typeof pValue !== 'number') return '';
  return '*'.repeat(levels.filter((level) => pValue < level).length);
}
