/** Effects swept out of columns wherever these are: what places both where kernels pass over them. */
import { bytesOf, KernelMemory } from '../../base/kernels/memory.ts';
import type { Effect } from './effects.ts';
import { PlacedEffects } from './placed-effects.ts';

/** The precision to which effects are swept out, as a part of a column's norm. */
const FINE_PRECISION = 1e-13;

/** Problems up to this size take turns in one room: making one takes as long as sweeping some thousands of rows. */
const BORROWED_BYTES = 1 << 20;
let borrowed: KernelMemory | null = null;
let borrower: CrossedEffects | null = null;

/** The projection of columns on the dummies of one or more effects, weighted where there are weights (length N, above 0). */
export class CrossedEffects {
  readonly #effects: readonly [Effect, ...Effect[]];
  readonly #weights: Float64Array | null;
  readonly #bytes: number;
  #placed: PlacedColumn | null = null;

  /** `first` should be the finest: iterations are then over the fewest levels. Neither effects nor weights may change. */
  constructor(effects: readonly [Effect, ...Effect[]], weights: Float64Array | null) {
    this.#effects = effects;
    this.#weights = weights;
    this.#bytes = PlacedEffects.bytes(effects) + 2 * bytesOf(8 * effects[0].codes.length);
  }

  /** The column less its projection, twice. Refuses when the gradients do not converge. */
  swept(column: Float64Array): Float64Array {
    const { effects, x } = this.#place();
    x.set(column);
    effects.centre(x);
    const size = effects.sweep(x, (norm) => FINE_PRECISION * norm);
    // what is left may be small beside what was there: then to its own precision, down to the rounding of the whole
    if (this.#effects.length > 1)
      effects.sweep(x, (norm) => Math.max(FINE_PRECISION * norm, (FINE_PRECISION / 10) * size));
    return x.slice();
  }

  #place(): PlacedColumn {
    const isSmall = this.#bytes <= BORROWED_BYTES;
    if (this.#placed !== null && (!isSmall || borrower === this)) return this.#placed;
    const room = isSmall ? lent(this) : new KernelMemory(this.#bytes);
    const effects = new PlacedEffects(room, this.#effects);
    const n = this.#effects[0].codes.length;
    if (this.#weights !== null) {
      const w = room.float64(n);
      w.set(this.#weights);
      effects.weigh(w);
    }
    this.#placed = { effects, x: room.float64(n) };
    return this.#placed;
  }
}

interface PlacedColumn {
  readonly effects: PlacedEffects;
  readonly x: Float64Array<ArrayBuffer>;
}

function lent(to: CrossedEffects): KernelMemory {
  borrower = to;
  borrowed = borrowed === null ? new KernelMemory(BORROWED_BYTES) : borrowed.emptied();
  return borrowed;
}
