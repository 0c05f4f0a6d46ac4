/** The recipe of stand-in data: what of the original they keep, and how many must share a value before it is shown. */
import type { StandInDecl } from '../../../engine/declared.ts';

/** Properties of the original that stand-in data may keep beside the distribution of each column. */
export const PROPERTIES = ['correlations', 'panel', 'missing'] as const;
export type Property = (typeof PROPERTIES)[number];

export interface Recipe {
  /** A value, a bin or a period stands for so many units at least, rows where there is no panel. */
  readonly cell: number;
  /** Names the random draws. */
  readonly seed: number;
  readonly keeps: ReadonlySet<Property>;
  /** Columns of which every value may be known, such as the names of provinces. */
  readonly open: ReadonlySet<string>;
}

export const recipeOf = ({ cell = 10, seed = 1, keeps = PROPERTIES, open = [] }: StandInDecl): Recipe => ({
  cell,
  seed,
  keeps: new Set(keeps),
  open: new Set(open),
});
