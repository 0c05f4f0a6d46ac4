/** Outcomes of a bootstrap's replications, drawn in one pass over the rows, as far as the searches see them. */
import { code, type Passes } from '../../../src/base/kernels/compiled/threshold.ts';
import { bytesOf, KernelMemory } from '../../../src/base/kernels/memory.ts';
import { blockLength, dot } from '../../../src/base/number/sum.ts';
import { cumulate, type Geometry } from './geometry.ts';

/** A drawn outcome, seen by the searches. */
export interface DrawnOutcome {
  /** Numerators of the coefficients at every candidate: size candidates × p regressors. */
  readonly numerators: Float64Array;
  /** Residual sum of squares without splits. */
  rss: number;
}

/** Two outcomes drawn at a time, of which what stands in a room stands side by side. */
export class Draw {
  readonly outcomes: readonly [DrawnOutcome, DrawnOutcome];
  readonly #geometry: Geometry;
  readonly #fitted: Float64Array;
  readonly #errors: Float64Array;
  readonly #drawn: Int32Array;
  readonly #sums: Float64Array;
  /** With each column of the basis, and squares. */
  readonly #products: Float64Array;
  readonly #pass: () => void;

  constructor(geometry: Geometry, periods: number) {
    const { nobs, p, size, k, r, bin } = geometry;
    const units = nobs / periods;
    const room = new KernelMemory(bytesOfDraw(geometry, units));
    const [fitted, errors] = [room.float64(nobs), room.float64(nobs)];
    const ownR = room.float64(nobs * p);
    ownR.set(r);
    const basis = room.float64(nobs * k);
    for (const [c, column] of geometry.basis.entries()) basis.set(column, c * nobs);
    const ownBin = room.int32(nobs);
    ownBin.set(bin);
    const drawn = room.int32(2 * units);
    const sums = room.float64(2 * (size + 1) * p);
    const products = room.float64(2 * (k + 1));
    const y = room.float64(2 * blockLength).byteOffset;
    const parts = room.float64(2 * (k + 1) * Math.ceil(nobs / blockLength)).byteOffset;
    const kernel = room.passes<Passes>(code);
    const data = [fitted, errors, drawn, ownBin, ownR, basis].map((array) => array.byteOffset);
    const [f, e, d, b, own, q] = data as [number, number, number, number, number, number];
    const [toSums, toProducts] = [sums.byteOffset, products.byteOffset];
    this.#pass = () => kernel.draw(f, e, d, b, own, q, units, periods, p, k, y, parts, toSums, toProducts);
    this.#geometry = geometry;
    this.#fitted = fitted;
    this.#errors = errors;
    this.#drawn = drawn;
    this.#sums = sums;
    this.#products = products;
    const none = (): DrawnOutcome => ({ numerators: new Float64Array(size * p), rss: 0 });
    this.outcomes = [none(), none()];
  }

  /** Sets the source of later outcomes: `fitted` with `errors` of units added, both of length N, unit by unit. */
  from(fitted: Float64Array, errors: Float64Array): void {
    this.#fitted.set(fitted);
    this.#errors.set(errors);
  }

  /** `units`: whose errors each unit gets, in one outcome or in both. O(N(k + p) + size·k·p). */
  take(units: readonly Int32Array[]): void {
    const { p, size, k, onBasis } = this.#geometry;
    const [sums, products] = [this.#sums, this.#products];
    for (const [which, own] of units.entries()) this.#drawn.set(own, which * own.length);
    sums.fill(0);
    this.#pass();
    cumulate(sums, 2 * p, size);
    for (const [which, outcome] of this.outcomes.entries()) {
      const projected = Float64Array.from({ length: k }, (_, c) => products[2 * c + which]!);
      outcome.rss = products[2 * k + which]! - dot(projected, projected);
      for (let row = 0; row < size * p; row++) {
        let value = sums[2 * row + which]!;
        for (let c = 0; c < k; c++) value -= onBasis[row * k + c]! * projected[c]!;
        outcome.numerators[row] = value;
      }
    }
  }
}

/** Returns the bytes of kernel memory that `Draw` takes. */
function bytesOfDraw({ nobs, p, size, k }: Geometry, units: number): number {
  const parts = 2 * (k + 1) * Math.ceil(nobs / blockLength);
  const numbers = [nobs, nobs, nobs * p, nobs * k, 2 * (size + 1) * p, 2 * (k + 1), 2 * blockLength, parts];
  return bytesOf(...numbers.map((n) => 8 * n), 4 * nobs, 8 * units);
}
