/** Sums of products of columns that never change, each pair found once for the regressions that share it. */
import { BLOCK_ROWS, cell, plainSum } from './blocked-products.ts';
import { columnScale } from './qr.ts';

/** Columns are told apart by identity, and their products remembered for as long as they live. */
export class KnownProducts {
  readonly #products = new WeakMap<Float64Array, WeakMap<Float64Array, number>>();
  readonly #scales = new WeakMap<Float64Array, number>();

  scaleOf(x: Float64Array): number {
    let scale = this.#scales.get(x);
    if (scale === undefined) {
      scale = columnScale(x);
      this.#scales.set(x, scale);
    }
    return scale;
  }

  /** The products of all columns as `all` gives them, those of a and b ≤ a at `cell(a, b)`: by `all` where most are not known, otherwise one by one, to the same bits. */
  of(columns: readonly Float64Array[], all: (columns: readonly Float64Array[]) => Float64Array): Float64Array {
    const pairs = columns.flatMap((x, a) => columns.slice(0, a + 1).map((z, b) => ({ x, z, at: cell(a, b) })));
    const unknown = pairs.filter(({ x, z }) => this.#known(x, z) === undefined);
    const found = 2 * unknown.length > pairs.length ? all(columns) : undefined;
    for (const { x, z, at } of unknown) this.#keep(x, z, found === undefined ? product(x, z) : found[at]!);
    return found ?? Float64Array.from(pairs, ({ x, z }) => this.#known(x, z)!);
  }

  #known(x: Float64Array, z: Float64Array): number | undefined {
    return this.#products.get(x)?.get(z) ?? this.#products.get(z)?.get(x);
  }

  #keep(x: Float64Array, z: Float64Array, value: number): void {
    let own = this.#products.get(x);
    if (own === undefined) {
      own = new WeakMap();
      this.#products.set(x, own);
    }
    own.set(z, value);
  }
}

/** Σ x z as `Products` adds: plainly within blocks of rows, and blocks with Knuth's exact remainder. */
function product(x: Float64Array, z: Float64Array): number {
  let high = 0;
  let low = 0;
  for (let from = 0; from < x.length; from += BLOCK_ROWS) {
    const value = plainSum(x, z, from, Math.min(x.length, from + BLOCK_ROWS));
    const next = high + value;
    const taken = next - high;
    low += high - (next - taken) + (value - taken);
    high = next;
  }
  return high + low;
}
