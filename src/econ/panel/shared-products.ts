/** Products of a regression's columns, each pair found once for all regressions on the same rows. */
import { sum } from '../../base/number/sum.ts';
import type { Workspace } from '../linalg/workspace.ts';
import type { Effect } from './effects.ts';
import { type Centred, PanelBlocks } from './unit-blocks.ts';
import type { PanelProducts } from './unit-products.ts';
import { type BetweenSums, type MeansBetween, meansBetween, type PairBetween, pairBetween } from './unit-sums.ts';

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
  const panel = workspace.recall('products', inputs, () => new CentredPanel(unit, groups, workspace));
  const { columns, pairs } = panel.of(given);
  const [products, spread] = [new Float64Array(pairs.length), new Float64Array(pairs.length)];
  const between = { means: [] as number[], sizes: [] as number[], products, spread };
  for (let j = 0; j < columns.length; j++) {
    const { mean, size } = panel.between(columns[j]!);
    between.means.push(mean);
    between.sizes.push(size);
  }
  for (let at = 0; at < pairs.length; at++) {
    const own = panel.betweenPair(pairs[at]!);
    products[at] = own.product;
    spread[at] = own.spread;
  }
  return { ...panelProductsOf(columns, pairs), between };
}

/** `panelProducts` of columns as they are, by the levels of `groups`, put together in the same way. */
export function sharedSums(given: readonly Float64Array[], groups: Effect, workspace: Workspace): PanelProducts {
  const panel = workspace.recall('sums', [groups], () => new CentredPanel(groups, groups, workspace, false));
  const { columns, pairs } = panel.of(given);
  return panelProductsOf(columns, pairs);
}

function panelProductsOf(columns: readonly CentredColumn[], pairs: readonly PairSums[]): PanelProducts {
  const means: Float64Array[] = [];
  for (let j = 0; j < columns.length; j++) means.push(columns[j]!.means);
  const total = new Float64Array(pairs.length);
  const byGroup: Float64Array[] = [];
  for (let at = 0; at < pairs.length; at++) {
    total[at] = pairs[at]!.total;
    byGroup.push(pairs[at]!.byGroup);
  }
  return { means, byGroup, total };
}

interface CentredColumn extends Centred {
  /** Columns are numbered as they come. */
  readonly number: number;
  between: MeansBetween | undefined;
  /** Its products with other columns, by their numbers. */
  readonly pairs: (PairSums | undefined)[];
}

/** Sums of products of a column and one listed no later. */
interface PairSums {
  readonly of: readonly [CentredColumn, CentredColumn];
  readonly byGroup: Float64Array;
  readonly total: number;
  between: PairBetween | undefined;
}

class CentredPanel {
  readonly #columns = new Map<Float64Array, CentredColumn>();
  readonly #blocks: PanelBlocks;
  readonly #unit: Effect;
  readonly #workspace: Workspace;

  constructor(unit: Effect, groups: Effect | null, workspace: Workspace, centred = true) {
    this.#blocks = new PanelBlocks(unit, groups, workspace, centred);
    this.#unit = unit;
    this.#workspace = workspace;
  }

  /** Columns, and the pairs of each with itself and those before it. */
  of(given: readonly Float64Array[]): {
    readonly columns: readonly CentredColumn[];
    readonly pairs: readonly PairSums[];
  } {
    const columns: CentredColumn[] = [];
    const pairs: PairSums[] = [];
    for (let j = 0; j < given.length; j++) {
      const column = this.#column(given[j]!);
      columns.push(column);
      for (let i = 0; i <= j; i++) pairs.push(column.pairs[columns[i]!.number] ?? this.#pair(column, columns[i]!));
    }
    return { columns, pairs };
  }

  between(column: CentredColumn): MeansBetween {
    column.between ??= meansBetween(column.means, this.#unit);
    return column.between;
  }

  betweenPair(pair: PairSums): PairBetween {
    const [column, earlier] = pair.of;
    pair.between ??= pairBetween(this.between(column), this.between(earlier));
    return pair.between;
  }

  /** Columns are the same when they are the same objects. */
  #column(given: Float64Array): CentredColumn {
    let column = this.#columns.get(given);
    if (column === undefined) {
      const { means, values } = this.#blocks.centred(given);
      column = { means, values, number: this.#columns.size, between: undefined, pairs: [] };
      this.#columns.set(given, column);
      this.#workspace.grow(values === given ? 0 : values.byteLength + 3 * means.byteLength);
    }
    return column;
  }

  #pair(column: CentredColumn, earlier: CentredColumn): PairSums {
    const byGroup = this.#blocks.products(column, earlier);
    const pair = { of: [column, earlier] as const, byGroup, total: sum(byGroup), between: undefined };
    column.pairs[earlier.number] = pair;
    this.#workspace.grow(byGroup.byteLength);
    return pair;
  }
}
