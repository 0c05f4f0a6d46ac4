/** Columns that specifications of a multiverse have in common: less their means or effects, and the sums of products of each pair, found once. */
import { dot, mean } from '../../base/number/sum.ts';
import type { Workspace } from '../linalg/workspace.ts';
import type { Effect } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';

/** A column less its mean, or less the effects. */
export interface SharedColumn {
  readonly values: Float64Array;
  /** Σ x² before, and after. */
  readonly size: number;
  readonly left: number;
  /** Columns are numbered as they come. */
  readonly number: number;
}

/**
 * Columns over the same rows. Each sum is that of its two columns alone, whatever others were asked for before, so that no result depends on
 * which specifications ran.
 */
export class SharedColumns {
  readonly #effects: readonly Effect[];
  readonly #cluster: Effect | null;
  readonly #workspace: Workspace;
  readonly #columns = new Map<Float64Array, SharedColumn>();
  readonly #totals: (number | undefined)[][] = [];
  readonly #byCluster: (Float64Array | undefined)[][] = [];

  /** `cluster`: groups by which products are summed too. */
  constructor(effects: readonly Effect[], cluster: Effect | null, workspace: Workspace) {
    this.#effects = effects;
    this.#cluster = cluster;
    this.#workspace = workspace;
  }

  column(given: Float64Array): SharedColumn {
    const known = this.#columns.get(given);
    if (known !== undefined) return known;
    const values = this.#less(given);
    const column = { values, size: dot(given, given), left: dot(values, values), number: this.#columns.size };
    this.#columns.set(given, column);
    this.#totals.push([]);
    this.#byCluster.push([]);
    this.#workspace.grow(values.byteLength);
    return column;
  }

  #less(x: Float64Array): Float64Array {
    if (this.#effects.length > 0)
      return this.#workspace.recall('within', [x, ...this.#effects], () => withinTransform(x, this.#effects));
    const centre = mean(x);
    return x.map((value) => value - centre);
  }

  /** Σ xy. O(N) once. */
  product(x: SharedColumn, y: SharedColumn): number {
    const [a, b] = x.number < y.number ? [y, x] : [x, y];
    const row = this.#totals[a.number]!;
    const known = row[b.number];
    if (known !== undefined) return known;
    const total = a === b ? a.left : dot(a.values, b.values);
    row[b.number] = total;
    return total;
  }

  /** Σ xy by cluster. O(N) once. */
  byCluster(x: SharedColumn, y: SharedColumn): Float64Array {
    const [a, b] = x.number < y.number ? [y, x] : [x, y];
    const row = this.#byCluster[a.number]!;
    const known = row[b.number];
    if (known !== undefined) return known;
    const { codes, levels } = this.#cluster!;
    const sums = new Float64Array(levels);
    for (let i = 0; i < codes.length; i++) sums[codes[i]!] = sums[codes[i]!]! + a.values[i]! * b.values[i]!;
    row[b.number] = sums;
    this.#workspace.grow(sums.byteLength);
    return sums;
  }
}
