/** Products of a regression's columns, each pair found once for all regressions on the same rows. */
import { dot, sum } from '../base/sum.ts';
import type { Effect } from './effects.ts';
import { type Centred, PanelBlocks } from './panel-blocks.ts';
import type { PanelProducts } from './panel-products.ts';
import { type BetweenSums, type MeansBetween, meansBetween } from './panel-sums.ts';
import { cell } from './tiles.ts';
import type { Workspace } from './workspace.ts';

export interface SharedProducts extends PanelProducts {
  readonly between: BetweenSums;
}

/**
 * `panelProducts` and `betweenOf`, put together from those of two columns at a time. A pair's sums do not depend on which columns stand
 * beside it, so these are the same bits; more passes over the rows, but none over a pair that the workspace knows. O(NP²) once, then
 * O(P²).
 */
export function sharedProducts(
  given: readonly Float64Array[],
  unit: Effect,
  groups: Effect | null,
  workspace: Workspace,
): SharedProducts {
  const inputs = groups === null ? [unit] : [unit, groups];
  const panel = workspace.recall('products', inputs, () => new Panel(unit, groups, workspace));
  const columns = given.map((values) => panel.column(values));
  const p = columns.length;
  const byGroup: Float64Array[] = [];
  const total = new Float64Array((p * (p + 1)) / 2);
  const between = {
    means: columns.map((column) => column.between.mean),
    sizes: columns.map((column) => column.between.size),
    products: new Float64Array(total.length),
  };
  for (let a = 0; a < p; a++) {
    for (let b = 0; b <= a; b++) {
      const at = cell(a, b);
      const pair = panel.pair(columns[a]!, columns[b]!);
      byGroup.push(pair.byGroup);
      total[at] = pair.total;
      between.products[at] = pair.between;
    }
  }
  return { means: columns.map((column) => column.means), byGroup, total, between };
}

interface Column extends Centred {
  /** Columns are numbered as they come. */
  readonly number: number;
  readonly between: MeansBetween;
  /** With other columns, by their numbers. */
  readonly pairs: (Pair | undefined)[];
}

/** Of a column and one listed no later. */
interface Pair {
  readonly byGroup: Float64Array;
  readonly total: number;
  readonly between: number;
}

class Panel {
  readonly #columns = new Map<Float64Array, Column>();
  readonly #blocks: PanelBlocks;
  readonly #unit: Effect;
  readonly #workspace: Workspace;

  constructor(unit: Effect, groups: Effect | null, workspace: Workspace) {
    this.#blocks = new PanelBlocks(unit, groups, workspace);
    this.#unit = unit;
    this.#workspace = workspace;
  }

  /** Columns are the same when they are the same objects. */
  column(given: Float64Array): Column {
    let column = this.#columns.get(given);
    if (column === undefined) {
      const { means, values } = this.#blocks.centred(given);
      const between = meansBetween(means, this.#unit);
      column = { means, values, number: this.#columns.size, between, pairs: [] };
      this.#columns.set(given, column);
      this.#workspace.grow(values.byteLength + 3 * means.byteLength);
    }
    return column;
  }

  pair(column: Column, earlier: Column): Pair {
    let pair = column.pairs[earlier.number];
    if (pair === undefined) {
      const byGroup = this.#blocks.products(column, earlier);
      pair = { byGroup, total: sum(byGroup), between: dot(column.between.weighted, earlier.between.about) };
      column.pairs[earlier.number] = pair;
      this.#workspace.grow(byGroup.byteLength);
    }
    return pair;
  }
}
