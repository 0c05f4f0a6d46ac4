/** Degrees of freedom that absorbed effects take up, counted as `reghdfe` counts them (Correia 2016; its source, version 6). */
import { components, type Effect, isNested } from './effects.ts';
import { constantSlopes } from './sloped-effects.ts';

export interface AbsorbedDf {
  /**
   * The number of redundant levels of each effect, in the effects' order. All levels of a nested one are redundant. Its slopes have a
   * number for each variable.
   */
  readonly effects: readonly {
    readonly redundant: number;
    readonly nested: boolean;
    readonly slopes?: readonly number[];
  }[];
  /** Levels less redundant ones: `e(df_a)`. */
  readonly df: number;
  /** Levels of the nested effects: `e(df_a_nested)`. */
  readonly nested: number;
}

/**
 * An effect is nested when each of its levels lies in one level of some cluster variable. Of the others, the first gives up a level to the
 * constant where something is nested, and a later one as many as it has connected components with an earlier one, the most over the earlier
 * ones: exact for two effects, for more a bound from above on the rank. Slopes are counted, nested or not, but in levels where their variable is
 * constant. O(N α(N)) for each pair.
 */
export function absorbedDf(effects: readonly Effect[], clusters: readonly Effect[] = []): AbsorbedDf {
  const nested = effects.map((effect) => clusters.some((cluster) => isNested(effect, cluster)));
  const someNested = nested.includes(true);
  const free: Effect[] = [];
  const counted = effects.map((effect, h) => {
    const slopes = effect.slopes === undefined ? {} : { slopes: constantSlopes(effect) };
    if (nested[h]!) return { redundant: effect.levels, nested: true, ...slopes };
    let redundant = someNested ? 1 : 0;
    for (const earlier of free) redundant = Math.max(redundant, components(earlier, effect));
    free.push(effect);
    return { redundant, nested: false, ...slopes };
  });
  return {
    effects: counted,
    df: effects.reduce((total, { levels }, h) => {
      const { redundant, slopes = [] } = counted[h]!;
      return slopes.reduce((sum, constant) => sum + levels - constant, total + levels - redundant);
    }, 0),
    nested: effects.reduce((total, { levels }, h) => total + (nested[h]! ? levels : 0), 0),
  };
}
