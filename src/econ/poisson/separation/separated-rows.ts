/**
 * Finds the rows that separate a Poisson likelihood with absorbed effects: those with an outcome of 0 where some combination z of regressors and
 * effects is above 0, while it is 0 wherever the outcome is positive and never below 0 (Correia, Guimarães & Zylkin 2019, "Verifying the
 * existence of maximum likelihood estimates for generalized linear models").
 */
import { freeCombinations } from '../../likelihood/free-combinations.ts';
import { separatingCone } from '../../likelihood/separating-cone.ts';
import { rowsWith, variation } from '../../likelihood/separation.ts';
import { type Effect, everyRow } from '../../panel/effects.ts';
import { spanning } from '../../panel/within.ts';
import { onNoCycle } from './cycles.ts';
import { LevelForest } from './level-forest.ts';
import { rectified } from './rectifier.ts';

/** A search among dummies that takes no more multiplications comes first, one that takes more comes not at all; and how many values dummies, or shifts, may hold. */
const multiplications = { few: 2e8, most: 2e10 };
const MOST_VALUES = 3e7;

/**
 * Positions of rows that separate, ascending; once they are gone there may be more. Empty where the likelihood has a maximum, and null where neither is proved.
 * `columns`: the regressors, and the constant where there are no effects. Searched for exactly, and by the iterative rectifier where that finds no end; the
 * other way round, or by the rectifier alone, where more than two effects have many levels.
 */
export function separatedRows(
  columns: readonly Float64Array[],
  effects: readonly Effect[],
  y: Float64Array,
): readonly number[] | null {
  const zeros = rowsWith(y, (value) => value === 0);
  if (zeros.length === 0) return [];
  const positive = rowsWith(y, (value) => value > 0);
  const [first, second, ...further] = spanning(effects);
  const exactly = (): readonly number[] | null => {
    const forest = first === undefined ? null : new LevelForest(first, second ?? everyRow(y.length), positive);
    return searched([...columns, ...further.flatMap(dummies)], forest, positive, zeros);
  };
  const byRegressions = (): readonly number[] | null => rectified(columns, effects, y);
  const levels = further.reduce((total, effect) => total + effect.levels, 0);
  const cost = levels * (columns.length + levels) * positive.length;
  if (cost <= multiplications.few) return exactly() ?? byRegressions();
  const isFeasible = cost <= multiplications.most && levels * y.length <= MOST_VALUES;
  return byRegressions() ?? (isFeasible ? exactly() : null);
}

const dummies = ({ codes, levels }: Effect): readonly Float64Array[] =>
  Array.from({ length: levels }, (_, level) => Float64Array.from(codes, (code) => (code === level ? 1 : 0)));

/**
 * Two effects are solved out along a forest of rows with positive outcomes. Other rows lead from one component of it to another, and shifts of components
 * alone separate those of them that no way leads back along. Where there are none, what is left of the columns is searched for combinations that are
 * 0 in all positive rows, with shifts beside them. O(NK²).
 */
function searched(
  columns: readonly Float64Array[],
  forest: LevelForest | null,
  positive: Int32Array,
  zeros: Int32Array,
): readonly number[] | null {
  if (forest !== null) {
    const between = zeros.filter((row) => !forest.isInside(row));
    const ends = (side: number): Int32Array => between.map((row) => forest.componentOf(row, side));
    const oneWay = onNoCycle(forest.count, ends(0), ends(1));
    if (oneWay.length > 0) return oneWay.map((at) => between[at]!);
  }
  const solved = forest === null ? columns : columns.map((x) => forest.solvedOut(x));
  const free = freeCombinations(solved, columns.map(variation), positive, zeros).map(({ values }) => values);
  if (free.length === 0) return [];
  const moved = forest === null ? [] : shifts(forest, zeros);
  const found = moved === null ? null : separatingCone([...free, ...moved]);
  return found === null ? null : found.rows.map((at) => zeros[at]!);
}

/** Gives what a shift of a component's levels, up on one side and down on the other, adds in the rows that lead out of it or into it; null where those are too many. */
function shifts(forest: LevelForest, rows: Int32Array): readonly Float64Array[] | null {
  const columns = new Map<number, Float64Array>();
  for (const [at, row] of rows.entries()) {
    if (forest.isInside(row)) continue;
    for (const side of [0, 1]) {
      const component = forest.componentOf(row, side);
      const column = columns.get(component) ?? new Float64Array(rows.length);
      column[at] = side === 0 ? 1 : -1;
      columns.set(component, column);
    }
    if (columns.size * rows.length > MOST_VALUES) return null;
  }
  return [...columns.values()];
}
