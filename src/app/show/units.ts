/** Names of units in results that list them: numbers stand for those of a confidential variable. */
import type { Hides } from '../../base/value.ts';

/** `by`: the column that names the units. */
export const unitsShown = (names: readonly string[], by: string, hides: Hides): readonly string[] =>
  hides(by) ? names.map((_, i) => String(i + 1)) : names;
