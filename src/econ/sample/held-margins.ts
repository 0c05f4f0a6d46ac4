/** Margins of interactions that an equation holds by value: those within whose effects, or along whose other terms, they do not vary. */
import { dot, mean, norm, sumSquaresAbout } from '../../base/number/sum.ts';

/** A margin is held when less than this part of its variation about its mean is left, as a term counts as absorbed. */
const HELD = 1e-9;
/** Holds what rounding leaves of a constant beside its size. */
const ROUNDING = 1e-14;

export class HeldMargins {
  readonly #within: (x: Float64Array) => Float64Array;
  readonly #plain: () => readonly Float64Array[];
  #swept: readonly Float64Array[] | undefined;

  /** `within`: what effects and constant leave of a margin. `plain`: what they leave of the equation's terms without factors. */
  constructor(within: (x: Float64Array) => Float64Array, plain: () => readonly Float64Array[]) {
    this.#within = within;
    this.#plain = plain;
  }

  /** O(NK) for K plain terms, and the within transformations. */
  holds(margin: Float64Array): boolean {
    const left = this.#within(margin);
    const most = Math.max(HELD * Math.sqrt(sumSquaresAbout(margin, mean(margin))), ROUNDING * norm(margin));
    if (norm(left) <= most) return true;
    this.#swept ??= this.#plain();
    return this.#swept.some((x) => distance(left, x) <= most);
  }
}

/** The distance of y from its projection on x. */
function distance(y: Float64Array, x: Float64Array): number {
  const size = dot(x, x);
  if (size === 0) return norm(y);
  const along = dot(x, y) / size;
  return norm(y.map((value, i) => value - along * x[i]!));
}
