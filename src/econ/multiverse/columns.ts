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
  readonly #pairs: (number | undefined)[][] = [];
  readonly #byCluster: Float64Array[] = [];
  readonly #crossed: Float64Array[] = [];

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
    this.#pairs.push([]);
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

  /** The number of a pair of columns, whose products are summed by cluster: they are numbered as they come. O(N) once. */
  pair(x: SharedColumn, y: SharedColumn): number {
    const [a, b] = x.number < y.number ? [y, x] : [x, y];
    const row = this.#pairs[a.number]!;
    const known = row[b.number];
    if (known !== undefined) return known;
    const { codes, levels } = this.#cluster!;
    const sums = new Float64Array(levels);
    for (let i = 0; i < codes.length; i++) sums[codes[i]!] = sums[codes[i]!]! + a.values[i]! * b.values[i]!;
    const number = this.#byCluster.length;
    row[b.number] = number;
    this.#byCluster.push(sums);
    this.#crossed.push(new Float64Array(number + 1).fill(Number.NaN));
    this.#workspace.grow(sums.byteLength + 8 * number);
    return number;
  }

  /** Σ xy by cluster of a pair. */
  byCluster(pair: number): Float64Array {
    return this.#byCluster[pair]!;
  }

  /** The product of two pairs' sums by cluster, Σ_g s_g t_g. O(G) once. */
  crossed(pair: number, other: number): number {
    const [a, b] = pair < other ? [other, pair] : [pair, other];
    const row = this.#crossed[a]!;
    const known = row[b]!;
    if (!Number.isNaN(known)) return known;
    const found = dot(this.#byCluster[a]!, this.#byCluster[b]!);
    row[b] = found;
    return found;
  }
}
