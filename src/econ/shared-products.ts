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
 * O(P² G).
 */
export function sharedProducts(
  columns: readonly Float64Array[],
  unit: Effect,
  groups: Effect | null,
  workspace: Workspace,
): SharedProducts | null {
  const inputs = groups === null ? [unit] : [unit, groups];
  const pairs = workspace.recall('products', inputs, () => new Pairs(unit, groups, workspace));
  const p = columns.length;
  const width = (p * (p + 1)) / 2;
  const count = groups?.levels ?? 1;
  const byGroup = new Float64Array(width * count);
  const total = new Float64Array(width);
  const between = { means: new Array<number>(p), sizes: new Array<number>(p), products: new Float64Array(width) };
  const means = new Array<Float64Array>(p);
  for (let a = 0; a < p; a++) {
    for (let b = 0; b <= a; b++) {
      const pair = pairs.of(columns[b]!, columns[a]!);
      if (pair === null) return null;
      // of the columns b and a: the products bb, ab and aa
      const from = a === b ? 0 : 1;
      const to = cell(a, b);
      for (let g = 0; g < count; g++) byGroup[to * count + g] = pair.byGroup[from * count + g]!;
      total[to] = pair.total[from]!;
      between.products[to] = pair.between.products[from]!;
      if (a !== b) continue;
      means[a] = pair.means[0]!;
      between.means[a] = pair.between.means[0]!;
      between.sizes[a] = pair.between.sizes[0]!;
    }
  }
  return { means, byGroup, total, between };
}

/** By their columns, which are the same when they are the same objects. */
class Pairs {
  readonly #known = new Map<Float64Array, Map<Float64Array, SharedProducts | null>>();
  readonly #unit: Effect;
  readonly #groups: Effect | null;
  readonly #workspace: Workspace;

  constructor(unit: Effect, groups: Effect | null, workspace: Workspace) {
    this.#unit = unit;
    this.#groups = groups;
    this.#workspace = workspace;
  }

  of(first: Float64Array, second: Float64Array): SharedProducts | null {
    let known = this.#known.get(second);
    if (known === undefined) {
      known = new Map();
      this.#known.set(second, known);
    }
    let pair = known.get(first);
    if (pair === undefined) {
      pair = this.#make(first, second);
      known.set(first, pair);
    }
    return pair;
  }

  #make(first: Float64Array, second: Float64Array): SharedProducts | null {
    const products = panelProducts(
      first === second ? [first] : [first, second],
      this.#unit,
      this.#groups,
      this.#workspace,
    );
    if (products === null) return null;
    this.#workspace.grow(
      products.byGroup.byteLength + products.means.length * first.BYTES_PER_ELEMENT * this.#unit.levels,
    );
    return { ...products, between: betweenOf(products.means, this.#unit) };
  }
}
