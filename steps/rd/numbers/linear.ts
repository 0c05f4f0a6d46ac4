/** Combinations of coefficients of polynomials on one side, which are sums over its rows: Σ a_i·y_i. */
import type { LocalFit } from './local-fit.ts';
import { product } from './moments/polynomials.ts';
import { powerSumsOf } from './moments/power-sums.ts';
import { type RowWindow, spanOf } from './window.ts';

/** `factor` times the coefficient of d^nu. */
export interface Share {
  readonly fit: LocalFit;
  readonly nu: number;
  readonly factor: number;
}

export class Linear {
  /** The rows among which neighbours are found and rows are counted. */
  readonly window: RowWindow;
  readonly #shares: readonly Share[];

  /** `window`: holds those of all fits; by default it is no larger. */
  constructor(shares: readonly Share[], window = shares.map(({ fit }) => fit.window).reduce(spanOf)) {
    this.#shares = shares;
    this.window = window;
  }

  of(column: Float64Array): number {
    return this.#shares.reduce((sum, { fit, nu, factor }) => sum + factor * fit.coefficients(column)[nu]!, 0);
  }

  /** a over rows. */
  influence(window: RowWindow = this.window): Float64Array {
    const out = new Float64Array(Math.max(0, window.to - window.from));
    for (const { fit, nu, factor } of this.#shares) {
      const from = Math.max(window.from, fit.window.from);
      const to = Math.min(window.to, fit.window.to);
      if (from >= to) continue;
      const isWhole = from === fit.window.from && to === fit.window.to;
      const values = isWhole ? fit.influence(nu) : fit.influence(nu, { from, to });
      for (let i = 0; i < values.length; i++)
        out[from - window.from + i] = out[from - window.from + i]! + factor * values[i]!;
    }
    return out;
  }

  /** Σ a²·squares over so many rows from the cut-off on, of a column of the side; null where no polynomials in |d| give a. */
  sumOfSquares(distances: Float64Array, squares: Float64Array, rows: number): number | null {
    const polynomials = [];
    for (const { fit, nu, factor } of this.#shares) {
      if (fit.near === null) return null;
      polynomials.push({ ...fit.near, factor, a: fit.influencePolynomial(nu, fit.near) });
    }
    const sums = powerSumsOf(distances, squares);
    let sum = 0;
    for (const one of polynomials) {
      for (const other of polynomials) {
        const unit = Math.min(one.unit, other.unit);
        const square = product(inUnit(one.a, unit / one.unit), inUnit(other.a, unit / other.unit));
        const powers = sums.nearest(Math.min(rows, one.rows, other.rows), unit);
        if (square.length > powers.length) return null;
        sum += one.factor * other.factor * square.reduce((total, value, j) => total + value * powers[j]!, 0);
      }
    }
    return sum;
  }
}

/** Coefficients in |d|/unit from those in other units, of which one is `ratio` of these. */
function inUnit(coefficients: Float64Array, ratio: number): Float64Array {
  let scale = 1;
  return coefficients.map((value) => {
    const out = value * scale;
    scale *= ratio;
    return out;
  });
}
