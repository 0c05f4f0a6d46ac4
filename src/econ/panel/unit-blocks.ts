/** Unit means and products of within-transformed columns one by one, with the bits that unit-products.ts gives, for columns that are kept. */
import { BLOCK_ROWS, plainSum } from '../linalg/blocked-products.ts';
import type { Workspace } from '../linalg/workspace.ts';
import type { Effect } from './effects.ts';
import { byUnit, unitsByGroup } from './rows-by-unit.ts';
import { demean, total } from './unit-products.ts';

/** A column less its means by unit. */
export interface Centred {
  /** Length n. */
  readonly means: Float64Array;
  /** Length N, in the order of the blocks. */
  readonly values: Float64Array;
}

/** Rows in the order in which `Products` adds them: unit by unit, those of one group together, in blocks. */
export class PanelBlocks {
  readonly #unit: Effect;
  readonly #workspace: Workspace;
  readonly #centred: boolean;
  /** Units in the order of the blocks. */
  readonly #order: Int32Array;
  /** The end of each block, in rows. */
  readonly #ends: readonly number[];
  /** The number of blocks up to the end of each group. */
  readonly #blocks: readonly number[];

  /** `groups` are unions of units; null for one group of all. Not `centred`, columns are taken as they are. */
  constructor(unit: Effect, groups: Effect | null, workspace: Workspace, centred = true) {
    this.#unit = unit;
    this.#centred = centred;
    this.#workspace = workspace;
    const { order, groupOf } = unitsByGroup(groups, unit, workspace);
    this.#order = order;
    const ends: number[] = [];
    const blocks: number[] = [];
    let from = 0;
    let to = 0;
    for (let i = 0; i < order.length; i++) {
      const g = order[i]!;
      for (let left = unit.counts[g]!; left > 0; ) {
        const rows = Math.min(BLOCK_ROWS, left);
        if (to - from + rows > BLOCK_ROWS) from = ends[ends.push(to) - 1]!;
        to += rows;
        left -= rows;
      }
      if (i + 1 < order.length && groupOf[order[i + 1]!] === groupOf[g]) continue;
      from = ends[ends.push(to) - 1]!;
      blocks.push(ends.length);
    }
    this.#ends = ends;
    this.#blocks = blocks;
  }

  centred(column: Float64Array): Centred {
    const { columns, starts } = byUnit([column], this.#unit, this.#workspace);
    const x = columns[0]!;
    const means = new Float64Array(this.#unit.levels);
    if (!this.#centred && this.#standsInOrder(starts)) {
      for (const g of this.#order) means[g] = this.#meanOf(x, starts[g]!, this.#unit.counts[g]!);
      return { means, values: x };
    }
    const values = new Float64Array(x.length);
    let at = 0;
    for (const g of this.#order) {
      const n = this.#unit.counts[g]!;
      const mean = this.#centred ? total(x, starts[g]!, n) / n : 0;
      let left = 0;
      for (let done = 0; done < n; done += BLOCK_ROWS) {
        const rows = Math.min(BLOCK_ROWS, n - done);
        left += demean(values, at, x, starts[g]! + done, rows, mean);
        at += rows;
      }
      means[g] = mean + left / n;
    }
    return { means, values };
  }

  #standsInOrder(starts: Int32Array): boolean {
    let at = 0;
    for (const g of this.#order) {
      if (starts[g] !== at) return false;
      at += this.#unit.counts[g]!;
    }
    return true;
  }

  /** The mean as `centred` has it of a column that is copied. */
  #meanOf(x: Float64Array, start: number, n: number): number {
    let left = 0;
    for (let done = 0; done < n; done += BLOCK_ROWS) left += total(x, start + done, Math.min(BLOCK_ROWS, n - done));
    return 0 + left / n;
  }

  /** Sums of products by group. O(N). */
  products(x: Centred, y: Centred): Float64Array {
    const out = new Float64Array(this.#blocks.length);
    let row = 0;
    let block = 0;
    for (let g = 0; g < out.length; g++) {
      if (block + 1 === this.#blocks[g]!) {
        const end = this.#ends[block++]!;
        out[g] = 0 + plainSum(x.values, y.values, row, end);
        row = end;
        continue;
      }
      // as an `Accumulator` adds, of which an array a group would take longer than the sums
      let high = 0;
      let low = 0;
      for (; block < this.#blocks[g]!; block++) {
        const end = this.#ends[block]!;
        const value = plainSum(x.values, y.values, row, end);
        const next = high + value;
        const taken = next - high;
        low += high - (next - taken) + (value - taken);
        high = next;
        row = end;
      }
      out[g] = high + low;
    }
    return out;
  }
}
