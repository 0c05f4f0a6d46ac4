/** Products of a regression's columns, each pair found once for all regressions on the same rows. */
import { dot, sum } from '../../base/number/sum.ts';
import type { Workspace } from '../linalg/workspace.ts';
import type { Effect } from './effects.ts';
import { type Centred, PanelBlocks } from './unit-blocks.ts';
import type { PanelProducts } from './unit-products.ts';
import { type BetweenSums, type MeansBetween, meansBetween } from './unit-sums.ts';

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
  const columns: Column[] = [];
  const means: Float64Array[] = [];
  const between: { means: number[]; sizes: number[] } = { means: [], sizes: [] };
  const pairs: Pair[] = [];
  for (let j = 0; j < given.length; j++) {
    const column = panel.column(given[j]!);
    columns.push(column);
    means.push(column.means);
    between.means.push(column.between.mean);
    between.sizes.push(column.between.size);
    panel.addPairs(column, columns, pairs);
  }
  const total = new Float64Array(pairs.length);
  const products = new Float64Array(pairs.length);
  const byGroup: Float64Array[] = [];
  for (let at = 0; at < pairs.length; at++) {
    const pair = pairs[at]!;
    total[at] = pair.total;
    products[at] = pair.between;
    byGroup.push(pair.byGroup);
  }
  return { means, byGroup, total, between: { means: between.means, sizes: between.sizes, products } };
}

interface Column extends Centred {
  /** Columns are numbered as they come. */
  readonly number: number;
  readonly between: MeansBetween;
  /** Its products with other columns, by their numbers. */
  readonly pairs: (Pair | undefined)[];
}

/** Sums of products of a column and one listed no later. */
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

  /** Adds the products of a column with `columns`, of which it is the last. */
  addPairs(column: Column, columns: readonly Column[], to: Pair[]): void {
    const { pairs } = column;
    for (let i = 0; i < columns.length; i++) {
      const earlier = columns[i]!;
      to.push(pairs[earlier.number] ?? this.#pair(column, earlier));
    }
  }

  #pair(column: Column, earlier: Column): Pair {
    const byGroup = this.#blocks.products(column, earlier);
    const pair = { byGroup, total: sum(byGroup), between: dot(column.between.weighted, earlier.between.about) };
    column.pairs[earlier.number] = pair;
    this.#workspace.grow(byGroup.byteLength);
    return pair;
  }
}
