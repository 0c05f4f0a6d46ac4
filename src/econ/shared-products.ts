/** Products of a regression's columns, each pair found once for all regressions on the same rows. */
import type { Effect } from './effects.ts';
import { type PanelProducts, panelProducts } from './panel-products.ts';
import { type BetweenSums, betweenOf } from './panel-sums.ts';
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
  columns: readonly Float64Array[],
  unit: Effect,
  groups: Effect | null,
  workspace: Workspace,
): SharedProducts {
  const inputs = groups === null ? [unit] : [unit, groups];
  const pairs = workspace.recall('products', inputs, () => new Pairs(unit, groups, workspace));
  const numbers = columns.map((column) => pairs.number(column));
  const p = columns.length;
  const width = (p * (p + 1)) / 2;
  const byGroup: Float64Array[] = [];
  const total = new Float64Array(width);
  const means: Float64Array[] = [];
  const between = { means: new Array<number>(p), sizes: new Array<number>(p), products: new Float64Array(width) };
  for (let a = 0; a < p; a++) {
    for (let b = 0; b <= a; b++) {
      const pair = pairs.of(numbers[b]!, numbers[a]!);
      // of the columns b and a: the products bb, ab and aa
      const from = a === b ? 0 : 1;
      const to = cell(a, b);
      byGroup.push(pair.byGroup[from]!);
      total[to] = pair.total[from]!;
      between.products[to] = pair.between.products[from]!;
      if (a !== b) continue;
      means.push(pair.means[0]!);
      between.means[a] = pair.between.means[0]!;
      between.sizes[a] = pair.between.sizes[0]!;
    }
  }
  return { means, byGroup, total, between };
}

/** By the numbers of their columns, which are the same when they are the same objects. */
class Pairs {
  readonly #columns: Float64Array[] = [];
  readonly #numbers = new Map<Float64Array, number>();
  /** Of a second column, by the first. */
  readonly #known: (SharedProducts | undefined)[][] = [];
  readonly #unit: Effect;
  readonly #groups: Effect | null;
  readonly #workspace: Workspace;

  constructor(unit: Effect, groups: Effect | null, workspace: Workspace) {
    this.#unit = unit;
    this.#groups = groups;
    this.#workspace = workspace;
  }

  number(column: Float64Array): number {
    let number = this.#numbers.get(column);
    if (number === undefined) {
      number = this.#columns.push(column) - 1;
      this.#known.push([]);
      this.#numbers.set(column, number);
    }
    return number;
  }

  of(first: number, second: number): SharedProducts {
    const known = this.#known[second]!;
    let pair = known[first];
    if (pair === undefined) {
      pair = this.#make(this.#columns[first]!, this.#columns[second]!);
      known[first] = pair;
    }
    return pair;
  }

  #make(first: Float64Array, second: Float64Array): SharedProducts {
    const columns = first === second ? [first] : [first, second];
    const products = panelProducts(columns, this.#unit, this.#groups, this.#workspace);
    const bytes = [...products.byGroup, ...products.means].reduce((total, each) => total + each.byteLength, 0);
    this.#workspace.grow(bytes);
    return { ...products, between: betweenOf(products.means, this.#unit) };
  }
}
