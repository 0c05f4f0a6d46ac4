/** Unit means and sums of products of within-transformed columns: one pass, unit by unit, in pieces that fit a processor's cache. */
import { sum } from '../../base/number/sum.ts';
import { BLOCK_ROWS, Products } from '../linalg/blocked-products.ts';
import type { Workspace } from '../linalg/workspace.ts';
import type { Effect } from './effects.ts';
import { byUnit, unitsByGroup } from './rows-by-unit.ts';

/** Unit means and products of P columns. */
export interface PanelProducts {
  /** Means by unit of each column, length n. */
  readonly means: readonly Float64Array[];
  /** Sums of products by group: the G of columns a and b ≤ a stand at `cell(a, b)`. */
  readonly byGroup: readonly Float64Array[];
  /** The products over all groups, at `cell(a, b)`. */
  readonly total: Float64Array;
}

/**
 * `groups` are unions of units; null for one group of all. Units of one
 * group share blocks (tiles.ts). Means are mended by the mean of what is left. Not `centred`, columns are taken as they are. O(NP²) time,
 * O(P² G + P n) memory.
 */
export function panelProducts(
  given: readonly Float64Array[],
  unit: Effect,
  groups: Effect | null,
  workspace: Workspace,
  centred = true,
): PanelProducts {
  const p = given.length;
  const width = (p * (p + 1)) / 2;
  const count = groups?.levels ?? 1;
  const { columns, starts } = byUnit(given, unit, workspace);
  const { order, groupOf } = unitsByGroup(groups, unit, workspace);
  const means = columns.map(() => new Float64Array(unit.levels));
  const byGroup = new Float64Array(width * count);
  const products = new Products(p);
  const left = new Float64Array(p);
  for (let i = 0; i < order.length; i++) {
    const g = order[i]!;
    if (centred)
      for (let j = 0; j < p; j++) means[j]![g] = total(columns[j]!, starts[g]!, unit.counts[g]!) / unit.counts[g]!;
    addUnit(products, columns, starts[g]!, unit.counts[g]!, means, left, g);
    if (i + 1 === order.length || groupOf[order[i + 1]!] !== groupOf[g]) products.take(byGroup, groupOf[g]!, count);
  }
  const cells = Array.from({ length: width }, (_, c) => byGroup.subarray(c * count, (c + 1) * count));
  return { means, byGroup: cells, total: Float64Array.from(cells, (each) => sum(each)) };
}

/** Adds the products of unit g about `means`, and what is left of its means to those. `left` is for its use. */
function addUnit(
  products: Products,
  columns: readonly Float64Array[],
  start: number,
  n: number,
  means: readonly Float64Array[],
  left: Float64Array,
  g: number,
): void {
  left.fill(0);
  for (let done = 0; done < n; done += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, n - done);
    const at = products.room(rows);
    for (let j = 0; j < columns.length; j++) {
      left[j] = left[j]! + demean(products.block[j]!, at, columns[j]!, start + done, rows, means[j]![g]!);
    }
  }
  for (let j = 0; j < columns.length; j++) means[j]![g] = means[j]![g]! + left[j]! / n;
}

/** Σ x, plainly, since the mean it gives is mended later. */
export function total(x: Float64Array, from: number, n: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = from;
  for (; i + 3 < from + n; i += 4) {
    a += x[i]!;
    b += x[i + 1]!;
    c += x[i + 2]!;
    d += x[i + 3]!;
  }
  for (; i < from + n; i++) a += x[i]!;
  return a + b + (c + d);
}

/** Writes x less `mean` at `at`, and returns the sum of what it wrote. */
export function demean(out: Float64Array, at: number, x: Float64Array, from: number, n: number, mean: number): number {
  // not by destructuring, which makes an array each time
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    const x0 = x[from + i]! - mean;
    const x1 = x[from + i + 1]! - mean;
    const x2 = x[from + i + 2]! - mean;
    const x3 = x[from + i + 3]! - mean;
    out[at + i] = x0;
    out[at + i + 1] = x1;
    out[at + i + 2] = x2;
    out[at + i + 3] = x3;
    a += x0;
    b += x1;
    c += x2;
    d += x3;
  }
  for (; i < n; i++) {
    const value = x[from + i]! - mean;
    out[at + i] = value;
    a += value;
  }
  return a + b + (c + d);
}
